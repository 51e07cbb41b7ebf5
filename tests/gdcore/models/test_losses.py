"""Mean absolute error and Huber's loss: values by hand, slopes by differences, minima by other methods."""

from __future__ import annotations

import itertools
import pickle

import numpy as np
import pytest
from scipy.optimize import minimize

from gdcore.arrays import Array
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import drawn_rows, sgd
from gdcore.descent.trajectory import descend
from gdcore.errors import InputError
from gdcore.models import linear_fit
from gdcore.models.features import Features
from gdcore.models.linear_fit import features_error, standardised_features_error
from gdcore.objectives.function import WithKinks
from gdcore.objectives.losses import SQUARED, Absolute, Huber, RowLoss
from gdcore.theory.verdict import judge

LOSSES = [Absolute(), Huber(3.0), SQUARED]
KINDS = [features_error, standardised_features_error]


def sample(n: int = 40, m: int = 2, seed: int = 5) -> Features:
    random = np.random.default_rng(seed)
    x = random.normal(0.0, 1.0, (n, m)) * np.geomspace(1.0, 20.0, m) + 4.0
    y = x @ np.arange(1.0, m + 1.0) + 7.0 + 2.0 * random.standard_t(2, n)
    y[0] += 200.0
    return Features(x, y, y_unit="m")


def by_hand(loss: RowLoss, residual: Array) -> float:
    if isinstance(loss, Absolute):
        return float(np.mean(abs(residual)))
    if isinstance(loss, Huber):
        near = abs(residual) <= 3.0
        return float(np.mean(np.where(near, residual**2 / 2.0, 3.0 * abs(residual) - 4.5)))
    return float(np.mean(residual**2))


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: type(loss).__name__)
@pytest.mark.parametrize("kind", KINDS)
def test_value_and_slopes_are_those_of_the_rows(kind: object, loss: RowLoss) -> None:
    features = sample()
    objective = kind(features, loss)  # type: ignore[operator]
    x = features.x if objective.standard is None else (features.x - features.x.mean(axis=0)) / features.x.std(axis=0)
    for point in np.random.default_rng(1).normal(2.0, 3.0, (5, 3)):
        residual = x @ point[:-1] + point[-1] - features.y
        assert objective.value(point) == pytest.approx(by_hand(loss, residual), rel=1e-12)
        steps = 1e-6 * np.eye(3)
        rises = [objective.value(point + step) - objective.value(point - step) for step in steps]
        slopes = objective.gradient_scale * np.array(rises) / 2e-6
        np.testing.assert_allclose(objective.gradient(point), slopes, rtol=1e-5, atol=1e-6)
        bends = [(objective.gradient(point + step) - objective.gradient(point - step)) / 2e-6 for step in steps]
        np.testing.assert_allclose(objective.hessian(point), bends, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("loss", LOSSES[:2], ids=lambda loss: type(loss).__name__)
def test_many_points_give_the_bits_of_one(loss: RowLoss, monkeypatch: pytest.MonkeyPatch) -> None:
    objective = features_error(sample(), loss)
    points = np.random.default_rng(2).normal(0.0, 5.0, (3, 7, 3))
    monkeypatch.setattr("gdcore.models.row_error.AT_ONCE", 100)  # several parts
    for of in (objective.value, objective.gradient, objective.hessian):
        alone = np.array([of(point) for point in points.reshape(-1, 3)])
        assert of(points).tobytes() == alone.tobytes()
        assert of(points[:, :0]).shape == (3, 0, *alone.shape[1:])


def test_the_least_absolute_line_is_the_best_through_two_of_the_points() -> None:
    for seed in range(5):
        features = sample(25, 1, seed)
        x, y = features.x[:, 0], features.y
        objective = features_error(features, Absolute())
        pairs = itertools.combinations(range(len(y)), 2)
        slopes = [((y[j] - y[i]) / (x[j] - x[i]), i) for i, j in pairs]
        least = min(float(np.mean(abs(a * (x - x[i]) + y[i] - y))) for a, i in slopes)
        assert objective.minimum == pytest.approx(least, rel=1e-12)
        assert objective.minimum_is == "found"
        assert not objective.quadratic


def test_the_least_absolute_plane_is_the_best_through_three_of_the_points() -> None:
    features = sample(14)
    design = np.column_stack([features.x, np.ones(14)])
    fits = [
        np.linalg.solve(design[list(rows)], features.y[list(rows)]) for rows in itertools.combinations(range(14), 3)
    ]
    least = min(float(np.mean(abs(design @ fit - features.y))) for fit in fits)
    assert features_error(features, Absolute()).minimum == pytest.approx(least, rel=1e-12)


@pytest.mark.parametrize("delta", [0.05, 1.0, 30.0, 1e6])
@pytest.mark.parametrize("kind", KINDS)
def test_hubers_minimum_is_level_and_what_another_search_finds(kind: object, delta: float) -> None:
    features = sample()
    objective = kind(features, Huber(delta))  # type: ignore[operator]
    minimiser = objective.minimiser
    size = np.append(abs(objective.rows.x).max(axis=0), 1.0) * min(delta, abs(features.y).max())
    assert (abs(objective.gradient(minimiser)) <= 1e-12 * size).all()
    other = minimize(objective.value, minimiser + 0.1, jac=objective.gradient, method="BFGS", options={"gtol": 1e-9})
    assert objective.minimum == pytest.approx(other.fun, rel=1e-8)
    assert objective.minimum <= other.fun * (1.0 + 1e-12)


def test_a_huge_delta_is_half_of_least_squares() -> None:
    features = sample()
    found, squares = features_error(features, Huber(1e9)), features_error(features)
    assert squares.minimum is not None
    np.testing.assert_allclose(found.minimiser, squares.minimiser, rtol=1e-9)
    assert found.minimum == pytest.approx(squares.minimum / 2.0, rel=1e-12)


def test_an_outlier_moves_least_squares_but_not_the_least_absolute_line() -> None:
    x = np.arange(10.0)
    y = 2.0 * x + 1.0
    y[8] = -40.0
    features = Features(x[:, None], y)
    np.testing.assert_allclose(features_error(features, Absolute()).minimiser, [2.0, 1.0], atol=1e-12)
    np.testing.assert_allclose(features_error(features).minimiser, np.polyfit(x, y, 1), rtol=1e-9)


def test_a_kink_is_known_and_never_a_quadratic() -> None:
    features = Features(np.array([[0.0], [1.0], [2.0], [3.0]]), [0.0, 2.0, 1.0, 3.0])
    sharp, smooth = features_error(features, Absolute()), features_error(features, Huber(0.5))
    assert isinstance(sharp.function, WithKinks)
    assert sharp.function.kinks(np.array([1.0, 0.0])) == ("abs(error of row 1)", "abs(error of row 4)")
    assert isinstance(smooth.function, WithKinks)
    assert smooth.function.kinks(np.array([1.0, 0.0])) == ()
    verdict = judge(descend(sharp, gradient_descent([0.1, 0.1]), [0.3, 0.2], 200))
    assert verdict.kind in ("cycling", "wandering")
    assert verdict.predicted_factor is None
    assert verdict.eigenvalues is None
    assert judge(descend(smooth, gradient_descent([0.1, 0.1]), [0.3, 0.2], 2000)).kind == "converging"


def test_rows_drawn_at_random_have_the_slope_of_their_loss() -> None:
    features = sample()
    for loss in LOSSES:
        objective = features_error(features, loss)
        method = sgd([1e-3] * 3, batch=4, seed=2)
        run = descend(objective, method, [0.0, 0.0, 0.0], 3)
        drawn = drawn_rows(len(features.y), 4, 2, 0)
        own = features_error(Features(features.x[drawn], features.y[drawn]), loss)
        np.testing.assert_allclose(run.iterates[1], -1e-3 * own.gradient(np.zeros(3)), rtol=1e-12)


def test_an_objective_of_each_loss_goes_to_another_process() -> None:
    for loss in LOSSES:
        objective = features_error(sample(), loss)
        again = pickle.loads(pickle.dumps(objective))
        assert again.value(np.ones(3)) == objective.value(np.ones(3))


def test_the_unit_and_the_formula_are_those_of_the_loss() -> None:
    found = {type(loss): features_error(sample(), loss) for loss in LOSSES}
    assert [one.value_unit for one in found.values()] == ["m", "m²", "m²"]
    assert found[Absolute].formula == '1/n sum_(i=1)^n abs(x_1 x_(1 i) + x_2 x_(2 i) + "constant" - y_i)'
    assert 'op("huber")_(3)' in found[Huber].formula


def test_too_many_rows_for_a_loss_that_is_no_square(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear_fit, "MOST_ROWS", 39)
    with pytest.raises(InputError, match="expected at most 39 rows for a loss that is not squared, got 40"):
        features_error(sample(), Absolute())
