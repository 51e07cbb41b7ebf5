"""Objectives against exact arithmetic on the data, finite differences and numpy's least squares."""

from __future__ import annotations

import dataclasses
import pickle
from fractions import Fraction
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore.arrays import Array, frozen
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.errors import InputError
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.objectives.objective import Objective, Standard
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import Table, houses
from gdcore.theory.verdict import condition_number

pytestmark = pytest.mark.filterwarnings("error")

OBJECTIVES = [parabola(), mean_squared_error(houses()), standardised_error(houses())]

POINTS = [(250.0, 250_000.0), (0.0, 0.0), (144.859, 51923.6), (-969.3, 71649.6), (1.3e18, 1.7e20), (1e-9, -3e-7)]


def csv_columns() -> Array:
    """Read the bundled file without the code under test; shape (2, n)."""
    return np.genfromtxt(str(files("gdcore") / "data" / "houses.csv"), delimiter=",", skip_header=1).T


def exact_residuals(x: Array, y: Array, a: float, b: float) -> list[Fraction]:
    return [Fraction(a) * Fraction(xi) + Fraction(b) - Fraction(yi) for xi, yi in zip(x, y, strict=True)]


def exact_error(x: Array, y: Array, a: float, b: float) -> Fraction:
    return sum((r * r for r in exact_residuals(x, y, a, b)), Fraction(0)) / len(x)


@pytest.mark.parametrize("x", [-1.0, 0.0, 0.6, -1.96, 1e-160, 1e150])
def test_parabola_is_x_squared_with_slope_2x_and_curvature_2(x: float) -> None:
    objective, point = parabola(), np.array([x])
    assert objective.value(point) == x * x
    assert objective.gradient(point).tolist() == [2 * x]
    assert objective.hessian(point).tolist() == [[2.0]]


def test_parabola_gradient_agrees_with_a_central_difference() -> None:
    objective, points, h = parabola(), np.linspace(-2, 2, 9)[:, None], 0.25
    slope = (objective.value(points + h) - objective.value(points - h)) / (2 * h)
    np.testing.assert_allclose(objective.gradient(points)[:, 0], slope, rtol=1e-14, atol=1e-14)


def test_the_bundled_table_has_sixty_rows() -> None:
    np.testing.assert_array_equal(csv_columns(), [houses().x, houses().y])
    assert csv_columns().shape == (2, 60)


@pytest.mark.parametrize(("a", "b"), POINTS)
def test_error_of_a_line_equals_the_exact_mean_of_squared_residuals(a: float, b: float) -> None:
    x, y = csv_columns()
    exact = exact_error(x, y, a, b)
    assert float(mean_squared_error(houses()).value(np.array([a, b]))) == pytest.approx(float(exact), rel=1e-12)


@pytest.mark.parametrize(("a", "b"), POINTS)
def test_gradient_is_that_of_half_the_error(a: float, b: float) -> None:
    x, y = csv_columns()
    residuals = exact_residuals(x, y, a, b)
    along_a = sum((Fraction(xi) * r for xi, r in zip(x, residuals, strict=True)), Fraction(0)) / 60
    along_b = sum(residuals, Fraction(0)) / 60
    gradient = mean_squared_error(houses()).gradient(np.array([a, b]))
    np.testing.assert_allclose(gradient, [float(along_a), float(along_b)], rtol=1e-12)


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda o: o.name)
def test_gradient_scale_ties_gradient_to_value(objective: Objective) -> None:
    point = np.full(objective.n_parameters, 250.0)
    for i, h in enumerate(np.eye(objective.n_parameters) * 64.0):
        slope = (objective.value(point + h) - objective.value(point - h)) / 128.0
        assert objective.gradient(point)[i] == pytest.approx(objective.gradient_scale * slope, rel=1e-9)


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda o: o.name)
def test_hessian_is_the_derivative_of_the_gradient(objective: Objective) -> None:
    point = np.full(objective.n_parameters, 3.0)
    steps = np.eye(objective.n_parameters) * 64.0
    columns = (objective.gradient(point + steps) - objective.gradient(point - steps)) / 128.0
    np.testing.assert_allclose(objective.hessian(point), columns.T, rtol=1e-9, atol=1e-12)


def test_hessian_of_the_line_error_holds_the_moments_of_x() -> None:
    x, _ = csv_columns()
    hessian = mean_squared_error(houses()).hessian(np.zeros(2))
    np.testing.assert_allclose(hessian, [[np.mean(x * x), np.mean(x)], [np.mean(x), 1.0]], rtol=1e-14)


def test_minimiser_is_the_least_squares_line() -> None:
    x, y = csv_columns()
    objective = mean_squared_error(houses())
    design = np.stack([x, np.ones_like(x)], axis=1)
    assert objective.minimiser is not None
    np.testing.assert_allclose(objective.minimiser, np.linalg.lstsq(design, y, rcond=None)[0], rtol=1e-9)
    np.testing.assert_allclose(objective.minimiser, np.polyfit(x, y, 1), rtol=1e-9)
    np.testing.assert_allclose(objective.minimiser, [147.06441772, 47630.04405837], rtol=1e-10)


def test_minimum_is_the_error_of_the_least_squares_line() -> None:
    x, y = csv_columns()
    residuals = np.polyval(np.polyfit(x, y, 1), x) - y
    minimum = mean_squared_error(houses()).minimum
    assert minimum == pytest.approx(float(np.mean(residuals**2)), rel=1e-10)
    assert minimum == pytest.approx(9.071988e8, rel=1e-7)


def to_standard_units() -> Standard:
    standard = standardised_error(houses()).standard
    assert standard is not None
    return standard


@pytest.mark.parametrize(("a", "b"), POINTS)
def test_a_line_has_one_error_in_raw_and_in_standard_units(a: float, b: float) -> None:
    x, y = csv_columns()
    point = to_standard_units().standardised(np.array([a, b]))
    z = (x - x.mean()) / x.std()
    np.testing.assert_allclose(point[0] * z + point[1], a * x + b, rtol=1e-12, atol=1e-12 * abs(point).max())
    terms = abs(a) * x.max() + abs(b) + y.max()
    value = float(standardised_error(houses()).value(point))
    assert value == pytest.approx(float(exact_error(x, y, a, b)), rel=1e-12, abs=1e-12 * terms * terms)


def test_standard_units_and_back_is_the_same_line() -> None:
    standard = to_standard_units()
    lines = np.array(POINTS).reshape(2, 3, 2)
    there = standard.standardised(lines)
    assert there.shape == (2, 3, 2)
    assert standard.original(there).shape == (2, 3, 2)
    for line, back in zip(lines.reshape(6, 2), standard.original(there).reshape(6, 2), strict=True):
        np.testing.assert_allclose(back, line, rtol=1e-12, atol=1e-12 * (abs(line[0]) * standard.mean + abs(line[1])))
    assert (standard.parameters, standard.units) == (("a", "b"), (houses().slope_unit, houses().y_unit))


def test_the_best_line_in_standard_units_is_the_least_squares_line() -> None:
    objective = standardised_error(houses())
    assert objective.minimiser is not None
    x, y = csv_columns()
    np.testing.assert_allclose(objective.minimiser, np.polyfit((x - x.mean()) / x.std(), y, 1), rtol=1e-10)
    np.testing.assert_allclose(
        to_standard_units().original(objective.minimiser), [147.06441772, 47630.04405837], rtol=1e-9
    )
    assert objective.minimum == pytest.approx(mean_squared_error(houses()).minimum, rel=1e-12)


def test_standard_units_make_the_ellipse_a_circle() -> None:
    x, _ = csv_columns()
    raw = np.linalg.cond(np.array([[np.mean(x * x), np.mean(x)], [np.mean(x), 1.0]]))
    assert raw == pytest.approx(2.786e7, rel=2e-4)
    assert condition_number(mean_squared_error(houses())) == pytest.approx(raw, rel=1e-6)
    assert condition_number(standardised_error(houses())) == pytest.approx(1.0, rel=1e-12)
    np.testing.assert_allclose(standardised_error(houses()).hessian(np.zeros(2)), np.eye(2), atol=1e-12)


def test_in_standard_units_one_step_at_rate_one_lands_on_least_squares() -> None:
    standard = to_standard_units()
    start = standard.standardised(frozen([250.0, 250_000.0]))
    run = descend(standardised_error(houses()), gradient_descent(frozen([1.0, 1.0])), start, 1)
    np.testing.assert_allclose(standard.original(run.iterates[1]), np.polyfit(houses().x, houses().y, 1), rtol=1e-9)
    assert run.losses[0] == pytest.approx(1.56249e11, rel=1e-5)
    assert run.losses[1] == pytest.approx(9.071988e8, rel=1e-7)


@settings(deadline=None)
@given(
    x=st.lists(st.integers(-1000, 1000), min_size=2, max_size=12, unique=True),
    scale=st.integers(-40, 60),
    offset=st.sampled_from([0, 1, 10**6]),
)
def test_any_data_in_standard_units_has_the_identity_for_its_curvature(x: list[int], scale: int, offset: int) -> None:
    table = Table((np.array(x) + offset) * 10.0**scale, np.arange(len(x)) * 1.0)
    objective = standardised_error(table)
    np.testing.assert_allclose(objective.hessian(np.zeros(2)), np.eye(2), atol=1e-8)
    assert objective.rows is not None
    assert objective.rows.x.std() == pytest.approx(1.0, abs=1e-8)
    assert objective.rows.x.mean() == pytest.approx(0.0, abs=1e-8)


numbers = st.floats(-1.0, 1.0).map(lambda value: round(value, 6))


@settings(deadline=None)
@given(
    rows=st.lists(st.tuples(numbers, numbers), min_size=2, max_size=12, unique_by=lambda row: row[0]),
    line=st.tuples(numbers, numbers),
    scale_x=st.integers(-40, 60),
    scale_y=st.integers(-60, 60),
    offset=st.sampled_from([0.0, 1.0, -1e3]),
)
def test_sums_give_the_direct_mean_for_data_of_any_size(
    rows: list[tuple[float, float]], line: tuple[float, float], scale_x: int, scale_y: int, offset: float
) -> None:
    x, y = (np.array(rows).T + offset) * [[10.0**scale_x], [10.0**scale_y]]
    a, b = line[0] * 10.0 ** (scale_y - scale_x), line[1] * 10.0**scale_y
    # No way of adding rounded terms can do better than the size of the terms themselves.
    terms = abs(a) * abs(x).max() + abs(b) + abs(y).max()
    value = float(mean_squared_error(Table(x, y)).value(np.array([a, b])))
    assert value == pytest.approx(float(exact_error(x, y, a, b)), rel=1e-12, abs=1e-12 * terms * terms)


def test_slope_survives_a_spread_near_the_resolution_of_the_mean() -> None:
    objective = mean_squared_error(Table(np.array([1e16, 1e16 + 2.0]), np.array([1.0, 2.0])))
    assert objective.minimiser is not None
    assert objective.minimiser[0] == 0.5


@pytest.mark.parametrize(("x", "y"), [([-1e100, 1e100], [1e100, -1e100]), ([1.0, 1.0 + 1e-15], [-1e100, 1e100])])
def test_the_largest_data_that_a_table_takes_gives_finite_numbers(x: list[float], y: list[float]) -> None:
    objective = mean_squared_error(Table(np.array(x), np.array(y)))
    assert objective.minimiser is not None
    origin = np.zeros(2)
    for found in (objective.minimiser, objective.domain, objective.hessian(origin), objective.value(origin)):
        assert np.isfinite(found).all()


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda o: o.name)
def test_functions_take_points_of_any_leading_shape(objective: Objective) -> None:
    d = objective.n_parameters
    grid = np.arange(12.0 * d).reshape(3, 4, d)
    value, gradient, hessian = objective.value(grid), objective.gradient(grid), objective.hessian(grid)
    assert (value.shape, gradient.shape, hessian.shape) == ((3, 4), (3, 4, d), (3, 4, d, d))
    assert value.dtype == gradient.dtype == hessian.dtype == np.float64
    for i, j in np.ndindex(3, 4):
        assert value[i, j] == objective.value(grid[i, j])
        np.testing.assert_array_equal(gradient[i, j], objective.gradient(grid[i, j]))


@pytest.mark.parametrize(
    ("objective", "spread"),
    [(mean_squared_error(houses()), houses().x.std()), (standardised_error(houses()), 1.0)],
    ids=["raw", "standardised"],
)
def test_domain_shows_the_valley_around_the_minimiser(objective: Objective, spread: float) -> None:
    low, high = objective.domain.T
    assert objective.minimiser is not None
    assert (low < objective.minimiser).all()
    assert (objective.minimiser < high).all()
    slope_scale = houses().y.std() / spread
    assert slope_scale / 10 < high[0] - low[0] < 100 * slope_scale


def test_frozen_is_a_read_only_float64_copy() -> None:
    source = np.array([1, 2])
    copy = frozen(source)
    source[0] = 9
    assert copy.tolist() == [1.0, 2.0]
    assert copy.dtype == np.float64
    with pytest.raises(ValueError, match="read-only"):
        copy[0] = 3.0


def test_objective_keeps_its_own_read_only_arrays() -> None:
    domain, minimiser = np.array([[-1.0, 1.0]]), np.array([0.0])
    objective = dataclasses.replace(parabola(), domain=domain, minimiser=minimiser)
    domain[:], minimiser[:] = 7.0, 7.0
    assert objective.domain.tolist() == [[-1.0, 1.0]]
    assert objective.minimiser is not None
    assert objective.minimiser.tolist() == [0.0]
    assert not objective.domain.flags.writeable
    assert not objective.minimiser.flags.writeable
    with pytest.raises(dataclasses.FrozenInstanceError):
        objective.name = "other"  # type: ignore[misc]


def test_a_domain_or_minimiser_of_the_wrong_shape_is_refused() -> None:
    with pytest.raises(InputError, match=r"domain: expected shape \(1, 2\), got \(2,\)"):
        dataclasses.replace(parabola(), domain=np.array([-1.0, 1.0]))
    with pytest.raises(InputError, match=r"minimiser: expected 1 numbers, got shape \(2,\)"):
        dataclasses.replace(parabola(), minimiser=np.zeros(2))


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda o: o.name)
def test_an_objective_can_be_sent_to_another_process(objective: Objective) -> None:
    twin, point = pickle.loads(pickle.dumps(objective)), np.full(objective.n_parameters, 0.3)
    assert twin.value(point) == objective.value(point)
    np.testing.assert_array_equal(twin.gradient(point), objective.gradient(point))


def test_an_objective_keeps_the_function_whose_methods_it_calls_and_no_other() -> None:
    curve = parabola()
    assert curve.function is not None
    again = pickle.loads(pickle.dumps(dataclasses.replace(curve, name="again")))
    assert again.function == curve.function
    assert again.value == again.function.value
    assert dataclasses.replace(curve, value=lambda points: -curve.value(points)).function is None
