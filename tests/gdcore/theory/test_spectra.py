"""Multipliers and edges against explicit two-step matrices and runs; the split of an error against its closed form."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore.arrays import Array, frozen
from gdcore.descent.line_search import halving
from gdcore.descent.method import Method
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.descent.trajectory import Trajectory, descend
from gdcore.errors import InputError
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import houses
from gdcore.theory.spectra import (
    dominant_multiplier,
    edge_multiple,
    error_components,
    rate_eigenvalues,
)

pytestmark = pytest.mark.filterwarnings("error")

GOOD, BLOW_UP, START = (5e-8, 0.15), (5.75e-7, 0.15), (250.0, 250_000.0)
BETAS = [0.0, 0.1, 0.5, 0.9, 0.99]


def plain(rate: Array, _beta: float) -> Method:
    return gradient_descent(rate)


LINEAR: dict[str, Callable[[Array, float], Method]] = {"plain": plain, "momentum": momentum, "nesterov": nesterov}


def houses_hessian() -> Array:
    """Return X^T X / n for the design matrix X of the bundled file, read without the code under test."""
    x = np.genfromtxt(str(files("gdcore") / "data" / "houses.csv"), delimiter=",", skip_header=1)[:, 0]
    design = np.stack([x, np.ones_like(x)], axis=1)
    return np.asarray(design.T @ design / len(x))


def least_squares() -> Array:
    return np.polyfit(houses().x, houses().y, 1)


def two_step(name: str, scaled: Array, beta: float) -> Array:
    """Return the map of (error, error before), shape (2d, 2d), from the recurrence in points instead of velocities.

    With s = e + beta (e - e before), heavy ball goes to s - A e and Nesterov to s - A s.
    """
    eye, zero = np.eye(len(scaled)), np.zeros_like(scaled)
    seen = {"plain": eye - scaled, "momentum": (1 + beta) * eye - scaled, "nesterov": (1 + beta) * (eye - scaled)}
    before = {"plain": zero, "momentum": -beta * eye, "nesterov": -beta * (eye - scaled)}
    return np.block([[seen[name], before[name]], [eye, zero]])


def radius(matrix: Array) -> float:
    return float(abs(np.linalg.eigvals(matrix)).max())


def bowl(hessian: Array) -> Objective:
    """Make p^T H p / 2."""
    d = len(hessian)
    return Objective(
        name="bowl",
        parameters=tuple("xyzw"[:d]),
        value=lambda p: 0.5 * np.einsum("...i,ij,...j", p, hessian, p),
        gradient=lambda p: p @ hessian,
        hessian=lambda p: np.broadcast_to(hessian, (*p.shape, d)),
        domain=frozen([[-1, 1]] * d),
        minimiser=frozen(np.zeros(d)),
        quadratic=True,
    )


def on_houses(method: Method, n_steps: int = 150) -> Trajectory:
    return descend(mean_squared_error(houses()), method, frozen(START), n_steps)


magnitudes = st.floats(-3.0, 3.0).map(lambda exponent: 10.0**exponent)


@st.composite
def bowls(draw: st.DrawFn) -> tuple[Array, Array]:
    """Draw a positive definite Hessian of 1 to 3 parameters, and rates for it of largest eigenvalue at most 3."""
    d = draw(st.integers(1, 3))
    turn, _ = np.linalg.qr(np.random.default_rng(draw(st.integers(0, 2**32 - 1))).normal(size=(d, d)))
    hessian = turn * np.array([draw(magnitudes) for _ in range(d)]) @ turn.T
    hessian = (hessian + hessian.T) / 2
    rate = np.array([draw(magnitudes) for _ in range(d)])
    return hessian, rate * draw(st.floats(0.1, 3.0)) / radius(np.diag(rate) @ hessian)


@pytest.mark.parametrize("rate", [GOOD, BLOW_UP], ids=["good", "blow-up"])
def test_plain_descent_multiplies_each_component_by_its_own_factor(rate: tuple[float, float]) -> None:
    split = error_components(on_houses(gradient_descent(frozen(rate))))
    eigenvalues = np.sort(np.linalg.eigvals(np.diag(rate) @ houses_hessian()))[::-1]
    expected = split.components[0] * (1 - eigenvalues) ** np.arange(151)[:, None]
    # A component cannot be surer than the rounding of the error that it is a part of.
    sureness = 1e-15 * np.maximum.accumulate(abs(split.components).max(axis=1))[:, None]
    assert (abs(split.components - expected) <= 1e-9 * abs(expected) + sureness).all()
    assert (split.components[0] > 1000.0).all()


def test_at_the_good_rates_one_part_is_fast_and_one_is_slow() -> None:
    split = error_components(on_houses(gradient_descent(frozen(GOOD))))
    np.testing.assert_allclose(split.eigenvalues, [0.32493, 0.01152], atol=5e-6)
    fast, slow = split.losses.T
    assert fast[0] > 1000 * slow[0]
    assert fast[30] < slow[30] / 1000
    np.testing.assert_allclose(slow[1:] / slow[:-1], (1 - 0.0115201) ** 2, rtol=1e-6)


@pytest.mark.parametrize(
    "method",
    [
        gradient_descent(frozen(GOOD)),
        gradient_descent(frozen([1e-7, 1e-7])),
        gradient_descent(frozen(BLOW_UP)),
        momentum(frozen(BLOW_UP), 0.5),
        nesterov(frozen(GOOD), 0.5),
        halving(frozen(BLOW_UP)),
        sgd(frozen(GOOD)),
    ],
    ids=["good", "equal rates", "blow-up", "momentum", "nesterov", "halving", "sgd"],
)
def test_the_parts_of_the_houses_add_up_to_the_error_and_to_the_loss(method: Method) -> None:
    run = on_houses(method, 60)
    split = error_components(run)
    errors = run.iterates - least_squares()
    np.testing.assert_allclose(split.components @ split.directions.T, errors, rtol=1e-7, atol=1e-7)
    excess = np.einsum("ki,ij,kj->k", errors, houses_hessian(), errors)  # J - J* exactly: no residual cancels
    np.testing.assert_allclose(split.losses.sum(axis=1), excess, rtol=1e-9)
    np.testing.assert_allclose(split.losses.sum(axis=1), run.losses - 9.071988e8, rtol=1e-6, atol=100)
    assert (split.losses >= 0.0).all()


def test_the_directions_are_eigenvectors_scaled_as_promised() -> None:
    run = on_houses(gradient_descent(frozen(GOOD)), 5)
    split = error_components(run)
    scaled = np.diag(GOOD) @ houses_hessian()
    np.testing.assert_allclose(scaled @ split.directions, split.directions * split.eigenvalues, rtol=1e-9)
    weights = np.diag(0.15 / np.array(GOOD))
    np.testing.assert_allclose(split.directions.T @ weights @ split.directions, np.eye(2), atol=1e-12)
    across = split.directions.T @ houses_hessian() @ split.directions
    assert abs(across[0, 1]) < 1e-9 * across[1, 1]
    assert (split.components[0] >= 0.0).all()


def test_equal_rates_have_orthonormal_directions() -> None:
    hessian = np.array([[2.0, 1.0], [1.0, 2.0]])
    run = descend(bowl(hessian), gradient_descent(frozen([0.1, 0.1])), frozen([3.0, 1.0]), 4)
    split = error_components(run)
    assert split.eigenvalues == pytest.approx([0.3, 0.1], rel=1e-14)
    np.testing.assert_allclose(split.directions, np.array([[1, 1], [1, -1]]) / np.sqrt(2), rtol=1e-14)
    np.testing.assert_allclose(split.components[0], [4 / np.sqrt(2), 2 / np.sqrt(2)], rtol=1e-14)
    np.testing.assert_allclose(split.losses[0], [0.5 * 3 * 8, 0.5 * 1 * 2], rtol=1e-14)


def test_one_parameter_is_one_component() -> None:
    split = error_components(descend(parabola(), gradient_descent(frozen([0.8])), frozen([-1.0]), 3))
    assert split.directions.tolist() == [[-1.0]]
    assert split.components[:, 0] == pytest.approx([1.0, -0.6, 0.36, -0.216], rel=1e-14)
    assert split.losses[:, 0] == pytest.approx([1.0, 0.36, 0.1296, 0.046656], rel=1e-13)


def test_a_flat_direction_costs_nothing() -> None:
    run = descend(bowl(np.diag([1.0, 0.0])), gradient_descent(frozen([0.5, 0.2])), frozen([3.0, 5.0]), 3)
    split = error_components(run)
    assert split.eigenvalues.tolist() == [0.5, 0.0]
    assert split.losses[:, 1].tolist() == [0.0] * 4
    np.testing.assert_allclose(split.components[:, 1], split.components[0, 1], rtol=1e-14)
    assert split.components[0] @ split.directions.T == pytest.approx([3.0, 5.0], rel=1e-14)


def test_the_parts_of_a_run_to_the_end_of_float64_are_finite() -> None:
    run = on_houses(gradient_descent(frozen(BLOW_UP)), 5000)
    split = error_components(run)
    assert run.stopped == "overflow"
    np.testing.assert_allclose(split.losses.sum(axis=1)[5:], run.losses[5:], rtol=1e-3)
    assert np.isfinite(split.components).all()


@settings(max_examples=50, deadline=None)
@given(drawn=bowls())
def test_components_of_any_bowl_follow_their_factors(drawn: tuple[Array, Array]) -> None:
    hessian, rate = drawn
    run = descend(bowl(hessian), gradient_descent(rate), np.ones(len(rate)), 10)
    split = error_components(run)
    expected = split.components[0] * (1 - split.eigenvalues) ** np.arange(11)[:, None]
    scale = abs(split.components).max()
    np.testing.assert_allclose(split.components, expected, rtol=1e-9, atol=1e-10 * scale)
    np.testing.assert_allclose(split.losses.sum(axis=1), run.losses, rtol=1e-7, atol=1e-10 * run.losses.max())


def test_only_a_quadratic_with_a_known_minimiser_has_components() -> None:
    rate = gradient_descent(frozen([0.1]))
    for change in ({"quadratic": False}, {"minimiser": None}):
        objective = dataclasses.replace(parabola(), **change)  # type: ignore[arg-type]
        with pytest.raises(InputError, match="needs a quadratic with a known minimiser, got parabola"):
            error_components(descend(objective, rate, frozen([1.0]), 2))


def test_components_are_immutable() -> None:
    split = error_components(on_houses(gradient_descent(frozen(GOOD)), 3))
    shapes = [array.shape for array in (split.eigenvalues, split.directions, split.components, split.losses)]
    assert shapes == [(2,), (2, 2), (4, 2), (4, 2)]
    for array in (split.eigenvalues, split.directions, split.components, split.losses):
        assert array.dtype == np.float64
        assert not array.flags.writeable
    with pytest.raises(dataclasses.FrozenInstanceError):
        split.losses = split.components  # type: ignore[misc]


@pytest.mark.parametrize("beta", [0.0, 0.14, 0.9])
@pytest.mark.parametrize("rule", LINEAR)
def test_the_two_step_matrix_steps_as_the_method_does(rule: str, beta: float) -> None:
    step = two_step(rule, np.diag(GOOD) @ houses_hessian(), beta)
    run = on_houses(LINEAR[rule](frozen(GOOD), beta), 30)
    state = np.tile(np.array(START) - least_squares(), 2)
    for k in range(31):
        np.testing.assert_allclose(run.iterates[k], least_squares() + state[:2], rtol=1e-9)
        if rule != "plain" and k:
            np.testing.assert_allclose(
                state[:2] - state[2:], run.iterates[k] - run.iterates[k - 1], rtol=1e-6, atol=1e-3
            )
        state = step @ state


@settings(max_examples=60, deadline=None)
@given(drawn=bowls(), beta=st.floats(0.0, 0.99), rule=st.sampled_from(sorted(LINEAR)))
def test_the_multiplier_is_the_spectral_radius_of_the_two_step_matrix(
    drawn: tuple[Array, Array], beta: float, rule: str
) -> None:
    hessian, rate = drawn
    objective, method = bowl(hessian), LINEAR[rule](rate, beta)
    eigenvalues = rate_eigenvalues(objective, rate)
    assert eigenvalues is not None
    expected = radius(two_step(rule, np.diag(rate) @ hessian, beta))
    multiplier = dominant_multiplier(method, eigenvalues)
    assert multiplier is not None
    # A double root of a matrix is only known to the square root of the precision.
    assert abs(multiplier) == pytest.approx(expected, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("beta", BETAS)
@pytest.mark.parametrize("rule", LINEAR)
def test_the_multiplier_is_the_larger_root_of_the_characteristic_polynomial(rule: str, beta: float) -> None:
    for lam in (1e-12, 0.1, 0.9, 0.999, 1.0, 1.001, 1.3, 1.9, 2.0, 3.0, 3.9, 50.0):
        roots = np.linalg.eigvals(two_step(rule, np.array([[lam]]), beta))
        found = dominant_multiplier(LINEAR[rule](frozen([1.0]), beta), np.array([lam]))
        assert found is not None
        assert abs(found) == pytest.approx(abs(roots).max(), rel=1e-7, abs=1e-9)
        assert abs(found - roots).min() < 1e-7 * max(abs(found), 1) or abs(found.conjugate() - roots).min() < 1e-7


@pytest.mark.parametrize("beta", [0.0, 0.01, 0.14, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("rule", LINEAR)
def test_the_edge_is_where_bisection_finds_it(rule: str, beta: float) -> None:
    stable, unstable = 0.5, 5.0
    while unstable - stable > 1e-12:
        middle = (stable + unstable) / 2
        if radius(two_step(rule, np.array([[middle]]), beta)) < 1.0:
            stable = middle
        else:
            unstable = middle
    assert edge_multiple(LINEAR[rule](frozen([1.0]), beta), np.array([1.0])) == pytest.approx(stable, rel=1e-9)


def test_momentum_moves_the_edge_outwards_and_nesterovs_moves_it_inwards() -> None:
    one = np.array([1.0])
    assert edge_multiple(nesterov(one, 0.0), one) == edge_multiple(gradient_descent(one), one) == 2.0
    assert edge_multiple(nesterov(one, 0.5), one) == 1.5
    assert edge_multiple(momentum(one, 0.5), one) == 3.0


def test_the_blow_up_rates_with_nesterovs_momentum_never_become_stable() -> None:
    for beta in BETAS:
        assert radius(two_step("nesterov", np.diag(BLOW_UP) @ houses_hessian(), beta)) > 1.2
        method = nesterov(frozen(BLOW_UP), beta)
        eigenvalues = rate_eigenvalues(mean_squared_error(houses()), method.learning_rate)
        assert eigenvalues is not None
        multiplier = dominant_multiplier(method, eigenvalues)
        assert multiplier is not None
        assert abs(multiplier) > 1.2


OBJECTIVES = {
    "parabola": (parabola(), [0.3], [-1.0]),
    "houses": (mean_squared_error(houses()), GOOD, START),
    "standardised": (standardised_error(houses()), [0.2, 0.3], [1e5, 2e5]),
}


@pytest.mark.parametrize("beside", [0.999, 1.001], ids=["inside", "outside"])
@pytest.mark.parametrize("beta", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("rule", LINEAR)
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_thousandth_inside_the_edge_a_run_arrives_and_a_thousandth_outside_it_leaves(
    objective: str, rule: str, beta: float, beside: float
) -> None:
    function, rate, start = OBJECTIVES[objective]
    eigenvalues = rate_eigenvalues(function, np.array(rate))
    assert eigenvalues is not None
    edge = edge_multiple(LINEAR[rule](frozen(rate), beta), eigenvalues)
    assert edge is not None
    run = descend(function, LINEAR[rule](frozen(np.array(rate) * edge * beside), beta), frozen(start), 2500)
    assert function.minimum is not None
    excess = run.losses - function.minimum
    if beside < 1.0:
        assert excess[-1] < 1e-3 * excess[0]
        assert excess[-100:].max() < 0.9 * excess[-1000:-900].max() + 1e-9 * function.minimum
    else:
        assert excess[-1] > 100 * excess[0]
        assert (np.diff(excess[-100:]) > 0.0).all()


@pytest.mark.parametrize("method", [halving(frozen([0.1])), sgd(frozen([0.1]))], ids=lambda m: m.name)
def test_a_method_that_is_not_linear_has_no_multiplier(method: Method) -> None:
    assert dominant_multiplier(method, np.array([0.2])) is None
    assert edge_multiple(method, np.array([0.2])) is None
