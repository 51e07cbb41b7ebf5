"""Plain Python functions as objectives: the numbers are those of the exact ones, up to differences."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gdcore import descend, gradient_descent, judge, parabola
from gdcore.errors import InputError
from gdcore.expressions.known import KNOWN
from gdcore.expressions.well_known import well_known
from gdcore.objectives.callables import DIFFERENCES, from_callable


def test_descent_of_a_callable_is_that_of_the_parabola() -> None:
    own = descend(lambda x: x**2, gradient_descent([0.8]), [-1.0], 20)
    known = descend(parabola(), gradient_descent([0.8]), [-1.0], 20)
    assert own.iterates == pytest.approx(known.iterates, rel=1e-8, abs=1e-9)
    assert judge(own).kind == "converging"
    assert DIFFERENCES in own.objective.name


def test_a_given_gradient_is_used_as_it_is() -> None:
    own = descend(from_callable(lambda x: x**2, gradient=lambda x: 2 * x), gradient_descent([0.8]), [-1.0], 3)
    assert (
        own.iterates.ravel().tolist()
        == descend(parabola(), gradient_descent([0.8]), [-1.0], 3).iterates.ravel().tolist()
    )
    assert DIFFERENCES not in own.objective.name


@pytest.mark.parametrize("name", KNOWN)
def test_differences_agree_with_the_exact_derivatives(name: str) -> None:
    exact = well_known(name)
    plain = from_callable(lambda x, y: float(exact.value(np.array([x, y]))))
    points = np.random.default_rng(3).uniform(0.3, 1.7, (10, 2))
    assert plain.gradient(points) == pytest.approx(exact.gradient(points), rel=1e-6, abs=1e-5)
    assert plain.hessian(points) == pytest.approx(exact.hessian(points), rel=1e-3, abs=1e-2)


def test_names_are_those_of_the_arguments_or_given() -> None:
    assert from_callable(lambda slope, height: slope).parameters == ("slope", "height")
    assert from_callable(math.cos, ("angle",)).parameters == ("angle",)


def test_divergence_of_a_callable_is_a_result() -> None:
    run = descend(lambda x: x**4, gradient_descent([1.0]), [2.0], 100)
    assert run.stopped == "overflow"
    assert np.isfinite(run.losses).all()


@pytest.mark.parametrize("function", [lambda *x: 0.0, lambda: 0.0])
def test_a_function_whose_arguments_cannot_be_told_is_refused(function: object) -> None:
    with pytest.raises(InputError):
        from_callable(function)


def test_a_gradient_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(InputError, match="expected 2 number"):
        from_callable(lambda x, y: x + y, gradient=lambda x, y: [1.0]).gradient(np.zeros(2))


def test_a_function_that_returns_no_number_is_refused() -> None:
    with pytest.raises(InputError, match="that returns one"):
        descend(lambda x: "steep", gradient_descent([1.0]), [2.0], 3)
