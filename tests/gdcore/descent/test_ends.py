"""Runs of every method end, with every schedule, clipped and in batches, on any input."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gdcore.arrays import Array, frozen
from gdcore.descent.trajectory import descend
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import written
from gdcore.methods.registry import FAMILIES, made
from gdcore.models.line_error import mean_squared_error
from gdcore.schedules.decays import exponential, inverse_time, step_decay
from gdcore.schedules.ramps import cosine, linear, one_cycle, range_test
from gdcore.schedules.rates_listed import rate_list
from gdcore.schedules.registry import KINDS
from gdcore.schedules.schedule import Schedule, constant
from gdcore.schedules.spectral import chebyshev, inverse_eigenvalues, silver
from gdcore.tables.table import houses

pytestmark = pytest.mark.filterwarnings("error")

NEEDED: dict[str, dict[str, float]] = {
    "momentum": {"momentum": 0.9},
    "nesterov": {"momentum": 0.9},
    "polyak": {"target": 0.0},
}
SOURCES = (
    "x**2",
    "abs(x)",
    "x**4",
    "x**3",
    "sqrt(x)",
    "log(x)",
    "exp(x)",
    "1/x",
    "sin(x)",
    "x",
    "(1e99*x)**2",
    "exp(x**2)",
)
Changing = Callable[[Array], Schedule]
SCHEDULES: tuple[Changing, ...] = (
    constant,
    partial(step_decay, every=7),
    partial(exponential, factor=0.5),
    partial(inverse_time, decay=1.0),
    partial(linear, steps=30, warmup=5),
    partial(cosine, steps=30, warmup=5),
    partial(one_cycle, steps=30),
    partial(range_test, steps=30),
    partial(rate_list, multiples=[1e-9, 1e9]),
    partial(chebyshev, smallest=1e-3, largest=1.0, length=16),
    partial(inverse_eigenvalues, eigenvalues=[1e-3, 1.0]),
    partial(silver, largest=1.0),
)


@settings(max_examples=25)
@given(
    st.sampled_from(sorted(FAMILIES)), st.sampled_from(SCHEDULES), st.floats(-9.0, 9.0),
    st.sampled_from([{}, {"clip": 1.0}]), st.sampled_from([1, 5]),
)  # fmt: skip
def test_every_run_of_batches_ends(
    name: str, changing: Changing, power: float, around: dict[str, float], batch: int
) -> None:
    numbers = NEEDED.get(name, {}) | around | {"batch": batch, "seed": 1}
    method = made(name, changing(frozen([10.0**power, 1.0])), **numbers)
    run = descend(mean_squared_error(houses()), method, [250.0, 250000.0], 40)
    assert np.isfinite(run.iterates).all()
    assert np.isfinite(run.losses).all()
    assert run.stopped == "max_steps" or run.n_steps < 40


def test_runs_are_tried_with_every_schedule() -> None:
    assert {changing(frozen([1.0])).name for changing in SCHEDULES} == set(KINDS)


@pytest.mark.parametrize("name", sorted(FAMILIES.keys() - {"sgd"}))
@settings(max_examples=25)
@given(
    st.sampled_from(SOURCES), st.floats(-8.0, 5.0), st.sampled_from([1e-160, 1e-3, 0.5, 3.0, 25.0, 1e90]),
    st.sampled_from([{}, {"clip": 1.0}, {"clip": 1e-300}]), st.sampled_from(SCHEDULES),
)  # fmt: skip
def test_every_run_ends(
    name: str, source: str, power: float, start: float, around: dict[str, float], changing: Changing
) -> None:
    objective = written(read_expression(source))
    numbers = NEEDED.get(name, {}) | around
    method = made(name, changing(frozen([10.0**power])), **numbers)
    with np.errstate(all="ignore"):
        assume(np.isfinite(objective.value(frozen([start]))) and np.isfinite(objective.gradient(frozen([start]))).all())
    run = descend(objective, method, [start], 40)
    assert run.n_steps <= 40
    assert np.isfinite(run.iterates).all()
    assert np.isfinite(run.losses).all()
    assert run.stopped == "max_steps" or run.n_steps < 40
