"""Methods that choose their own steps: the facts about them, computed anew, and closed forms."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore.arrays import Array, frozen
from gdcore.descent.memory import memory
from gdcore.descent.method import Method
from gdcore.descent.momentum import nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import continued, descend
from gdcore.errors import InputError
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import written
from gdcore.methods.adam import adam, adamw
from gdcore.methods.adaptive import adagrad, rmsprop
from gdcore.methods.clipping import clipped
from gdcore.methods.newton import newton
from gdcore.methods.registry import FAMILIES, made
from gdcore.methods.step_lengths import barzilai_borwein, polyak
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import houses
from tests.gdcore.descent.runs import on_houses

pytestmark = pytest.mark.filterwarnings("error")

NEEDED = {"momentum": {"momentum": 0.9}, "nesterov": {"momentum": 0.9}, "polyak": {"target": 0.0}}
WHOLE = pytest.mark.parametrize("rate", [0.01, 0.8, 7.5])


def on_x2(method: Method, n_steps: int = 300, start: float = -1.0) -> Array:
    return descend(parabola(), method, [start], n_steps).iterates[:, 0]


@pytest.mark.parametrize(
    ("method", "loss"),
    [
        (adam([5, 10_000]), 907288960.66),
        (adam([20, 40_000]), 907199212.97),
        (adam([5.75e-7, 0.15]), 156231613592.35),
        (rmsprop([1, 2000]), 907380898.57),
        (adagrad([50, 100_000]), 907203658.32),
    ],
)
def test_the_houses_end_where_others_computed_that_they_do(method: Method, loss: float) -> None:
    run = descend(mean_squared_error(houses()), method, [250.0, 250_000.0], 150)
    assert run.losses[-1] == pytest.approx(loss, abs=0.005)
    assert (run.loss_evaluations, run.gradient_evaluations) == (151, 150)


@WHOLE
@pytest.mark.parametrize("rule", [adam, partial(rmsprop, decay=0.0), adagrad])
def test_the_first_step_is_the_rate_whatever_the_slope(rule: Callable[..., Method], rate: float) -> None:
    assert on_x2(rule([rate]), 1)[1] == pytest.approx(-1.0 + rate, rel=1e-7)
    assert on_x2(rule([rate]), 1, start=-1e5)[1] == pytest.approx(-1e5 + rate, rel=1e-12)


def test_a_rate_that_blows_plain_descent_up_only_shakes_adam() -> None:
    assert abs(on_x2(gradient_descent([1.2]), 4)).tolist() == pytest.approx([1.4**k for k in range(5)])
    assert abs(on_x2(adam([1.2]))).max() == 1.0
    wide = on_x2(adam([5.0]))
    assert wide.max() == pytest.approx(4.0, rel=1e-8)
    assert wide[-1] == pytest.approx(4.9e-7, rel=0.02)


@pytest.mark.parametrize("rate", [0.01, 0.1])
def test_rmsprop_at_a_constant_rate_ends_hopping_half_a_rate_beside_the_minimum(rate: float) -> None:
    assert sorted(on_x2(rmsprop([rate]), 3000)[-2:]) == pytest.approx([-rate / 2.0, rate / 2.0], rel=1e-4)


def recurrence(rate: float, beta1: float, beta2: float, epsilon: float, decay: float, n_steps: int) -> list[float]:
    """Adam on x**2 from -1 as in the paper, algorithm 1, with the weight decay of the other; beta**k as a power."""
    x, m, v, found = -1.0, 0.0, 0.0, [-1.0]
    for k in range(1, n_steps + 1):
        m, v = beta1 * m + (1 - beta1) * 2 * x, beta2 * v + (1 - beta2) * (2 * x) ** 2
        x -= rate * (m / (1 - beta1**k) / (math.sqrt(v / (1 - beta2**k)) + epsilon) + decay * x)
        found.append(x)
    return found


@pytest.mark.parametrize("numbers", [(0.1, 0.9, 0.999, 1e-8), (1.2, 0.0, 0.9, 1e-3), (0.05, 0.5, 0.9, 1e-8)])
@pytest.mark.parametrize("decay", [0.0, 0.3])
def test_adam_is_the_recurrence_of_its_paper(numbers: tuple[float, ...], decay: float) -> None:
    rate, *others = numbers
    method = adamw([rate], *others, weight_decay=decay) if decay else adam([rate], *others)
    np.testing.assert_allclose(on_x2(method, 200), recurrence(*numbers, decay, 200), rtol=1e-9, atol=1e-12)


def test_units_cancel_in_adaptive_methods() -> None:
    """A parameter in other units, with a rate in these, is the same run: the houses in thousands."""
    table = houses()
    other = descend(mean_squared_error(table), adam([5.0, 10_000.0]), [250.0, 250_000.0], 50)
    scaled = Objective(
        "scaled", ("a", "b"),
        lambda p: mean_squared_error(table).value(p * [1e3, 1e-3]),
        lambda p: mean_squared_error(table).gradient(p * [1e3, 1e-3]) * [1e3, 1e-3],
        lambda p: np.zeros((*p.shape, 2)), frozen([[0, 1]] * 2),
    )  # fmt: skip
    run = descend(scaled, adam([5e-3, 1e7], epsilon=1e-300), [0.25, 2.5e8], 50)
    np.testing.assert_allclose(run.iterates * [1e3, 1e-3], other.iterates, rtol=1e-9)


@settings(max_examples=20)
@given(st.floats(-50.0, 50.0).filter(lambda x: abs(x) > 0.01), st.floats(0.1, 1.9))
def test_polyak_multiplies_by_one_minus_half_the_rate_on_a_parabola(start: float, rate: float) -> None:
    np.testing.assert_allclose(
        on_x2(polyak([rate]), 20, start), start * (1.0 - rate / 2.0) ** np.arange(21), rtol=1e-9, atol=1e-12
    )


def test_polyak_aims_at_its_target_and_stays_where_it_is_at_it() -> None:
    assert on_x2(polyak([1.0], target=0.25), 400)[-1] == pytest.approx(-0.5, rel=1e-6)
    assert on_x2(polyak([1.0], target=2.0), 5).tolist() == [-1.0] * 6
    with pytest.raises(InputError, match=r"target: the minimum of .* is not known; expected its value"):
        descend(written(read_expression("cosh(x) + y**2")), polyak([1.0, 1.0]), [1.0, 1.0], 5)
    with pytest.raises(InputError, match="target: must be finite, got nan"):
        polyak([1.0], target=math.nan)


@given(st.floats(0.001, 3.0).filter(lambda rate: abs(rate - 0.5) > 1e-3))
@settings(max_examples=20)
def test_the_second_step_of_barzilai_and_borwein_lands_on_a_parabola(rate: float) -> None:
    assert on_x2(barzilai_borwein([rate]), 2)[2] == pytest.approx(0.0, abs=1e-12)


def test_barzilai_and_borwein_take_the_length_that_two_points_tell() -> None:
    for rates in ([1e-7, 1e-7], [5e-8, 0.15]):
        run = descend(mean_squared_error(houses()), barzilai_borwein(rates), [250.0, 250_000.0], 5)
        root = np.sqrt(rates)
        for k in range(1, run.n_steps):
            s, y = (run.iterates[k] - run.iterates[k - 1]) / root, (run.gradients[k] - run.gradients[k - 1]) * root
            moved = (run.iterates[k + 1] - run.iterates[k]) / root
            np.testing.assert_allclose(moved, -(s @ s) / (s @ y) * run.gradients[k] * root, rtol=1e-4)


@pytest.mark.parametrize("start", [(250.0, 250_000.0), (-3.0, 7e5)])
def test_newton_needs_one_step_on_any_quadratic(start: tuple[float, float]) -> None:
    error = mean_squared_error(houses())
    run = descend(error, newton([1.0, 1.0]), start, 2)
    np.testing.assert_allclose(run.iterates[1], error.minimiser, rtol=1e-8)
    assert run.gradient_evaluations == 2 * (1 + 2)
    damped = descend(error, newton([0.5, 0.5]), start, 3)
    np.testing.assert_allclose(damped.iterates[3] - error.minimiser, (start - error.minimiser) / 8.0, rtol=1e-7)


def test_newton_on_singular_hessians() -> None:
    flat, valley = written(read_expression("x + 2*y")), written(read_expression("(x - y)**2"))
    assert descend(flat, newton([1.0, 1.0]), [1.0, 1.0], 5).stopped == "overflow"
    np.testing.assert_allclose(descend(valley, newton([1.0, 1.0]), [3.0, 1.0], 1).iterates[1], [2.0, 2.0], rtol=1e-12)


def test_clipping_tames_a_blow_up_into_a_cycle() -> None:
    run = descend(parabola(), clipped(gradient_descent([1.2]), 1.0), [-1.0], 300)
    assert run.iterates[-2:, 0] == pytest.approx([0.6512, -0.5488])
    assert abs(run.iterates[-2:, 0]).sum() == pytest.approx(1.2)


def test_a_clipped_gradient_keeps_its_direction_wherever_a_method_asks_for_it() -> None:
    error, limit = mean_squared_error(houses()), 1e6
    steps = np.diff(
        descend(error, clipped(gradient_descent([1e-8, 1e-8]), limit), [250.0, 250_000.0], 3).iterates, axis=0
    )
    assert np.hypot(*steps.T) == pytest.approx(1e-8 * limit)
    run = descend(parabola(), clipped(nesterov([0.5], 0.5), 1.0), [-4.0], 3)
    assert run.iterates[:, 0].tolist() == [-4.0, -3.5, -2.75, -1.875]
    np.testing.assert_array_equal(on_x2(clipped(adam([0.1]), 1e9), 50), on_x2(adam([0.1]), 50))
    with pytest.raises(InputError, match=r"clip: must be finite and > 0, got 0\.0"):
        clipped(gradient_descent([0.1]), 0.0)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_batch_of_all_rows_is_the_run_without_one(name: str) -> None:
    rates = [5e-8, 0.15] if FAMILIES[name].steps_by_slope or name == "barzilai_borwein" else [0.5, 0.5]
    numbers = NEEDED.get(name, {}) | ({"target": 9e8} if name == "polyak" else {})
    whole = on_houses(made(name, frozen(rates), **({"batch": 60} if name == "sgd" else {}), **numbers), 3)
    some = on_houses(made(name, frozen(rates), batch=60, seed=1, **numbers), 3)
    np.testing.assert_allclose(some.iterates, whole.iterates, rtol=1e-6)
    few = on_houses(made(name, frozen(rates), batch=2, seed=1, **numbers), 3)
    assert not np.allclose(few.iterates, whole.iterates, rtol=1e-9)


@pytest.mark.parametrize("name", ["adam", "rmsprop", "adagrad", "momentum", "barzilai_borwein"])
def test_a_run_remembers_step_by_step_and_goes_on_from_there(name: str) -> None:
    method = made(name, frozen([0.1]), **NEEDED.get(name, {}))
    run, half = (descend(parabola(), method, [-1.0], n) for n in (40, 20))
    np.testing.assert_array_equal(continued(half, 20).iterates, run.iterates[20:])
    held = memory(run)
    assert {values.shape for values in held.values()} == {(41, 1)}
    if "effective_rate" in held:
        assert np.isnan(held["effective_rate"][0])
        slope = (
            held["first_moment"][1:] / (1 - 0.9 ** np.arange(1, 41)[:, None]) if name == "adam" else run.gradients[:-1]
        )
        np.testing.assert_allclose(
            -held["effective_rate"][1:] * slope, np.diff(run.iterates, axis=0), rtol=1e-9, atol=1e-15
        )
    else:
        np.testing.assert_allclose(held["velocity"][1:], np.diff(run.iterates, axis=0), rtol=1e-12)


def test_a_mean_of_slopes_is_what_the_slopes_say() -> None:
    run = descend(parabola(), adam([0.1]), [-1.0], 30)
    weights = 0.1 * 0.9 ** np.arange(29, -1, -1)
    assert memory(run)["first_moment"][-1, 0] == pytest.approx(weights @ run.gradients[:-1, 0])
    weights = 0.001 * 0.999 ** np.arange(29, -1, -1)
    assert memory(run)["second_moment"][-1, 0] == pytest.approx(weights @ run.gradients[:-1, 0] ** 2)
    run = descend(parabola(), adagrad([0.1]), [-1.0], 30)
    assert memory(run)["second_moment"][:, 0] == pytest.approx([0.0, *np.cumsum(run.gradients[:-1, 0] ** 2)])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: adam([0.1], beta1=1.0), r"beta1: must be at least 0 and below 1, got 1\.0"),
        (lambda: adam([0.1], beta2=-0.1), r"beta2: must be at least 0 and below 1, got -0\.1"),
        (lambda: adagrad([0.1], epsilon=0.0), r"epsilon: must be above 0 and finite, got 0\.0"),
        (lambda: rmsprop([0.1], decay=math.nan), r"decay: must be at least 0 and below 1, got nan"),
        (lambda: adamw([0.1], weight_decay=-1.0), r"weight_decay: must be at least 0 and finite, got -1\.0"),
    ],
)
def test_numbers_out_of_range_are_refused(make: Callable[[], Method], message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()
