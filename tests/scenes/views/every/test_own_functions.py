"""Users' own functions: what the picture shows of them, where dots and labels stand, and what the formulas say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gdcore.arrays import frozen
from gdcore.descent.method import learning_rates
from gdcore.descent.plain import gradient_descent
from gdcore.expressions.derived_formulas import gradient_equation, gradient_formulas, hessian_formulas
from gdcore.expressions.expression import read_expression
from gdcore.expressions.known import KNOWN
from gdcore.expressions.well_known import well_known, written
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.scenario import Camera, Scenario, View
from gdcore.theory.surroundings import falls_on, growth_shape, minimiser_under, staying
from scenes.painting.style import LEFT, RIGHT
from scenes.plots.axes import Curve
from scenes.plots.data_dots import DOTS, drawn_rows
from scenes.sentences.beat_sentence import narrate
from scenes.shown_range.window import window_of
from scenes.stage.base import DescentScene
from scenes.stage.settings import manim_settings
from scenes.views.by_name import lesson_for
from scenes.views.contour.scene import ContourScene
from scenes.views.curve.scene import CurveScene
from scenes.views.race.cost_race import CostRaceScene
from scenes.views.surface.blowup import BlowupScene
from scenes.views.surface.scene import SurfaceScene
from tests.conftest import mostly_heavy
from tests.scenes.overprints import observed

CONVERGING = {
    "rosenbrock": 1e-3, "himmelblau": 0.01, "beale": 0.01, "booth": 0.09, "saddle": 0.02, "narrow_quadratic": 0.019,
    "ackley": 0.02, "rastrigin": 0.002,
}  # fmt: skip
DIVERGING = {
    "rosenbrock": 0.01, "himmelblau": 0.1, "beale": 0.2, "booth": 0.12, "saddle": 0.3, "narrow_quadratic": 0.03,
    "ackley": 2.0, "rastrigin": 1.01,
}  # fmt: skip
HARD = {
    "two wells": ("x**4 - 3*x**2 + x", 2.0, 0.02),
    "two wells, explosion": ("x**4 - 3*x**2 + x", 2.0, 0.25),
    "waves": ("sin(x) + x**2/10", 5.0, 0.5),
    "not a number on one side": ("log(x) + 1/x", 0.4, 0.05),
    "a sharp bottom": ("abs(x)**1.5", 2.0, 0.3),
    "a crawl": ("exp(x) - 2*x", 0.0, 1e-4),
    "a cycle": ("x**2 + 3", 1.0, 1.0),
    "no minimum": ("x**3", 1.0, 0.1),
    "a name with an index": ("(x1 - 2)**2", 0.0, 0.1),
    "a word as a name": ("(width - 2)**2", 0.0, 0.1),
    "at the minimum": ("(x - 1)**2", 1.0, 0.1),
    "far away": ("(x - 1000)**2", 1000.5, 0.1),
}


def own(text: str, start: list[float], rate: float, view: View, steps: int = 30, **given: object) -> Scenario:
    return of(written(read_expression(text)), start, rate, view, steps, **given)


def of(objective: Objective, start: object, rate: float, view: View, steps: int = 30, **given: object) -> Scenario:
    rule = gradient_descent(learning_rates(rate, objective.parameters))
    return Scenario("own", "Own", objective, rule, frozen(start), steps, view, **given)  # type: ignore[arg-type]


def known(name: str, rates: dict[str, float], view: View) -> Scenario:
    return of(well_known(name), KNOWN[name].start, rates[name], view)


@np.errstate(all="ignore")
def made(scenario: Scenario, tmp_path: Path) -> DescentScene:
    with manim_settings({"media_dir": str(tmp_path), "frame_rate": 5}):
        scene = lesson_for(scenario)(scenario)
        assert scene.rehearse() > 0
        scene.setup()
    return scene


@pytest.mark.parametrize("name", mostly_heavy(KNOWN, 2))
@pytest.mark.parametrize("rates", [CONVERGING, DIVERGING], ids=["converging", "diverging"])
@pytest.mark.parametrize("view", ["surface", "contour"])
def test_the_picture_of_a_known_function_is_finite_and_shows_its_start(
    name: str, rates: dict[str, float], view: View, tmp_path: Path
) -> None:
    scene = made(known(name, rates, view), tmp_path)
    start = scene.run.start
    if isinstance(scene, ContourScene):
        frame = scene.map.frame
        assert np.isfinite([*frame.x, *frame.y]).all()
        assert frame.x[0] < start[0] < frame.x[1]
        assert frame.y[0] < start[1] < frame.y[1]
    else:
        assert isinstance(scene, SurfaceScene)
        mesh, box = scene.room.mesh, scene.room.box
        assert len(mesh.facets) > 1000
        assert np.isfinite(mesh.facets).all()
        assert box.holds(scene.room.on_surface(start[None]))[0]
    for left, _, right, _ in observed([scene.title, scene.formula]).texts:
        assert LEFT - 0.1 <= left <= right <= RIGHT + 0.1


@pytest.mark.parametrize("name", KNOWN)
def test_a_run_that_stays_is_seen_whole_with_the_minimiser_it_ends_at(name: str) -> None:
    scenario = known(name, CONVERGING, "surface")
    window, run = window_of(scenario), scenario.trajectory
    assert (window.low < run.iterates.min(axis=0)).all()
    assert (run.iterates.max(axis=0) < window.high).all()
    assert window.base <= run.losses.min()
    assert run.losses.max() <= window.top
    if name != "saddle":
        assert window.lowest is not None
        assert (window.low < window.lowest).all()
        assert (window.lowest < window.high).all()


@pytest.mark.parametrize("name", HARD)
def test_a_curve_holds_its_run_and_labels(name: str, tmp_path: Path) -> None:
    text, start, rate = HARD[name]
    scene = made(own(text, [start], rate, "curve"), tmp_path)
    assert isinstance(scene, CurveScene)
    frame, descent, curve = scene.graph.frame, scene.descent, scene.graph.furniture[1]
    assert isinstance(curve, Curve)
    assert frame.x[0] < start < frame.x[1]
    assert all(np.isfinite(piece).all() for piece in curve.pieces)
    assert sum(len(piece) for piece in curve.pieces) > 300  # most of the width has a graph in it
    for label in (*descent.words.steps.values(), *descent.words.slopes.values()):
        left, bottom, right, top = label.box
        assert frame.left - 0.3 <= left < right <= frame.left + frame.width + 0.3
        assert frame.bottom <= bottom < top <= frame.bottom + frame.height + 0.1


def test_a_path_of_tiny_extent_is_shown_with_what_it_crawls_towards() -> None:
    window = window_of(own("exp(x) - 2*x", [0.0], 1e-4, "curve"))
    assert window.low[0] < 0.0
    assert window.high[0] > np.log(2.0)


def test_the_part_where_a_function_is_no_number_is_left_out_of_curve_and_mesh(tmp_path: Path) -> None:
    curve = made(own("log(x) + 1/x", [0.4], 0.05, "curve"), tmp_path)
    assert isinstance(curve, CurveScene)
    assert curve.graph.frame.x[0] > -0.1
    surface = made(own("x - log(x) + y**2 - log(y)", [0.2, 1.5], 0.05, "surface"), tmp_path)
    assert isinstance(surface, SurfaceScene)
    over = surface.room.box.parameters(surface.room.mesh.facets)
    assert (over > 0.0).all()


@pytest.mark.parametrize("view", ["curve", "surface", "contour"])
def test_a_domain_is_honoured(view: View, tmp_path: Path) -> None:
    one = view == "curve"
    domain = [[-3.0, 4.0]] if one else [[-3.0, 4.0], [np.nan, np.nan]]
    scenario = own("(x - 1)**2" if one else "(x - 1)**2 + y**4", [2.0] if one else [2.0, 1.0], 0.1, view,
                   domain=frozen(domain))  # fmt: skip
    scene = made(scenario, tmp_path)
    if isinstance(scene, SurfaceScene):
        assert (scene.room.box.low[0], scene.room.box.high[0]) == (-3.0, 4.0)
        assert scene.room.box.low[1] < 0.0 < 1.0 < scene.room.box.high[1]
    else:
        frame = scene.graph.frame if isinstance(scene, CurveScene) else scene.map.frame  # type: ignore[attr-defined]
        assert frame.x == (-3.0, 4.0)


def test_a_camera_is_honoured(tmp_path: Path) -> None:
    scene = made(own("x**2 + y**4", [2.0, 1.0], 0.02, "surface", camera=Camera(25.0, 60.0)), tmp_path)
    assert isinstance(scene, SurfaceScene)
    assert np.degrees([scene.eye.azimuth, scene.eye.elevation]) == pytest.approx([25.0, 60.0])


def test_a_run_that_blows_up_from_above_zero_is_followed_outward(tmp_path: Path) -> None:
    scene = made(known("rosenbrock", DIVERGING, "surface"), tmp_path)
    assert isinstance(scene, BlowupScene)
    held = scene.room.near_box
    assert held.holds(scene.room.on_surface(scene.run.start[None]))[0]
    assert (np.diff(scene.zoom, axis=0) >= 0.0).all()
    below = made(own("x**4 + y**4 - 5", [1.0, 1.0], 0.8, "surface"), tmp_path)
    assert not isinstance(below, BlowupScene)  # its losses have no logarithm


@pytest.mark.parametrize("n", [3, 5])
def test_races_are_for_any_number_of_parameters(n: int, tmp_path: Path) -> None:
    text = " + ".join(f"{i + 1}*x{i}**2" for i in range(n))
    beside = own(text, [1.0] * n, 0.01, "race")
    lead = own(text, [1.0] * n, 0.05, "race", companions=(beside,))
    scene = made(lead, tmp_path)
    assert isinstance(scene, CostRaceScene)
    assert len(scene.runners) == 2
    assert np.isfinite(np.concatenate(scene.lines.places)).all()


@pytest.mark.parametrize(
    ("text", "start", "found"),
    [
        ("x**4 - 3*x**2 + x", [2.0], [1.130901]),
        ("exp(x) - 2*x", [0.0], [np.log(2.0)]),
        ("(x - 3)**4 + (y + 1)**2", [0.0, 0.0], [3.0, -1.0]),
        ("x**3", [1.0], None),
        ("exp(-x)", [0.0], None),
        ("x**2 - y**2", [1.5, 0.01], None),
    ],
)
def test_the_minimiser_downhill_is_found_where_there_is_one(
    text: str, start: list[float], found: list[float] | None
) -> None:
    point = minimiser_under(written(read_expression(text)), np.array(start))
    assert (point is None) == (found is None)
    if point is not None:
        np.testing.assert_allclose(point, found, atol=0.05)


def test_what_leaves_is_not_part_of_the_picture_and_what_stays_is() -> None:
    assert staying(own("x**4", [1.0], 0.1, "curve").trajectory).all()
    left = staying(own("x**4", [1.0], 1.0, "curve").trajectory)
    assert left[0]
    assert not left[-1]


def test_sentences_are_true_of_runs_that_never_arrive() -> None:
    falling = own("x**2 - y**2", [1.5, 0.01], 0.1, "surface", 40)
    assert falls_on(falling.trajectory)
    assert "still falling" in narrate(falling, {"steps": "40", "loss_last": "-216"}, "verdict")
    assert not falls_on(own("(x - 1)**4", [0.0], 0.1, "curve").trajectory)
    assert growth_shape(own("x**4", [1.0], 1.0, "curve").trajectory) == "faster"
    assert growth_shape(own("x**2", [1.0], 1.2, "curve").trajectory) == "even"


def test_derivatives_as_formulas() -> None:
    cubic = written(read_expression("x**3 - 2.5*x"))
    assert gradient_formulas(cubic) == ("3 x^(2) - 2.5",)
    assert hessian_formulas(cubic) == (("6 x",),)
    assert gradient_equation(cubic) == "f'(x) = 3 x^(2) - 2.5"
    assert len(hessian_formulas(well_known("booth"))) == 2
    assert gradient_formulas(parabola()) == ()
    assert hessian_formulas(parabola()) == ()


def test_of_very_many_rows_a_fair_sample_is_drawn() -> None:
    assert (drawn_rows(60) == np.arange(60)).all()
    rows = drawn_rows(1_000_000)
    assert len(rows) == len(set(rows.tolist())) == DOTS
    # Every tenth of the file has its share, within five standard deviations.
    counts, _ = np.histogram(rows, bins=10, range=(0, 1_000_000))
    assert abs(counts - DOTS / 10).max() < 5.0 * np.sqrt(DOTS / 10)


@pytest.mark.parametrize(
    ("text", "start", "rate"),
    [
        ("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", [-1.0, -1.0], 0.01),
        ("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", [-0.5, -1.2], 0.012),
        ("x**2 - y**2", [1.0, 0.1], 0.1),
        ("x**4 - 3*x**2 + y**2", [0.1, 1.0], 0.05),
    ],
)
def test_a_run_from_a_hump_or_a_saddle_is_seen_from_its_side(
    text: str, start: list[float], rate: float, tmp_path: Path
) -> None:
    scene = made(own(text, start, rate, "surface", 10), tmp_path)
    assert isinstance(scene, SurfaceScene)
    ends = scene.room.on_surface(scene.run.iterates[[0, -1]])
    assert all(scene.room.sees(point) for point in ends)
    flat = scene.eye.project(ends) / scene.eye.scale
    assert np.hypot(*(flat[1] - flat[0])) > 0.5 * np.linalg.norm(ends[1] - ends[0])
