"""Features of one column are a curve through the data: where the run has it, in pieces where it does not exist."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gdcore.descent.plain import gradient_descent
from gdcore.expressions.of_columns import read_derived
from gdcore.models.features import Curve, Features
from gdcore.models.linear_fit import features_error, standardised_features_error
from gdcore.models.read_rows import one_column
from gdcore.objectives.losses import SQUARED, Absolute, Huber, RowLoss
from gdcore.scenario import Scenario, View
from gdcore.tables.table import Table
from scenes.painting.pacing import Moment
from scenes.render import render_clip
from scenes.stage.base import DescentScene
from scenes.stage.settings import manim_settings
from scenes.views.by_name import lesson_for
from scenes.views.fit.features import FeaturesScene
from scenes.views.fit.fitted_curve import FittedCurve
from scenes.views.fit.predictions import Predictions
from scenes.views.fit.scene import FitScene
from tests.scenes.runs import COARSE

RANDOM = np.random.default_rng(4)
T = np.linspace(0.2, 3.0, 25)
H = 2.0 + T - 1.5 * T**2 + 0.4 * T**3 + RANDOM.normal(0.0, 0.1, 25)


def features(*functions: str) -> Features:
    read = tuple(map(read_derived, functions))
    names = (*(f"w{i}" for i in range(1, len(read) + 1)), "b")
    return Features(
        np.column_stack([one.on({"t": T}) for one in read]), H, "t", "h", "s", "m", x_names=functions, names=names,
        curve=Curve("t", T, read),
    )  # fmt: skip


def run(
    *functions: str, rate: float = 0.02, steps: int = 20, loss: RowLoss = SQUARED, z: bool = False, view: View = "fit"
) -> Scenario:
    objective = (standardised_features_error if z else features_error)(features(*functions), loss)
    n = objective.n_parameters
    return Scenario("curve", "A curve", objective, gradient_descent([rate] * n), np.full(n, 0.1), steps, view)


def line(loss: RowLoss) -> Scenario:
    y = H.copy()
    y[-3] = -40.0
    objective = features_error(one_column(Table(T, y, "t", "h"), ("a", "b")), loss)
    return Scenario("line", "A line", objective, gradient_descent([0.05] * 2), [0.1, 0.1], 20, "fit")


@np.errstate(all="ignore")
def made(scenario: Scenario, folder: Path) -> DescentScene:
    with manim_settings({"media_dir": str(folder), "frame_rate": 5}):
        scene = lesson_for(scenario)(scenario)
        scene.rehearse()
        scene.setup()
    return scene


@pytest.mark.parametrize("z", [False, True])
def test_the_curve_is_that_of_the_run_and_errors_end_on_it(z: bool, tmp_path: Path) -> None:
    scenario = run("t", "t**2", "t**3", rate=0.002 if not z else 0.1, z=z)
    scene = made(scenario, tmp_path)
    assert isinstance(scene, FeaturesScene)
    plot = scene.predictions
    assert isinstance(plot, FittedCurve)
    for k in (0, 5, 20):
        plot.at(Moment(k))
        rows = scenario.objective.rows
        assert rows is not None
        point = scenario.trajectory.iterates[k]
        expected = rows.x @ point[:-1] + point[-1]
        np.testing.assert_allclose(plot.strokes[:, 1], plot.frame.place(T, expected), rtol=1e-9)
    w = plot.line
    np.testing.assert_allclose(
        plot.table.fitted(np.array([1.5]), w), np.polyval([w[2], w[1], w[0], w[3]], 1.5), rtol=1e-12
    )


def test_a_curve_is_not_drawn_where_it_does_not_exist(tmp_path: Path) -> None:
    scene = made(run("log(t)"), tmp_path)
    assert isinstance(scene, FitScene)
    low, high = scene.fit.frame.x
    assert low <= 0.0 < high  # zero is near, and shown
    x = np.linspace(low, high, 50)
    heights = scene.fit.table.fitted(x, scene.fit.line)
    assert not scene.fit.is_drawn(heights)[x <= 0.0].any()
    assert scene.fit.is_drawn(heights)[x > 0.5].any()


def test_features_of_several_columns_have_no_curve(tmp_path: Path) -> None:
    table = Features(np.column_stack([T, RANDOM.normal(size=25)]), H)
    scenario = Scenario("two", "Two", features_error(table), gradient_descent([0.05] * 3), [0.0] * 3, 9, "fit")
    scene = made(scenario, tmp_path)
    assert isinstance(scene, FeaturesScene)
    assert isinstance(scene.predictions, Predictions)


KINDS = {
    "cubic": lambda: run("t", "t**2", "t**3", rate=0.002),
    "cubic in standard units": lambda: run("t", "t**2", "t**3", rate=0.3, z=True),
    "cubic, overflowing": lambda: run("t", "t**2", "t**3", rate=30.0, steps=400),
    "logarithm": lambda: run("log(t)", rate=0.3),
    "logarithm, diverging": lambda: run("log(t)", rate=3.0),
    "absolute line": lambda: line(Absolute()),
    "Huber's line": lambda: line(Huber(0.5)),
    "absolute cubic": lambda: run("t", "t**2", "t**3", rate=0.01, loss=Absolute()),
    "surface": lambda: run("t**2", rate=0.01, loss=Absolute(), view="surface"),
    "contour": lambda: run("t**2", rate=0.01, loss=Huber(0.3), view="contour"),
    "race": lambda: run("t**2", rate=0.01, loss=Absolute(), view="race"),
}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_fit_becomes_a_clip(name: str, tmp_path: Path) -> None:
    clip = render_clip(KINDS[name](), COARSE, tmp_path)
    assert 6.0 <= clip.duration_s <= 30.0
    assert len(clip.cues) >= 2
