"""What is known of schedules, by independent computation: bare loops, closed forms, and PyTorch's definitions."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gdcore import Trajectory, descend, gradient_descent, houses, mean_squared_error, parabola
from gdcore.arrays import Array
from gdcore.descent.stochastic import sgd
from gdcore.errors import InputError
from gdcore.schedules.decays import exponential, inverse_time, step_decay
from gdcore.schedules.ramps import cosine, linear, one_cycle, range_test
from gdcore.schedules.rates_listed import rate_list
from gdcore.schedules.spectral import chebyshev, inverse_eigenvalues, silver, stable_order
from gdcore.studies.range_test import range_tested
from gdcore.theory.spectra import rate_eigenvalues

GOOD, START = np.array([5e-8, 0.15]), (250.0, 250_000.0)
ERROR = mean_squared_error(houses())
X, Y = houses().x, houses().y
LEAST = 907198823.4712


def loss(point: Array) -> float:
    """Return the mean squared error of a line, summed by hand."""
    return math.fsum((point[0] * X + point[1] - Y) ** 2) / len(X)


def curvatures(rates: Array) -> Array:
    """Return the eigenvalues of diag(rate) H, descending, by numpy's general routine."""
    hessian = np.array([[np.mean(X * X), np.mean(X)], [np.mean(X), 1.0]])
    return np.sort(np.linalg.eigvals(np.diag(rates) @ hessian).real)[::-1]


def test_two_steps_land_on_the_least_squares_line_in_any_order() -> None:
    eigenvalues = curvatures(np.ones(2))
    assert 1.0 / eigenvalues == pytest.approx([2.681616056795112e-07, 7.47154831504571], rel=1e-9)
    edge, first = 2.0 / eigenvalues[0], 1.0 / eigenvalues[1]
    assert (edge, first / edge) == pytest.approx((5.363232113590224e-07, 1.393e7), rel=1e-3)
    line = np.polyfit(X, Y, 1)
    for steepest_first, between in ((False, 1.16336e26), (True, 6.38847e9)):
        steps = inverse_eigenvalues([1.0, 1.0], eigenvalues, steepest_first=steepest_first)
        run = descend(ERROR, gradient_descent(steps), START, 2)
        assert run.losses[1] == pytest.approx(between, rel=1e-5)
        assert run.losses[2] == pytest.approx(LEAST, rel=1e-7)
        if steepest_first:
            assert run.iterates[2] == pytest.approx(line, rel=1e-6)


@pytest.mark.parametrize(
    ("n", "fixed", "left", "beyond", "largest"),
    [(16, 1.60488e10, 3.13766e6, 8, 13.24), (32, 1.65805e9, 15.84, 16, 13.88)],
)
def test_chebyshev_steps_leave_what_the_polynomial_says(
    n: int, fixed: float, left: float, beyond: int, largest: float
) -> None:
    high, low = curvatures(GOOD)
    assert (low, high) == pytest.approx((0.01152015, 0.32493454), rel=1e-6)
    run = descend(ERROR, gradient_descent(chebyshev(GOOD, low, high, n)), START, n)
    edges = run.learning_rates[:, 0] / GOOD[0] * high / 2.0
    assert (int((edges > 1.0).sum()), edges.max()) == (beyond, pytest.approx(largest, rel=1e-3))
    assert run.losses[-1] - ERROR.minimum == pytest.approx(left, rel=2e-2)
    assert run.losses.max() == run.losses[0]
    best = descend(ERROR, gradient_descent(2.0 / (high + low) * GOOD), START, n)
    assert best.losses[-1] - ERROR.minimum == pytest.approx(fixed, rel=1e-4)
    # After all steps no part of the error has more left than 1 / T_n.
    shrunk = np.prod(1.0 - np.outer(edges * 2.0 / high, np.linspace(low, high, 1001)), axis=0)
    assert abs(shrunk).max() == pytest.approx(1.0 / math.cosh(n * math.acosh((high + low) / (high - low))), rel=1e-6)


def test_the_stable_order_is_that_of_lebedev_and_finogenov() -> None:
    assert stable_order(1) == [1]
    assert stable_order(16) == [1, 16, 8, 9, 4, 13, 5, 12, 2, 15, 7, 10, 3, 14, 6, 11]
    assert sorted(stable_order(512)) == list(range(1, 513))


def test_silver_steps_on_a_parabola() -> None:
    run = descend(parabola(), gradient_descent(silver([1.0], 2.0)), [-1.0], 7)
    root = math.sqrt(2.0) - 1.0
    expected = [-1.0, root, -root, root**2, -root, root**2, -(root**2), root**3]
    assert run.iterates[:, 0] == pytest.approx(expected, rel=1e-9)
    multiples = silver([1.0], 1.0).rate(np.arange(8))[:, 0]
    assert multiples == pytest.approx([1.41421, 2.0, 1.41421, 3.41421, 1.41421, 2.0, 1.41421, 6.82843], rel=1e-5)


def test_silver_steps_beat_short_ones_on_the_worst_function_of_huber() -> None:
    """f is x²/2 up to a kink in the slope at delta, of slope delta beyond, from x = 1: L is 1 and the minimum 0."""

    def left(rates: Array) -> float:
        worst = 0.0
        for delta in np.linspace(1e-3, 0.2, 2000):
            x = 1.0
            for rate in rates:
                x -= rate * max(-delta, min(delta, x))
            worst = max(worst, x * x / 2.0 if abs(x) <= delta else delta * abs(x) - delta * delta / 2.0)
        return worst

    n = 63
    assert left(silver([1.0], 1.0).rate(np.arange(n))[:, 0]) == pytest.approx(0.001266, rel=1e-2)
    assert left(np.ones(n)) == pytest.approx(1.0 / (4 * n + 2), rel=1e-3)


def test_the_range_test_turns_exactly_at_the_edge() -> None:
    run = descend(parabola(), gradient_descent(range_test([1e-4], 200, 1e5)), [-1.0], 200)
    rates = np.geomspace(1e-4, 10.0, 200)
    np.testing.assert_allclose(run.learning_rates[:, 0], rates, rtol=1e-12)
    test = range_tested(run)
    assert test.edge == pytest.approx([1.0])
    assert test.turn == test.beyond == np.argmax(rates > 1.0)
    assert test.least is not None
    assert (rates[test.least], rates[test.least + 1]) == pytest.approx((0.9884959, 1.0473709), rel=1e-6)
    factors = np.cumprod((1.0 - 2.0 * rates) ** 2)
    smooth = np.array([np.average(factors[: k + 1], weights=0.98 ** np.arange(k, -1, -1)) for k in range(200)])
    assert test.stop == np.argmax(smooth > 4.0 * np.minimum.accumulate(smooth))
    first, end = (test.stop + 1) // 10, test.stop + 1 - 5
    falling = min(int(np.argmin(smooth)) + 1, end) - first
    assert test.suggestion == first - 1 + int(falling / 3) + int(falling / 6)


def test_only_a_range_test_has_its_findings() -> None:
    with pytest.raises(InputError, match='expected "range_test", got "constant"'):
        range_tested(descend(parabola(), gradient_descent([0.1]), [1.0], 3))


def test_a_range_test_on_a_line_tells_the_edge_and_turns_no_earlier() -> None:
    run = descend(ERROR, gradient_descent(range_test(1e-3 * GOOD, 120, 1e5)), START, 120)
    test = range_tested(run)
    assert test.edge == pytest.approx(2.0 / curvatures(GOOD)[0] * GOOD, rel=1e-9)
    assert test.turn is not None
    assert test.beyond is not None
    assert test.turn >= test.beyond
    drawn = range_tested(descend(ERROR, sgd(range_test(1e-3 * GOOD, 120, 1e5)), START, 120))
    assert drawn.edge is None


def test_ramps_and_decays_are_what_pytorch_computes() -> None:
    """By the definitions of StepLR, ExponentialLR, CosineAnnealingLR and OneCycleLR, as recursions or phases."""
    k, n, peak = np.arange(30), 30, 0.4
    assert step_decay([peak], 7).rate(k)[:, 0] == pytest.approx([peak * 0.1 ** (i // 7) for i in k])
    assert exponential([peak], 0.8).rate(k)[:, 0] == pytest.approx(peak * np.cumprod([1.0, *[0.8] * 29]))
    assert inverse_time([peak], 0.5).rate(k)[:, 0] == pytest.approx([peak / (1 + 0.5 * i) for i in k])
    low, rates = 0.1 * peak, [peak]
    for i in range(1, n):  # the recursion of CosineAnnealingLR
        turn = (1 + math.cos(math.pi * i / n)) / (1 + math.cos(math.pi * (i - 1) / n))
        rates.append(turn * (rates[-1] - low) + low)
    assert cosine([peak], n, floor=0.1).rate(k)[:, 0] == pytest.approx(rates)
    warm = linear([peak], n, warmup=10, floor=1.0).rate(k)[:, 0]
    assert warm == pytest.approx([peak * min(1.0, (i + 1) / 10) for i in k])
    one, top = one_cycle([peak], n).rate(k)[:, 0], 0.3 * n - 1
    assert (int(np.argmax(one)), one.max(), one[0]) == (top, pytest.approx(peak), pytest.approx(peak / 25))
    assert one[-1] == pytest.approx(peak / 25e4)
    share = (20 - top) / (n - 1 - top)
    assert one[20] == pytest.approx(peak / 25e4 + (peak - peak / 25e4) * (1 + math.cos(math.pi * share)) / 2)
    assert rate_list([2.0, 1.0], [[0.1, 0.2], [0.3, 0.4]]).rate(np.arange(3)).tolist() == pytest.approx(
        np.array([[0.2, 0.2], [0.6, 0.4], [0.2, 0.2]])
    )


def test_a_falling_rate_removes_the_noise_that_a_constant_one_keeps() -> None:
    def spread(run: Trajectory) -> float:
        return float(np.mean(run.losses[-200:]) - LEAST)

    seeds = range(2)
    kept = [spread(descend(ERROR, sgd(GOOD, seed=seed), START, 1000)) for seed in seeds]
    removed = [spread(descend(ERROR, sgd(inverse_time(GOOD, 0.01), seed=seed), START, 1000)) for seed in seeds]
    assert max(removed) < min(kept)
    assert rate_eigenvalues(ERROR, GOOD) == pytest.approx(curvatures(GOOD), rel=1e-6)
