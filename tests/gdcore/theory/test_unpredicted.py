"""Verdicts on runs that no theory foretells: they are judged by what they do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from gdcore.arrays import Array, frozen
from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.method import Method
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.descent.trajectory import descend
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import houses
from gdcore.theory.verdict import Verdict, judge
from tests.gdcore.theory.quadratics import GOOD, on_parabola, power

pytestmark = pytest.mark.filterwarnings("error")


@pytest.mark.parametrize("rule", [halving, backtracking])
@pytest.mark.parametrize("n_steps", [1, 3, 40])
def test_a_method_that_chooses_its_steps_has_no_factor_and_no_edge(
    rule: Callable[[Array], Method], n_steps: int
) -> None:
    verdict = on_parabola(0.8, n_steps, rule)
    assert (verdict.measured_factor, verdict.predicted_factor) == (None, None)
    assert (verdict.stability_limit, verdict.edge_multiple) == (None, None)
    assert verdict.eigenvalues is not None
    assert verdict.eigenvalues.tolist() == [1.6]


def test_stochastic_descent_is_judged_by_what_it_did() -> None:
    def fate(rate: tuple[float, float]) -> Verdict:
        return judge(descend(mean_squared_error(houses()), sgd(frozen(rate)), frozen([250.0, 250_000.0]), 900))

    assert (fate(GOOD).kind, fate((1e-6, 0.15)).kind) == ("wandering", "diverging")  # the second one overflows
    assert (fate(GOOD).predicted_factor, fate(GOOD).edge_multiple, fate(GOOD).measured_factor) == (None, None, None)


@pytest.mark.parametrize(
    ("rate", "kind", "overshoots"), [(0.3, "converging", False), (0.8, "converging", True), (1.0, "cycling", True)]
)
def test_halving_is_judged_by_what_it_did(rate: float, kind: str, overshoots: bool) -> None:
    verdict = on_parabola(rate, 4, halving)
    assert (verdict.kind, verdict.overshoots) == (kind, overshoots)


@pytest.mark.parametrize(
    ("rate", "n_steps", "kind"),
    [
        (0.05, 50, "converging"),
        (0.5, 7, "cycling"),  # 4 x**3 / 2 is 2 at x = 1: there and back
        (0.51, 2, "diverging"),
        (1.0, 50, "diverging"),
    ],
)
def test_where_nothing_is_predicted_the_run_is_judged_by_itself(rate: float, n_steps: int, kind: str) -> None:
    run = descend(power(4), gradient_descent(frozen([rate])), frozen([1.0]), n_steps)
    assert judge(run).kind == kind


def test_a_run_that_rises_and_then_falls_back_is_not_diverging() -> None:
    def wave(points: Array) -> Array:
        return np.asarray(np.sin(points[..., 0]))

    sine = Objective("sine", ("x",), wave, np.cos, lambda p: -np.sin(p[..., None]), frozen([[-7, 7]]))
    run = descend(sine, gradient_descent(frozen([1.0])), frozen([1.0]), 40)
    assert run.losses[-1] == pytest.approx(-1.0)
    assert judge(run).kind == "converging"


def test_a_run_of_no_steps_has_a_verdict() -> None:
    still = descend(parabola(), halving(frozen([0.1])), frozen([0.0]), 3)
    gone = descend(power(4), gradient_descent(frozen([1e100])), frozen([1.0]), 3)
    assert (still.n_steps, judge(still).kind) == (0, "standing")
    assert (gone.n_steps, judge(gone).kind) == (0, "diverging")
    assert judge(still).measured_factor is None
    assert judge(gone).measured_factor is None
