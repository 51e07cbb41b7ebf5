"""Derivatives of users' functions against central differences, and what has none."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gdcore.errors import InputError
from gdcore.expressions.derivatives import WrittenFunction, derived, minimiser_of
from gdcore.expressions.expression import read_expression
from tests.gdcore.expressions.test_expression import EXPRESSIONS

STEP = 1e-5


def function(text: str, *parameters: str) -> WrittenFunction:
    return WrittenFunction(read_expression(text, parameters or None))


def differences(of: object, point: np.ndarray) -> np.ndarray:
    """Return central differences of a function ``(d,) -> (...)`` at a point, along a last axis."""
    steps = STEP * np.eye(len(point))
    return np.stack([(of(point + step) - of(point - step)) / (2.0 * STEP) for step in steps], axis=-1)


@pytest.mark.parametrize(
    "text",
    [
        "x**3 - 2*x*y + y**2",
        "sin(x)*cos(y) + tan(x*y)/4",
        "exp(-x**2 - y**2) + log(1 + x**2) + y",
        "sqrt(1 + x**2 + y**4)",
        "abs(x - 5)*y",
        "tanh(x) + sinh(y) - cosh(x*y)",
        "asin(x/4) + acos(y/4) + atan(x*y)",
        "(2 + x)**y",
        "e**x / (2 + y) - pi*x",
        "max(x*y, 2 - x, y**2) - min(sin(x), y)*x",
        "softplus(3*x - 2*y)*sigmoid(x*y) + log1p(x*y)",
        "relu(x - y/2)*y + sign(x - 5)*y + ln(x)*log10(y)",
        "20 + e - 20*exp(-0.2*sqrt((x**2 + y**2)/2)) - exp((cos(2*pi*x) + cos(2*pi*y))/2)",
    ],
)
def test_derivatives_agree_with_central_differences(text: str) -> None:
    f = function(text, "x", "y")
    for point in np.random.default_rng(0).uniform(0.2, 1.4, (20, 2)):
        assert f.gradient(point) == pytest.approx(differences(f.value, point), rel=1e-6, abs=1e-6)
        assert f.hessian(point).ravel() == pytest.approx(differences(f.gradient, point).ravel(), rel=1e-5, abs=1e-5)


@given(EXPRESSIONS, st.floats(0.1, 2.0), st.floats(0.1, 2.0))
def test_the_derivative_of_anything_agrees_where_both_are_smooth(text: str, x: float, y: float) -> None:
    try:
        f = function(text, "x", "y")
        exact, point = f.gradient(np.array([x, y])), np.array([x, y])
    except InputError:
        return
    with np.errstate(all="ignore"):
        near = [STEP * np.eye(2)[i] * sign * scale for i in range(2) for sign in (1, -1) for scale in (1, 2)]
        values = np.array([f.value(point + step) for step in near])
        wide = np.array([(f.value(point + 2 * s) - f.value(point - 2 * s)) / (4 * STEP) for s in STEP * np.eye(2)])
        tight = differences(f.value, point)
    assume(np.isfinite(exact).all() and np.isfinite(values).all() and abs(values).max() < 1e3)
    assume(np.isfinite(tight).all() and np.allclose(tight, wide, rtol=1e-4, atol=1e-6))
    assert exact == pytest.approx(tight, rel=1e-3, abs=1e-4)


def test_many_points_have_the_bits_of_each_alone() -> None:
    f = function("(1 - x)**2 + 100*(y - x**2)**2 + sin(x*y)")
    points = np.random.default_rng(1).normal(size=(50, 2))
    for name in ("value", "gradient", "hessian"):
        together, alone = getattr(f, name)(points), [getattr(f, name)(point) for point in points]
        assert np.array_equal(together, np.array(alone))


def test_shapes_follow_the_points() -> None:
    f = function("x + y")
    points = np.zeros((3, 4, 2))
    assert (f.value(points).shape, f.gradient(points).shape, f.hessian(points).shape) == (
        (3, 4),
        (3, 4, 2),
        (3, 4, 2, 2),
    )


def test_large_whole_numbers_are_floats_to_numpy() -> None:
    assert function("cos(9**99)*x").value(np.array([2.0])) == pytest.approx(2.0 * math.cos(float(9**99)))


def test_a_function_travels_as_text() -> None:
    f = function("x**2 + exp(y)")
    sent = pickle.loads(pickle.dumps(f))
    assert sent == f
    assert sent.value(np.array([1.0, 0.0])) == 2.0


def test_a_quadratic_knows_its_minimiser() -> None:
    found = minimiser_of(function("(x + 2*y - 7)**2 + (2*x + y - 5)**2"))
    assert found is not None
    assert found == pytest.approx([1.0, 3.0])


@pytest.mark.parametrize("text", ["x**2 - y**2", "x + y**2", "-x**2 - y**2", "x**4 + y**2", "(x + y)**2"])
def test_what_is_no_bowl_has_no_known_minimiser(text: str) -> None:
    assert minimiser_of(function(text, "x", "y")) is None


@pytest.mark.parametrize(
    ("text", "there", "told", "elsewhere"),
    [
        ("abs(x - y) + abs(x + 1)", (2.0, 2.0), ("abs(x - y)",), (2.0, 1.0)),
        ("max(x, 2*y)", (2.0, 1.0), ("max(x, 2*y)",), (2.0, 2.0)),
        ("min(1, 1/x) + y", (1.0, 0.0), ("min(1, 1/x)",), (0.0, 0.0)),
        ("max(x, y, 3)", (3.0, 0.0), ("max(max(x, y), 3)",), (4.0, 0.0)),
        ("relu(x - 1)*y", (1.0, 5.0), ("relu(x - 1)",), (-1.0, 5.0)),
        ("sign(x)*y + abs(y)", (0.0, 0.0), ("abs(y)", "sign(x)"), (1.0, -1.0)),
    ],
)
def test_kinks_are_told(
    text: str, there: tuple[float, ...], told: tuple[str, ...], elsewhere: tuple[float, ...]
) -> None:
    f = function(text, "x", "y")
    assert sorted(f.kinks(np.array(there))) == sorted(told)
    assert f.kinks(np.array(elsewhere)) == ()


@pytest.mark.parametrize(
    ("text", "point", "slope"),
    [
        ("x*abs(x)", [0.0], [0.0]),
        ("max(x, 0)**2", [0.0], [0.0]),
        ("abs(x)**3", [0.0], [0.0]),
        ("abs(x)**1.5", [0.0], [0.0]),
        ("abs((x - 2)**3) + x", [2.0], [1.0]),
        ("x**2*sign(x) + 5*x", [0.0], [5.0]),
        ("relu(x - 1e6)**2 + 3*x", [1e6], [3.0]),
        ("max(x, y)**2 + x", [0.0, 0.0], [1.0, 0.0]),
        ("(x - y)*abs(x - y) + y", [3.0, 3.0], [0.0, 1.0]),
        ("cos(abs(x))", [0.0], [0.0]),
    ],
)
def test_where_the_slopes_of_both_sides_meet_there_is_no_kink(
    text: str, point: list[float], slope: list[float]
) -> None:
    f = function(text, *"xy"[: len(point)])
    assert f.kinks(np.array(point)) == ()
    np.testing.assert_allclose(f.gradient(np.array(point)), slope, atol=1e-12)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("x*sign(x)", [0.0]),
        ("sign(x)", [0.0]),
        ("relu(x) - relu(-x)", [0.0]),  # its slope is 1, but relu's is taken as 0 there
        ("abs(x)**0.5", [0.0]),
        ("abs(x) + x**2", [0.0]),
        ("1e3*abs(x - 1e6) + x**2", [1e6]),
        ("x*abs(y)", [1.0, 0.0]),
        ("max(x, y)", [2.0, 2.0]),
        ("sin(abs(x))", [0.0]),
    ],
)
def test_where_they_do_not_meet_there_is_one(text: str, point: list[float]) -> None:
    assert function(text, *"xy"[: len(point)]).kinks(np.array(point))


@pytest.mark.parametrize(
    ("text", "has_kinks", "is_quadratic"),
    [
        ("(x - 1)**2 + 0.8*abs(x)", True, False),
        ("abs(x)", True, False),
        ("sqrt(x**2)", True, False),
        ("max(x, -2*x)", True, False),
        ("min(x**2, (x - 2)**2)", True, False),
        ("relu(x)**2", True, False),
        ("x**2*sign(x)", True, False),
        ("max(x, 0) + max(-x, 0)", True, False),
        ("abs(x)**2 + x", False, True),
        ("max(x**2, x**2 - 1)", False, True),
        ("x**2 + abs(-3)", False, True),
        ("softplus(x) + log1p(x**2)", False, False),
        ("sigmoid(x)", False, False),
        ("x**4", False, False),
    ],
)
def test_a_function_with_kinks_is_no_quadratic(text: str, has_kinks: bool, is_quadratic: bool) -> None:
    found = derived(read_expression(text))
    assert (found.has_kinks, found.is_quadratic) == (has_kinks, is_quadratic)
    assert minimiser_of(function(text)) is None or is_quadratic


@pytest.mark.parametrize(
    ("text", "at", "value", "slope", "curvature"),
    [
        # Where log(1 + exp(x)) overflows, or cancels to 0.
        ("softplus(x)", 1000.0, 1000.0, 1.0, 0.0),
        ("softplus(x)", -700.0, math.exp(-700.0), math.exp(-700.0), math.exp(-700.0)),
        ("softplus(x)", 40.0, 40.0, 1.0, math.exp(-40.0)),
        ("sigmoid(x)", -700.0, math.exp(-700.0), math.exp(-700.0), math.exp(-700.0)),
        ("sigmoid(x)", 700.0, 1.0, math.exp(-700.0), -math.exp(-700.0)),
        ("sigmoid(x)", -1000.0, 0.0, 0.0, 0.0),
        ("log1p(x)", 1e-20, 1e-20, 1.0, -1.0),
        ("max(x**2, 3*x)", 1.0, 3.0, 3.0, 0.0),
        ("max(x**2, 3*x)", 5.0, 25.0, 10.0, 2.0),
        ("min(x**2, 3*x)", 1.0, 1.0, 2.0, 2.0),
        ("max(x, -x)", 0.0, 0.0, 0.0, 0.0),
        ("relu(x)", 0.0, 0.0, 0.0, 0.0),
        ("relu(x)", -3.0, 0.0, 0.0, 0.0),
        ("relu(x)**2", 3.0, 9.0, 6.0, 2.0),
        ("sign(x)*x**2", -3.0, -9.0, 6.0, -2.0),
        ("ln(x) + log10(x)", 10.0, math.log(10.0) + 1.0, 0.1 + 0.1 / math.log(10.0), -0.01 - 0.01 / math.log(10.0)),
        ("arcsin(x) + arccos(x) + arctan(x)", 0.5, math.pi / 2 + math.atan(0.5), 0.8, -0.64),
    ],
)
def test_functions_are_computed_with_care(text: str, at: float, value: float, slope: float, curvature: float) -> None:
    f, point = function(text), np.array([at])
    found = [float(f.value(point)), *f.gradient(point).ravel(), *f.hessian(point).ravel()]
    assert found == pytest.approx([value, slope, curvature], rel=1e-13, abs=1e-320)


def test_a_function_that_is_nowhere_real_is_refused() -> None:
    with pytest.raises(InputError, match="not a real number"):
        function("log(0*x - 1)").value(np.array([1.0]))


@given(st.floats(1e-300, 1e99))
def test_a_number_keeps_every_bit(number: float) -> None:
    assert function(f"{number!r}*x").value(np.array([1.0])) == number


@pytest.mark.parametrize("text", ["abs(x/y)", "sqrt((x/y)**2)", "abs(abs(x) - y)**3", "sqrt(x**2*y)", "abs(log(x/y))"])
def test_absolute_values_of_anything_can_be_derived(text: str) -> None:
    f, point = function(text, "x", "y"), np.array([0.7, 1.9])
    assert f.gradient(point) == pytest.approx(differences(f.value, point), rel=1e-6)
    assert f.hessian(point).ravel() == pytest.approx(differences(f.gradient, point).ravel(), rel=1e-5, abs=1e-6)
