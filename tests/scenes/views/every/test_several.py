"""Several runs in one picture, in every view that shows them: all in it, told apart, read, and on one clock."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from gdcore.scenario import Scenario
from gdcore.studies.race import costs
from gdcore.theory.surroundings import staying
from scenes.painting.pacing import Moment
from scenes.runners.clock import CommonClock
from scenes.runners.scene import RunsScene
from scenes.runners.together import MARKS, gathered
from scenes.stage.settings import manim_settings
from scenes.surface.mesh import Mesh
from scenes.views.by_name import SEVERAL, lesson_for
from tests.conftest import mostly_heavy
from tests.lessons import load_scenarios
from tests.scenes.drawn_together import drawn_together
from tests.scenes.views.every.test_readable import assert_readable

VIEWS = [(n, view) for n, views in SEVERAL.items() for view in views]
MAPPED = [(n, view) for n, view in VIEWS if n < 3 and view not in ("memory", "schedule")]
CASES = mostly_heavy([(*key, seed) for seed in range(5) for key in VIEWS], n_light=2 * len(VIEWS))


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let surfaces fill no facets: only lines and words are looked at."""
    monkeypatch.setattr(Mesh, "paint", lambda _mesh, _pen, _eye: None)


@np.errstate(all="ignore")
def set_up(scenario: Scenario, folder: Path) -> RunsScene:
    with manim_settings({"media_dir": str(folder), "frame_rate": 5}):
        scene = lesson_for(scenario)(scenario)
        assert isinstance(scene, RunsScene)
        scene.setup()
    return scene


def test_every_view_of_several_has_drawn_runs() -> None:
    assert set(drawn_together) == set(VIEWS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case)))
def test_drawn_runs_can_be_read_in_one_picture(case: tuple[int, str, int], tmp_path: Path) -> None:
    n_parameters, view, seed = case
    scenario = drawn_together[n_parameters, view](seed)
    assert (min(scenario.objective.n_parameters, 3), scenario.view) == (n_parameters, view)
    assert_readable(scenario, tmp_path, 3)


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case)))
def test_each_run_has_a_row_a_mark_and_a_colour_of_its_own(case: tuple[int, str, int], tmp_path: Path) -> None:
    n_parameters, view, seed = case
    scenario = drawn_together[n_parameters, view](seed)
    scene = set_up(scenario, tmp_path)
    rows = scene.column.rows
    assert len(rows) == len(scenario.runs) == len(set(scene.colours))
    assert [row.mark for row in rows] == list(MARKS[: len(rows)])
    assert [row.colour for row in rows] == [runner.colour for runner in scene.runners] == scene.colours
    heights = [row.place[1] for row in rows]
    assert heights == sorted(heights, reverse=True)
    assert scene.column.chart[3] > 0.5


@pytest.mark.parametrize("case", [(*key, seed) for seed in (0, 1, 2, 5) for key in MAPPED], ids=str)
def test_the_window_holds_every_start_and_every_run_that_stays(case: tuple[int, str, int], tmp_path: Path) -> None:
    n_parameters, view, seed = case
    scenario = drawn_together[n_parameters, view](seed)
    scene = set_up(scenario, tmp_path)
    low, high = ranges(scene)
    for run in (one.trajectory for one in scenario.runs):
        shown = run.iterates[staying(run)] if staying(run).all() else run.iterates[:1]
        assert ((shown >= low - 1e-9 * abs(low)) & (shown <= high + 1e-9 * abs(high))).all()


def ranges(scene: RunsScene) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the ranges that a picture shows."""
    if scene.scenario.view in ("surface", "fit"):
        return scene.room.box.low, scene.room.box.high
    frame = scene.graph.frame if scene.scenario.view == "curve" else scene.map.frame
    ends = np.array([frame.x, frame.y][: scene.scenario.objective.n_parameters])
    return ends[:, 0], ends[:, 1]


@pytest.mark.parametrize("seed", range(3))
def test_on_a_clock_of_evaluations_each_run_is_as_far_as_it_has_paid_for(seed: int) -> None:
    scenario = drawn_together[2, "contour"](3 * seed + 2)
    clock = CommonClock(scenario)
    assert not clock.counts_steps
    assert clock.last == int(np.ceil(max(costs(run.trajectory)[-1] for run in scenario.runs)))
    for tick in range(clock.first, clock.last + 1):
        for i, run in enumerate(scenario.runs):
            paid = costs(run.trajectory)
            assert clock.of(i, Moment(tick)).k == max(int((paid <= tick + 1e-9).sum()) - 1, 0)
    assert [clock.of(i, Moment(clock.last)).k for i in range(len(scenario.runs))] == [
        run.trajectory.n_steps for run in scenario.runs
    ]


def test_a_run_that_has_ended_stands_while_others_go_on() -> None:
    scenario = next(
        one for seed in range(40) if (one := drawn_together[1, "curve"](seed)).clock != "evaluations"
        and len({run.trajectory.n_steps for run in one.runs}) > 1
    )  # fmt: skip
    clock = CommonClock(scenario)
    longest = max(run.trajectory.n_steps for run in scenario.runs)
    for i, run in enumerate(scenario.runs):
        assert clock.of(i, Moment(longest)) == Moment(run.trajectory.n_steps)


def test_marks_in_one_place_are_gathered_and_others_are_not() -> None:
    heads = [np.array([0.0, 0.0]), None, np.array([0.01, 0.0]), np.array([1.0, 0.0])]
    assert gathered(heads, 0.1) == [[0, 2]]


def test_the_marks_of_eight_runs_have_eight_forms() -> None:
    assert all(one != other for one, other in combinations(MARKS, 2))
    assert len(MARKS) == 8


def test_fits_of_a_curve_are_curves_in_the_colours_of_their_runs(tmp_path: Path) -> None:
    rows = "".join(f"{x},{x * x + 3 * x + x % 3}\n" for x in range(1, 9))
    (tmp_path / "points.csv").write_text(f"x,y\n{rows}", encoding="utf-8")
    lesson = tmp_path / "lesson.toml"
    data = 'data = { csv = "points.csv", features = ["x", "x**2"], y = "y", standardise = true }'
    more = "learning_rate = 0.1\nsteps = 20\nbeside = [{ learning_rate = 0.4 }, { learning_rate = 0.9 }]"
    lesson.write_text(f'[[scenario]]\nslug = "curves"\n{data}\n{more}\n', encoding="utf-8")
    (scenario,) = load_scenarios(lesson)
    scene = set_up(scenario, tmp_path)
    curves, levers = scene.shown
    assert [curve.colour for curve in curves.parts] == scene.colours
    assert len({curve.frame for curve in curves.parts}) == 1
    assert len(levers.parts) == 3
    assert_readable(scenario, tmp_path, 3)
