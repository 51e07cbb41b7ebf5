"""Fits far from 0: eigenvalues and factors of years, days and seconds against exact arithmetic with fractions."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest

from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.models.features import Features
from gdcore.models.line_error import mean_squared_error
from gdcore.models.linear_fit import features_error
from gdcore.objectives.objective import Objective
from gdcore.tables.table import Table
from gdcore.theory.spectra import rate_eigenvalues
from gdcore.theory.verdict import condition_number, judge

FAR = {
    "years": np.arange(1980.0, 2021.0), "julian days": 2_460_000.5 + 3.0 * np.arange(40),
    "unix time": 1.7e9 + 3600.0 * np.arange(48), "latitude": 47.0 + 0.125 * np.arange(45),
}  # fmt: skip


def error_on(x: np.ndarray, columns: bool = False) -> Objective:
    y = 8.0 + 5.0 * (x - x[0]) / np.ptp(x) + np.sin(np.arange(len(x)) * 2.3)
    return features_error(Features(x[:, None], y)) if columns else mean_squared_error(Table(x, y))


def exact(x: np.ndarray, rates: tuple[float, float]) -> tuple[float, float]:
    """Return both eigenvalues of diag(rate) H, the larger first, in arithmetic of 80 digits."""
    rows = [Fraction(value) for value in x.tolist()]
    mean, squares = sum(rows) / len(rows), sum(row * row for row in rows) / len(rows)
    a, b = map(Fraction, rates)
    with localcontext() as context:
        context.prec = 80
        trace, det = (Decimal(part.numerator) / Decimal(part.denominator)
                      for part in (a * squares + b, a * b * (squares - mean * mean)))  # fmt: skip
        large = (trace + (trace * trace - 4 * det).sqrt()) / 2
        return float(large), float(det / large)


@pytest.mark.parametrize("columns", [False, True], ids=["line", "columns"])
@pytest.mark.parametrize("equal", [False, True], ids=["two rates", "one rate"])
@pytest.mark.parametrize("name", FAR)
def test_the_slow_direction_of_a_fit_is_known(name: str, equal: bool, columns: bool) -> None:
    x = FAR[name]
    rate = 0.8 / float(np.mean(x * x))
    rates = rate, rate if equal else 0.2
    found = rate_eigenvalues(error_on(x, columns), np.array(rates))
    np.testing.assert_allclose(found, exact(x, rates), rtol=2e-2 if equal and name == "unix time" else 1e-4)


@pytest.mark.parametrize("name", FAR)
def test_the_condition_number_of_a_fit_far_from_zero(name: str) -> None:
    large, small = exact(FAR[name], (1.0, 1.0))
    assert condition_number(error_on(FAR[name])) == pytest.approx(large / small, rel=2e-2)


@pytest.mark.parametrize("name", FAR)
def test_the_predicted_factor_is_that_of_the_slow_direction(name: str) -> None:
    """With one rate for both, the run crosses the valley in a few steps and is as good as never at its end."""
    x = FAR[name]
    rate = 0.8 / float(np.mean(x * x))
    verdict = judge(descend(error_on(x), gradient_descent(np.array([rate, rate])), [0.0, 0.0], 200))
    assert verdict.kind == "converging"
    assert verdict.predicted_factor == pytest.approx(1.0 - exact(x, (rate, rate))[1], abs=1e-12)


@pytest.mark.parametrize(("n_steps", "factor"), [(8, 0.2), (60, 1.0), (77, 1.0), (100, 1.0), (300, 1.0)])
def test_a_factor_is_not_measured_on_rounding(n_steps: int, factor: float) -> None:
    """First the fast part of the error tells; then the slow one, although the other parameter's last digit dances."""
    x = FAR["unix time"]
    rate = 0.8 / float(np.mean(x * x))
    verdict = judge(descend(error_on(x), gradient_descent(np.array([rate, rate])), [0.0, 0.0], n_steps))
    assert verdict.measured_factor == pytest.approx(factor, abs=1e-5)


@pytest.mark.parametrize("n_steps", [10, 60, 500])
def test_a_run_that_has_arrived_keeps_its_factor(n_steps: int) -> None:
    run = descend(lambda x: (x - 1.0) ** 2, gradient_descent(np.array([0.3])), [5.0], n_steps)
    assert judge(run).measured_factor == pytest.approx(0.4, abs=1e-3)
