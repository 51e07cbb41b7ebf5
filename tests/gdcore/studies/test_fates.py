"""The fate maps against single runs: edges, fastest rates, momentum that is needed, cells picked at random."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from gdcore.arrays import Array, frozen
from gdcore.built_in.runs import HOUSES_START
from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.method import Method
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.descent.trajectory import descend
from gdcore.methods.registry import FAMILIES, rule_of
from gdcore.models.line_error import mean_squared_error
from gdcore.narration.facts import facts
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from gdcore.studies.edges import (
    best_of,
    blown_up_without,
    edge_at_best,
    heavy_balls,
    limit_of,
    multipliers_of,
    needed_momentum,
    plane_reach,
    solvable,
    steps_until,
)  # fmt: skip
from gdcore.studies.fate_axes import axes_of
from gdcore.studies.fate_map import fate_map
from gdcore.studies.fates import fate_line, first_iterates
from gdcore.sweeps.sweep import LEFT_SHARE
from gdcore.tables.table import houses
from gdcore.theory.observed import Fate
from gdcore.theory.verdict import judge

PARABOLA, HOUSES = built_in("fate-parabola"), built_in("fate-houses")
MOMENTA = (0.0, 0.3, 0.9)


def quartic(points: np.ndarray) -> np.ndarray:
    return ((points - [1.0, -1.0]) ** 4).sum(axis=-1)


def unsolved(steps: int = 60) -> Scenario:
    """A function of two parameters whose minimiser nobody has told."""
    objective = Objective(
        "own", ("x", "y"), quartic, lambda p: 4.0 * (p - [1.0, -1.0]) ** 3, lambda p: np.eye(2), [[-2, 2], [-2, 2]]
    )
    return Scenario("own", "My own", objective, gradient_descent([0.01, 0.02]), frozen([2.0, 1.0]), steps, "fate")


def test_the_line_of_the_parabola_is_the_closed_form() -> None:
    line = fate_line(PARABOLA)
    assert (line.limit, line.best.tolist()) == (1.0, [0.5])
    assert line.rates[-1] == pytest.approx(1.3)
    np.testing.assert_allclose(line.multipliers, 1.0 - 2.0 * line.rates, atol=1e-15)
    np.testing.assert_array_equal(line.fates.kind == Fate.CYCLING, np.isclose(line.rates, 1.0, atol=1e-12))
    np.testing.assert_array_equal(line.fates.kind == Fate.DIVERGING, line.rates > 1.0 + 1e-12)
    np.testing.assert_array_equal(line.fates.overshoots, line.rates > 0.5 + 1e-12)
    within = line.fates.kind == Fate.DIVERGING
    expected = 2 * PARABOLA.steps * np.log10(abs(1.0 - 2.0 * line.rates[within]))
    np.testing.assert_allclose(line.growth[within], expected, atol=1e-9)


@pytest.mark.parametrize("rate", [0.05, 0.3, 0.5, 0.8, 0.97])
def test_so_many_steps_leave_the_share_and_one_fewer_does_not(rate: float) -> None:
    line = fate_line(PARABOLA)
    steps = int(line.steps[abs(line.rates - rate).argmin()])
    x = descend(parabola(), gradient_descent([rate]), [-1.0], steps).iterates[:, 0]
    assert abs(x[-1]) <= LEFT_SHARE * (1.0 + 1e-9)
    assert steps == 1 or abs(x[-2]) > LEFT_SHARE


def test_a_share_that_is_a_power_of_the_factor_needs_no_step_more() -> None:
    np.testing.assert_array_equal(
        steps_until(0.01, np.array([0.0, 0.01, 0.1, 0.5, 1.0, 1.4])), [1, 1, 2, 7, np.inf, np.inf]
    )


@pytest.mark.parametrize("beta", MOMENTA)
def test_just_inside_the_edge_a_run_converges_and_just_outside_it_diverges(beta: float) -> None:
    rule = partial(momentum, momentum=beta)
    reach = plane_reach(HOUSES)
    edge = fate_map(HOUSES, rule, cells=(4, 4)).edge
    assert edge.shape[1] == 2
    seen = ((edge >= reach[:, 0]) & (edge <= reach[:, 1])).all(axis=1)
    for pair in edge[seen][:: max(1, int(seen.sum()) // 9)]:
        inside, outside = (descend(HOUSES.objective, rule(pair * k), HOUSES_START, 9000) for k in (0.999, 1.001))
        start = inside.losses[0]
        assert judge(inside).kind == "converging"
        assert inside.losses[-1] < start
        assert judge(outside).kind == "diverging"
        assert outside.losses[-1] > max(start, outside.losses[-2])


def test_momentum_moves_the_whole_edge_by_one_and_beta() -> None:
    plain, heavy = (fate_map(HOUSES, partial(momentum, momentum=beta), cells=(4, 4)).edge for beta in (0.0, 0.5))
    np.testing.assert_allclose(heavy, 1.5 * plain, rtol=1e-12)


@pytest.mark.parametrize("scenario", [HOUSES, unsolved()], ids=["houses", "unsolved"])
def test_a_cell_is_the_verdict_of_its_own_run(scenario: Scenario) -> None:
    plane = fate_map(scenario, cells=(31, 23))
    rng = np.random.default_rng(7)
    for column, row in zip(rng.integers(0, 31, 24), rng.integers(0, 23, 24), strict=True):
        rates = [plane.values[0][column], plane.values[1][row]]
        run = descend(scenario.objective, gradient_descent(rates), scenario.start, scenario.steps)
        verdict = judge(run)
        assert Fate(plane.fates.kind[row, column]).name.lower() == verdict.kind
        assert plane.fates.overshoots[row, column] == verdict.overshoots
        assert plane.fates.losses[row, column] == run.losses[-1]


@pytest.mark.parametrize("scenario", [HOUSES, unsolved()], ids=["houses", "unsolved"])
def test_every_run_lies_well_inside_the_plane(scenario: Scenario) -> None:
    reach = plane_reach(scenario)
    for run in scenario.runs:
        assert (run.method.learning_rate >= 2.0 * reach[:, 0]).all()
        assert (run.method.learning_rate <= reach[:, 1] / 2.0).all()


def test_without_closed_forms_the_map_comes_from_the_runs_alone() -> None:
    scenario = unsolved()
    plane = fate_map(scenario, cells=(12, 10))
    assert not solvable(scenario)
    assert (plane.edge, best_of(scenario), limit_of(scenario)) == (None, None, None)
    arrives = np.isfinite(plane.steps)
    assert arrives.any()
    assert (plane.fates.kind[arrives] == Fate.CONVERGING).all()
    assert plane.growth.shape == plane.fates.kind.shape == (10, 12)
    assert np.isfinite(plane.growth).all()
    assert {Fate.CONVERGING, Fate.DIVERGING} <= set(plane.fates.kind.ravel().tolist())
    np.testing.assert_array_equal((plane.growth > 0.0)[plane.fates.kind == Fate.DIVERGING], True)


def test_no_pair_is_faster_than_the_best_which_stands_beside_the_edge() -> None:
    plane = fate_map(HOUSES)
    best = best_of(HOUSES)
    (factor,) = abs(multipliers_of(HOUSES.objective, gradient_descent, best[None]))
    assert steps_until(LEFT_SHARE, np.array([factor]))[0] <= plane.steps.min()
    H = HOUSES.objective.hessian(best)
    assert factor == pytest.approx(H[0, 1] / np.sqrt(H[0, 0] * H[1, 1]))
    assert 1.0 < edge_at_best(HOUSES) < 1.05


def test_the_momentum_that_is_needed_separates_the_published_runs() -> None:
    good, blowup = HOUSES.runs
    assert needed_momentum(good) == 0.0
    needed = needed_momentum(blowup)
    assert needed == pytest.approx(0.13765, abs=5e-6)
    rates = blowup.method.learning_rate
    below, above = (
        descend(blowup.objective, momentum(rates, beta), blowup.start, blowup.steps) for beta in (0.13, 0.14)
    )
    assert judge(below).kind == "diverging"
    assert below.losses[-1] == pytest.approx(4.64662e13, rel=1e-5)
    assert judge(above).kind == "converging"
    assert above.losses[-1] == pytest.approx(5.25497e10, rel=1e-5)


def test_rates_beyond_every_momentum_need_one_that_is_not_there() -> None:
    far = Scenario("far", "Far", parabola(), gradient_descent([2.5]), frozen([-1.0]), 3, "fate")
    assert needed_momentum(far) is None


@pytest.mark.parametrize(
    "method",
    [
        gradient_descent([0.3]),
        halving([0.3]),
        backtracking([0.3], sufficient=0.2),
        momentum([0.3], 0.5),
        nesterov([0.3], 0.4),
        sgd([0.3], 2, 3),
    ],
    ids=lambda method: method.name,
)
def test_a_rule_makes_the_same_method_again(method: Method) -> None:
    again = rule_of(method)(method.learning_rate)
    assert again.name == method.name
    assert dict(again.hyperparameters) == dict(method.hyperparameters)
    assert method.name in FAMILIES


def test_first_iterates_are_those_of_the_runs() -> None:
    found = first_iterates(PARABOLA, np.array([[0.8], [1.2]]), 3)
    np.testing.assert_allclose([trail[:, 0] for trail in found], [[-1, 0.6, -0.36, 0.216], [-1, 1.4, -1.96, 2.744]])


def test_facts_of_the_view() -> None:
    line, plane = facts(PARABOLA), facts(HOUSES)
    assert {name: line[name] for name in ("best_x_rate", "edge_x")} == {"best_x_rate": "0.5", "edge_x": "1"}
    expected = {"cells": "35,200", "ratio_a": "11.5", "ratio_b": "1", "best_steps": "65"}
    assert {name: plane[name] for name in expected} == expected
    assert "edge_x" not in facts(unsolved())


def test_a_map_of_another_method_holds_its_own_edge() -> None:
    method = nesterov([5e-8, 0.15], 0.5)
    scenario = Scenario("n", "N", mean_squared_error(houses()), method, frozen(HOUSES_START), 150, "fate")
    plane = fate_map(scenario, cells=(4, 4))
    np.testing.assert_allclose(plane.edge, 0.75 * fate_map(HOUSES, axes=axes_of(scenario), cells=(4, 4)).edge)


def test_heavy_balls_are_told_apart_by_the_edge_that_their_ends_confirm() -> None:
    scenario = built_in("mse-momentum")
    outside, inside = heavy_balls(scenario)
    assert [run.method.momentum for run in (*outside, *inside)] == [0.0, 0.13, 0.14, 0.5]
    assert all(run.trajectory.losses[-1] > run.trajectory.losses[0] for run in outside)
    assert all(run.trajectory.losses[-1] < run.trajectory.losses[0] for run in inside)
    assert blown_up_without(scenario) is outside[0]
    assert blown_up_without(outside[1]) is None


@pytest.mark.parametrize("rule", [nesterov, lambda rate, share: backtracking(rate, sufficient=share)])
def test_the_edge_of_heavy_ball_tells_nothing_of_another_method(rule: Callable[[Array, float], Method]) -> None:
    scenario = built_in("mse-momentum")
    other = replace(scenario, method=rule(scenario.method.learning_rate, 0.5), view="surface")
    assert heavy_balls(other) == ([], [])
    assert blown_up_without(other) is None


def test_a_run_at_other_rates_has_an_edge_of_its_own() -> None:
    scenario = built_in("mse-momentum")
    slower = replace(scenario, method=momentum(scenario.method.learning_rate / 2.0, 0.5), companions=())
    outside, inside = heavy_balls(replace(scenario, companions=(*scenario.companions, slower)))
    assert slower not in (*outside, *inside)
    assert heavy_balls(slower) == ([], [slower])
