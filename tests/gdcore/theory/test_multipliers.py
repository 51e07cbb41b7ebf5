"""Multipliers and edges against explicit two-step matrices and runs."""

from __future__ import annotations

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
from gdcore.descent.trajectory import descend
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import houses
from gdcore.theory.spectra import (
    dominant_multiplier,
    edge_multiple,
    rate_eigenvalues,
)
from tests.gdcore.theory.quadratics import (
    BLOW_UP,
    GOOD,
    LINEAR,
    START,
    bowl,
    hessians_and_rates,
    houses_hessian,
    least_squares,
    on_houses,
    radius,
    two_step,
)

pytestmark = pytest.mark.filterwarnings("error")
BETAS = [0.0, 0.1, 0.5, 0.9, 0.99]


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
@given(drawn=hessians_and_rates(), beta=st.floats(0.0, 0.99), rule=st.sampled_from(sorted(LINEAR)))
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
