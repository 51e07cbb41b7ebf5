"""The condition number that a run feels, against numpy's eigenvalues and loops of their own."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdcore.built_in.runs import BLOW_UP_RATES, GOOD_RATES, HOUSES_START
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import houses
from gdcore.theory.felt_condition import felt_condition_number, steps_to_leave
from gdcore.theory.standard_units import rescaled
from gdcore.theory.verdict import condition_number

pytestmark = pytest.mark.filterwarnings("error")

X, Y = houses().x, houses().y
H = np.array([[np.mean(X * X), X.mean()], [X.mean(), 1.0]])
RAW, START = mean_squared_error(houses()), np.array(HOUSES_START)
CAREFUL, GREAT = (np.array(list(rates.values())) for rates in (GOOD_RATES, BLOW_UP_RATES))
BEST = 1.0 / np.diag(H)
RHO = X.mean() / math.sqrt(np.mean(X * X))
positive = st.floats(1e-9, 1e9)


def stretches(rates: np.ndarray) -> np.ndarray:
    return np.sort(np.linalg.eigvals(np.diag(rates) @ H).real)


def counted(rates: np.ndarray, share: float) -> int:
    """Step with the data themselves until both parts of the error are at most ``share`` of what they were."""
    _, directions = np.linalg.eig(np.diag(rates) @ H)
    best = np.polyfit(X, Y, 1)
    point, k = START.copy(), 0
    parts = first = np.linalg.solve(directions, START - best)
    while (abs(parts) > share * abs(first)).any():
        residual = point[0] * X + point[1] - Y
        point = point - rates * np.array([np.mean(X * residual), residual.mean()])
        parts, k = np.linalg.solve(directions, point - best), k + 1
    return k


@pytest.mark.parametrize("rates", [CAREFUL, GREAT, BEST, np.array([3e-7, 3e-7])])
def test_it_is_the_ratio_of_the_eigenvalues_of_rates_times_curvatures(rates: np.ndarray) -> None:
    slow, fast = stretches(rates)
    assert felt_condition_number(RAW, rates) == pytest.approx(fast / slow, rel=1e-7)


def test_the_published_condition_numbers() -> None:
    assert felt_condition_number(RAW, CAREFUL) == pytest.approx(28.2058, rel=1e-5)
    assert felt_condition_number(RAW, BEST) == pytest.approx((1 + RHO) / (1 - RHO)) == pytest.approx(27.8503, rel=1e-5)
    assert felt_condition_number(RAW, np.ones(2)) == pytest.approx(condition_number(RAW), rel=1e-7)


@given(a=positive, b=positive)
def test_no_pair_of_rates_straightens_a_valley_that_lies_aslant(a: float, b: float) -> None:
    felt = felt_condition_number(RAW, np.array([a, b]))
    assert felt is None or felt >= (1 + RHO) / (1 - RHO) * (1 - 1e-9)


@given(scale=st.floats(1e-4, 1e4))
def test_units_cancel_against_rates(scale: float) -> None:
    other = rescaled(RAW, np.diag([scale, 1.0]))
    same = felt_condition_number(other, CAREFUL * [scale**2, 1.0])
    assert same == pytest.approx(felt_condition_number(RAW, CAREFUL), rel=1e-6)


def test_counting_from_the_mean_straightens_it() -> None:
    centred = rescaled(RAW, np.array([[1.0, 0.0], [X.mean(), 1.0]]))
    assert felt_condition_number(centred, np.array([1.0 / X.var(), 1.0])) == pytest.approx(1.0, rel=1e-6)
    assert felt_condition_number(centred, np.ones(2)) == pytest.approx(X.var(), rel=1e-6)


def test_scaling_alone_leaves_the_slant() -> None:
    s, mean = X.std(), X.mean()
    curved = np.linalg.eigvalsh([[H[0, 0] / s**2, mean / s], [mean / s, 1.0]])
    scaled = rescaled(RAW, np.diag([s, 1.0]))
    assert felt_condition_number(scaled, np.ones(2)) == pytest.approx(curved[1] / curved[0]) == pytest.approx(69.7528)


def test_one_parameter_has_no_valley() -> None:
    assert felt_condition_number(parabola(), np.array([0.8])) == 1.0


@pytest.mark.parametrize(("rates", "steps"), [(CAREFUL, 398), (3.0 * CAREFUL, 131), (BEST, 65)])
def test_steps_are_those_of_a_descent_on_the_data(rates: np.ndarray, steps: int) -> None:
    assert steps_to_leave(0.01, RAW, rates, START, 10_000) == steps == counted(rates, 0.01)


def test_what_is_not_counted_follows_from_the_slowest_factor() -> None:
    rate = 2.0 / np.linalg.eigvalsh(H).sum()
    steps = steps_to_leave(0.01, RAW, np.full(2, rate), START, 10_000)
    assert steps == pytest.approx(6.415e7, rel=1e-3)
    for k, enough in ((steps, True), (steps * (1 - 1e-6), False)):
        left = np.exp(k * np.log(abs(1.0 - rate * np.linalg.eigvalsh(H)))).max()
        assert (left <= 0.01 * (1 + 1e-9)) == enough
    counted_too = steps_to_leave(0.01, RAW, CAREFUL, START, 10)
    assert counted_too == 398


def test_beyond_the_edge_nothing_is_left_behind() -> None:
    assert steps_to_leave(0.01, RAW, GREAT, START, 10_000) == math.inf
