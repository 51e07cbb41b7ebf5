"""The well-known functions: their minimisers are where the literature has them, and where descent would stop."""

from __future__ import annotations

import numpy as np
import pytest

from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.errors import InputError
from gdcore.expressions.expression import read_expression
from gdcore.expressions.known import KNOWN
from gdcore.expressions.well_known import beside, well_known, written
from gdcore.theory.verdict import condition_number, judge

AT_SOURCE = {
    "rosenbrock": ((1.0, 1.0), 0.0),
    "himmelblau": ((3.0, 2.0), 0.0),
    "beale": ((3.0, 0.5), 0.0),
    "booth": ((1.0, 3.0), 0.0),
    "narrow_quadratic": ((0.0, 0.0), 0.0),
    "ackley": ((0.0, 0.0), 0.0),
    "rastrigin": ((0.0, 0.0), 0.0),
}
"""Minimiser and minimum as Jamil and Yang (2013) list them."""
VALUES = {
    "rosenbrock": ((-1.2, 1.0), 24.2),
    "himmelblau": ((0.0, 0.0), 170.0),
    "beale": ((1.0, 1.0), 14.203125),
    "booth": ((0.0, 0.0), 74.0),
    "saddle": ((1.0, 2.0), -3.0),
    "narrow_quadratic": ((1.0, 1.0), 50.5),
    "ackley": ((1.0, 1.0), 20.0 - 20.0 * np.exp(-0.2)),
    "rastrigin": ((0.5, 0.5), 40.5),
}
"""Worked out by hand."""


@pytest.mark.parametrize("name", KNOWN)
def test_a_value_worked_out_by_hand(name: str) -> None:
    point, value = VALUES[name]
    assert well_known(name).value(np.array(point)) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("name", AT_SOURCE)
def test_minimiser_and_minimum_are_those_of_the_literature(name: str) -> None:
    objective, (minimiser, minimum) = well_known(name), AT_SOURCE[name]
    assert objective.minimiser == pytest.approx(minimiser)
    assert objective.minimum == pytest.approx(minimum, abs=1e-12)


@pytest.mark.parametrize("name", KNOWN)
def test_no_point_near_a_minimiser_is_lower(name: str) -> None:
    objective, known = well_known(name), KNOWN[name]
    around = np.random.default_rng(2).normal(scale=1e-3, size=(200, 2))
    for minimiser in known.minimisers:
        assert (objective.value(np.array(minimiser) + around) >= objective.value(np.array(minimiser)) - 1e-12).all()
    for (low, high), start in zip(known.domain, known.start, strict=True):
        assert low <= start <= high


def test_the_condition_number_is_the_one_asked_for() -> None:
    assert condition_number(well_known("narrow_quadratic", 7.0)) == pytest.approx(7.0)


@pytest.mark.parametrize(("name", "number"), [("rosenbrock", 7.0), ("narrow_quadratic", 0.5), ("unknown", None)])
def test_what_cannot_be_is_refused(name: str, number: float | None) -> None:
    with pytest.raises(InputError):
        well_known(name, number)


def test_of_several_minimisers_the_nearest_is_taken() -> None:
    found = beside(well_known("himmelblau"), np.array([-3.0, 3.0])).minimiser
    assert found == pytest.approx([-2.805118, 3.131313])


def test_the_edge_of_the_narrow_quadratic_is_two_over_its_condition_number() -> None:
    objective = well_known("narrow_quadratic", 50.0)
    for rate, kind in ((0.9 * 2.0 / 50.0, "converging"), (1.1 * 2.0 / 50.0, "diverging")):
        run = descend(objective, gradient_descent([rate, rate]), [1.0, 1.0], 500)
        assert judge(run).kind == kind
        assert bool(run.losses[-1] < run.losses[0]) is (kind == "converging")


def test_descent_by_a_written_function_is_descent_by_hand() -> None:
    objective = written(read_expression("x**2"))
    run = descend(objective, gradient_descent([0.8]), [-1.0], 3)
    assert run.iterates.ravel() == pytest.approx([-1.0, 0.6, -0.36, 0.216])
    assert judge(run).predicted_factor == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("text", "kind"), [("x**2 - y**2", "diverging"), ("x + y", "diverging"), ("x**2 + 0*y", "converging")]
)
def test_a_run_that_falls_for_ever_does_not_converge(text: str, kind: str) -> None:
    run = descend(written(read_expression(text, ("x", "y"))), gradient_descent([0.1, 0.1]), [1.0, 0.5], 60)
    assert judge(run).kind == kind


def test_on_the_ridge_of_a_saddle_a_run_comes_to_rest() -> None:
    run = descend(well_known("saddle"), gradient_descent([0.1, 0.1]), [1.0, 0.0], 60)
    assert judge(run).kind == "converging"


def test_where_no_hessian_exists_nothing_is_predicted() -> None:
    verdict = judge(descend(well_known("ackley"), gradient_descent([0.01, 0.01]), [2.2, -1.4], 30))
    assert verdict.predicted_factor is None
    assert verdict.eigenvalues is None
