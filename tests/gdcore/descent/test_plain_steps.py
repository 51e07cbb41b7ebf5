"""Long runs: what plain numbers do is, bit by bit, what arrays do; and who waits for them hears how far they are."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore import Objective, Trajectory, descend, gradient_descent, momentum, nesterov
from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.progress import reporting_to
from gdcore.expressions.derivatives import WrittenFunction
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import written
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import houses

METHODS = {
    "plain": gradient_descent,
    "momentum": lambda rates: momentum(rates, 0.5),
    "nesterov": lambda rates: nesterov(rates, 0.9),
    "halving": halving,
    "backtracking": backtracking,
}
FUNCTIONS = {
    "x**2": ([2.0], 0.2),
    "(x**2-1)**2": ([1.2], 0.3),
    "x**4-3*x**2+x": ([-0.1], 0.05),
    "1/x+x+x**(-3)": ([0.5], 0.01),
    "x-log(x)": ([3.0], 5.0),
    "sqrt(x)+x**1.5": ([2.0], 0.5),
    "exp(x)+exp(1/3)*x**2-x": ([700.0], 0.1),
    "2**x+x**2+tanh(x)": ([1.0], 0.3),
    "abs(x)": ([2.0], 0.3),
    "cos(x)": ([3.0], 2.3),
    "(1-x)**2+100*(y-x**2)**2": ([-1.2, 1.0], 0.0005),
    "x**2+3*y**2": ([1.5, 1.0], 0.4),
    "exp(x*y)+(x-y)**2/3+x**y": ([1.5, 0.5], 0.01),
    "a**2+2*b**2+3*c**2": ([1.0, 1.0, -1.0], 0.1),
}

KINKED = {"abs(x)", "sqrt(x)+x**1.5"}
"""Where these bend, each step of a line search takes some fifty trials: 40 such steps tell as much as 150."""


def own(text: str) -> Objective:
    return written(read_expression(text))


def step_by_step(objective: Objective, *run: object) -> Trajectory:
    """Return a run of which no step is taken on plain numbers."""
    of_arrays = replace(
        objective,
        value=lambda points: objective.value(np.atleast_2d(points)).reshape(np.shape(points)[:-1]),
        gradient=lambda points: objective.gradient(np.atleast_2d(points)).reshape(np.shape(points)),
    )
    return descend(of_arrays, *run)  # type: ignore[arg-type]


def same(one: Trajectory, other: Trajectory) -> bool:
    arrays = ("iterates", "losses", "gradients", "evaluations")
    values = ("stopped", "overflow_step", "loss_evaluations", "gradient_evaluations")
    return (
        all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in arrays)
        and all(getattr(one, name) == getattr(other, name) for name in values)
        and [(r.k, r.point.tobytes(), str(r.loss)) for r in one.rejected]
        == [(r.k, r.point.tobytes(), str(r.loss)) for r in other.rejected]
    )


@pytest.mark.parametrize("tolerance", [None, 0.0, 1e-6])
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("text", FUNCTIONS)
def test_plain_numbers_have_the_bits_of_arrays(text: str, method: str, tolerance: float | None) -> None:
    start, rate = FUNCTIONS[text]
    n_steps = 40 if text in KINKED and method in ("halving", "backtracking") else 150
    run = own(text), METHODS[method]([rate] * len(start)), start, n_steps, tolerance
    assert same(descend(*run), step_by_step(*run))


@pytest.mark.parametrize("method", METHODS)
def test_built_in_objectives_too(method: str) -> None:
    for objective, start, rates in (
        (parabola(), [-1.0], [0.3]),
        (parabola(), [-1.0], [1.0]),
        (mean_squared_error(houses()), [250.0, 250_000.0], [5e-8, 0.15]),
        (mean_squared_error(houses()), [250.0, 250_000.0], [5.75e-7, 0.15]),
    ):
        run = objective, METHODS[method](rates), start, 1000
        assert same(descend(*run), step_by_step(*run))


@settings(deadline=None, max_examples=20)
@given(st.sampled_from(["x**2-3*x", "(x**2-1)**2", "x/(1+x**2)", "abs(x-1)+x**2", "exp(-x)+x"]),
       st.sampled_from(sorted(METHODS)), st.floats(-3, 3), st.floats(1e-3, 3))  # fmt: skip
def test_any_start_and_rate(text: str, method: str, start: float, rate: float) -> None:
    run = own(text), METHODS[method]([rate]), [start], 100
    assert same(descend(*run), step_by_step(*run))


@pytest.mark.parametrize("start", [[0.1, 0.7], [0.3, -1.1], [1.7, 2.9], [-0.37, 0.11], [1e-3, 123.4]])
def test_where_rounding_decides_what_is_low_enough_it_is_that_of_arrays(start: list[float]) -> None:
    # The first trial is the minimum, and half of what the slope promises is just the loss at the start.
    run = own("x**2+y**2"), backtracking([0.5, 0.5], sufficient=0.5), start, 60
    assert same(descend(*run), step_by_step(*run))
    slightly_more = own("x**2+y**2"), backtracking([0.4, 0.3], sufficient=0.6 - 1e-16, shrink=0.95), start, 60
    assert same(descend(*slightly_more), step_by_step(*slightly_more))


def test_a_search_that_tries_places_outside_the_domain_goes_on() -> None:
    run = own("x-log(x)+sqrt(x)"), backtracking([7.0]), [3.0], 400
    found = descend(*run)
    assert any(np.isnan(trial.loss) for trial in found.rejected)
    assert same(found, step_by_step(*run))


def test_a_run_that_goes_round_does_so_to_its_end() -> None:
    run = descend(own("abs(x)"), gradient_descent([0.5]), [0.75], 1_000_000)
    assert run.n_steps == 1_000_000
    assert run.iterates[:4].ravel().tolist() == [0.75, 0.25, -0.25, 0.25]
    assert (run.iterates[1::2] == 0.25).all()
    assert (run.iterates[2::2] == -0.25).all()
    assert run.evaluations[-1].tolist() == [1_000_001, 1_000_000]
    assert (run.gradients[1::2] == 1.0).all()


@pytest.mark.parametrize(("slow", "n_most"), [("x**2+3*y**2", 60), ("exp(x)-x+y**2", 60)])
def test_a_million_steps_ask_for_little_memory(slow: str, n_most: int) -> None:
    run = descend(own(slow), gradient_descent([1e-6, 1e-6]), [1.5, 1.0], 100_000)
    held = sum(array.nbytes for array in (run.iterates, run.losses, run.gradients, run.evaluations))
    assert held <= n_most * 100_001
    assert sys.getsizeof(run.rejected) < 100


@pytest.mark.heavy
def test_whoever_waits_hears_how_far_a_run_is() -> None:
    for method in (gradient_descent([1e-6]), halving([1e-6])):
        heard: list[tuple[int, int]] = []
        with reporting_to(lambda done, total: heard.append((done, total))):  # noqa: B023
            descend(own("x**2"), method, [1.0], 50_000)
        assert len(heard) >= 3
        assert heard == sorted(heard)
        assert {total for _, total in heard} == {50_000}
        n_heard = len(heard)
        descend(own("x**2"), method, [1.0], 50_000)
        assert len(heard) == n_heard


def test_a_method_of_ones_own_is_asked_for_every_step() -> None:
    asked: list[int] = []
    plain = gradient_descent([0.5])
    mine = type(plain)(
        "gradient_descent", plain.schedule, plain.init, lambda *given: (asked.append(1), plain.step(*given))[1]
    )
    run = descend(parabola(), mine, np.array([1.0]), 50)
    assert len(asked) == run.n_steps == 50


@pytest.mark.parametrize("exponent", [-3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 7.0, 1 / 3])
def test_a_power_of_one_number_has_the_bits_of_an_arrays(exponent: float) -> None:
    bases = abs(np.sin(np.arange(1.0, 3001.0))) * np.geomspace(1e-5, 1e5, 3000)
    function = WrittenFunction(read_expression(f"x**({exponent!r})"))
    plain = function.plain()
    assert plain is not None
    found = np.array([plain[0](base) for base in bases.tolist()], dtype=np.float64)
    np.testing.assert_array_equal(found, function.value(bases[:, None]))
