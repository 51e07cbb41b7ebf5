"""The plane of fates: places and verdicts of the runs, the edge on the map, colours of the cells, words and length."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdcore.arrays import frozen
from gdcore.built_in.runs import BLOW_UP_RATES, HOUSES_START
from gdcore.descent.line_search import halving
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.expressions.well_known import well_known
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.objective import Objective
from gdcore.scenario import FateChoice, Scenario
from gdcore.scenarios import built_in
from gdcore.studies.fate_axes import axes_of
from gdcore.studies.fate_map import fate_map
from gdcore.tables.table import houses
from gdcore.theory.observed import Fate
from scenes.painting.style import DARK, LIGHT, ramp
from scenes.render import render_clip
from scenes.stage.settings import manim_settings
from scenes.typesetting.typeset import typeset
from scenes.views.by_name import lesson_for
from scenes.views.fate.pairs import StandingRun
from scenes.views.fate.plane_scene import FatePlaneScene
from tests.scenes.overprints import observed
from tests.scenes.painted import set_up
from tests.scenes.runs import COARSE

SCENARIO = built_in("fate-houses")
RATES = list(BLOW_UP_RATES.values())


def bowl() -> Scenario:
    """A function whose minimiser nobody has told."""
    objective = Objective(
        "own",
        ("x", "y"),
        lambda p: (p**4).sum(axis=-1),
        lambda p: 4.0 * p**3,
        lambda p: 12.0 * p[..., None] ** 2 * np.eye(2),
        [[-2, 2], [-2, 2]],
    )
    return Scenario("own", "My own", objective, gradient_descent([0.01, 0.02]), frozen([2.0, 1.0]), 30, "fate")


def on_houses(method: object) -> Scenario:
    return Scenario("houses", "Houses", mean_squared_error(houses()), method, frozen(HOUSES_START), 40, "fate")


ODD = {
    "bowl": (bowl(), 3),
    "momentum": (on_houses(momentum(RATES, 0.5)), 4),
    "halving": (on_houses(halving(RATES)), 3),
    "alone": (on_houses(gradient_descent(RATES)), 4),
}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> FatePlaneScene:
    with manim_settings({"media_dir": str(tmp_path_factory.mktemp("media")), "frame_rate": 5}):
        made = FatePlaneScene(SCENARIO)
        made.setup()
    return made


def test_the_runs_stand_at_their_rates(scene: FatePlaneScene) -> None:
    for run in scene.standing.runs:
        x, y = run.place
        across = np.interp(x, [scene.frame.left, scene.frame.left + scene.frame.width], scene.frame.x)
        up = np.interp(y, [scene.frame.bottom, scene.frame.bottom + scene.frame.height], scene.frame.y)
        np.testing.assert_allclose([10.0**across, 10.0**up], run.rates, rtol=1e-9)


def test_the_panel_tells_a_factor_as_the_page_does(scene: FatePlaneScene) -> None:
    told = (("converging", "0.9885"), ("diverging", "1.275"))
    written = typeset([f"{kind} #h(0.2em) $times {factor}$ a step" for kind, factor in told])
    assert scene.lines.verdicts == written


def test_each_run_has_its_verdict_and_its_factor(scene: FatePlaneScene) -> None:
    good, blowup = scene.standing.runs
    assert [run.verdict.kind for run in (good, blowup)] == ["converging", "diverging"]
    assert [run.factor for run in (good, blowup)] == pytest.approx([0.98848, 1.27531], abs=5e-6)
    assert [run.shape for run in (good, blowup)] == ["dot", "triangle"]


@pytest.mark.parametrize("n_beside", [0, 3, 7])
def test_beside_a_map_of_starts_there_is_room_for_the_losses(n_beside: int, tmp_path: Path) -> None:
    himmelblau = well_known("himmelblau")
    starts = [(0.0, 0.0), (-4.0, 4.0), (4.0, -1.0), (1.0, -4.0), (4.0, 4.0), (-4.0, -4.0), (1.0, 0.0), (0.0, 1.0)]
    runs = [
        Scenario("h", "H", himmelblau, gradient_descent([0.01, 0.01]), frozen(start), 40, "fate") for start in starts
    ]
    scenario = replace(runs[0], companions=tuple(runs[1 : 1 + n_beside]), fate=FateChoice(("x", "y")))
    made = set_up(scenario, tmp_path)
    key_of_three_lines = 1.2
    assert made.lines.chart_above(key_of_three_lines)[3] > 0.8


def test_a_run_that_starts_at_its_minimum_stands_still(scene: FatePlaneScene) -> None:
    lowest = replace(on_houses(gradient_descent(RATES)), start=mean_squared_error(houses()).minimiser)
    standing = StandingRun(lowest, lowest, axes_of(lowest), scene.frame)
    assert (standing.verdict.kind, standing.factor) == ("standing", None)
    assert (fate_map(lowest, cells=(11, 8)).fates.kind == Fate.STANDING).all()


def test_the_edge_lies_between_the_fates(scene: FatePlaneScene) -> None:
    plane = scene.map
    rows, columns = plane.fates.kind.shape
    order = np.argsort(plane.edge[:, 0])
    # The last pair along each row of the map that converges is the last below the edge.
    for row in range(0, rows, 20):
        level = np.interp(plane.values[0], plane.edge[order, 0], plane.edge[order, 1])
        inside = level > plane.values[1][row]
        differing = inside != (plane.fates.kind[row] == Fate.CONVERGING)
        assert differing.sum() <= 1
    assert columns == len(plane.values[0])


def test_the_fastest_pair_leaves_one_percent_after_as_many_steps_as_are_told(scene: FatePlaneScene) -> None:
    curvature = SCENARIO.objective.hessian(SCENARIO.objective.minimiser)
    error, map_of_a_step = np.eye(2), np.eye(2) - np.diag(1.0 / np.diagonal(curvature)) @ curvature
    kappa = np.divide(*np.linalg.eigvals(np.eye(2) - map_of_a_step)[[0, 1]])
    assert max(kappa, 1.0 / kappa) == pytest.approx(27.85, abs=0.005)
    steps = 0
    while max(abs(np.linalg.eigvals(error))) > 0.01:
        error, steps = map_of_a_step @ error, steps + 1
    assert scene.facts["best_steps"] == str(steps)


def test_a_cell_has_the_colour_of_its_fate(scene: FatePlaneScene) -> None:
    plane = scene.map
    observed([scene.field])
    pixels = scene.field.image[::-1]
    red, blue = pixels[..., 0].astype(int), pixels[..., 2].astype(int)
    np.testing.assert_array_equal(blue > red, plane.fates.kind == Fate.CONVERGING)
    row, column = np.unravel_index(plane.steps.argmin(), plane.steps.shape)
    brightest = np.where(plane.fates.kind == Fate.CONVERGING, blue, 0)
    assert blue[row, column] == brightest.max()
    assert ramp(DARK.safe, np.array([1.0])).sum() > ramp(DARK.safe, np.array([0.0])).sum()


@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize("name", ["built in", *ODD])
def test_every_beat_has_words_and_the_clip_its_length(name: str, tmp_path: Path) -> None:
    scenario, n_cues = (SCENARIO, 4) if name == "built in" else ODD[name]
    assert lesson_for(scenario) is FatePlaneScene
    clip = render_clip(scenario, COARSE, tmp_path)
    assert 6.0 <= clip.duration_s <= 25.0
    assert len(clip.cues) == n_cues
    assert all(cue.text and "{" not in cue.text for cue in clip.cues)


def test_a_rehearsal_computes_no_map(tmp_path: Path) -> None:
    with manim_settings({"media_dir": str(tmp_path), "frame_rate": 5}):
        made = FatePlaneScene(SCENARIO)
        made.rehearse()
    assert "map" not in vars(made)


@pytest.mark.usefixtures("coarse")
def test_the_light_theme_paints_too(tmp_path: Path) -> None:
    assert render_clip(ODD["bowl"][0], COARSE, tmp_path, theme=LIGHT).files["png"].stat().st_size > 500
