"""Update rules against recurrences in exact arithmetic, and what they refuse."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore.errors import InputError
from gdcore.line_search import halving
from gdcore.methods import Method, gradient_descent, learning_rates, momentum
from gdcore.objectives import Array, Objective, frozen, mean_squared_error, parabola
from gdcore.table import houses
from gdcore.trajectory import Trajectory, descend

pytestmark = pytest.mark.filterwarnings("error")

RULES: dict[str, Callable[[Array], Method]] = {
    "gradient_descent": gradient_descent,
    "momentum": lambda rate: momentum(rate, 0.5),
    "halving": halving,
}


def custom(value: Callable[[Array], Array], gradient: Callable[[Array], Array]) -> Objective:
    """Make a one-parameter objective from plain functions of points (..., 1)."""
    return Objective("custom", ("x",), value, gradient, lambda p: np.ones((*p.shape, 1)), frozen([[-2, 2]]))


def blow_up(method: Callable[[Array], Method], n_steps: int = 150) -> Trajectory:
    return descend(mean_squared_error(houses()), method(frozen([5.75e-7, 0.15])), frozen([250, 250_000]), n_steps, 1.0)


def test_one_rate_serves_every_parameter() -> None:
    assert learning_rates(0.1, ("a", "b")).tolist() == [0.1, 0.1]


def test_named_rates_follow_the_order_of_the_parameters() -> None:
    rates = learning_rates({"b": 0.15, "a": 5e-8}, ("a", "b"))
    assert rates.tolist() == [5e-8, 0.15]
    assert rates.dtype == np.float64
    assert not rates.flags.writeable


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (0.0, r"learning_rate\.a: must be finite and > 0, got 0\.0"),
        (-0.1, r"learning_rate\.a: must be finite and > 0, got -0\.1"),
        (float("nan"), r"learning_rate\.a: must be finite and > 0, got nan"),
        (float("inf"), r"learning_rate\.a: must be finite and > 0, got inf"),
        ({"a": 0.1}, r"learning_rate\.b: missing"),
        ({"a": 0.1, "b": -2.0}, r"learning_rate\.b: must be finite and > 0, got -2\.0"),
        ({"a": 0.1, "b": 0.1, "z": 1.0, "c": 1.0}, r"learning_rate\.c: expected one of a, b"),
    ],
)
def test_unusable_rates_are_refused_by_name(value: float | dict[str, float], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        learning_rates(value, ("a", "b"))
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.parametrize("bad", [[0.0], [-1.0], [np.nan], [0.1, np.inf]])
def test_every_rule_refuses_unusable_rates(rule: Callable[[Array], Method], bad: list[float]) -> None:
    with pytest.raises(InputError, match="learning_rate: expected finite numbers > 0"):
        rule(np.array(bad))


@pytest.mark.parametrize("beta", [-0.1, 1.0, 1.5, float("nan"), float("inf")])
def test_momentum_outside_its_range_is_refused(beta: float) -> None:
    with pytest.raises(InputError, match=f"momentum: must be at least 0 and below 1, got {beta}"):
        momentum(frozen([0.1]), beta)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_method_cannot_be_changed_from_outside(rule: Callable[[Array], Method]) -> None:
    rates = np.array([0.1])
    method = rule(rates)
    rates[0] = 99.0
    run = descend(parabola(), method, frozen([1.0]), 1)
    assert method.learning_rate.tolist() == [0.1]
    assert run.iterates[1, 0] == pytest.approx(0.8, rel=1e-15)
    assert not method.learning_rate.flags.writeable
    with pytest.raises(dataclasses.FrozenInstanceError):
        method.name = "other"  # type: ignore[misc]


@pytest.mark.parametrize("name", RULES)
def test_a_method_carries_its_name(name: str) -> None:
    assert RULES[name](frozen([0.1])).name == name


def test_plain_descent_scales_each_component_by_its_own_rate() -> None:
    objective = mean_squared_error(houses())
    point, rate = np.array([250.0, 250_000.0]), np.array([5e-8, 0.15])
    run = descend(objective, gradient_descent(rate), point, 1)
    residual = houses().x * 250.0 + 250_000.0 - houses().y
    moved = point - rate * [np.mean(houses().x * residual), np.mean(residual)]
    np.testing.assert_allclose(run.iterates[1], moved, rtol=1e-14)


@settings(deadline=None)
@given(rate=st.floats(0.01, 1.4), beta=st.floats(0.0, 0.95), start=st.floats(0.1, 10))
def test_heavy_ball_obeys_its_two_term_recurrence(rate: float, beta: float, start: float) -> None:
    eta, mass, x = Fraction(rate), Fraction(beta), [Fraction(start)] * 2
    for _ in range(8):
        x.append(x[-1] - eta * 2 * x[-1] + mass * (x[-1] - x[-2]))
    run = descend(parabola(), momentum(frozen([rate]), beta), frozen([start]), 8)
    np.testing.assert_allclose(run.iterates[:, 0], [float(xk) for xk in x[1:]], rtol=1e-10, atol=1e-12 * start)


def test_heavy_ball_without_momentum_is_plain_descent() -> None:
    plain, heavy = blow_up(gradient_descent), blow_up(lambda rate: momentum(rate, 0.0))
    np.testing.assert_array_equal(plain.iterates, heavy.iterates)


def test_only_momentum_has_a_hyperparameter() -> None:
    assert dict(momentum(frozen([0.1]), 0.25).hyperparameters) == {"momentum": 0.25}
    assert not gradient_descent(frozen([0.1])).hyperparameters
    assert not halving(frozen([0.1])).hyperparameters


@pytest.mark.parametrize(("rule", "linear"), [("gradient_descent", True), ("momentum", True), ("halving", False)])
def test_only_fixed_steps_are_linear(rule: str, linear: bool) -> None:
    assert RULES[rule](frozen([0.1])).linear is linear


def test_every_halved_step_is_the_first_that_does_not_raise_the_loss() -> None:
    run = blow_up(halving)
    x, y = houses().x, houses().y
    for k in range(run.n_steps):
        here = run.iterates[k]
        residual = here[0] * x + here[1] - y
        full = np.array([5.75e-7, 0.15]) * [np.mean(x * residual), np.mean(residual)]
        refused = [r for r in run.rejected if r.k == k]
        for halvings, trial in enumerate(refused):
            np.testing.assert_allclose(trial.point, here - full / 2**halvings, rtol=1e-9)
            assert trial.loss == pytest.approx(np.mean((trial.point[0] * x + trial.point[1] - y) ** 2), rel=1e-12)
            assert trial.loss > run.losses[k]
        np.testing.assert_allclose(run.iterates[k + 1], here - full / 2 ** len(refused), rtol=1e-9)
        assert run.losses[k + 1] <= run.losses[k]


def test_halving_accepts_an_equal_loss() -> None:
    run = descend(parabola(), halving(frozen([1.0])), frozen([-1.0]), 3)
    assert run.iterates[:, 0].tolist() == [-1.0, 1.0, -1.0, 1.0]
    assert run.rejected == ()


def square(points: Array) -> Array:
    return np.asarray(points[..., 0] ** 2)


def peak(points: Array) -> Array:
    """0 at x = 1 and 1 everywhere else: every move from x = 1 raises it."""
    return np.where(points[..., 0] == 1.0, 0.0, 1.0)


def pit(points: Array) -> Array:
    """The same at x = 0, where float64 is finest."""
    return np.where(points[..., 0] == 0.0, 0.0, 1.0)


STUCK = {
    "zero gradient": (custom(square, lambda p: 2 * p), 0.0, 0.1),
    "step below float resolution": (custom(square, lambda p: 2 * p), 1.0, 1e-17),
    "always rises": (custom(peak, np.ones_like), 1.0, 1.0),
    "always rises, at the origin": (custom(pit, np.ones_like), 0.0, 1e308),
    "uphill gradient": (custom(square, lambda p: -2 * p), 1.0, 0.1),
    "loss NaN off the start": (custom(lambda p: np.where(p[..., 0] == 1.0, 0.0, np.nan), np.ones_like), 1.0, 1.0),
    "step overflows": (custom(square, lambda p: 2 * p), 1e10, 1e308),
}


@pytest.mark.parametrize(("objective", "start", "rate"), STUCK.values(), ids=STUCK)
def test_halving_that_cannot_lower_the_loss_stalls_where_it_is(objective: Objective, start: float, rate: float) -> None:
    run = descend(objective, halving(frozen([rate])), frozen([start]), 5)
    assert run.stopped == "stalled"
    assert run.iterates.tolist() == [[start]]
    assert run.loss_evaluations == 1 + len(run.rejected)
    assert all(not trial.loss <= run.losses[0] for trial in run.rejected)


def test_a_refused_step_is_halved_until_it_no_longer_moves_the_point() -> None:
    objective, start, rate = STUCK["always rises"]
    trials = descend(objective, halving(frozen([rate])), frozen([start]), 1).rejected
    expected, move = [], 1.0
    while 1.0 - move != 1.0:
        expected.append(1.0 - move)
        move /= 2
    assert [trial.point[0] for trial in trials] == expected


def test_at_the_origin_a_refused_step_is_halved_through_all_exponents() -> None:
    objective, start, rate = STUCK["always rises, at the origin"]
    trials = descend(objective, halving(frozen([rate])), frozen([start]), 1).rejected
    assert (trials[0].point[0], trials[-1].point[0]) == (-1e308, -5e-324)


def test_a_gradient_that_turns_nan_stalls_halving() -> None:
    objective = custom(square, lambda p: np.where(p == 1.0, 2 * p, np.nan))
    run = descend(objective, halving(frozen([0.1])), frozen([1.0]), 5)
    assert (run.stopped, run.n_steps) == ("stalled", 1)
    assert run.iterates[1, 0] == pytest.approx(0.8)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_method_counts_what_it_evaluates(rule: Callable[[Array], Method]) -> None:
    run = blow_up(rule, 20)
    assert run.n_steps == 20
    assert run.gradient_evaluations == 20
    assert run.loss_evaluations == 1 + 20 + len(run.rejected)


def test_gradients_that_a_method_takes_itself_are_counted() -> None:
    plain = gradient_descent(frozen([0.1]))

    def two_gradients(*given: object) -> object:
        return dataclasses.replace(plain.step(*given), gradient_evaluations=2)  # type: ignore[arg-type]

    greedy = dataclasses.replace(plain, step=two_gradients)  # type: ignore[arg-type]
    assert descend(parabola(), greedy, frozen([1.0]), 7).gradient_evaluations == 14
