"""Labels beside marks, as geometry: on made-up runs they touch nothing, and it is plain what they belong to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gdcore.descent.method import learning_rates
from gdcore.descent.momentum import momentum
from gdcore.scenario import Scenario
from scenes.geometry import away_from, clipped
from scenes.painting.labels import Label
from scenes.painting.pacing import Moment
from scenes.painting.traces import Traces, traced
from scenes.stage.growth import growth
from scenes.stage.settings import manim_settings
from scenes.views.curve.scene import CurveScene
from scenes.views.surface.growth_plot import GrowthPlot
from tests.conftest import mostly_heavy
from tests.scenes.overprints import crowded, observed
from tests.scenes.views.every.test_own_functions import made, own

SAMPLES = 30
SHAPES = (
    "{a}*x**2", "{a}*(x - {b})**2 + {b}", "x**4 - 3*x**2 + {b}*x", "sin(x) + x**2/10", "exp({a}*x) - 2*x",
    "log(1 + exp(-x)) + log(1 + exp(2*x))", "x**2 + 100*x", "(x**2 - 1)**2", "cos({a}*x)",
)  # fmt: skip
PLAIN = [(2.0, 0.2, 6), (3.0, 0.7, 6), (-1.0, 0.3, 5), (1.0, 0.1, 20), (1.0, 1.0, 6), (-2.0, 1.05, 6)]


def drawn_up(seed: int) -> Scenario:
    rng = np.random.default_rng(seed)
    a, b = (round(float(value), 2) for value in rng.uniform(0.3, 3.0, 2))
    text = SHAPES[seed % len(SHAPES)].format(a=a, b=b)
    start, steps = round(float(rng.uniform(-3.0, 3.0)), 2), int(rng.integers(1, 13))
    return own(text, [start], round(float(10.0 ** rng.uniform(-2.0, 0.1)), 3), "curve", steps)


@np.errstate(all="ignore")
def scene_of(scenario: Scenario, folder: Path) -> CurveScene:
    with manim_settings({"media_dir": str(folder), "frame_rate": 5}):
        scene = CurveScene(scenario)
        scene.setup()
    return scene


def struck(box: tuple[float, float, float, float], traces: Traces) -> bool:
    """Whether a stroke or a dot lies in a box of text."""
    left, bottom, right, top = box
    if any(len(clipped(segments, box)) for segments, _, _ in traces.strokes):
        return True
    away = [(max(left - x, x - right, 0.0), max(bottom - y, y - top, 0.0), r) for x, y, r in traces.dots]
    return any(across**2 + up**2 < r**2 for across, up, r in away)


def assert_plain(scene: CurveScene) -> None:
    """Hold every moment at which something is told against what the scene paints then."""
    descent, graph = scene.descent, scene.graph
    still = [*graph.furniture, scene.title, *scene.column.static, *scene.inset.furniture]
    told = [(Moment(k, slope=1.0), label) for k, label in descent.words.slopes.items()]
    for k, label in descent.words.steps.items():
        told += [(Moment(k, slope=1.0, move=0.72), label), (Moment(k + 1), label)]
    for moment, label in told:
        for part in (graph, descent):
            part.at(moment)
        traces = traced([*still, graph, descent], scene.theme.grid)
        assert sum(np.allclose(box, label.box) for box in traces.texts) == 1
        assert not struck(label.box, traces)
        others = [box for box in traces.texts if not np.allclose(box, label.box)]
        assert not any(meets(label.box, box) for box in others)
    for k, label in descent.words.steps.items():
        assert_belongs(label, k, scene)


def meets(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def assert_belongs(label: Label, k: int, scene: CurveScene) -> None:
    """The words of a step have a leader that ends at its line, or they are right above or under or beside it."""
    frame = scene.graph.frame_at(Moment(k + 1))
    (x, level), (landing, _) = scene.descent.places(frame)[[k, k + 1]]
    left, right = np.clip(sorted([x, landing]), frame.left, frame.bounds[2])
    if label.leader is not None:
        assert np.hypot(*(label.leader[0] - [(left + right) / 2.0, level])) < 0.15
        return
    line = np.column_stack([np.linspace(left, right, 50), np.full(50, level)])
    assert away_from(np.array([label.box]), line).min() < 0.25


@pytest.mark.parametrize(("start", "rate", "steps"), PLAIN)
def test_labels_of_the_plainest_clips_touch_nothing(start: float, rate: float, steps: int, tmp_path: Path) -> None:
    scene = scene_of(own("x**2", [start], rate, "curve", steps), tmp_path)
    assert_plain(scene)
    assert 0 in scene.descent.words.steps


@pytest.mark.parametrize("seed", mostly_heavy(range(SAMPLES), 15))
def test_labels_of_made_up_runs_touch_nothing(seed: int, tmp_path: Path) -> None:
    assert_plain(scene_of(drawn_up(seed), tmp_path))


@pytest.mark.parametrize(("start", "rate", "share"), [(4.0, 3.0, 0.9), (1.0, 50.0, 0.0), (-2.0, 2.0, 0.9)])
def test_the_count_of_orders_stands_clear_of_the_formulas(
    start: float, rate: float, share: float, tmp_path: Path
) -> None:
    scenario = own("x**2 + x", [start], rate, "curve", 40)
    rule = momentum(learning_rates(rate, scenario.objective.parameters), share)
    scene = scene_of(Scenario("own", "Own", scenario.objective, rule, scenario.start, 40, "curve"), tmp_path)
    assert growth(scene.run).max() > 1.0
    scene.counter.at(Moment(int(np.argmax(growth(scene.run)))))
    gradient = scene.gradient_line()
    for line in (scene.formula, *([gradient] if gradient else [])):
        assert not list(crowded(observed([line, scene.counter])))
    rule_line = scene.rule_line()
    gives_way = rule_line[0].text_width > scene.formula_room
    assert gives_way or not list(crowded(observed([*rule_line, scene.counter])))


@pytest.mark.parametrize("rate", [0.3, 3.0, 500.0, 1e7])
def test_words_about_the_line_on_the_log_axis_keep_off_it(rate: float, tmp_path: Path) -> None:
    scene = made(own("x**2 + 4*y**2", [3.0, 1.0], rate, "surface", 20), tmp_path)
    plot = GrowthPlot(scene.run, scene.verdict.predicted_factor, scene.theme, scene.places.picture)
    assert plot.note is not None
    note, plot.note, plot.reveal = plot.note, None, 1.0
    assert not struck(note.box, traced([plot], plot.theme.grid))


def test_the_tracer_takes_down_what_is_drawn_where_it_is_drawn(tmp_path: Path) -> None:
    scene = scene_of(own("x**2", [2.0], 0.2, "curve", 6), tmp_path)
    segments = np.concatenate([s for s, _, _ in traced(scene.graph.furniture[1:]).strokes])
    x, y = segments[:, 0].T
    left, bottom = scene.graph.frame_at(Moment(0)).place(0.0, 0.0)
    unit_x, unit_y = scene.graph.frame_at(Moment(0)).place(1.0, 1.0) - [left, bottom]
    np.testing.assert_allclose((y - bottom) / unit_y, ((x - left) / unit_x) ** 2, atol=1e-9)
    assert np.ptp(x) > 2.0
