"""The general view from above: every run has a map that shows where it began, however it ends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdcore.arrays import frozen
from gdcore.built_in.runs import GOOD_RATES
from gdcore.descent.momentum import nesterov
from gdcore.descent.stochastic import sgd
from gdcore.models.line_error import standardised_error
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from gdcore.tables.table import houses
from scenes.painting.text import Readout
from scenes.render import render_clip
from scenes.stage.growth import growth
from scenes.views.contour.scene import ContourScene, map_place, seen_box
from tests.scenes.painted import set_up
from tests.scenes.runs import COARSE, METHODS, ODD_RUNS, on_houses

ODD = {name: make for name, make in ODD_RUNS.items() if make().objective.n_parameters == 2}


def scene(scenario: Scenario, tmp_path: Path) -> ContourScene:
    made = set_up(scenario, tmp_path)
    assert isinstance(made, ContourScene)
    return made


def rosenbrock() -> Objective:
    """A function without data, without a quadratic's theory, here even without a known minimiser."""

    def value(points: np.ndarray) -> np.ndarray:
        x, y = points[..., 0], points[..., 1]
        return np.asarray((1.0 - x) ** 2 + 100.0 * (y - x**2) ** 2)

    def gradient(points: np.ndarray) -> np.ndarray:
        x, y = points[..., 0], points[..., 1]
        return np.stack([-2.0 * (1.0 - x) - 400.0 * x * (y - x**2), 200.0 * (y - x**2)], axis=-1)

    def hessian(points: np.ndarray) -> np.ndarray:
        x, y = points[..., 0], points[..., 1]
        rows = [[2.0 - 400.0 * (y - 3.0 * x**2), -400.0 * x], [-400.0 * x, np.full_like(x, 200.0)]]
        return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)

    return Objective("rosenbrock", ("x", "y"), value, gradient, hessian, frozen([[-2.0, 2.0], [-1.0, 3.0]]))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("steps", [1, 2, 7, 40])
def test_the_start_is_on_the_map_and_so_is_every_iterate_that_is_near(method: str, steps: int, tmp_path: Path) -> None:
    made = scene(on_houses(steps, method=method, view="contour"), tmp_path)
    left, bottom, width, height = map_place(made.run.objective)
    near = made.descent.places[growth(made.run) < 1.0]
    assert (near >= [left, bottom]).all()
    assert (near <= [left + width, bottom + height]).all()


def test_a_run_that_blows_up_is_shown_near_and_its_orders_are_counted(tmp_path: Path) -> None:
    made = scene(replace(built_in("mse-blowup"), view="contour", words={}), tmp_path)
    box = seen_box(made.run)
    assert np.ptp([box.low[0], box.high[0]]) < 1e4
    counter = made.moving[-1]
    assert isinstance(counter, Readout)
    assert counter.sources[0] == ""
    orders = np.log10(made.run.losses / made.run.losses[0])
    assert counter.sources[150] == f"*{orders[150]:.1f}* orders of magnitude up" == "*31.7* orders of magnitude up"
    first = int(np.argmax(growth(made.run) == 1.0))
    assert counter.sources[first - 1] == ""
    assert counter.sources[first] == f"*{orders[first]:.1f}* orders of magnitude up"


def test_a_run_that_stays_has_no_counter(tmp_path: Path) -> None:
    made = scene(on_houses(7, rates=GOOD_RATES, view="contour"), tmp_path)
    assert made.moving == [*made.column.readouts, made.inset, made.descent, made.words]


def test_growth_is_counted_in_whole_orders_and_never_below_none() -> None:
    run = on_houses(40).trajectory
    np.testing.assert_array_equal(growth(run), np.floor(np.log10(run.losses / run.losses[0])))
    assert not growth(on_houses(40, rates=GOOD_RATES).trajectory).any()


def test_parameters_of_one_unit_share_one_scale() -> None:
    scenario = built_in("mse-normalised")
    box = seen_box(scenario.trajectory)
    across, up = (box.high - box.low) / map_place(scenario.objective)[2:]
    assert across == pytest.approx(up)
    raw = seen_box(on_houses(7).trajectory)
    across, up = (raw.high - raw.low) / map_place(scenario.objective)[2:]
    assert across != pytest.approx(up, rel=0.1)


@pytest.mark.parametrize("name", ODD)
def test_an_odd_run_becomes_a_clip(name: str, tmp_path: Path) -> None:
    clip = render_clip(replace(ODD[name](), view="contour"), COARSE, tmp_path)
    assert 6.0 <= clip.duration_s <= 25.0
    assert len(clip.cues) >= 2


@pytest.mark.parametrize("steps", [1, 300])
@pytest.mark.parametrize("rate", [1e-6, 1e-3, 1.0])
def test_a_function_of_ones_own_becomes_a_clip(rate: float, steps: int, tmp_path: Path) -> None:
    method = METHODS["gradient_descent"](frozen([rate, rate]))
    own = Scenario("own", "My own", rosenbrock(), method, frozen([-1.2, 1.0]), steps, "contour")
    clip = render_clip(own, COARSE, tmp_path)
    assert 6.0 <= clip.duration_s <= 25.0


@pytest.mark.parametrize("rule", [sgd, lambda rates: nesterov(rates, 0.5)], ids=["sgd", "nesterov"])
def test_every_method_becomes_a_clip(rule: object, tmp_path: Path) -> None:
    objective = standardised_error(houses())
    own = Scenario("own", "My own", objective, rule(frozen([0.3, 0.3])), frozen([0.0, 0.0]), 40, "contour")
    assert render_clip(own, COARSE, tmp_path).duration_s <= 25.0
