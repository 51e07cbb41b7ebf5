"""A million rows: the descent works on their sums, and finds what it would find row by row."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.descent.trajectory import descend
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.objectives.objective import Objective
from gdcore.tables.table import Table

N_ROWS = 1_000_000
START = [2.0, -1.0]


@pytest.fixture(scope="module")
def table() -> Table:
    random = np.random.default_rng(7)
    x = random.normal(3.0, 1.0, N_ROWS)
    return Table(x, 1.7 * x + 4.0 + random.normal(0.0, 2.0, N_ROWS))


@pytest.fixture(scope="module")
def objective(table: Table) -> Objective:
    return mean_squared_error(table)


def test_the_minimiser_is_that_of_least_squares(table: Table, objective: Objective) -> None:
    design = np.stack([table.x, np.ones(N_ROWS)], axis=1)
    line, squares, *_ = np.linalg.lstsq(design, table.y)
    assert objective.minimiser == pytest.approx(line, rel=1e-12)
    assert objective.minimum == pytest.approx(squares[0] / N_ROWS, rel=1e-12)


def test_its_steps_are_those_of_a_loop_over_the_rows(table: Table, objective: Objective) -> None:
    rate, n_steps = np.array([0.05, 0.1]), 20
    run = descend(objective, gradient_descent(rate), START, n_steps)
    point = np.array(START)
    for k in range(n_steps):
        residual = point[0] * table.x + point[1] - table.y
        assert run.iterates[k] == pytest.approx(point, rel=1e-12)
        assert run.losses[k] == pytest.approx(np.mean(residual**2), rel=1e-12)
        point = point - rate * [np.mean(table.x * residual), np.mean(residual)]


@pytest.mark.parametrize("method", [gradient_descent([0.05, 0.1]), sgd([0.05, 0.1], batch=10)], ids=lambda m: m.name)
def test_a_step_touches_no_array_of_rows(objective: Objective, method: object) -> None:
    """Memory instead of time: an array as long as the data would take eight million bytes."""
    descend(objective, method, START, 1)
    tracemalloc.start()
    descend(objective, method, START, 30)
    _now, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < N_ROWS / 10


def test_sgd_steps_by_the_rows_it_draws_and_no_others(table: Table, objective: Objective) -> None:
    run = descend(objective, sgd([0.05, 0.1], batch=4, seed=5), START, 3)
    point = np.array(START)
    for k in range(3):
        drawn = np.random.default_rng((5, k)).choice(N_ROWS, 4, replace=False)
        residual = point[0] * table.x[drawn] + point[1] - table.y[drawn]
        point = point - [0.05, 0.1] * np.array([np.mean(table.x[drawn] * residual), np.mean(residual)])
        assert run.iterates[k + 1] == pytest.approx(point, rel=1e-12)


def test_in_standard_units_a_step_at_rate_one_lands(table: Table) -> None:
    objective = standardised_error(table)
    run = descend(objective, gradient_descent([1.0, 1.0]), START, 1)
    slope, level = np.polynomial.Polynomial.fit(table.x - table.x.mean(), table.y, 1).convert().coef[::-1]
    assert run.iterates[1] == pytest.approx([slope * table.x.std(), level], rel=1e-12)
