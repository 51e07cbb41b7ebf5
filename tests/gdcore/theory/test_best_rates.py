"""Condition numbers, and the rates that no other pair beats."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore.arrays import Array, frozen
from gdcore.descent.momentum import momentum
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.errors import InputError
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.tables.table import houses
from gdcore.theory.verdict import best_heavy_ball, best_rate, condition_number, judge
from tests.gdcore.theory.quadratics import GOOD, bowl, houses_hessian, magnitudes, on_houses, radius, two_step

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize("slope", [[1.0, 2.0], [1.0, 3.0], [0.6, 0.8], [1.0, 2.0, 3.0]])
def test_a_flat_direction_hidden_by_rounding_has_no_condition_number(slope: list[float]) -> None:
    assert condition_number(bowl(np.outer(slope, slope))) is None


def test_condition_number_of_the_houses() -> None:
    raw = mean_squared_error(houses())
    assert condition_number(raw) == pytest.approx(2.786e7, rel=2e-4)
    assert condition_number(raw) == pytest.approx(np.linalg.cond(houses_hessian()), rel=1e-6)


def plain_radius(curvatures: Array, rate: float) -> float:
    return float(abs(1 - rate * curvatures).max())


def test_the_best_rate_for_the_houses() -> None:
    curvatures = np.linalg.eigvalsh(houses_hessian())
    best = best_rate(curvatures)
    assert best.learning_rate == pytest.approx(2 / np.trace(houses_hessian()), rel=1e-12)
    assert best.factor == pytest.approx((2.786e7 - 1) / (2.786e7 + 1), rel=1e-10)
    assert best.momentum == 0.0


def test_the_best_multiple_of_given_rates() -> None:
    eigenvalues = np.linalg.eigvals(np.diag(GOOD) @ houses_hessian())
    best = best_rate(eigenvalues)
    assert best.learning_rate == pytest.approx(2 / (0.324935 + 0.0115201), rel=1e-5)
    multiples = best.learning_rate * np.array([0.99, 1.0, 1.01])
    below, at, above = (
        judge(on_houses(gradient_descent(frozen([5e-8 * m, 0.15 * m])), 2)).predicted_factor for m in multiples
    )
    assert at == pytest.approx(best.factor, rel=1e-9)
    assert below is not None
    assert above is not None
    assert best.factor < min(below, above)


def test_equal_curvatures_need_one_step() -> None:
    assert dataclasses.astuple(best_rate([4.0, 4.0])) == (0.25, 0.0, 0.0)
    assert dataclasses.astuple(best_heavy_ball([4.0, 4.0])) == (0.25, 0.0, 0.0)
    circle = standardised_error(houses())
    assert circle.minimiser is not None
    best = best_rate(np.linalg.eigvalsh(circle.hessian(circle.minimiser)))
    assert best.learning_rate == pytest.approx(1.0, rel=1e-12)


@settings(max_examples=50, deadline=None)
@given(curvatures=st.lists(magnitudes, min_size=1, max_size=4), beside=st.floats(-0.5, 0.5))
def test_no_other_rate_is_faster_than_the_best(curvatures: list[float], beside: float) -> None:
    best = best_rate(curvatures)
    reached = plain_radius(np.array(curvatures), best.learning_rate)
    assert best.factor == pytest.approx(reached, rel=1e-9, abs=1e-12)
    assert best.factor <= plain_radius(np.array(curvatures), best.learning_rate * (1 + beside)) + 1e-12


@settings(max_examples=50, deadline=None)
@given(
    curvatures=st.lists(magnitudes, min_size=1, max_size=4),
    beside=st.tuples(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5)),
)
def test_no_other_pair_is_faster_than_the_best_heavy_ball(curvatures: list[float], beside: tuple[float, float]) -> None:
    def reached(rate: float, beta: float) -> float:
        return radius(two_step("momentum", rate * np.diag(curvatures), beta))

    best = best_heavy_ball(curvatures)
    # The best pair has double roots, which a matrix gives to the square root of the precision.
    assert best.factor == pytest.approx(reached(best.learning_rate, best.momentum), abs=1e-6)
    beta = min(best.momentum * (1 + beside[1]), 0.999)
    assert best.factor <= reached(best.learning_rate * (1 + beside[0]), beta) + 1e-6
    k = max(curvatures) / min(curvatures)
    assert best.factor == pytest.approx((k**0.5 - 1) / (k**0.5 + 1), rel=1e-9, abs=1e-12)
    assert best.factor <= best_rate(curvatures).factor


def test_the_best_heavy_ball_outruns_the_best_plain_descent() -> None:
    narrow = bowl(np.diag([1.0, 100.0]))
    plain, heavy = best_rate([1.0, 100.0]), best_heavy_ball([1.0, 100.0])
    slow = descend(narrow, gradient_descent(frozen([plain.learning_rate] * 2)), frozen([1, 1]), 100)
    fast = descend(narrow, momentum(frozen([heavy.learning_rate] * 2), heavy.momentum), frozen([1, 1]), 100)
    assert slow.losses[-1] == pytest.approx(slow.losses[0] * (99 / 101) ** 200, rel=1e-9)
    assert fast.losses[-1] < 1e-10 * slow.losses[-1]
    assert judge(fast).predicted_factor == pytest.approx(9 / 11, rel=1e-6)


@pytest.mark.parametrize("best", [best_rate, best_heavy_ball])
@pytest.mark.parametrize(
    "curvatures", [[], [0.0, 1.0], [-1.0, 1.0], [-1.0], [1.0, math.inf], [math.nan], [1e-17, 1.0], [[1.0, 2.0]]]
)
def test_curvatures_without_a_best_rate_are_refused(best: Callable[[object], object], curvatures: object) -> None:
    with pytest.raises(InputError, match="curvatures: expected finite numbers > 0, got"):
        best(curvatures)
