"""Maps of fates over rates, momentum and starts against single runs, eigenvalues, and where basins must end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gdcore.arrays import Array, frozen
from gdcore.descent.line_search import backtracking
from gdcore.descent.method import Method
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.descent.trajectory import descend
from gdcore.errors import InputError
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import well_known, written
from gdcore.methods.registry import rule_of
from gdcore.models.line_error import standardised_error
from gdcore.scenario import FateChoice, Scenario
from gdcore.studies.fate_axes import axes_of, axis_faults, picture
from gdcore.studies.fate_grid import grid_of
from gdcore.studies.fate_map import FateMap, example_runs, fate_map
from gdcore.studies.reached import NONE
from gdcore.sweeps.sweep import LEFT_SHARE
from gdcore.tables.table import houses
from gdcore.theory.observed import Fate
from gdcore.theory.verdict import judge

CELLS = (6, 5)
DOUBLE_WELL = "x**4 - 3*x**2 + x"


def scenario_of(
    text: str, method: Method, start: list[float], axes: tuple[str, ...] = (), steps: int = 40, **more: object
) -> Scenario:
    objective = written(read_expression(text))
    choice = FateChoice(axes, **more)  # type: ignore[arg-type]
    return Scenario("map", "Map", objective, method, frozen(start), steps, "fate", fate=choice)


def known(name: str, method: Method, start: list[float], axes: tuple[str, ...], steps: int = 40) -> Scenario:
    return Scenario("map", "Map", well_known(name), method, frozen(start), steps, "fate", fate=FateChoice(axes))


MAPS = {
    "rate and start": scenario_of(DOUBLE_WELL, gradient_descent([0.05]), [1.5], ("learning_rate", "x")),
    "start and rate": scenario_of(DOUBLE_WELL, momentum([0.05], 0.6), [1.5], ("x", "learning_rate")),
    "rate and momentum": scenario_of("x**2 + 3*x**4", nesterov([0.1], 0.5), [1.0], ("learning_rate", "momentum")),
    "quadratic, rate and momentum": scenario_of(
        "x**2 + 5*y**2 + x*y", momentum([0.1, 0.05], 0.5), [1.0, 2.0], ("learning_rate", "momentum")
    ),
    "quadratic, rate and start": scenario_of("3*x**2", gradient_descent([0.1]), [1.0], ("learning_rate", "x")),
    "starts": known("himmelblau", gradient_descent([0.01, 0.01]), [0.0, 0.0], ("x", "y")),
    "starts, momentum": known("himmelblau", momentum([0.01, 0.02], 0.7), [0.0, 0.0], ("x", "y")),
    "a rate and a start": known("rosenbrock", gradient_descent([1e-3, 1e-3]), [-1.0, 1.0], ("learning_rate.y", "x")),
    "line search": scenario_of("x**4 + y**2", backtracking([0.5, 0.5]), [1.0, 1.0], ("learning_rate", "x")),
    "kinks": scenario_of("abs(x) + (y - 1)**2", gradient_descent([0.1, 0.1]), [1.0, 1.0]),
    "where roots end": scenario_of("x - 2*sqrt(x)", gradient_descent([0.3]), [1.5], ("learning_rate", "x")),
    "three parameters": scenario_of("x**2 + 2*y**2 + z**4", gradient_descent([0.1, 0.2, 0.1]), [1.0, 1.0, 1.0]),
    "rows": Scenario(
        "rows", "Rows", standardised_error(houses()), sgd([0.1, 0.1], 5, 3), frozen([2e5, 2e5]), 20, "fate",
        fate=FateChoice(("learning_rate", "p")),
    ),
}  # fmt: skip


def single(scenario: Scenario, plane: FateMap, cell: tuple[int, ...]) -> tuple[Method, Array]:
    grid = grid_of(scenario, plane.axes, plane.values)
    rule = rule_of(scenario.method)
    if grid.momenta is None:
        return rule(grid.rates[cell]), grid.starts[cell]
    return rule(grid.rates[cell], momentum=float(grid.momenta[cell])), grid.starts[cell]


@pytest.mark.heavy
@pytest.mark.parametrize("name", MAPS)
def test_every_cell_is_the_run_with_its_numbers_judged_alone(name: str) -> None:
    scenario = MAPS[name]
    plane = fate_map(scenario, cells=CELLS)
    for cell in np.ndindex(plane.fates.kind.shape):
        method, start = single(scenario, plane, cell)
        try:
            run = descend(scenario.objective, method, start, scenario.steps)
        except InputError:
            assert plane.fates.kind[cell] == Fate.UNDEFINED
            continue
        verdict, fates = judge(run), plane.fates
        told = Fate(fates.kind[cell]).kind, bool(fates.overshoots[cell]), fates.n_steps[cell], fates.losses[cell]
        assert told == (verdict.kind, verdict.overshoots, run.n_steps, run.losses[-1]), (cell, start)
        np.testing.assert_array_equal(fates.ends[cell], run.iterates[-1])


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["rate and start", "starts", "starts, momentum", "line search"])
def test_a_run_has_arrived_when_one_percent_of_its_way_down_is_left(name: str) -> None:
    scenario = replace(MAPS[name], steps=60)
    plane = fate_map(scenario, cells=CELLS)
    there = np.isfinite(plane.steps)
    assert there.any()
    for cell in zip(*np.nonzero(there), strict=True):
        run = descend(scenario.objective, *single(scenario, plane, cell), 60)
        far = descend(scenario.objective, *single(scenario, plane, cell), 4000).losses[-1]
        low = run.losses - far <= (LEFT_SHARE + 1e-6) * (run.losses[0] - far)
        assert low[int(plane.steps[cell]) :].all()
        before = run.losses[int(plane.steps[cell]) - 1] - far
        assert plane.steps[cell] == 1 or before > (LEFT_SHARE - 1e-6) * (run.losses[0] - far)


def test_short_steps_come_to_the_minimum_on_their_side_of_the_maximum() -> None:
    scenario = scenario_of(DOUBLE_WELL, gradient_descent([0.01]), [1.5], ("x",), steps=50)
    line = fate_map(scenario, cells=(201,))
    low, top, high = np.sort(np.roots([4.0, 0.0, -6.0, 1.0]).real)
    assert line.minima is not None
    np.testing.assert_allclose(line.minima.places.ravel(), [low, high], rtol=1e-9)
    np.testing.assert_array_equal(line.minima.reached, (line.values[0] > top).astype(int))


def test_each_start_on_himmelblaus_function_reaches_the_minimum_that_its_run_ends_at() -> None:
    scenario = MAPS["starts"]
    plane = fate_map(scenario, cells=(12, 11))
    assert plane.minima is not None
    np.testing.assert_allclose(scenario.objective.gradient(plane.minima.places), 0.0, atol=1e-8)
    assert len(plane.minima.places) == 4
    for cell in np.ndindex(plane.fates.kind.shape):
        run = descend(scenario.objective, *single(scenario, plane, cell), 4000)
        away = np.hypot(*(plane.minima.places - run.iterates[-1]).T)
        assert plane.minima.reached[cell] == (away.argmin() if away.min() < 1e-3 else NONE)


def test_the_edge_over_rate_and_momentum_is_where_an_eigenvalue_leaves_the_circle() -> None:
    scenario = MAPS["quadratic, rate and momentum"]
    (edge, hessian) = fate_map(scenario, cells=(2, 2)).edge, scenario.objective.hessian(scenario.start)
    assert edge is not None
    for factor, beta in edge[::40]:
        step = np.diag(factor * scenario.method.learning_rate) @ hessian
        eye, zero = np.eye(2), np.zeros((2, 2))
        update = np.block([[eye * (1.0 + beta) - step, -beta * eye], [eye, zero]])
        assert max(abs(np.linalg.eigvals(update))) == pytest.approx(1.0, abs=1e-6)


def test_the_edge_of_an_own_function_is_that_of_the_minimum_its_run_tends_to() -> None:
    place = float(np.sort(np.roots([4.0, 0.0, -6.0, 1.0]).real)[2])
    objective = replace(written(read_expression(DOUBLE_WELL)), minimiser=frozen([place]), minimum_is="found")
    edge = fate_map(replace(MAPS["rate and start"], objective=objective), cells=(2, 2)).edge
    assert edge is not None
    np.testing.assert_allclose(edge[:, 0], 2.0 / (12.0 * place**2 - 6.0), rtol=1e-9)


def test_beyond_the_edge_no_run_rests_at_the_minimum_and_before_it_some_do() -> None:
    scenario = MAPS["rate and start"]
    place = float(np.sort(np.roots([4.0, 0.0, -6.0, 1.0]).real)[2])
    edge = 2.0 / (12.0 * place**2 - 6.0)
    plane = fate_map(scenario, cells=(40, 33))
    assert plane.minima is not None
    at_it = plane.minima.reached == int(np.argmin(abs(plane.minima.places[:, 0] - place)))
    assert not at_it[:, plane.values[0] > 1.001 * edge].any()
    assert at_it[:, plane.values[0] < edge].any(axis=0).all()


@pytest.mark.parametrize("name", ["kinks", "line search", "rows"])
def test_where_theory_knows_no_edge_none_is_drawn(name: str) -> None:
    scenario = MAPS[name]
    if name == "kinks":
        scenario = replace(scenario, objective=replace(scenario.objective, minimiser=frozen([0.0, 1.0])))
    assert fate_map(scenario, cells=(3, 3)).edge is None


def test_a_start_without_a_loss_is_no_fault_of_the_map() -> None:
    scenario = replace(MAPS["where roots end"], domain=frozen([[-1.0, 2.0]]))
    plane = fate_map(scenario, cells=(4, 9))
    starts = plane.values[1]
    assert (plane.fates.kind[starts < 0.0] == Fate.UNDEFINED).all()
    assert (plane.fates.n_steps[starts < 0.0] == 0).all()
    assert (plane.fates.kind[starts > 0.5] == Fate.CONVERGING).any()


def test_the_runs_drawn_over_starts_begin_apart_and_reach_different_minima() -> None:
    scenario = MAPS["starts"]
    plane = fate_map(scenario, cells=(40, 40))
    runs = example_runs(scenario, plane)
    assert plane.minima is not None
    ends = [int(np.hypot(*(plane.minima.places - run.iterates[-1]).T).argmin()) for run in runs]
    assert len(set(ends)) == len(runs) == 3
    assert all(run.n_steps == scenario.steps for run in runs)


def test_axes_are_chosen_by_the_number_of_parameters() -> None:
    found = {n: [axis.name for axis in axes_of(MAPS[name])] for n, name in ((2, "kinks"), (3, "three parameters"))}
    assert found == {2: ["learning_rate.x", "learning_rate.y"], 3: ["learning_rate"]}
    alone = scenario_of(DOUBLE_WELL, gradient_descent([0.05]), [1.5])
    assert [axis.name for axis in axes_of(alone)] == ["learning_rate"]
    assert [picture(scenario) for scenario in (alone, MAPS["kinks"], MAPS["three parameters"])] == [1, 2, 3]


@pytest.mark.parametrize("name", MAPS)
def test_every_axis_holds_the_scenarios_own_number(name: str) -> None:
    scenario = MAPS[name]
    for axis in axes_of(scenario):
        assert axis.low < axis.of(scenario, scenario) < axis.high
        assert axis.values(5)[[0, -1]] == pytest.approx([axis.low, axis.high])


def test_what_is_asked_for_is_the_extent_of_an_axis() -> None:
    choice = FateChoice(("learning_rate", "x"), "verdict", {"learning_rate": (0.001, 0.5)})
    scenario = replace(MAPS["rate and start"], fate=choice, domain=frozen([[-3.0, 2.5]]))
    assert [(axis.low, axis.high) for axis in axes_of(scenario)] == [(0.001, 0.5), (-3.0, 2.5)]
    assert fate_map(scenario, cells=(4, 4)).minima is None


@pytest.mark.parametrize(
    ("axes", "reach", "method", "told"),
    [
        (("z",), {}, "gradient_descent", "axes: expected one or two of learning_rate, x, y, learning_rate.x, "),
        (("momentum",), {}, "gradient_descent", 'axes: "momentum" needs a method with momentum'),
        (("x", "x"), {}, "gradient_descent", 'axes: expected different ones, got "x" twice'),
        (("learning_rate", "learning_rate.x"), {}, "momentum", 'axes: "learning_rate" holds the rates of all'),
        (("x",), {"momentum": (0.0, 0.5)}, "momentum", "momentum: only for one of the axes, x"),
    ],
)
def test_axes_that_are_not_there_are_told(
    axes: tuple[str, ...], reach: dict[str, tuple[float, float]], method: str, told: str
) -> None:
    (line,) = axis_faults(FateChoice(axes, None, reach), ("x", "y"), method)
    assert line.startswith(told)
