"""Verdicts against numpy's eigenvalues of the explicit update matrices, and against what runs really do."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gdcore.arrays import Array, frozen
from gdcore.descent.line_search import backtracking, halving
from gdcore.descent.method import Method
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.stochastic import sgd
from gdcore.descent.trajectory import Trajectory, descend
from gdcore.errors import InputError
from gdcore.models.line_error import mean_squared_error, standardised_error
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import houses
from gdcore.theory.verdict import Verdict, best_heavy_ball, best_rate, condition_number, judge

pytestmark = pytest.mark.filterwarnings("error")

GOOD, BLOW_UP = (5e-8, 0.15), (5.75e-7, 0.15)
RULES: dict[str, Callable[[Array], Method]] = {
    "plain": gradient_descent,
    "momentum": lambda rate: momentum(rate, 0.5),
    "nesterov": lambda rate: nesterov(rate, 0.5),
}


def houses_hessian() -> Array:
    """Return X^T X / n for the design matrix X of the bundled file, read without the code under test."""
    x = np.genfromtxt(str(files("gdcore") / "data" / "houses.csv"), delimiter=",", skip_header=1)[:, 0]
    design = np.stack([x, np.ones_like(x)], axis=1)
    return np.asarray(design.T @ design / len(x))


def companion(hessian: Array, rate: Array, beta: float) -> Array:
    """Return the heavy ball's map of (error, error before), shape (2d, 2d)."""
    eye, zero = np.eye(len(rate)), np.zeros((len(rate), len(rate)))
    return np.block([[(1 + beta) * eye - np.diag(rate) @ hessian, -beta * eye], [eye, zero]])


def nesterov_companion(hessian: Array, rate: Array, beta: float) -> Array:
    """Return Nesterov's map of (error, error before), shape (2d, 2d)."""
    eye, kept = np.eye(len(rate)), np.eye(len(rate)) - np.diag(rate) @ hessian
    return np.block([[(1 + beta) * kept, -beta * kept], [eye, np.zeros_like(kept)]])


def bowl(hessian: Array) -> Objective:
    """Make p^T H p / 2."""
    d = len(hessian)
    return Objective(
        name="bowl",
        parameters=tuple("xyzw"[:d]),
        value=lambda p: 0.5 * np.einsum("...i,ij,...j", p, hessian, p),
        gradient=lambda p: p @ hessian,
        hessian=lambda p: np.broadcast_to(hessian, (*p.shape, d)),
        domain=frozen([[-1, 1]] * d),
        minimiser=frozen(np.zeros(d)),
        quadratic=True,
    )


def power(exponent: int) -> Objective:
    """Make x**exponent, which is not declared to be quadratic."""
    return Objective(
        "power",
        ("x",),
        lambda p: p[..., 0] ** exponent,
        lambda p: exponent * p ** (exponent - 1),
        lambda p: exponent * (exponent - 1) * p[..., None] ** (exponent - 2),
        frozen([[-2, 2]]),
        minimiser=frozen([0.0]),
    )


def on_parabola(rate: float, n_steps: int = 3, rule: Callable[[Array], Method] = gradient_descent) -> Verdict:
    return judge(descend(parabola(), rule(frozen([rate])), frozen([-1.0]), n_steps))


def on_houses(rate: tuple[float, float], beta: float | None = None, n_steps: int = 150) -> Trajectory:
    method = gradient_descent(frozen(rate)) if beta is None else momentum(frozen(rate), beta)
    return descend(mean_squared_error(houses()), method, frozen([250.0, 250_000.0]), n_steps)


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
    found = judge(on_houses(rate, n_steps=2)).eigenvalues
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
    verdict = judge(on_houses(rate, beta))
    roots = np.linalg.eigvals(companion(houses_hessian(), np.array(rate), beta or 0.0))
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
    roots = np.linalg.eigvals(nesterov_companion(houses_hessian(), np.array(rate), beta))
    assert (verdict.kind, verdict.overshoots) == (kind, overshoots)
    assert verdict.predicted_factor == pytest.approx(abs(roots).max(), rel=1e-9)
    assert bool(run.losses[-1] > run.losses[0]) is (kind == "diverging")


@pytest.mark.parametrize(("rate", "beta"), [(GOOD, None), (BLOW_UP, None), (BLOW_UP, 0.5)])
def test_in_the_long_run_the_measured_factor_is_the_predicted_one(
    rate: tuple[float, float], beta: float | None
) -> None:
    verdict = judge(on_houses(rate, beta))
    assert verdict.measured_factor == pytest.approx(verdict.predicted_factor, rel=1e-6)


def test_the_loss_grows_by_the_square_of_the_predicted_factor() -> None:
    predicted = judge(on_houses(BLOW_UP)).predicted_factor
    assert predicted is not None
    assert predicted**2 == pytest.approx(1.6264, abs=5e-5)


def test_momentum_moves_the_edge_to_the_published_place() -> None:
    edge = np.linalg.eigvals(np.diag(BLOW_UP) @ houses_hessian()).max() / 2 - 1
    assert edge == pytest.approx(0.13765, abs=5e-6)
    assert judge(on_houses(BLOW_UP, edge, 2)).edge_multiple == pytest.approx(1.0, rel=1e-9)
    assert judge(on_houses(BLOW_UP, edge, 2)).kind == "cycling"


def test_the_stability_limit_is_the_rates_at_the_edge() -> None:
    verdict = judge(on_houses(BLOW_UP, n_steps=2))
    assert verdict.stability_limit is not None
    assert verdict.edge_multiple is not None
    np.testing.assert_allclose(verdict.stability_limit, np.array(BLOW_UP) * verdict.edge_multiple, rtol=1e-15)
    top = np.linalg.eigvals(np.diag(verdict.stability_limit) @ houses_hessian()).max()
    assert top == pytest.approx(2.0, rel=1e-9)


magnitudes = st.floats(-3.0, 3.0).map(lambda exponent: 10.0**exponent)


@st.composite
def bowls(draw: st.DrawFn) -> Array:
    """Draw a positive definite Hessian of 1 to 3 parameters."""
    d = draw(st.integers(1, 3))
    turn, _ = np.linalg.qr(np.random.default_rng(draw(st.integers(0, 2**32 - 1))).normal(size=(d, d)))
    curvatures = np.array([draw(magnitudes) for _ in range(d)])
    hessian = turn * curvatures @ turn.T
    return np.asarray((hessian + hessian.T) / 2)


@settings(deadline=None)
@given(hessian=bowls(), rates=st.tuples(magnitudes, magnitudes, magnitudes), beta=st.floats(0.0, 0.99))
def test_the_predicted_factor_is_the_spectral_radius_of_the_update_map(
    hessian: Array, rates: tuple[float, ...], beta: float
) -> None:
    rate = np.array(rates[: len(hessian)])
    run = descend(bowl(hessian), momentum(rate, beta), np.ones(len(rate)), 2)
    roots = np.linalg.eigvals(companion(hessian, rate, beta))
    # A double root of a matrix is only known to the square root of the precision.
    assert judge(run).predicted_factor == pytest.approx(abs(roots).max(), rel=1e-6)
    run = descend(bowl(hessian), nesterov(rate, beta), np.ones(len(rate)), 2)
    roots = np.linalg.eigvals(nesterov_companion(hessian, rate, beta))
    assert judge(run).predicted_factor == pytest.approx(abs(roots).max(), rel=1e-6, abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(
    hessian=bowls(),
    rates=st.tuples(magnitudes, magnitudes, magnitudes),
    beta=st.sampled_from([0.0, 0.1, 0.5, 0.9]),
    rule=st.sampled_from(["plain", "momentum", "nesterov"]),
    inside=st.booleans(),
)
def test_a_thousandth_inside_the_edge_a_run_falls_and_a_thousandth_outside_it_rises(
    hessian: Array, rates: tuple[float, ...], beta: float, rule: str, inside: bool
) -> None:
    curvatures, directions = np.linalg.eig(np.diag(rates[: len(hessian)]) @ hessian)
    edge = {"plain": 2.0, "momentum": 2 * (1 + beta), "nesterov": 2 * (1 + beta) / (1 + 2 * beta)}[rule]
    rate = np.array(rates[: len(hessian)]) * edge / curvatures.real.max() * (0.999 if inside else 1.001)
    methods = {"plain": gradient_descent(rate), "momentum": momentum(rate, beta), "nesterov": nesterov(rate, beta)}
    run = descend(bowl(hessian), methods[rule], directions[:, curvatures.real.argmax()].real, 200)
    verdict = judge(run)
    assert verdict.edge_multiple == pytest.approx(1 / 0.999 if inside else 1 / 1.001, rel=1e-9)
    if inside:
        assert verdict.kind == "converging"
        assert run.losses[-50:].max() < 0.9 * run.losses[:50].max()  # momentum may swing on its way down
    else:
        assert verdict.kind == "diverging"
        assert run.losses[-50:].min() > 1.1 * run.losses[:50].min()
        assert run.rose[100:].all()


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


def test_a_flat_direction_is_left_out_of_the_prediction() -> None:
    run = descend(bowl(np.array([[1.0, 1.0], [1.0, 1.0]])), gradient_descent(frozen([0.2, 0.2])), frozen([1, 0]), 3)
    verdict = judge(run)
    assert (verdict.kind, verdict.overshoots) == ("converging", False)
    assert verdict.predicted_factor == pytest.approx(0.6, rel=1e-12)
    assert condition_number(run.objective) is None


@pytest.mark.parametrize("slope", [[1.0, 2.0], [1.0, 3.0], [0.6, 0.8], [1.0, 2.0, 3.0]])
def test_a_flat_direction_hidden_by_rounding_has_no_condition_number(slope: list[float]) -> None:
    assert condition_number(bowl(np.outer(slope, slope))) is None


def test_a_nearly_flat_direction_is_part_of_the_prediction() -> None:
    run = descend(bowl(np.diag([1.0, 1e-11])), gradient_descent(frozen([0.5, 0.5])), frozen([1, 1]), 3)
    assert judge(run).predicted_factor == pytest.approx(1 - 5e-12, abs=1e-15)
    assert condition_number(run.objective) == pytest.approx(1e11)


def test_steps_longer_than_float64_are_compared_without_overflow() -> None:
    run = descend(parabola(), gradient_descent(frozen([1.0])), frozen([-1.0]), 2)
    far = dataclasses.replace(run, iterates=run.iterates * 1.5e308)
    assert judge(far).measured_factor == 1.0


def test_condition_number_of_the_houses() -> None:
    raw = mean_squared_error(houses())
    assert condition_number(raw) == pytest.approx(2.786e7, rel=2e-4)
    assert condition_number(raw) == pytest.approx(np.linalg.cond(houses_hessian()), rel=1e-6)


def test_standardising_x_makes_the_ellipse_a_circle_and_lands_in_one_step() -> None:
    z = (houses().x - houses().x.mean()) / houses().x.std()
    circle = standardised_error(houses())
    assert condition_number(circle) == pytest.approx(1.0, rel=1e-12)
    run = descend(circle, gradient_descent(frozen([1.0, 1.0])), frozen([250.0, 250_000.0]), 1)
    np.testing.assert_allclose(run.iterates[1], np.polyfit(z, houses().y, 1), rtol=1e-10)
    assert run.losses[1] == pytest.approx(9.071988e8, rel=1e-7)
    assert judge(run).overshoots is False


def plain_radius(curvatures: Array, rate: float) -> float:
    return float(abs(1 - rate * curvatures).max())


def test_the_best_rate_for_the_houses() -> None:
    curvatures = np.linalg.eigvalsh(houses_hessian())
    best = best_rate(curvatures)
    assert best.learning_rate == pytest.approx(2 / np.trace(houses_hessian()), rel=1e-12)
    assert best.factor == pytest.approx((2.786e7 - 1) / (2.786e7 + 1), rel=1e-10)
    assert best.momentum == 0.0


def test_the_best_multiple_of_given_rates() -> None:
    eigenvalues = np.linalg.eigvals(np.diag(GOOD) @ houses_hessian())
    best = best_rate(eigenvalues)
    assert best.learning_rate == pytest.approx(2 / (0.324935 + 0.0115201), rel=1e-5)
    multiples = best.learning_rate * np.array([0.99, 1.0, 1.01])
    below, at, above = (judge(on_houses((5e-8 * m, 0.15 * m), n_steps=2)).predicted_factor for m in multiples)
    assert at == pytest.approx(best.factor, rel=1e-9)
    assert below is not None
    assert above is not None
    assert best.factor < min(below, above)


def test_equal_curvatures_need_one_step() -> None:
    assert dataclasses.astuple(best_rate([4.0, 4.0])) == (0.25, 0.0, 0.0)
    assert dataclasses.astuple(best_heavy_ball([4.0, 4.0])) == (0.25, 0.0, 0.0)
    circle = standardised_error(houses())
    assert circle.minimiser is not None
    best = best_rate(np.linalg.eigvalsh(circle.hessian(circle.minimiser)))
    assert best.learning_rate == pytest.approx(1.0, rel=1e-12)


@settings(max_examples=50, deadline=None)
@given(curvatures=st.lists(magnitudes, min_size=1, max_size=4), beside=st.floats(-0.5, 0.5))
def test_no_other_rate_is_faster_than_the_best(curvatures: list[float], beside: float) -> None:
    best = best_rate(curvatures)
    reached = plain_radius(np.array(curvatures), best.learning_rate)
    assert best.factor == pytest.approx(reached, rel=1e-9, abs=1e-12)
    assert best.factor <= plain_radius(np.array(curvatures), best.learning_rate * (1 + beside)) + 1e-12


@settings(max_examples=50, deadline=None)
@given(
    curvatures=st.lists(magnitudes, min_size=1, max_size=4),
    beside=st.tuples(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5)),
)
def test_no_other_pair_is_faster_than_the_best_heavy_ball(curvatures: list[float], beside: tuple[float, float]) -> None:
    def reached(rate: float, beta: float) -> float:
        hessian = np.diag(curvatures)
        return float(abs(np.linalg.eigvals(companion(hessian, np.full(len(hessian), rate), beta))).max())

    best = best_heavy_ball(curvatures)
    # The best pair has double roots, which a matrix gives to the square root of the precision.
    assert best.factor == pytest.approx(reached(best.learning_rate, best.momentum), abs=1e-6)
    beta = min(best.momentum * (1 + beside[1]), 0.999)
    assert best.factor <= reached(best.learning_rate * (1 + beside[0]), beta) + 1e-6
    k = max(curvatures) / min(curvatures)
    assert best.factor == pytest.approx((k**0.5 - 1) / (k**0.5 + 1), rel=1e-9, abs=1e-12)
    assert best.factor <= best_rate(curvatures).factor


def test_the_best_heavy_ball_outruns_the_best_plain_descent() -> None:
    narrow = bowl(np.diag([1.0, 100.0]))
    plain, heavy = best_rate([1.0, 100.0]), best_heavy_ball([1.0, 100.0])
    slow = descend(narrow, gradient_descent(frozen([plain.learning_rate] * 2)), frozen([1, 1]), 100)
    fast = descend(narrow, momentum(frozen([heavy.learning_rate] * 2), heavy.momentum), frozen([1, 1]), 100)
    assert slow.losses[-1] == pytest.approx(slow.losses[0] * (99 / 101) ** 200, rel=1e-9)
    assert fast.losses[-1] < 1e-10 * slow.losses[-1]
    assert judge(fast).predicted_factor == pytest.approx(9 / 11, rel=1e-6)


@pytest.mark.parametrize("best", [best_rate, best_heavy_ball])
@pytest.mark.parametrize(
    "curvatures", [[], [0.0, 1.0], [-1.0, 1.0], [-1.0], [1.0, math.inf], [math.nan], [1e-17, 1.0], [[1.0, 2.0]]]
)
def test_curvatures_without_a_best_rate_are_refused(best: Callable[[object], object], curvatures: object) -> None:
    with pytest.raises(InputError, match="curvatures: expected finite numbers > 0, got"):
        best(curvatures)


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
    run = on_houses(BLOW_UP, n_steps=7)
    last, before = run.iterates[-1] - run.iterates[-2], run.iterates[-2] - run.iterates[-3]
    assert judge(run).measured_factor == pytest.approx(math.hypot(*last) / math.hypot(*before), rel=1e-12)
