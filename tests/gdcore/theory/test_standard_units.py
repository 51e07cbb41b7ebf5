"""Objectives in rescaled parameters, against finite differences and the raw objective."""

from __future__ import annotations

import numpy as np
import pytest

from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.narration.facts import facts
from gdcore.scenarios import built_in
from gdcore.tables.table import houses
from gdcore.theory.standard_units import counted_matrix, landing, rescaled
from gdcore.theory.verdict import condition_number

pytestmark = pytest.mark.filterwarnings("error")

STANDARD, RAW = standardised_error(houses()), mean_squared_error(houses())


def test_the_way_back_to_raw_units_gives_the_raw_objective() -> None:
    units = STANDARD.standard
    back = rescaled(STANDARD, np.linalg.inv(counted_matrix(units.mean, units.spread)))
    points = np.array([[250.0, 250_000.0], [100.0, -5e4], [0.0, 0.0]])
    np.testing.assert_allclose(back.value(points), RAW.value(points))
    np.testing.assert_allclose(back.gradient(points), RAW.gradient(points), rtol=1e-9)
    np.testing.assert_allclose(back.hessian(points[0]), RAW.hessian(points[0]), rtol=1e-9)
    np.testing.assert_allclose(back.minimiser, RAW.minimiser)
    assert condition_number(back) == pytest.approx(condition_number(RAW), rel=1e-6) == pytest.approx(2.786e7, rel=1e-3)


def test_counted_from_the_mean_in_deviations_a_line_has_the_numbers_of_standard_units() -> None:
    line, units = np.array([250.0, 250_000.0]), STANDARD.standard
    np.testing.assert_allclose(counted_matrix(units.mean, units.spread) @ line, units.standardised(line))
    np.testing.assert_allclose(counted_matrix(0.0, 1.0) @ line, line)


@pytest.mark.parametrize("origin", [0.0, 700.0, 1797.2])
def test_a_line_is_the_same_wherever_its_column_is_counted_from(origin: float) -> None:
    slope, height = counted_matrix(origin, 50.0) @ [150.0, 40_000.0]
    for area in (0.0, 1000.0, 4000.0):
        assert slope * (area - origin) / 50.0 + height == pytest.approx(150.0 * area + 40_000.0)


@pytest.mark.parametrize("matrix", [np.eye(2), [[2.0, 0.0], [1.0, 0.5]], [[0.3, -1.0], [2.0, 1.0]]])
def test_the_gradient_is_the_slope_of_the_value(matrix: list[list[float]]) -> None:
    other = rescaled(STANDARD, np.array(matrix))
    point, width = np.array([2e5, 4e5]), 10.0
    ends = [[other.value(point + sign * width * axis) for sign in (1.0, -1.0)] for axis in np.eye(2)]
    slope = np.array([(after - before) / (2.0 * width) for after, before in ends])
    np.testing.assert_allclose(other.gradient_scale * slope, other.gradient(point), rtol=1e-6)


def test_the_condition_number_is_the_square_of_that_of_the_change() -> None:
    matrix = np.array([[3.0, 0.0], [1.0, 0.2]])
    assert condition_number(rescaled(STANDARD, matrix)) == pytest.approx(np.linalg.cond(matrix) ** 2)


def test_the_facts_name_the_landing_and_the_least_squares_line() -> None:
    scenario = built_in("mse-normalised")
    found = facts(scenario)
    slope, intercept = np.polyfit(houses().x, houses().y, 1)
    assert found["original_a"] == f"{slope:.1f}"
    assert found["original_b"] == f"{intercept:,.0f}"
    assert found["mean"] == f"{houses().x.mean():,.0f}"
    assert found["landed"] == "1" == str(landing(scenario.trajectory))
    assert (found["run2_condition"], found["raw_felt"], found["condition"]) == ("2.79 × 10⁷", "27.85", "1")
    assert (found["run2_steps"], found["left_percent"]) == ("65", "1")
