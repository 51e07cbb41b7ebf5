"""Verdicts on the parabola and the houses, against published numbers and what runs really do."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import numpy as np
import pytest

from gdcore.arrays import Array, frozen
from gdcore.descent.method import Method
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import Trajectory, descend
from gdcore.expressions.expression import read_expression
from gdcore.expressions.well_known import written
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import houses
from gdcore.theory.verdict import condition_number, judge
from tests.gdcore.theory.quadratics import (
    BLOW_UP,
    GOOD,
    bowl,
    houses_hessian,
    on_houses,
    on_parabola,
    two_step,
)

pytestmark = pytest.mark.filterwarnings("error")
RULES: dict[str, Callable[[Array], Method]] = {
    "plain": gradient_descent,
    "momentum": lambda rate: momentum(rate, 0.5),
    "nesterov": lambda rate: nesterov(rate, 0.5),
}


def houses_run(rate: tuple[float, float], beta: float | None = None, n_steps: int = 150) -> Trajectory:
    return on_houses(gradient_descent(frozen(rate)) if beta is None else momentum(frozen(rate), beta), n_steps)


@pytest.mark.parametrize(
    ("rate", "kind", "overshoots", "factor"),
    [
        (0.1, "converging", False, 0.8),
        (0.45, "converging", False, 0.1),
        (0.8, "converging", True, 0.6),
        (1.0, "cycling", True, 1.0),
        (1.1, "diverging", True, 1.2),
        (1.2, "diverging", True, 1.4),
    ],
)
def test_parabola_earns_its_verdict(rate: float, kind: str, overshoots: bool, factor: float) -> None:
    verdict = on_parabola(rate)
    assert (verdict.kind, verdict.overshoots) == (kind, overshoots)
    assert verdict.predicted_factor == pytest.approx(factor, rel=1e-14)
    assert verdict.measured_factor == pytest.approx(factor, rel=1e-13)
    assert verdict.eigenvalues is not None
    assert verdict.stability_limit is not None
    assert verdict.eigenvalues.tolist() == [2 * rate]
    assert verdict.stability_limit == pytest.approx([1.0], rel=1e-15)
    assert verdict.edge_multiple == pytest.approx(1 / rate, rel=1e-15)


def test_half_the_parabolas_rate_lands_in_one_step() -> None:
    assert on_parabola(0.5, 2).measured_factor == 0.0
    verdict = on_parabola(0.5)
    assert verdict.measured_factor is None
    assert (verdict.kind, verdict.overshoots) == ("converging", False)
    assert verdict.predicted_factor == 0.0
    assert verdict.edge_multiple == 2.0


def test_the_measured_factor_is_that_of_the_longest_move() -> None:
    # Beside 1e9 the steps of x are soon lost in rounding; those of y are told for longer, and say nothing of the run.
    far = written(read_expression("(x-1000000000)**2 + 3*(y-2)**2"))
    found = judge(descend(far, gradient_descent([0.2, 0.2]), [1e9 + 3.0, -1.0], 60)).measured_factor
    assert found == pytest.approx(0.6, abs=1e-6)


def test_one_step_has_no_measured_factor() -> None:
    assert on_parabola(0.8, 1).measured_factor is None


@pytest.mark.parametrize("rate", [1e-3, 1e-9, 1e-10, 1e-17, 1e-300, 5e-324])
@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_tiny_rate_converges_however_slowly(rate: float, rule: Callable[[Array], Method]) -> None:
    verdict = on_parabola(rate, rule=rule)
    assert (verdict.kind, verdict.overshoots) == ("converging", False)
    assert verdict.predicted_factor == pytest.approx(1.0, abs=5 * rate + 1e-15)


@pytest.mark.parametrize("rate", [1e3, 1e100, 1e155, 1e300, 1e308])
@pytest.mark.parametrize(("rule", "growth"), [("plain", 2.0), ("momentum", 2.0), ("nesterov", 3.0)])
def test_a_huge_rate_diverges_without_a_warning(rate: float, rule: str, growth: float) -> None:
    verdict = on_parabola(rate, rule=RULES[rule])
    assert (verdict.kind, verdict.overshoots) == ("diverging", True)
    assert verdict.predicted_factor == pytest.approx(growth * rate, rel=1e-2)


@pytest.mark.parametrize("beta", [0.0, 0.3, 0.9])
@pytest.mark.parametrize(("beside", "kind"), [(1.0, "cycling"), (1 - 1e-7, "converging"), (1 + 1e-7, "diverging")])
def test_only_the_edge_itself_cycles(beta: float, beside: float, kind: str) -> None:
    assert on_parabola((1 + beta) * beside, rule=lambda rate: momentum(rate, beta)).kind == kind
    edge = (1 + beta) / (1 + 2 * beta)
    assert on_parabola(edge * beside, rule=lambda rate: nesterov(rate, beta)).kind == kind


@pytest.mark.parametrize("beta", [0.1, 0.5, 0.9])
def test_at_nesterovs_edge_the_parabola_jumps_to_and_fro_for_ever(beta: float) -> None:
    edge = frozen([(1 + beta) / (1 + 2 * beta)])
    late = descend(parabola(), nesterov(edge, beta), frozen([-1.0]), 1000).iterates[-100:, 0]
    assert judge(descend(parabola(), nesterov(edge, beta), frozen([-1.0]), 3)).predicted_factor == pytest.approx(1.0)
    np.testing.assert_allclose(late[1:], -late[:-1], rtol=1e-9)
    assert abs(late[0]) > 0.1


@pytest.mark.parametrize(
    ("rate", "overshoots"),
    [(0.01, False), (0.05, False), (0.06, True), (0.3, True), (0.5, False), (0.50001, True), (0.7, True)],
)
def test_nesterovs_run_overshoots_where_its_errors_change_sign(rate: float, overshoots: bool) -> None:
    run = descend(parabola(), nesterov(frozen([rate]), 0.5), frozen([-1.0]), 200)
    errors = run.iterates[abs(run.iterates[:, 0]) > 1e-300, 0]
    assert judge(run).overshoots is overshoots
    assert bool((errors[1:] * errors[:-1] < 0.0).any()) is overshoots


def test_a_gradient_that_removes_the_whole_error_does_not_overshoot_for_rounding() -> None:
    circle = standardised_error(houses())
    for rule in RULES.values():
        verdict = judge(descend(circle, rule(frozen([1.0, 1.0])), frozen([1e5, 2e5]), 40))
        assert verdict.kind == "converging"
    landed = judge(descend(circle, nesterov(frozen([1.0, 1.0]), 0.9), frozen([1e5, 2e5]), 2))
    assert (landed.overshoots, landed.predicted_factor) == (False, 0.0)


@pytest.mark.parametrize(
    ("rate", "eigenvalues"), [(BLOW_UP, [2.27531, 0.01892]), (GOOD, [0.32493, 0.01152])], ids=["blow-up", "good"]
)
def test_houses_have_the_published_eigenvalues(rate: tuple[float, float], eigenvalues: list[float]) -> None:
    found = judge(houses_run(rate, n_steps=2)).eigenvalues
    assert found is not None
    np.testing.assert_allclose(found, eigenvalues, atol=5e-6)
    np.testing.assert_allclose(found, np.sort(np.linalg.eigvals(np.diag(rate) @ houses_hessian()))[::-1], rtol=1e-10)


@pytest.mark.parametrize(
    ("rate", "beta", "kind", "overshoots"),
    [
        (GOOD, None, "converging", False),
        (BLOW_UP, None, "diverging", True),
        (BLOW_UP, 0.13, "diverging", True),
        (BLOW_UP, 0.14, "converging", True),
        (BLOW_UP, 0.5, "converging", False),
    ],
)
def test_houses_earn_their_verdict(rate: tuple[float, float], beta: float | None, kind: str, overshoots: bool) -> None:
    verdict = judge(houses_run(rate, beta))
    roots = np.linalg.eigvals(two_step("momentum", np.diag(rate) @ houses_hessian(), beta or 0.0))
    assert (verdict.kind, verdict.overshoots) == (kind, overshoots)
    assert verdict.predicted_factor == pytest.approx(abs(roots).max(), rel=1e-9)


@pytest.mark.parametrize(
    ("rate", "beta", "kind", "overshoots"),
    [
        (GOOD, 0.0, "converging", False),
        (GOOD, 0.5, "converging", False),
        (GOOD, 0.9, "converging", True),
        (BLOW_UP, 0.0, "diverging", True),
        (BLOW_UP, 0.14, "diverging", True),
        (BLOW_UP, 0.5, "diverging", True),
    ],
)
def test_nesterov_on_the_houses_earns_its_verdict(
    rate: tuple[float, float], beta: float, kind: str, overshoots: bool
) -> None:
    run = descend(mean_squared_error(houses()), nesterov(frozen(rate), beta), frozen([250.0, 250_000.0]), 300)
    verdict = judge(run)
    roots = np.linalg.eigvals(two_step("nesterov", np.diag(rate) @ houses_hessian(), beta))
    assert (verdict.kind, verdict.overshoots) == (kind, overshoots)
    assert verdict.predicted_factor == pytest.approx(abs(roots).max(), rel=1e-9)
    assert bool(run.losses[-1] > run.losses[0]) is (kind == "diverging")


@pytest.mark.parametrize(("rate", "beta"), [(GOOD, None), (BLOW_UP, None), (BLOW_UP, 0.5)])
def test_in_the_long_run_the_measured_factor_is_the_predicted_one(
    rate: tuple[float, float], beta: float | None
) -> None:
    verdict = judge(houses_run(rate, beta))
    assert verdict.measured_factor == pytest.approx(verdict.predicted_factor, rel=1e-6)


def test_the_loss_grows_by_the_square_of_the_predicted_factor() -> None:
    predicted = judge(houses_run(BLOW_UP)).predicted_factor
    assert predicted is not None
    assert predicted**2 == pytest.approx(1.6264, abs=5e-5)


def test_momentum_moves_the_edge_to_the_published_place() -> None:
    edge = np.linalg.eigvals(np.diag(BLOW_UP) @ houses_hessian()).max() / 2 - 1
    assert edge == pytest.approx(0.13765, abs=5e-6)
    assert judge(houses_run(BLOW_UP, edge, 2)).edge_multiple == pytest.approx(1.0, rel=1e-9)
    assert judge(houses_run(BLOW_UP, edge, 2)).kind == "cycling"


def test_the_stability_limit_is_the_rates_at_the_edge() -> None:
    verdict = judge(houses_run(BLOW_UP, n_steps=2))
    assert verdict.stability_limit is not None
    assert verdict.edge_multiple is not None
    np.testing.assert_allclose(verdict.stability_limit, np.array(BLOW_UP) * verdict.edge_multiple, rtol=1e-15)
    top = np.linalg.eigvals(np.diag(verdict.stability_limit) @ houses_hessian()).max()
    assert top == pytest.approx(2.0, rel=1e-9)


def test_a_flat_direction_is_left_out_of_the_prediction() -> None:
    run = descend(bowl(np.array([[1.0, 1.0], [1.0, 1.0]])), gradient_descent(frozen([0.2, 0.2])), frozen([1, 0]), 3)
    verdict = judge(run)
    assert (verdict.kind, verdict.overshoots) == ("converging", False)
    assert verdict.predicted_factor == pytest.approx(0.6, rel=1e-12)
    assert condition_number(run.objective) is None


def test_a_nearly_flat_direction_is_part_of_the_prediction() -> None:
    run = descend(bowl(np.diag([1.0, 1e-11])), gradient_descent(frozen([0.5, 0.5])), frozen([1, 1]), 3)
    assert judge(run).predicted_factor == pytest.approx(1 - 5e-12, abs=1e-15)
    assert condition_number(run.objective) == pytest.approx(1e11)


def test_steps_longer_than_float64_are_compared_without_overflow() -> None:
    run = descend(parabola(), gradient_descent(frozen([1.0])), frozen([-1.0]), 2)
    far = dataclasses.replace(run, iterates=run.iterates * 1.5e308)
    assert judge(far).measured_factor == 1.0


def test_standardising_x_makes_the_ellipse_a_circle_and_lands_in_one_step() -> None:
    z = (houses().x - houses().x.mean()) / houses().x.std()
    circle = standardised_error(houses())
    assert condition_number(circle) == pytest.approx(1.0, rel=1e-12)
    run = descend(circle, gradient_descent(frozen([1.0, 1.0])), frozen([250.0, 250_000.0]), 1)
    np.testing.assert_allclose(run.iterates[1], np.polyfit(z, houses().y, 1), rtol=1e-10)
    assert run.losses[1] == pytest.approx(9.071988e8, rel=1e-7)
    assert judge(run).overshoots is False


def test_a_minimiser_that_nobody_told_is_found_and_said_to_be() -> None:
    unknown = dataclasses.replace(parabola(), minimiser=None, minimum_is=None)
    verdict = judge(descend(unknown, gradient_descent(frozen([0.8])), frozen([-1.0]), 3))
    assert verdict.minimiser is not None
    assert (verdict.minimum, verdict.minimiser.tolist()) == ("found", [0.0])
    assert verdict.predicted_factor == pytest.approx(0.6)
    assert verdict.edge_multiple == pytest.approx(1.25)
    assert verdict.measured_factor == pytest.approx(0.6)
    assert (verdict.kind, verdict.overshoots) == ("converging", True)
    assert condition_number(unknown) is None


def test_a_verdict_is_immutable() -> None:
    verdict = on_parabola(0.8)
    assert verdict.eigenvalues is not None
    assert verdict.stability_limit is not None
    for array in (verdict.eigenvalues, verdict.stability_limit):
        assert array.dtype == np.float64
        assert not array.flags.writeable
    with pytest.raises(dataclasses.FrozenInstanceError):
        verdict.kind = "cycling"  # type: ignore[misc]


def test_a_measured_factor_is_a_ratio_of_lengths_in_all_parameters() -> None:
    run = houses_run(BLOW_UP, n_steps=7)
    last, before = run.iterates[-1] - run.iterates[-2], run.iterates[-2] - run.iterates[-3]
    assert judge(run).measured_factor == pytest.approx(math.hypot(*last) / math.hypot(*before), rel=1e-12)


def test_a_minimum_where_second_derivatives_have_no_value_is_no_fault():
    objective = written(read_expression("x/(1 + (1/x)**2) + 3*(x - y)**2 + x**2"))
    run = descend(objective, gradient_descent([1.0, 1.0]), [0.01, 0.01], 1)
    assert judge(run).kind == "diverging"
