"""Verdicts on any quadratic, against numpy’s eigenvalues of the explicit update matrices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore.arrays import Array
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.trajectory import descend
from gdcore.theory.verdict import judge
from tests.gdcore.theory.quadratics import LINEAR, bowl, hessians, magnitudes, radius, two_step

pytestmark = pytest.mark.filterwarnings("error")


@settings(deadline=None)
@given(hessian=hessians(), rates=st.tuples(magnitudes, magnitudes, magnitudes), beta=st.floats(0.0, 0.99))
def test_the_predicted_factor_is_the_spectral_radius_of_the_update_map(
    hessian: Array, rates: tuple[float, ...], beta: float
) -> None:
    rate = np.array(rates[: len(hessian)])
    scaled = np.diag(rate) @ hessian
    run = descend(bowl(hessian), momentum(rate, beta), np.ones(len(rate)), 2)
    # A double root of a matrix is only known to the square root of the precision.
    assert judge(run).predicted_factor == pytest.approx(radius(two_step("momentum", scaled, beta)), rel=1e-6)
    run = descend(bowl(hessian), nesterov(rate, beta), np.ones(len(rate)), 2)
    largest = radius(two_step("nesterov", scaled, beta))
    assert judge(run).predicted_factor == pytest.approx(largest, rel=1e-6, abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(
    hessian=hessians(),
    rates=st.tuples(magnitudes, magnitudes, magnitudes),
    beta=st.sampled_from([0.0, 0.1, 0.5, 0.9]),
    rule=st.sampled_from(sorted(LINEAR)),
    inside=st.booleans(),
)
def test_a_thousandth_inside_the_edge_a_run_falls_and_a_thousandth_outside_it_rises(
    hessian: Array, rates: tuple[float, ...], beta: float, rule: str, inside: bool
) -> None:
    curvatures, directions = np.linalg.eig(np.diag(rates[: len(hessian)]) @ hessian)
    edge = {"plain": 2.0, "momentum": 2 * (1 + beta), "nesterov": 2 * (1 + beta) / (1 + 2 * beta)}[rule]
    rate = np.array(rates[: len(hessian)]) * edge / curvatures.real.max() * (0.999 if inside else 1.001)
    run = descend(bowl(hessian), LINEAR[rule](rate, beta), directions[:, curvatures.real.argmax()].real, 200)
    verdict = judge(run)
    assert verdict.edge_multiple == pytest.approx(1 / 0.999 if inside else 1 / 1.001, rel=1e-9)
    if inside:
        assert verdict.kind == "converging"
        assert run.losses[-50:].max() < 0.9 * run.losses[:50].max()  # momentum may swing on its way down
    else:
        assert verdict.kind == "diverging"
        assert run.losses[-50:].min() > 1.1 * run.losses[:50].min()
        assert run.rose[100:].all()
