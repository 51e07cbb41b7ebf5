"""Labels beside marks, as geometry: on made-up runs they touch nothing, and it is plain what they belong to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from manim import tempconfig

from gdcore.descent.method import learning_rates
from gdcore.descent.momentum import momentum
from gdcore.scenario import Scenario
from scenes.geometry import clipped
from scenes.painting.labels import Label
from scenes.painting.pacing import Moment
from scenes.painting.traces import Traces, traced
from scenes.stage.growth import growth
from scenes.views.curve.scene import CurveScene
from scenes.views.surface.growth_plot import GrowthPlot
from tests.conftest import mostly_heavy
from tests.scenes.overprints import crowded, observed
from tests.scenes.views.test_own_functions import made, own

SAMPLES = 150
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
    with tempconfig({"media_dir": str(folder), "frame_rate": 5}):
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
    descent, labels = scene.descent, scene.descent.labels
    assert labels is not None
    still = [scene.axes, scene.curve, scene.title, *scene.column.static, *scene.inset.furniture]
    for moment in [Moment(k, slope=1.0) for k in labels.told] + [Moment(scene.run.n_steps)]:
        descent.at(moment)
        shown = [label for k, label in labels.points.items() if k <= moment.k]
        shown += [labels.slopes[moment.k]] if moment.slope and moment.k in labels.slopes else []
        traces = traced([*still, descent], scene.theme.grid)
        own_boxes = [label.box for label in shown]
        for label in shown:
            assert any(np.allclose(box, label.box) for box in traces.texts)
            assert not struck(label.box, traces)
            others = [box for box in traces.texts if not np.allclose(box, label.box)]
            assert not any(meets(label.box, box) for box in others)
        assert len(own_boxes) == len({tuple(np.round(box, 6)) for box in own_boxes})
    for k, label in labels.points.items():
        assert_belongs(label, k, scene)


def meets(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def assert_belongs(label: Label, k: int, scene: CurveScene) -> None:
    """A label has a leader that ends at its dot, or its dot is nearer than any other."""
    places, (left, bottom, right, top) = scene.descent.places, label.box
    if label.leader is not None:
        assert np.hypot(*(label.leader[0] - places[k])) < 0.15
        return
    inside = np.isfinite(places).all(axis=1)
    across = np.maximum(np.maximum(left - places[:, 0], places[:, 0] - right), 0.0)
    up = np.maximum(np.maximum(bottom - places[:, 1], places[:, 1] - top), 0.0)
    away = np.where(inside, np.hypot(across, up), np.inf)
    assert away[k] <= away.min() + 0.02


@pytest.mark.parametrize(("start", "rate", "steps"), PLAIN)
def test_labels_of_the_plainest_clips_touch_nothing(start: float, rate: float, steps: int, tmp_path: Path) -> None:
    scene = scene_of(own("x**2", [start], rate, "curve", steps), tmp_path)
    assert_plain(scene)
    assert scene.descent.labels is not None
    assert 0 in scene.descent.labels.points


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
    plot = GrowthPlot(scene.run, scene.verdict.predicted_factor, scene.theme)
    assert plot.note is not None
    note, plot.note, plot.reveal = plot.note, None, 1.0
    assert not struck(note.box, traced([plot], plot.theme.grid))


def test_the_tracer_takes_down_what_is_drawn_where_it_is_drawn(tmp_path: Path) -> None:
    scene = scene_of(own("x**2", [2.0], 0.2, "curve", 6), tmp_path)
    segments = np.concatenate([s for s, _, _ in traced([scene.curve]).strokes])
    x, y = segments[:, 0].T
    left, bottom = scene.frame.place(0.0, 0.0)
    unit_x, unit_y = scene.frame.place(1.0, 1.0) - [left, bottom]
    np.testing.assert_allclose((y - bottom) / unit_y, ((x - left) / unit_x) ** 2, atol=1e-9)
    assert np.ptp(x) > 2.0
