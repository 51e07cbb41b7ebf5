"""The key to a map of minima: each colour with its words, in the panel, close under a chart of some height."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from gdcore.arrays import frozen
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.expressions.well_known import well_known
from gdcore.scenario import FateChoice, Scenario
from gdcore.studies.fate_map import fate_map
from gdcore.studies.reached import Minima
from scenes.geometry import Bounds
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import DARK
from scenes.stage.settings import manim_settings
from scenes.views.fate.column import LEAST_CHART
from scenes.views.fate.minima_key import MinimaKey
from scenes.views.fate.plane_scene import FatePlaneScene
from tests.scenes.overprints import Picture, crowded, observed
from tests.scenes.views.every.test_own_functions import own

PANEL = (2.0, -1.0, 3.94, 4.6)


class Shown(Painted):
    """A key alone."""

    def __init__(self, key: MinimaKey) -> None:
        super().__init__()
        self.key = key

    def paint(self, pen: Pen) -> None:
        self.key.paint(pen)


def squares(picture: Picture) -> list[Bounds]:
    return [plate[0] for plate in picture.plates]


def beside(square: Bounds, texts: list[Bounds]) -> list[Bounds]:
    """Return the texts that begin right beside a square, in its line."""
    _, bottom, right, top = square
    return [box for box in texts if 0.0 < box[0] - right < 0.2 and box[1] < (bottom + top) / 2.0 < box[3]]


def key_of(places: list[list[float]], names: tuple[str, ...], height: float) -> MinimaKey:
    found = frozen(places)
    return MinimaKey(Minima(found, frozen(np.zeros(len(places))), np.zeros(4, np.int8)), names, PANEL, height, DARK)


FOUR = [[-3.779, -3.283], [-2.805, 3.131], [3.0, 2.0], [3.584, -1.848]]
SIX = [*FOUR, [-123456.789, -0.00012345], [1.5e-7, -2.5e9]]
KEYS = {
    "one number": ([[-1.3008], [1.131]], ("x",)),
    "six numbers": ([[-12345.6 + i] for i in range(6)], ("x",)),
    "none": (np.zeros((0, 2)).tolist(), ("x", "y")),
    "four": (FOUR, ("x", "y")),
    "six": (SIX, ("x", "y")),
    "alike but for the third digit": ([[1.001, 2.0], [1.011, 2.0], [1.021, 2.0]], ("x", "y")),
    "long names": (FOUR, ("a_very_long_name_of_a_slope", "a_very_long_name_of_an_intercept")),
    "seven parameters": ([[-1.234 * i - j for j in range(7)] for i in range(1, 7)], tuple("abcdefg")),
}


@pytest.mark.parametrize("height", [0.5, 1.2, 1.9, 3.0])
@pytest.mark.parametrize("name", KEYS)
def test_every_colour_has_its_words_in_the_panel(name: str, height: float) -> None:
    places, names = KEYS[name]
    key = key_of(places, names, height)
    picture = observed([Shown(key)])
    assert len(squares(picture)) == len(places)
    assert len(picture.texts) == 1 + len(places)
    assert [len(beside(square, picture.texts)) for square in squares(picture)] == [1] * len(places)
    left, bottom, width, _ = PANEL
    boxes = [*picture.texts, *squares(picture)]
    assert min(box[0] for box in boxes) >= left - 0.02
    assert max(box[2] for box in boxes) <= left + width + 0.02
    assert min(box[1] for box in boxes) >= bottom - 0.05
    assert max(box[3] for box in boxes) <= bottom + key.height + 0.02
    assert list(crowded(picture)) == []
    if len(places) > 0 and "seven" not in name:
        assert len(set(key.entries)) == len(places)


def test_two_columns_only_where_both_fit() -> None:
    assert (key_of(FOUR, ("x", "y"), 2.0).columns, key_of(FOUR, ("x", "y"), 2.0).rows) == (1, 4)
    assert key_of(FOUR, ("x", "y"), 1.2).columns == 2  # with a digit less
    assert key_of([[1.0, 2.0], [2.0, 3.0], [3.0, 1.0]], ("x", "y"), 2.0).columns == 2
    assert key_of(SIX, ("x", "y"), 1.2).columns == 1


def four_valleys() -> Scenario:
    method, start = gradient_descent([0.01, 0.01]), frozen([0.0, 0.0])
    run = Scenario("four", "Four valleys", well_known("himmelblau"), method, start, 60, "fate")
    return replace(run, fate=FateChoice(("x", "y"), "minimum"))


def many_runs() -> Scenario:
    lead = replace(four_valleys(), method=momentum([0.005, 0.005], 0.5))
    return replace(lead, companions=(replace(lead, start=frozen([-3.0, 1.0])),))


def two_valleys() -> Scenario:
    scenario = own("x**4 - 3*x**2 + x", [1.5], 0.05, "fate", 60)
    return replace(scenario, fate=FateChoice(("learning_rate", "x")))


@pytest.mark.parametrize("scenario", [four_valleys(), many_runs(), two_valleys()], ids=["four", "runs", "two"])
def test_the_chart_takes_what_the_key_leaves(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scenes.views.fate.plane_scene.fate_map", partial(fate_map, cells=(44, 32)))
    with manim_settings({"media_dir": str(tmp_path), "frame_rate": 5}):
        scene = FatePlaneScene(scenario)
        scene.setup()
    key, chart = observed([scene.key]), observed([*scene.losses.furniture])
    assert scene.map.minima is not None
    entries = [beside(square, key.texts) for square in squares(key)[: len(scene.map.minima.places)]]
    assert len(entries) >= 2
    assert all(len(entry) == 1 for entry in entries)
    if scene.losses.frame is not None:
        assert scene.losses.frame.height >= LEAST_CHART - 1e-9
        numbers = min(box[1] for box in chart.texts)
        heading = scene.places.panel[1] + scene.key.room
        assert 0.0 <= numbers - heading < 0.2
    assert list(crowded(observed([scene.lines, *scene.losses.furniture, scene.losses, scene.key]))) == []
