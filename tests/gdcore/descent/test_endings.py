"""How a run ends: by overflow, outside the domain, within its tolerance; and which runs cannot begin."""

from __future__ import annotations

import math
import sys
from fractions import Fraction

import numpy as np
import pytest

from gdcore.arrays import frozen
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.errors import InputError
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import written
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from tests.gdcore.descent.runs import BLOW_UP, on_houses, on_parabola

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize("rate", [1.2, 5.0, 1e3, 1e60])
def test_overflow_ends_the_run_at_the_last_finite_loss(rate: float) -> None:
    factor, exact, last = 1 - 2 * Fraction(rate), Fraction(1), 0
    while exact * factor**2 <= Fraction(sys.float_info.max):
        exact, last = exact * factor**2, last + 1
    run = on_parabola(rate, 5000)
    assert (run.stopped, run.n_steps, run.overflow_step) == ("overflow", last, last + 1)
    assert run.losses[-1] == pytest.approx(float(exact), rel=1e-9)
    for array in (run.iterates, run.losses, run.gradients):
        assert len(array) == last + 1
        assert np.isfinite(array).all()
    assert run.loss_evaluations == last + 2
    assert run.gradient_evaluations == last + 1


def test_overflow_in_the_first_step_leaves_the_start_alone() -> None:
    run = on_parabola(1e200)
    assert (run.n_steps, run.overflow_step, run.iterates.tolist()) == (0, 1, [[-1.0]])


def test_houses_overflow_without_a_warning() -> None:
    run = on_houses(momentum(frozen(BLOW_UP), 0.05), 5000)
    assert run.stopped == "overflow"
    assert sys.float_info.max / 10 < run.losses[-1] < math.inf
    assert np.isfinite(run.gradients).all()


def test_a_loss_that_is_not_a_number_ends_the_run_before_it() -> None:
    logarithm = Objective(
        "log", ("x",), lambda p: np.log(p[..., 0]), lambda p: 1 / p, lambda p: -1 / p[..., None] ** 2, frozen([[0, 2]])
    )
    run = descend(logarithm, gradient_descent(frozen([0.6])), frozen([1.0]), 10)
    assert (run.stopped, run.n_steps, run.overflow_step) == ("domain", 1, None)
    assert run.iterates[:, 0] == pytest.approx([1.0, 0.4])
    assert run.left_at is not None
    assert run.left_at.tolist() == pytest.approx([0.4 - 0.6 / 0.4])


@pytest.mark.parametrize(("source", "start", "rate"), [("asin(x)", 0.5, 1.0), ("sqrt(x)", 0.9, 1.2)])
def test_a_slope_asked_for_outside_the_domain_is_no_overflow(source: str, start: float, rate: float) -> None:
    run = descend(written(read_expression(source)), nesterov(frozen([rate]), 0.9), frozen([start]), 50)
    assert (run.stopped, run.overflow_step) == ("domain", None)


def test_a_division_by_zero_in_an_objective_raises_no_warning() -> None:
    pole = Objective(
        "pole", ("x",), lambda p: 1 / p[..., 0], lambda p: -1 / p**2, lambda p: 2 / p[..., None] ** 3, frozen([[0, 2]])
    )
    run = descend(pole, gradient_descent(frozen([1.0])), frozen([-1.0]), 10)
    assert (run.stopped, run.n_steps) == ("overflow", 0)


@pytest.mark.parametrize(
    ("tolerance", "n_steps", "stopped"),
    [
        (None, 50, "max_steps"),
        (0.75, 1, "tolerance"),
        (0.1875, 2, "tolerance"),
        (math.nextafter(0.1875, 0.0), 3, "tolerance"),
        (1e-6, 11, "tolerance"),
        (math.inf, 1, "tolerance"),
    ],
)
def test_a_run_ends_at_the_first_change_within_the_tolerance(
    tolerance: float | None, n_steps: int, stopped: str
) -> None:
    run = on_parabola(0.25, 50, tolerance)  # x halves, so step k changes the loss by 3 / 4**k, exactly
    assert (run.n_steps, run.stopped) == (n_steps, stopped)


def test_zero_tolerance_ends_a_run_only_when_the_loss_stays_the_same() -> None:
    assert on_parabola(1.0, 9, 0.0).n_steps == 1
    assert on_parabola(0.5, 9, 0.0).n_steps == 2
    assert on_parabola(0.8, 9, 0.0).n_steps == 9
    assert on_parabola(1.0, 9, None).n_steps == 9


def test_tolerance_bounds_a_rise_as_well_as_a_fall() -> None:
    assert on_parabola(1.2, 9, 0.97).n_steps == 1  # the first step raises the loss by 1.96 - 1
    assert on_parabola(1.2, 9, 0.95).n_steps == 9


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"start": [1.0, 2.0]}, r"start: expected 1 numbers, got shape \(2,\)"),
        ({"start": 1.0}, r"start: expected 1 numbers, got shape \(\)"),
        ({"start": [math.nan]}, r"start: the loss must be finite there, got \[nan\]"),
        ({"start": [-math.inf]}, r"start: the loss must be finite there, got \[-inf\]"),
        ({"start": [1e200]}, r"start: the loss must be finite there, got \[1e\+200\]"),
        ({"n_steps": 0}, "steps: must be between 1 and 1000000, got 0"),
        ({"n_steps": -3}, "steps: must be between 1 and 1000000, got -3"),
        ({"n_steps": 1_000_001}, "steps: must be between 1 and 1000000, got 1000001"),
        ({"tolerance": -1e-9}, "tolerance: must be >= 0, got -1e-09"),
        ({"tolerance": math.nan}, "tolerance: must be >= 0, got nan"),
        ({"method": gradient_descent(frozen([0.1, 0.2]))}, "learning_rate: expected 1 numbers, got 2"),
    ],
)
def test_a_run_that_cannot_begin_is_refused(bad: dict[str, object], message: str) -> None:
    usable = {"objective": parabola(), "method": gradient_descent(frozen([0.1])), "start": [1.0], "n_steps": 3}
    with pytest.raises(InputError, match=message) as caught:
        descend(**(usable | bad))  # type: ignore[arg-type]
    assert isinstance(caught.value, ValueError)


def test_a_gradient_that_is_not_finite_at_the_start_is_refused() -> None:
    kink = Objective(
        "root",
        ("x",),
        lambda p: np.sqrt(p[..., 0]),
        lambda p: 0.5 / np.sqrt(p),
        lambda p: p[..., None],
        frozen([[0, 1]]),
    )
    with pytest.raises(InputError, match=r"start: the gradient must be finite there, got \[0\.0\]"):
        descend(kink, gradient_descent(frozen([0.1])), frozen([0.0]), 3)
