"""A point and its line agree in every frame: by hand, in the run, at the end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from gdcore.tables.table import houses
from scenes.painting.pacing import Moment
from scenes.painting.style import DARK, MARKER_RADIUS, READABLE
from scenes.plots.data_plot import as_lines
from scenes.views.line.hand import hand_numbers, hand_path
from scenes.views.line.scene import LineScene, formula_with_errors
from tests.scenes.overprints import observed, overprints
from tests.scenes.painted import set_up
from tests.scenes.runs import ODD_RUNS, on_houses

SCENARIO = built_in("slope-fit")
RUN = SCENARIO.trajectory


def scene(tmp_path: Path, scenario: Scenario = SCENARIO) -> LineScene:
    made = set_up(scenario, tmp_path)
    assert isinstance(made, LineScene)
    return made


@pytest.mark.parametrize("moment", [Moment(0), Moment(0, move=0.4), Moment(9, move=1.0), Moment(150)])
def test_the_line_is_that_of_the_dot(moment: Moment, tmp_path: Path) -> None:
    made = scene(tmp_path)
    for part in (made.plot, made.descent):
        part.at(moment)
    dot = made.descent.dot
    place = made.descent.places[moment.k] if dot is None else dot
    np.testing.assert_allclose(made.map.frame.place(*made.plot.line), place)
    assert made.plot.colour == (made.descent.colours[moment.k] if dot is None else DARK.ink)


def test_the_strokes_reach_from_the_data_to_the_line_and_their_mean_square_is_the_loss(tmp_path: Path) -> None:
    made, table = scene(tmp_path), houses()
    frame = made.plot.frame
    made.plot.at(Moment(3))
    strokes = made.plot.strokes
    assert len(strokes) == len(table.x)
    np.testing.assert_allclose(strokes[:, 0, 0], strokes[:, 1, 0])
    errors = (strokes[:, 1, 1] - strokes[:, 0, 1]) / frame.height * (frame.y[1] - frame.y[0])
    assert np.mean(errors**2) == pytest.approx(RUN.losses[3])


@pytest.mark.parametrize("axis", [0, 1])
def test_the_hand_moves_one_parameter_across_the_map_and_back(axis: int, tmp_path: Path) -> None:
    frame = scene(tmp_path).map.frame
    path = hand_path(RUN.start, frame, axis, 60)
    np.testing.assert_array_equal(path[-1], RUN.start)
    assert np.ptp(path[:, 1 - axis]) == 0.0
    low, high = (frame.x, frame.y)[axis]
    assert low < path[:, axis].min() < path[:, axis].max() < high
    assert np.ptp(path[:, axis]) > 0.5 * (high - low)
    assert abs(np.diff(path, axis=0, prepend=RUN.start[None])[:, axis]).max() < 0.1 * (high - low), "it does not jump"


def test_the_numbers_by_hand_are_those_of_the_point_and_stand_in_the_strip(tmp_path: Path) -> None:
    made = scene(tmp_path)
    path = np.array([[250.0, 250_000.0], [100.0, 250_000.0]])
    numbers = hand_numbers(RUN.objective, path, made.places.panel, DARK)
    assert [number.sources[1].split(" ")[2].rstrip("$") for number in numbers[:1]] == ["100"]
    assert '250class("normal", ",")000' in numbers[1].sources[1]
    assert f"{RUN.objective.value(path[1]):.3e}"[:5] in numbers[2].sources[1]
    left, bottom, width, height = made.places.panel
    for number in numbers:
        assert number.size >= 1.2 * READABLE
        x, y = number.place
        assert left <= x < x + number.text_width <= left + width
        assert bottom <= y < y + number.size <= bottom + height + 0.1
    assert list(overprints(observed(numbers))) == []


def test_the_squares_are_square_and_their_mean_is_the_loss(tmp_path: Path) -> None:
    made, table = scene(tmp_path), houses()
    plot, frame = made.plot, made.plot.frame
    for k in (0, 3, 150):
        plot.at(Moment(k))
        corners = plot.corners
        across, up = abs(corners[:, 2, 0] - corners[:, 1, 0]), abs(corners[:, 1, 1] - corners[:, 0, 1])
        np.testing.assert_allclose(across, up)
        assert len(corners) == len(table.x)
        dollars = up / frame.height * (frame.y[1] - frame.y[0])
        assert np.mean(dollars * dollars) == pytest.approx(RUN.losses[k])
        assert (corners[..., 0].min(), corners[..., 0].max()) > (frame.left, 0.0)


def test_at_the_end_the_names_stand_at_the_minimiser_and_its_line_and_the_dot_is_apart(tmp_path: Path) -> None:
    made = scene(tmp_path)
    (on_line, line), (point, lowest) = made.best.named
    for named, label in made.best.named:
        assert label.leader is None or np.hypot(*(label.leader[0] - named)) < 0.15
    assert line.box[3] < made.plot.frame.bottom + made.plot.frame.height
    assert lowest.box[0] > made.map.frame.left
    near = made.ending.frames[1]
    np.testing.assert_allclose(point, near.place(*RUN.objective.minimiser))
    assert np.hypot(*(near.place(*RUN.iterates[-1]) - point)) > 4.0 * MARKER_RADIUS
    frame = made.plot.frame
    a, b = RUN.objective.minimiser
    for x, y in (on_line, *made.best.line):
        area = frame.x[0] + (x - frame.left) / frame.width * (frame.x[1] - frame.x[0])
        assert y == pytest.approx(frame.place(area, a * area + b)[1])


def test_a_run_that_ends_at_the_lowest_point_is_not_looked_at_from_nearer(tmp_path: Path) -> None:
    objective = mean_squared_error(houses())
    made = scene(tmp_path, replace(SCENARIO, start=objective.minimiser, steps=3))
    assert not made.ending.comes_near
    assert made.ending.frames[0] == made.ending.frames[1]


def test_what_is_squared_has_the_colour_of_the_strokes() -> None:
    source = formula_with_errors(RUN.objective, DARK)
    assert DARK.slope in {fill.upper() for fill, _ in source.outline.runs}


def test_lines_in_standard_units_are_drawn_in_the_tables_units() -> None:
    objective = standardised_error(houses())
    line = np.array([150.0, 40_000.0])
    np.testing.assert_allclose(as_lines(objective, objective.standard.standardised(line)), line)


def test_the_clip_has_words_for_every_beat_and_the_length_of_a_clip(tmp_path: Path) -> None:
    made = scene(tmp_path)
    said: list[str] = []
    made.say = said.append  # type: ignore[method-assign]
    assert 15.0 <= made.rehearse() / made.fps <= 21.0
    assert said == list(SCENARIO.words)


ODD = {name: make for name, make in ODD_RUNS.items() if make().objective.table is not None}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_run_has_a_line(name: str, tmp_path: Path) -> None:
    words = dict.fromkeys(SCENARIO.words, "{steps} steps.")
    made = scene(tmp_path, replace(ODD[name](), view="line", words=words))
    with np.errstate(over="ignore", invalid="ignore"):
        assert made.rehearse() > 0
        made.setup()
        made.plot.at(Moment(made.run.n_steps))
        assert np.isfinite(made.plot.strokes).all()


def test_a_run_of_three_hyperparameters_still_fits_the_strip(tmp_path: Path) -> None:
    made = scene(tmp_path, on_houses(7, method="momentum", view="line"))
    assert list(overprints(observed([*made.column.static, *made.column.readouts]))) == []
