"""Update rules against recurrences in exact arithmetic, and what they refuse."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore.arrays import Array, frozen
from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.method import Method, learning_rates
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.descent.trajectory import Trajectory, descend
from gdcore.errors import InputError
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import houses

pytestmark = pytest.mark.filterwarnings("error")

RULES: dict[str, Callable[[Array], Method]] = {
    "gradient_descent": gradient_descent,
    "momentum": lambda rate: momentum(rate, 0.5),
    "nesterov": lambda rate: nesterov(rate, 0.5),
    "halving": halving,
    "backtracking": backtracking,
    "sgd": sgd,
}

WITHOUT_ROWS = [name for name in RULES if name != "sgd"]


def hessian_of(x: Array) -> Array:
    """Return X^T X / n of the line's design matrix."""
    return np.array([[np.mean(x * x), np.mean(x)], [np.mean(x), 1.0]])


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


@pytest.mark.parametrize("rule", [momentum, nesterov])
@pytest.mark.parametrize("beta", [-0.1, 1.0, 1.5, float("nan"), float("inf")])
def test_momentum_outside_its_range_is_refused(rule: Callable[[Array, float], Method], beta: float) -> None:
    with pytest.raises(InputError, match=f"momentum: must be at least 0 and below 1, got {beta}"):
        rule(frozen([0.1]), beta)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_method_cannot_be_changed_from_outside(rule: Callable[[Array], Method]) -> None:
    rates = np.array([1e-7, 0.1])
    method = rule(rates)
    once = descend(mean_squared_error(houses()), method, frozen([250, 250_000]), 1)
    rates[:] = 99.0
    again = descend(mean_squared_error(houses()), method, frozen([250, 250_000]), 1)
    assert method.learning_rate.tolist() == [1e-7, 0.1]
    np.testing.assert_array_equal(once.iterates, again.iterates)
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


@settings(deadline=None)
@given(rate=st.floats(0.01, 1.2), beta=st.floats(0.0, 0.95), start=st.floats(0.1, 10))
def test_nesterov_obeys_its_two_term_recurrence(rate: float, beta: float, start: float) -> None:
    """The form of 1983: a plain step from the point ahead, y = x + beta (x - x before)."""
    eta, mass, x = Fraction(rate), Fraction(beta), [Fraction(start)] * 2
    for _ in range(8):
        ahead = x[-1] + mass * (x[-1] - x[-2])
        x.append(ahead - eta * 2 * ahead)
    run = descend(parabola(), nesterov(frozen([rate]), beta), frozen([start]), 8)
    size = max(abs(float(xk)) for xk in x)
    np.testing.assert_allclose(run.iterates[:, 0], [float(xk) for xk in x[1:]], rtol=1e-10, atol=1e-12 * size)


@pytest.mark.parametrize("rate", [(5e-8, 0.15), (5.75e-7, 0.15)], ids=["good", "blow-up"])
@pytest.mark.parametrize("beta", [0.13, 0.5, 0.9])
@pytest.mark.parametrize("name", ["momentum", "nesterov"])
def test_a_run_with_momentum_is_a_power_of_the_companion_matrix(
    name: str, beta: float, rate: tuple[float, float]
) -> None:
    eye, zero = np.eye(2), np.zeros((2, 2))
    kept = eye - np.diag(rate) @ hessian_of(houses().x)
    rows = {"momentum": [kept + beta * eye, -beta * eye], "nesterov": [(1 + beta) * kept, -beta * kept]}
    companion = np.block([rows[name], [eye, zero]])  # of (error, error before)
    best = np.polyfit(houses().x, houses().y, 1)
    error = np.tile(np.array([250.0, 250_000.0]) - best, 2)
    method = {"momentum": momentum, "nesterov": nesterov}[name](frozen(rate), beta)
    run = descend(mean_squared_error(houses()), method, frozen([250.0, 250_000.0]), 60)
    for k in (1, 2, 3, 10, 60):
        predicted = best + (np.linalg.matrix_power(companion, k) @ error)[:2]
        np.testing.assert_allclose(run.iterates[k], predicted, rtol=1e-8)


def test_nesterov_takes_its_gradient_where_the_velocity_leads() -> None:
    asked: list[float] = []

    def gradient(points: Array) -> Array:
        asked.append(float(points[0]))
        return 2.0 * points

    method, objective = nesterov(frozen([0.25]), 0.5), dataclasses.replace(parabola(), gradient=gradient)
    move = method.step(objective, np.array([1.0]), 1.0, np.array([2.0]), np.array([-0.5]), frozen([0.25]))
    assert asked == [0.75]
    assert (move.point.tolist(), move.state.tolist()) == ([0.375], [-0.625])


@pytest.mark.parametrize("rule", [momentum, nesterov])
def test_without_momentum_both_are_plain_descent(rule: Callable[[Array, float], Method]) -> None:
    plain, with_momentum = blow_up(gradient_descent), blow_up(lambda rate: rule(rate, 0.0))
    np.testing.assert_array_equal(plain.iterates, with_momentum.iterates)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("rate", [1e-300, 1e3, 1e100, 1e308])
def test_every_rule_ends_at_any_rate(rule: str, rate: float) -> None:
    run = descend(mean_squared_error(houses()), RULES[rule](frozen([rate, rate])), frozen([250, 250_000]), 40)
    assert run.stopped in {"max_steps", "overflow", "stalled"}
    for array in (run.iterates, run.losses):
        assert np.isfinite(array).all()
    if rule in {"halving", "backtracking"}:
        assert not run.rose.any()


@pytest.mark.parametrize("rule", WITHOUT_ROWS)
@pytest.mark.parametrize("later", [np.nan, np.inf, -np.inf])
def test_every_rule_ends_at_a_gradient_that_turns_unusable(rule: str, later: float) -> None:
    treacherous = dataclasses.replace(parabola(), gradient=lambda p: np.where(p == 1.0, 2 * p, later))
    run = descend(treacherous, RULES[rule](frozen([0.1])), frozen([1.0]), 50)
    assert run.stopped in {"overflow", "stalled", "domain"}
    assert run.n_steps <= 1


@pytest.mark.parametrize("rule", WITHOUT_ROWS)
def test_every_rule_stays_where_the_gradient_is_zero(rule: str) -> None:
    run = descend(parabola(), RULES[rule](frozen([0.1])), frozen([0.0]), 5)
    assert (run.iterates == 0.0).all()


@pytest.mark.parametrize(
    ("method", "numbers"),
    [
        (gradient_descent(frozen([0.1])), {}),
        (momentum(frozen([0.1]), 0.25), {"momentum": 0.25}),
        (nesterov(frozen([0.1]), 0.25), {"momentum": 0.25}),
        (halving(frozen([0.1])), {}),
        (backtracking(frozen([0.1]), 0.3, 0.8), {"sufficient": 0.3, "shrink": 0.8}),
        (sgd(frozen([0.1]), 4, 7), {"batch": 4, "seed": 7}),
    ],
    ids=lambda value: value.name if isinstance(value, Method) else "",
)
def test_a_method_carries_its_hyperparameters(method: Method, numbers: dict[str, float]) -> None:
    assert dict(method.hyperparameters) == numbers


@pytest.mark.parametrize("rule", RULES)
def test_only_fixed_steps_are_linear(rule: str) -> None:
    assert RULES[rule](frozen([0.1])).linear is (rule in {"gradient_descent", "momentum", "nesterov"})


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
