"""The split of an error against its closed form."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings

from gdcore.arrays import Array, frozen
from gdcore.descent.line_search import halving
from gdcore.descent.method import Method
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.descent.trajectory import descend
from gdcore.errors import InputError
from gdcore.objectives.parabola import parabola
from gdcore.theory.spectra import (
    error_components,
)
from tests.gdcore.theory.quadratics import (
    BLOW_UP,
    GOOD,
    bowl,
    hessians_and_rates,
    houses_hessian,
    least_squares,
    on_houses,
)

pytestmark = pytest.mark.filterwarnings("error")


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
@given(drawn=hessians_and_rates())
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
