"""Schedules as values, and the steps of every method under one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gdcore import Method, constant, descend, gradient_descent, houses, mean_squared_error, parabola
from gdcore.arrays import Array, frozen
from gdcore.descent.trajectory import continued
from gdcore.errors import InputError
from gdcore.schedules.schedule import Rates, Schedule
from gdcore.sweeps.fronts import STOPS
from gdcore.sweeps.sweep import sweep
from tests.gdcore.sweeps.test_sweep import ON_ROWS, RULES

EVERY = {**RULES, **ON_ROWS}
START = (250.0, 250_000.0)


def growing(k: Array) -> Array:
    """Return 1, 1.5, 2, ..."""
    return 1.0 + 0.5 * k[:, None]


GROWING = Schedule("growing", frozen([1e-8, 0.02]), growing)


def test_a_schedule_says_the_rates_of_one_step_and_of_many() -> None:
    assert GROWING.rate(2).tolist() == [2e-8, 0.04]
    assert GROWING.rate(np.arange(3)).tolist() == [GROWING.rate(k).tolist() for k in range(3)]
    assert list(GROWING.rows(5000)) == GROWING.rate(np.arange(5000)).tolist()
    assert GROWING.later(3).rate(0).tolist() == GROWING.rate(3).tolist()
    assert GROWING.at([1.0]).rate(np.arange(2)).tolist() == [[1.0], [1.5]]


def test_rates_that_are_no_schedule_are_refused() -> None:
    plain = gradient_descent([0.1])
    with pytest.raises(InputError, match=r"schedule: expected one such as constant\(\[0.1\]\), got \[0.1\]"):
        Method("mine", [0.1], plain.init, plain.step)  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", EVERY.values(), ids=EVERY)
def test_every_method_takes_the_rate_of_each_step(rule) -> None:
    """Each step is that of the same method at a constant rate, from the same point and state."""
    error, n_steps = mean_squared_error(houses()), 12
    run = descend(error, rule(GROWING), START, n_steps)
    place, state = frozen(START), rule(GROWING).init(error, frozen(START))
    for k in range(n_steps):
        fixed = replace(rule(constant(GROWING.rate(k))), init=lambda _o, _s: state)  # noqa: B023
        one = descend(error, fixed, place, 1)
        place, state = one.iterates[1], one.state
        assert run.iterates[k + 1].tolist() == place.tolist()
    assert run.evaluations[-1].tolist() == [run.loss_evaluations, run.gradient_evaluations]


@pytest.mark.parametrize("rule", EVERY.values(), ids=EVERY)
def test_a_sweep_agrees_with_descend_and_a_run_with_its_parts(rule) -> None:
    error, scales = mean_squared_error(houses()), frozen([1.0, 3.0, 40.0])
    method = rule(GROWING)
    fates = sweep(error, lambda rates: rule(GROWING.at(rates)), scales[:, None] * GROWING.learning_rate, START, 15)
    for i, scale in enumerate(scales):
        run = descend(error, rule(GROWING.at(scale * GROWING.learning_rate)), START, 15)
        assert (fates.ends[i].tolist(), STOPS[fates.stopped[i]]) == (run.iterates[-1].tolist(), run.stopped)
    part = continued(descend(error, method, START, 7), 8)
    assert part.iterates[-1].tolist() == descend(error, method, START, 15).iterates[-1].tolist()


def test_a_run_that_comes_back_does_not_repeat_itself_at_another_rate() -> None:
    """At rates 1, 1, 1, ..., 0.25 the run on x**2 goes to and fro until the rate falls."""
    steps: Rates = Schedule("late", frozen([1.0]), _late)
    run = descend(parabola(), gradient_descent(steps), [1.0], 60)
    assert run.iterates[:50, 0].tolist() == [1.0, -1.0] * 25
    assert run.iterates[-1, 0] == pytest.approx(0.5**10, rel=1e-12)


def _late(k: Array) -> Array:
    return np.where(k < 50, 1.0, 0.25)[:, None]
