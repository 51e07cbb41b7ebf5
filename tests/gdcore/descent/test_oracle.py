"""Each method that optax has, too, step by step against it, in double precision; skipped where it is not installed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gdcore.arrays import Array, frozen
from gdcore.descent.method import Method
from gdcore.descent.trajectory import descend
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import written
from gdcore.methods.registry import made
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import houses

pytestmark = pytest.mark.heavy
optax = pytest.importorskip("optax", reason="optax is not installed")
jax = pytest.importorskip("jax", reason="jax is not installed")
jax.config.update("jax_enable_x64", True)

STEPS = 200
OBJECTIVES: dict[str, tuple[Objective, list[float], float]] = {
    "parabola": (parabola(), [-1.0], 0.05),
    "houses": (mean_squared_error(houses()), [250.0, 250_000.0], 5.0),
    "valley": (written(read_expression("(1 - x)**2 + 20*(y - x**2)**2")), [-1.2, 1.0], 0.01),
    "waves": (written(read_expression("x**2/10 + 1 - cos(x) + y**4")), [4.0, 1.5], 0.02),
    "three": (written(read_expression("x**2 + 3*y**2 + cosh(z) + x*y")), [1.0, -2.0, 0.5], 0.05),
}
METHODS: dict[str, tuple[dict[str, float], Callable[[float], Any]]] = {
    "gradient_descent": ({"clip": 0.7}, lambda rate: optax.chain(optax.clip_by_global_norm(0.7), optax.sgd(rate))),
    "momentum": ({"momentum": 0.9, "clip": 2.0}, lambda rate: optax.chain(
        optax.clip_by_global_norm(2.0), optax.sgd(rate, momentum=0.9))),
    "adagrad": ({"epsilon": 1e-300}, lambda rate: optax.chain(
        optax.scale_by_rss(initial_accumulator_value=0.0, eps=0.0), optax.scale(-rate))),
    "rmsprop": ({"decay": 0.9, "epsilon": 1e-8}, lambda rate: optax.rmsprop(
        rate, decay=0.9, eps=1e-8, eps_in_sqrt=False)),
    "adam": ({}, optax.adam),
    "adamw": ({"weight_decay": 0.1}, lambda rate: optax.adamw(rate, weight_decay=0.1)),
}  # fmt: skip


def theirs(objective: Objective, start: list[float], rule: Any) -> Array:
    """Return the iterates of an optimiser of optax on the slopes of an objective of ours."""
    point = jax.numpy.asarray(start, dtype="float64")
    state, found = rule.init(point), [np.array(point)]
    for _ in range(STEPS):
        slope = jax.numpy.asarray(objective.gradient(np.array(point)))
        updates, state = rule.update(slope, state, point)
        point = optax.apply_updates(point, updates)
        found.append(np.array(point))
    return frozen(found)


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("place", OBJECTIVES)
def test_each_step_is_that_of_optax(name: str, place: str) -> None:
    objective, start, rate = OBJECTIVES[place]
    numbers, make = METHODS[name]
    if place == "houses" and "clip" in numbers:
        rate = 1e-6
    method: Method = made(name, frozen([rate] * len(start)), **numbers)
    run = descend(objective, method, start, STEPS)
    assert run.n_steps == STEPS
    other = theirs(objective, start, make(rate))
    scale = abs(other).max(axis=0)
    assert abs((run.iterates - other) / scale).max() <= 1e-10
