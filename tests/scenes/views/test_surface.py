"""Runs on a surface: how they jump, what the picture shows of them, and what is said at which pace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdcore.arrays import frozen
from gdcore.built_in.runs import BLOW_UP_RATES
from gdcore.descent.plain import gradient_descent
from gdcore.models.line_error import standardised_error
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from gdcore.studies.race_names import run_names
from gdcore.tables.table import houses
from scenes.painting import style
from scenes.painting.pacing import Moment
from scenes.painting.space import Box, between, visible
from scenes.plots.growing_losses import GrowingLosses
from scenes.stage.settings import manim_settings
from scenes.surface.mesh import Mesh
from scenes.surface.viewpoint import eye_for
from scenes.views.by_name import lesson_for
from scenes.views.surface.blowup import BlowupScene
from scenes.views.surface.growth_plot import GrowthPlot
from scenes.views.surface.scene import SurfaceScene
from tests.scenes.frames import Still, stills
from tests.scenes.overprints import observed
from tests.scenes.painted import set_up
from tests.scenes.views.every.test_own_functions import own

CLIPS = ("mse-converges", "mse-blowup", "mse-valley-jumping", "mse-halving")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let surfaces fill no facets."""
    monkeypatch.setattr(Mesh, "paint", lambda _mesh, _pen, _eye: None)


def bowl(tmp_path: Path, steps: int = 4) -> SurfaceScene:
    scene = set_up(own("x**2 + 4*y**2", [3.0, 1.0], 0.2, "surface", steps), tmp_path)
    assert isinstance(scene, SurfaceScene)
    return scene


def dot_at(scene: SurfaceScene, moment: Moment) -> np.ndarray:
    scene.descent.at(moment)
    return np.array(observed([scene.descent]).dots[-1][:2])


@pytest.mark.parametrize("move", [0.1, 0.3, 0.5])
def test_the_dot_moves_along_the_step_at_the_height_of_its_point(move: float, tmp_path: Path) -> None:
    scene = bowl(tmp_path)
    run, room = scene.run, scene.room
    start, tip = (room.eye.project(room.box.place(point, run.losses[0])) for point in run.iterates[:2])
    dot = dot_at(scene, Moment(0, slope=1.0, move=move))
    along = (tip - start) / np.hypot(*(tip - start))
    assert abs(along @ [start[1] - dot[1], dot[0] - start[0]]) < 1e-6
    assert 0.0 < (dot - start) @ along < np.hypot(*(tip - start))


def test_at_the_end_of_a_step_the_dot_drops_onto_the_surface(tmp_path: Path) -> None:
    scene = bowl(tmp_path)
    run, room = scene.run, scene.room
    landing = room.eye.project(room.on_surface(run.iterates[1][None])[0])
    tip = room.eye.project(room.box.place(run.iterates[1], run.losses[0]))
    heights = [dot_at(scene, Moment(0, slope=1.0, move=move))[1] for move in (0.62, 0.7, 0.8, 0.9, 1.0)]
    assert heights[0] == pytest.approx(tip[1])
    assert (np.diff(heights) < 0.0).all()
    assert heights[-1] == pytest.approx(landing[1])


def test_the_first_landing_of_the_blow_up_is_seen_above_its_start(tmp_path: Path) -> None:
    scene = set_up(built_in("mse-blowup"), tmp_path)
    box = scene.room.box
    assert 550.0 < box.high[0] - box.low[0] < 750.0
    start, landing = scene.room.eye.project(scene.room.on_surface(scene.run.iterates[:2]))
    assert landing[1] > start[1] + 0.2


@pytest.mark.parametrize("slug", ["mse-blowup", "mse-valley-jumping"])
def test_the_ranges_grow_with_each_jump_and_hold_it(slug: str, tmp_path: Path) -> None:
    scene = set_up(built_in(slug), tmp_path)
    boxes, run = scene.boxes, scene.run
    assert len(boxes) == 8
    for k, box in enumerate(boxes):
        assert box.holds(box.place(run.iterates[: k + 1], run.losses[: k + 1])).all()
    tops = [box.top for box in boxes]
    assert (np.diff(tops[1:]) > 0.0).all()
    scene.following.at(Moment(2, slope=1.0))
    assert scene.room.box.top == pytest.approx(tops[3])


def test_in_the_end_the_valley_of_the_blow_up_is_a_speck(tmp_path: Path) -> None:
    scene = set_up(built_in("mse-blowup"), tmp_path)
    assert isinstance(scene, BlowupScene)
    near, room = scene.room.near_box, scene.room
    room.pull_back(float(scene.zoom[-1, 0]))
    ends = room.eye.project(room.box.place(np.array([near.low, near.high]), np.full(2, near.base)))
    assert np.hypot(*(ends[1] - ends[0])) < style.SPECK_RADIUS
    assert room.box.holds(room.on_surface(scene.run.iterates[-1:])).all()


def test_the_axis_of_losses_knows_nothing_of_what_is_to_come(tmp_path: Path) -> None:
    scene = set_up(built_in("mse-blowup"), tmp_path)
    chart = scene.inset
    assert isinstance(chart, GrowingLosses)
    for k in (0, 1, 7, 60, 150):
        chart.at(Moment(k))
        top = chart.frame.y[1] * 10.0**chart.power
        assert scene.run.losses[k] < top < 1.5 * scene.run.losses[k]


def test_a_log_axis_makes_a_straight_line_of_what_a_linear_axis_hides(tmp_path: Path) -> None:
    scene = set_up(built_in("mse-blowup"), tmp_path)
    plot = GrowthPlot(scene.run, scene.verdict.predicted_factor, scene.theme, scene.places.picture)
    up = plot.curve[:, 1] - plot.curve[0, 1]
    assert (up[:140] < 0.02 * up[-1]).all()
    slopes = np.diff(plot.line[10:, 1])
    np.testing.assert_allclose(slopes, slopes[0], rtol=1e-3)


def test_the_chart_of_losses_grows_from_its_place_in_the_corner(tmp_path: Path) -> None:
    scene = set_up(built_in("mse-blowup"), tmp_path)
    chart = scene.inset
    chart.at(Moment(scene.run.n_steps))
    small = chart.places(scene.run)
    left, bottom, right, top = chart.frame.bounds
    assert ((small >= [left - 1e-9, bottom - 1e-9]) & (small <= [right + 1e-9, top + 1e-9])).all()
    plot = GrowthPlot(scene.run, 1.275, scene.theme, scene.places.picture, small)
    for grown, where in ((0.0, small), (1.0, plot.curve)):
        plot.grown = grown
        ends = [dot[:2] for dot in observed([plot]).dots[-2:]]
        np.testing.assert_allclose(ends, where[[0, -1]], atol=1e-6)


def test_no_wall_hides_the_runs_on_standardised_data(tmp_path: Path) -> None:
    objective = standardised_error(houses())
    run = Scenario("s", "S", objective, gradient_descent([0.3, 0.3]), frozen([0.0, 0.0]), 30, "fit")
    scene = set_up(run, tmp_path)
    path = scene.room.box.place(scene.run.iterates, scene.run.losses)
    assert visible(path, scene.eye, scene.room.box, objective.value).mean() > 0.9
    assert min(label.box[0] for label in scene.room.axes.labels) > -7.0  # the frame ends at -7.11
    for slug in ("mse-converges", "mse-blowup"):
        raw = set_up(built_in(slug), tmp_path)
        assert raw.eye.azimuth == eye_for(raw.run.objective, raw.room.box).azimuth


def test_beside_the_jumps_is_the_run_at_the_edge() -> None:
    scenario = built_in("mse-valley-jumping")
    (edge,) = scenario.companions
    rates = np.array([BLOW_UP_RATES["a"], BLOW_UP_RATES["b"]])
    largest = np.linalg.eigvals(np.diag(rates) @ scenario.objective.hessian(scenario.start)).real.max()
    np.testing.assert_allclose(edge.method.learning_rate, 2.0 / largest * rates)
    assert run_names(scenario) == ["η = 5.75 × 10⁻⁷, 0.15", "η = 5.05 × 10⁻⁷, 0.132"]
    assert (np.diff(scenario.trajectory.losses) > 0.0).all()
    assert edge.trajectory.losses.max() <= edge.trajectory.losses[0]


def test_two_runs_have_a_colour_each_in_all_that_is_said_of_them(tmp_path: Path) -> None:
    scene = set_up(built_in("mse-valley-jumping"), tmp_path)
    first, second = scene.theme.rose, scene.theme.same
    assert [run.colour for run in scene.descents] == [first, second]
    assert [row.colour for row in scene.column.rows] == [first, second]
    assert [runner.colour for runner in scene.inset.runs] == [first, second]
    assert len(scene.column.rows) == 2


def test_runs_of_one_outcome_beside_each_other_have_a_colour_each(tmp_path: Path) -> None:
    scenario = built_in("mse-valley-jumping")
    scene = set_up(replace(scenario, companions=(replace(built_in("mse-blowup"), view="surface"),)), tmp_path)
    assert [row.colour for row in scene.column.rows] == list(scene.theme.runs[:2])


def test_every_clip_on_the_same_data_is_seen_from_the_same_side(tmp_path: Path) -> None:
    assert len({set_up(built_in(slug), tmp_path).eye.azimuth for slug in CLIPS}) == 1


@pytest.mark.parametrize("slug", ["mse-converges", "mse-halving"])
def test_the_eye_comes_near_to_the_end_of_a_long_run(slug: str, tmp_path: Path) -> None:
    with manim_settings({"media_dir": str(tmp_path), "frame_rate": 5}):
        scene = lesson_for(built_in(slug))(built_in(slug))
        assert isinstance(scene, SurfaceScene)
        scene.setup()
        whole = scene.room.box
        scene.drive = lambda _parts, n, show: show(n - 1)  # type: ignore[method-assign]
        scene.before_tail(10)
    near, points = scene.room.box, scene.run.iterates[10:]
    assert near.holds(near.place(points, scene.run.losses[10:])).all()
    shares = (near.high - near.low) / (whole.high - whole.low)
    assert shares.min() < 0.2
    assert shares.max() < 0.6
    steps = scene.room.eye.project(near.place(points[[0, -1]], scene.run.losses[[10, -1]]))
    assert np.hypot(*(steps[1] - steps[0])) > 1.5


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("slug", CLIPS)
def test_nothing_is_written_where_captions_stand(slug: str, tmp_path: Path) -> None:
    lowest: list[float] = []

    def look(still: Still) -> None:
        lowest.extend(box[1] for box in still.picture.texts)

    stills(built_in(slug), tmp_path, look, 1)
    assert min(lowest) >= style.CAPTIONS


def test_between_two_boxes_the_way_is_even_in_factors_and_keeps_a_point() -> None:
    here = Box(np.array([0.0, -1.0]), np.array([8.0, 1.0]), 100.0)
    there = Box(np.array([1.0, -1.0]), np.array([3.0, 1.0]), 4.0)
    widths = [one.high - one.low for one in (between(here, there, share) for share in (0.0, 0.25, 0.5, 0.75, 1.0))]
    np.testing.assert_allclose([width[0] for width in widths], [8.0, 2**2.5, 4.0, 2**1.5, 2.0])
    np.testing.assert_allclose([width[1] for width in widths], 2.0)
    fixed = 4.0 / 3.0  # a sixth of the way from the low end in both
    middle = between(here, there, 0.5)
    assert (fixed - middle.low[0]) / (middle.high[0] - middle.low[0]) == pytest.approx(1.0 / 6.0)
    assert (middle.base, middle.top) == pytest.approx((0.0, 20.0))
