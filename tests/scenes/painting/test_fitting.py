"""Long names: wrapped, shortened, no speck, no overprint, and the surface keeps its room."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore.descent.plain import gradient_descent
from gdcore.models.line_error import mean_squared_error
from gdcore.scenario import Scenario
from gdcore.tables.table import Table
from scenes.film.card import SMALLEST_TITLE, TITLE_SIZE, WIDTH, fitted, title_lines
from scenes.painting.fitting import ELLIPSIS, shortened, unit_in, width, wrapped
from scenes.painting.style import DARK, LEFT, RIGHT, TOP
from scenes.painting.text import Text
from scenes.plots.axis_names import name_block
from scenes.plots.ticks import scale_of
from scenes.runners.headings import SMALLEST
from scenes.runners.lines import SMALLEST_LABEL
from scenes.runners.start_words import LABEL_GAP
from scenes.stage.hud import LONG_TITLE, title
from scenes.stage.settings import manim_settings
from scenes.views.by_name import lesson_for
from scenes.views.race.scene import HEAD_GAP
from tests.scenes.runs import on_houses, on_parabola

UNIT = "kilowatt hours per household and month"
LONG = "Donaudampfschifffahrtsgesellschaft" * 6


@settings(deadline=None, max_examples=40)
@given(st.text(st.sampled_from("abc def-gh\u00ad梯度"), max_size=80), st.floats(2.0, 20.0), st.integers(1, 3))
def test_lines_keep_to_their_room_and_say_the_beginning(words: str, room: float, most: int) -> None:
    lines = wrapped(words, room, most)
    assert 1 <= len(lines) <= most
    assert all(width(line) <= room + 1e-6 for line in lines)
    said = "".join(lines).removesuffix(ELLIPSIS)
    bare = str.maketrans("", "", " -\u00ad")
    assert words.translate(bare).startswith(said.translate(bare))
    if not lines[-1].endswith(ELLIPSIS):
        assert said.translate(bare) == words.translate(bare)


def test_no_mark_is_torn_from_its_letter() -> None:
    words = "e\u0301" * 30
    assert shortened(words, 5.0).removesuffix(ELLIPSIS).endswith("\u0301")


def test_a_square_stays_one_and_of_a_quotient_both_parts_show() -> None:
    assert unit_in(f"{UNIT}²", 7.0).endswith(f"{ELLIPSIS}²")
    above, below = unit_in(f"{UNIT}/square metres of heated floor", 9.0).split("/")
    assert UNIT.startswith(above.removesuffix(ELLIPSIS)[:5])
    assert below.startswith("squ")
    assert unit_in("$/ft²", 7.0) == "$/ft²"


@pytest.mark.parametrize("words", ["Short", "a word " * 12, "a word " * 28, LONG[:80], LONG])
def test_titles_are_read_and_stay_in_the_frame(words: str) -> None:
    text = title(replace(on_houses(3), title=words.strip()), DARK)
    _, bottom, right, top = (edge * text.size for edge in text.outline.bounds)
    assert text.size >= LONG_TITLE
    assert LEFT + right <= RIGHT + 0.05
    assert text.place[1] + top < 4.0
    assert text.place[1] + bottom > TOP - 0.2
    lines = title_lines(words.strip())
    assert fitted(lines, TITLE_SIZE) >= SMALLEST_TITLE - 1e-9
    assert max(line.width for line in lines) * fitted(lines, TITLE_SIZE) <= WIDTH + 1e-9


def lesson(view: str, unit: str, name: str = "use") -> Scenario:
    table = Table([50.0, 60.0, 70.0, 90.0], [100.0, 130.0, 150.0, 180.0], "size", name, "m²", unit)
    return Scenario("l", "L", mean_squared_error(table), gradient_descent([1e-4, 0.1]), [0.0, 0.0], 4, view)  # type: ignore[arg-type]


def scene_of(view: str, unit: str, name: str = "use") -> Any:
    return set_up(lesson(view, unit, name))


def set_up(scenario: Scenario) -> Any:
    with manim_settings({"pixel_width": 854, "pixel_height": 480, "frame_rate": 15}):
        scene = lesson_for(scenario)(scenario)
        scene.setup()
    return scene


@pytest.mark.parametrize("view", ["fit", "surface"])
def test_a_long_unit_leaves_the_surface_its_room(view: str) -> None:
    short, long = (scene_of(view, unit) for unit in ("kWh", UNIT))
    assert long.room.eye.scale >= 0.85 * short.room.eye.scale
    assert long.room.axes.right_of_names() <= long.names_end + 0.3


@pytest.mark.parametrize("unit", [UNIT, "W" * 40])
def test_numbers_beside_a_long_unit_are_read(unit: str) -> None:
    column = scene_of("fit", unit).column
    for readout in column.readouts:
        assert readout.size >= 0.19
        assert readout.place[0] + readout.text_width <= RIGHT + 0.15


def test_the_name_of_a_column_ends_before_the_edge_of_the_frame() -> None:
    scene = scene_of("fit", UNIT, LONG[:150])
    for text in scene.fit.furniture:
        if isinstance(text, Text):
            left = text.place[0] - {"left": 0.0, "centre": 0.5, "right": 1.0}[text.align] * text.text_width
            assert left + text.text_width <= RIGHT + 0.15
            assert left >= scene.names_end - 0.1


@pytest.mark.parametrize("n_runs", [1, 2, 4, 6])
def test_long_names_of_runs_are_read_and_keep_apart(n_runs: int) -> None:
    scenario = on_parabola(6)
    runs = [replace(scenario, title=f"{LONG[: 60 * i]} a long name of a run") for i in range(n_runs)]
    scene = set_up(replace(scenario, view="race", run_title=runs[0].title, companions=tuple(runs[1:])))
    lines = scene.lines
    assert min(lines.sizes) >= SMALLEST_LABEL
    lines.now = 6.0
    frame, found = lines.losses.frame, []
    for label, size, above, middle in zip(lines.labels, lines.sizes, lines.above, lines.label_heights(), strict=True):
        _, low, right, high = (edge * size for edge in label.bounds)
        found.append((middle - 0.08 + above + low, middle - 0.08 + above + high))
        assert lines.heads()[0, 0] + LABEL_GAP + right <= RIGHT + 0.25
    found.sort()
    assert all(below[1] < above[0] for below, above in pairwise(found))
    assert frame.bottom < found[0][0]
    assert found[-1][1] < frame.bottom + frame.height + 0.1
    width = scene.pitch - HEAD_GAP
    assert all(text.size >= SMALLEST and text.text_width <= 1.01 * width for text in scene.headings)


def test_a_name_that_counts_from_an_offset_keeps_to_its_room() -> None:
    scale = scale_of(99_999.7, 100_004.2)
    for most, room in ((1, 14.0), (2, 14.0), (1, 24.0)):
        outline, n_lines = name_block(LONG, UNIT, scale, room, most)
        assert n_lines == most
        assert outline.width <= room
