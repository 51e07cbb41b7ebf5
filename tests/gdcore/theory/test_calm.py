"""Calm runs: those that are not followed do what they would be seen to do if they were."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from gdcore.arrays import Array
from gdcore.descent.method import Method
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import written
from gdcore.objectives.objective import Objective
from gdcore.sweeps.sweep import sweep
from gdcore.theory.calm import calm

RULES: dict[str, Callable[[Array], Method]] = {
    "plain": gradient_descent,
    "momentum": partial(momentum, momentum=0.8),
    "nesterov": partial(nesterov, momentum=0.5),
}
FUNCTIONS = {
    "two wells": ("x**4 - 3*x**2 + x", [1.6], 0.3),
    "curved valley": ("(1 - x)**2 + 20*(y - x**2)**2", [-1.0, 1.0], 0.03),
    "waves": ("sin(3*x) + x**2/10 + y**2", [2.0, 1.0], 0.4),
    "flat": ("x**4 + y**2", [1.0, 1.0], 0.8),
    "three": ("x**2 + 2*y**2 + z**2 + x*y*z/5", [1.0, -1.0, 0.5], 0.8),
}


def objective_of(name: str) -> Objective:
    return written(read_expression(FUNCTIONS[name][0]))


def rates_of(name: str, n: int = 8) -> Array:
    _, start, high = FUNCTIONS[name]
    return np.repeat(np.geomspace(high / 60.0, high, n)[:, None], len(start), axis=1)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_verdict_is_the_same_if_no_run_is_taken_for_calm(
    name: str, rule: Callable[[Array], Method], monkeypatch: pytest.MonkeyPatch
) -> None:
    objective, start = objective_of(name), FUNCTIONS[name][1]
    found = sweep(objective, rule, rates_of(name), start, 60).kind
    none = lambda points, *_: (np.zeros(points.shape[1], dtype=bool), np.zeros(points.shape[1:]))  # noqa: E731
    monkeypatch.setattr("gdcore.theory.observed.calm", none)
    np.testing.assert_array_equal(found, sweep(objective, rule, rates_of(name), start, 60).kind)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.parametrize("name", ["two wells", "curved valley", "waves", "three"])
def test_a_calm_run_comes_to_rest_where_it_is_said_to(name: str, rule: Callable[[Array], Method]) -> None:
    objective, start = objective_of(name), FUNCTIONS[name][1]
    n_calm = 0
    for rates in rates_of(name):
        run = descend(objective, rule(rates), start, 60)
        (is_calm,), places = calm(run.iterates[:, None], run.losses[:, None], objective, rule(rates))
        if is_calm:
            n_calm += 1
            far = descend(objective, rule(rates), start, 60_000).iterates[-1]
            np.testing.assert_allclose(places[0], far, atol=1e-5)
    assert n_calm > 2


def test_no_run_is_calm_on_ground_with_kinks_or_while_its_loss_rises() -> None:
    kinked = written(read_expression("abs(x) + x**2"))
    run = descend(kinked, gradient_descent([0.001]), [1.0], 100)
    assert not calm(run.iterates[:, None], run.losses[:, None], kinked, run.method)[0].any()
    bowl = written(read_expression("x**2"))
    leaving = descend(bowl, gradient_descent([1.1]), [1.0], 100)
    assert not calm(leaving.iterates[:, None], leaving.losses[:, None], bowl, leaving.method)[0].any()
