"""Runs against closed forms, an independent loop over the residuals, and the published tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore.arrays import Array, frozen
from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.method import Method
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.descent.trajectory import descend
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import houses
from tests.gdcore.descent.runs import BLOW_UP, GOOD, on_houses, on_parabola

pytestmark = pytest.mark.filterwarnings("error")


def by_hand(rate: tuple[float, float], beta: float, n_steps: int) -> tuple[list[float], tuple[float, float]]:
    """Heavy ball on the houses from the residuals of all rows: the losses, and where it ends."""
    x, y = houses().x, houses().y
    a, b, va, vb, losses = 250.0, 250_000.0, 0.0, 0.0, []
    for _ in range(n_steps + 1):
        r = a * x + b - y
        losses.append(float(np.mean(r * r)))
        end = (a, b)
        va, vb = beta * va - rate[0] * float(np.mean(x * r)), beta * vb - rate[1] * float(np.mean(r))
        a, b = a + va, b + vb
    return losses, end


@pytest.mark.parametrize(
    ("rate", "iterates"),
    [
        (0.8, [-1.0, 0.6, -0.36, 0.216]),
        (1.0, [-1.0, 1.0, -1.0, 1.0]),
        (1.2, [-1.0, 1.4, -1.96, 2.744]),
        (1.1, [-1.0, 1.2, -1.44, 1.728]),
        (0.5, [-1.0, 0.0, 0.0, 0.0]),
    ],
)
def test_parabola_visits_the_published_points(rate: float, iterates: list[float]) -> None:
    run = on_parabola(rate)
    np.testing.assert_allclose(run.iterates[:, 0], iterates, rtol=1e-14)
    np.testing.assert_allclose(run.losses, np.square(iterates), rtol=1e-14)
    np.testing.assert_allclose(run.gradients[:, 0], np.multiply(iterates, 2), rtol=1e-14)


@settings(deadline=None)
@given(rate=st.floats(1e-3, 3.0), start=st.floats(-100, 100).filter(lambda x: abs(x) > 1e-3))
def test_parabola_follows_the_closed_form(rate: float, start: float) -> None:
    run = on_parabola(rate, 20, start=start)
    exact = [float((1 - 2 * Fraction(rate)) ** k * Fraction(start)) for k in range(21)]
    # Each step rounds at the size of the point before it, so a point can be no surer than that.
    sureness = np.maximum.accumulate(np.abs(exact)) if abs(1 - 2 * rate) > 1 else np.abs(exact[:1] + exact[:-1])
    assert (np.abs(run.iterates[:, 0] - exact) <= 1e-13 * sureness + 1e-300).all()


@pytest.mark.parametrize(
    ("method", "k", "loss"),
    [
        (gradient_descent(frozen(GOOD)), 0, 1.56249e11),
        (gradient_descent(frozen(GOOD)), 150, 9.09735e8),
        (gradient_descent(frozen(BLOW_UP)), 7, 4.55233e12),
        (gradient_descent(frozen(BLOW_UP)), 150, 7.30937e42),
        (halving(frozen(BLOW_UP)), 150, 9.28435e8),
        (momentum(frozen(BLOW_UP), 0.13), 150, 4.64662e13),
        (momentum(frozen(BLOW_UP), 0.14), 150, 5.25497e10),
        (momentum(frozen(BLOW_UP), 0.5), 150, 9.07225e8),
    ],
)
def test_houses_reach_the_published_losses(method: Method, k: int, loss: float) -> None:
    run = on_houses(method)
    assert (run.n_steps, run.stopped) == (150, "max_steps")
    assert run.losses[k] == pytest.approx(loss, rel=1e-5)


@pytest.mark.parametrize(
    ("method", "a", "b"),
    [(gradient_descent(frozen(GOOD)), 144.859, 51923.6), (halving(frozen(BLOW_UP)), 141.700, 59893.1)],
)
def test_houses_reach_the_published_lines(method: Method, a: float, b: float) -> None:
    end = on_houses(method).iterates[-1]
    assert end[0] == pytest.approx(a, abs=5e-4)
    assert end[1] == pytest.approx(b, abs=5e-2)


@pytest.mark.parametrize(
    ("rate", "beta"), [(GOOD, 0.0), (BLOW_UP, 0.0), (BLOW_UP, 0.13), (BLOW_UP, 0.14), (BLOW_UP, 0.5)]
)
def test_houses_agree_with_a_loop_over_all_rows(rate: tuple[float, float], beta: float) -> None:
    run = on_houses(momentum(frozen(rate), beta) if beta else gradient_descent(frozen(rate)))
    losses, end = by_hand(rate, beta, 150)
    np.testing.assert_allclose(run.losses, losses, rtol=1e-9)
    np.testing.assert_allclose(run.iterates[-1], end, rtol=1e-9)


def test_at_the_good_rates_every_step_lowers_the_loss() -> None:
    run = on_houses(gradient_descent(frozen(GOOD)))
    assert not run.rose.any()
    assert (np.diff(run.losses) < 0).all()


def test_at_the_blow_up_rates_every_later_step_raises_the_loss_by_one_factor() -> None:
    losses = on_houses(gradient_descent(frozen(BLOW_UP))).losses
    np.testing.assert_allclose(losses[101:] / losses[100:-1], 1.6264, atol=5e-5)


def test_the_error_is_multiplied_by_one_matrix_each_step() -> None:
    x, y = houses().x, houses().y
    hessian = np.array([[np.mean(x * x), np.mean(x)], [np.mean(x), 1.0]])
    shrink = np.eye(2) - np.diag(BLOW_UP) @ hessian
    error = np.array([250.0, 250_000.0]) - np.polyfit(x, y, 1)
    run = on_houses(gradient_descent(frozen(BLOW_UP)), 7)
    predicted = np.polyfit(x, y, 1) + np.linalg.matrix_power(shrink, 7) @ error
    np.testing.assert_allclose(run.iterates[7], predicted, rtol=1e-8)


def test_halving_halves_nineteen_times() -> None:
    run = on_houses(halving(frozen(BLOW_UP)))
    assert len(run.rejected) == 19
    assert not run.rose.any()
    assert run.loss_evaluations == 1 + 150 + 19


RULES: dict[str, Callable[[Array], Method]] = {
    "plain": gradient_descent,
    "halving": halving,
    "backtracking": backtracking,
    "momentum": lambda rate: momentum(rate, 0.3),
    "nesterov": lambda rate: nesterov(rate, 0.3),
    "sgd": sgd,
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_trajectory_is_immutable_float64_and_belongs_together_by_row(rule: Callable[[Array], Method]) -> None:
    run = on_houses(rule(frozen(BLOW_UP)), 12)
    shapes = (run.iterates.shape, run.losses.shape, run.gradients.shape)
    assert shapes == ((13, 2), (13,), (13, 2))
    for array in (run.iterates, run.losses, run.gradients, run.start, *(r.point for r in run.rejected)):
        assert array.dtype == np.float64
        assert not array.flags.writeable
    with pytest.raises(dataclasses.FrozenInstanceError):
        run.stopped = "stalled"  # type: ignore[misc]
    x, y = houses().x, houses().y
    residuals = run.iterates[:, :1] * x + run.iterates[:, 1:] - y
    np.testing.assert_allclose(run.losses, np.mean(residuals**2, axis=1), rtol=1e-12)
    by_rows = np.stack([np.mean(x * residuals, axis=1), np.mean(residuals, axis=1)], axis=1)
    np.testing.assert_allclose(run.gradients, by_rows, rtol=1e-9)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_evaluations_count_what_it_took_to_get_to_each_iterate(rule: Callable[[Array], Method]) -> None:
    run = on_houses(rule(frozen(BLOW_UP)), 30)
    assert run.evaluations.shape == (run.n_steps + 1, 2)
    assert run.evaluations.dtype == np.int64
    assert not run.evaluations.flags.writeable
    for k in range(run.n_steps + 1):
        refused = sum(r.k < k for r in run.rejected)
        assert run.evaluations[k].tolist() == [1 + k + refused, k]
    assert run.evaluations[-1].tolist() == [run.loss_evaluations, run.gradient_evaluations]


def test_every_loss_that_a_search_looks_at_is_counted() -> None:
    """checked_start looks at the loss of the start once, before the run begins."""
    asked: list[Array] = []
    whole = mean_squared_error(houses())

    def value(points: Array) -> Array:
        asked.append(points)
        return whole.value(points)

    objective = dataclasses.replace(whole, value=value)
    run = descend(objective, backtracking(frozen(BLOW_UP), 0.3), frozen([250.0, 250_000.0]), 40)
    assert run.rejected
    assert run.loss_evaluations == len(asked) - 1


def test_the_trials_of_a_stalled_step_belong_to_no_iterate() -> None:
    peak = Objective(
        "peak",
        ("x",),
        lambda p: np.where(p[..., 0] == 1.0, 0.0, 1.0),
        np.ones_like,
        lambda p: np.ones((*p.shape, 1)),
        frozen([[0, 2]]),
    )
    run = descend(peak, halving(frozen([1.0])), frozen([1.0]), 5)
    assert run.stopped == "stalled"
    assert run.evaluations.tolist() == [[1, 0]]
    assert (run.loss_evaluations, run.gradient_evaluations) == (1 + len(run.rejected), 1)
    assert len(run.rejected) > 50


def test_an_overflowing_step_is_counted_but_has_no_row() -> None:
    run = on_parabola(1e60, 10)
    assert (run.stopped, run.n_steps) == ("overflow", 2)
    assert run.evaluations.tolist() == [[1, 0], [2, 1], [3, 2]]
    assert (run.loss_evaluations, run.gradient_evaluations) == (4, 3)


def test_a_run_does_not_depend_on_the_callers_array() -> None:
    start = np.array([-1.0])
    run = descend(parabola(), gradient_descent(frozen([0.8])), start, 3)
    start[0] = 5.0
    assert run.start.tolist() == [-1.0]


def test_rose_tells_the_steps_that_ended_higher() -> None:
    assert on_parabola(0.8).rose.tolist() == [False] * 3
    assert on_parabola(1.0).rose.tolist() == [False] * 3
    assert on_parabola(1.2).rose.tolist() == [True] * 3


def test_the_same_run_twice_gives_the_same_bits() -> None:
    first, second = (on_houses(momentum(frozen(BLOW_UP), 0.5)) for _ in range(2))
    assert first.iterates.tobytes() == second.iterates.tobytes()
    assert first.losses.tobytes() == second.losses.tobytes()
