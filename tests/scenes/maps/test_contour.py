"""The map: heights in colours, contours where they belong, and a path that is cut off but never lost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gdcore.arrays import frozen
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.objective import Objective
from gdcore.tables.table import houses
from scenes.maps.loss_map import FIELD, ContourMap
from scenes.maps.map_descent import MapDescent
from scenes.painting.pacing import Moment
from scenes.painting.style import DARK
from scenes.painting.text import small
from scenes.plots.axes import Frame
from scenes.plots.axis_names import axis_name
from scenes.plots.ticks import Scale
from scenes.shown_range.near_frame import FAR, drawable
from tests.scenes.overprints import Observer, Picture
from tests.scenes.runs import on_houses

HOUSES = mean_squared_error(houses())
FRAME = Frame(-5.0, -3.0, 7.0, 5.0, (50.0, 300.0), (-100_000.0, 300_000.0))
UNIT = Frame(0.0, 0.0, 4.0, 2.0, (0.0, 1.0), (0.0, 1.0))


def map_of(objective: Objective = HOUSES, top: float = 2e11) -> ContourMap:
    return ContourMap(objective, FRAME, top, DARK)


def test_the_contours_lie_at_their_heights() -> None:
    shown = map_of()
    for level, lines in enumerate(shown.lines, 1):
        x = FRAME.x[0] + (lines[..., 0] - FRAME.left) / FRAME.width * (FRAME.x[1] - FRAME.x[0])
        y = FRAME.y[0] + (lines[..., 1] - FRAME.bottom) / FRAME.height * (FRAME.y[1] - FRAME.y[0])
        heights = HOUSES.value(np.stack([x, y], axis=-1)) - HOUSES.minimum
        np.testing.assert_allclose(heights, shown.top * (level / 9) ** 2, rtol=0.05)


def test_the_field_is_darkest_where_the_loss_is_least() -> None:
    pixels = map_of().field[..., :3].sum(axis=-1)
    row, column = np.unravel_index(np.argmin(pixels), pixels.shape)
    a = np.linspace(*FRAME.x, FIELD)[column]
    b = np.linspace(*FRAME.y, FIELD)[FIELD - 1 - row]
    assert HOUSES.value(np.array([a, b])) < HOUSES.minimum + 0.01 * (2e11 - HOUSES.minimum)


def test_without_a_known_minimum_the_lowest_height_seen_is_the_floor() -> None:
    lifted = replace(HOUSES, minimiser=None, value=lambda points: HOUSES.value(points) - 1e12)
    shown = map_of(lifted, 2e11 - 1e12)
    assert shown.least == pytest.approx(HOUSES.minimum - 1e12, rel=1e-3)
    assert any(len(lines) for lines in shown.lines)


def test_another_look_moves_field_and_contours_together() -> None:
    shown = map_of()
    before = [line.copy() for line in shown.lines]
    shown.look(replace(FRAME, left=FRAME.left + 1.0))
    for here, there in zip(before, shown.lines, strict=True):
        np.testing.assert_allclose(there - here, np.broadcast_to([1.0, 0.0], here.shape))


@pytest.mark.parametrize(
    ("unit", "power", "expected"),
    [("", 0, "$b$"), ("$", 0, r"$b$ #h(0.2em) (\$)"), ("$", 3, r"$b$ #h(0.2em) (thousand \$)"),
     ("$", 6, r"$b$ #h(0.2em) (million \$)"), ("$", 4, r"$b$ #h(0.2em) ($10^(4)$ \$)"),
     ("", 3, "$b$ #h(0.2em) ($10^(3)$)"),
     ("", -6, "$b$ #h(0.2em) ($10^(-6)$)")],
)  # fmt: skip
def test_an_axis_says_what_its_numbers_count(unit: str, power: int, expected: str) -> None:
    assert axis_name("$b$", unit, Scale(np.zeros(0), (), 0.0, power)) == small(expected)


@pytest.mark.parametrize("steps", [1, 7, 60])
def test_the_dot_goes_from_iterate_to_iterate(steps: int) -> None:
    run = on_houses(steps).trajectory
    descent = MapDescent(run, FRAME, DARK)
    for k in range(steps):
        descent.at(Moment(k))
        assert descent.dot is None
        descent.at(Moment(k, move=0.25))
        point = 0.75 * run.iterates[k] + 0.25 * run.iterates[k + 1]
        np.testing.assert_allclose(descent.dot, FRAME.place(*point))
    descent.at(Moment(steps))
    assert descent.dot is None


@pytest.mark.parametrize("method", ["gradient_descent", "halving", "momentum"])
def test_the_pieces_of_a_path_are_all_steps_that_are_seen_in_their_colours(method: str) -> None:
    run = on_houses(40, method=method).trajectory
    descent = MapDescent(run, FRAME, DARK)
    steps = {i: colour for first, last, colour in descent.pieces for i in range(first, last)}
    seen = {i for i in range(run.n_steps) if drawable(*descent.places[i : i + 2], FRAME) is not None}
    assert set(steps) == seen
    assert all(colour == descent.colours[i + 1] for i, colour in steps.items())
    assert sum(last - first for first, last, _ in descent.pieces) == len(steps)


def painted_path(descent: MapDescent, monkeypatch: pytest.MonkeyPatch) -> list[np.ndarray]:
    """Return the lines that are painted of a whole path."""
    painted: list[np.ndarray] = []
    pen = Observer(Picture())
    monkeypatch.setattr(pen, "polylines", lambda lines, *_: painted.extend(lines))
    descent.at(Moment(descent.run.n_steps))
    descent.paint(pen)
    return painted[: len(descent.pieces)]  # its casing; the path itself comes after it


def test_a_stroke_keeps_its_ends_and_leaves_out_only_what_no_eye_can_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    run = on_houses(150, rates={"a": 5e-8, "b": 0.15}).trajectory
    descent = MapDescent(run, FRAME, DARK)
    (line,) = painted_path(descent, monkeypatch)
    np.testing.assert_array_equal(line[[0, -1]], descent.places[[0, -1]])
    nearest = np.hypot(*(descent.places[:, None] - line[None]).T).min(axis=0)
    assert nearest.max() < 0.01


def test_a_chord_that_leaves_keeps_its_direction() -> None:
    here, there = np.array([1.0, 1.0]), np.array([3e9, -4e9])
    chord = drawable(here, there, UNIT)
    assert chord is not None
    np.testing.assert_array_equal(chord[0], here)
    along = chord[1] - here
    np.testing.assert_allclose(along / np.hypot(*along), [0.6, -0.8], rtol=1e-6)
    assert abs(along).max() <= FAR * (1.0 + 1e-9)
    backwards = drawable(there, here, UNIT)
    assert backwards is not None
    np.testing.assert_array_equal(backwards, chord[::-1])


@pytest.mark.parametrize("far", [[1e9, 1e9], [1e300, -1e300], [np.inf, 0.0]])
def test_chords_between_places_far_away_are_left_out(far: list[float]) -> None:
    assert drawable(np.array(far), -np.array(far), UNIT) is None


@pytest.mark.parametrize("far", [1e4, 1e18, 1e150, 1e300, np.inf])
def test_no_coordinate_is_beyond_what_the_painter_can_take(far: float) -> None:
    chord = drawable(np.array([1.0, 1.0]), np.array([far, far]), UNIT)
    assert chord is not None
    assert np.isfinite(chord).all()
    assert abs(chord).max() <= 2.0 * FAR


def test_the_arrow_is_the_step_that_the_gradient_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    run = on_houses(7).trajectory
    descent = MapDescent(run, FRAME, DARK, arrow=True)
    descent.at(Moment(0, slope=1.0))
    pen = Observer(Picture())
    arrows: list[tuple[np.ndarray, np.ndarray]] = []
    monkeypatch.setattr(pen, "arrow", lambda tail, tip, *_: arrows.append((tail, tip)))
    descent.paint(pen)
    ((tail, tip),) = arrows
    np.testing.assert_allclose(tail, descent.places[0])
    np.testing.assert_allclose(tip, descent.places[1])  # plain descent does as the gradient asks


def test_a_map_may_show_other_parameters_than_the_run() -> None:
    run = on_houses(3).trajectory
    moved = 2.0 * run.iterates
    np.testing.assert_allclose(MapDescent(run, FRAME, DARK, points=moved).places, FRAME.place(moved[:, 0], moved[:, 1]))


def test_a_path_of_very_many_steps_is_painted_with_few_points(monkeypatch: pytest.MonkeyPatch) -> None:
    run = descend(HOUSES, gradient_descent(frozen([5e-8, 0.15])), [250.0, 250_000.0], 5_000)
    descent = MapDescent(run, FRAME, DARK)
    assert len(painted_path(descent, monkeypatch)[0]) < 500
