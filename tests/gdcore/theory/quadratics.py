"""Quadratic objectives by their Hessian and other powers, runs on them, and the explicit map of two steps."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import numpy as np
from hypothesis import strategies as st

from gdcore.arrays import Array, frozen
from gdcore.descent.method import Method
from gdcore.descent.momentum import momentum, nesterov
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import Trajectory, descend
from gdcore.models.line_error import mean_squared_error
from gdcore.objectives.objective import Objective
from gdcore.objectives.parabola import parabola
from gdcore.tables.table import houses
from gdcore.theory.verdict import Verdict, judge

GOOD, BLOW_UP, START = (5e-8, 0.15), (5.75e-7, 0.15), (250.0, 250_000.0)
LINEAR: dict[str, Callable[[Array, float], Method]] = {
    "plain": lambda rate, _beta: gradient_descent(rate),
    "momentum": momentum,
    "nesterov": nesterov,
}


def houses_hessian() -> Array:
    """Return X^T X / n for the design matrix X of the bundled file, read without the code under test."""
    x = np.genfromtxt(str(files("gdcore") / "data" / "houses.csv"), delimiter=",", skip_header=1)[:, 0]
    design = np.stack([x, np.ones_like(x)], axis=1)
    return np.asarray(design.T @ design / len(x))


def on_houses(method: Method, n_steps: int = 150) -> Trajectory:
    return descend(mean_squared_error(houses()), method, frozen(START), n_steps)


def least_squares() -> Array:
    return np.polyfit(houses().x, houses().y, 1)


def on_parabola(rate: float, n_steps: int = 3, rule: Callable[[Array], Method] = gradient_descent) -> Verdict:
    return judge(descend(parabola(), rule(frozen([rate])), frozen([-1.0]), n_steps))


def two_step(name: str, scaled: Array, beta: float) -> Array:
    """Return the map of (error, error before), shape (2d, 2d), from the recurrence in points instead of velocities.

    With s = e + beta (e - e before), heavy ball goes to s - A e and Nesterov to s - A s.
    """
    eye, zero = np.eye(len(scaled)), np.zeros_like(scaled)
    seen = {"plain": eye - scaled, "momentum": (1 + beta) * eye - scaled, "nesterov": (1 + beta) * (eye - scaled)}
    before = {"plain": zero, "momentum": -beta * eye, "nesterov": -beta * (eye - scaled)}
    return np.block([[seen[name], before[name]], [eye, zero]])


def radius(matrix: Array) -> float:
    return float(abs(np.linalg.eigvals(matrix)).max())


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


magnitudes = st.floats(-3.0, 3.0).map(lambda exponent: 10.0**exponent)


@st.composite
def hessians(draw: st.DrawFn) -> Array:
    """Draw a positive definite Hessian of 1 to 3 parameters."""
    d = draw(st.integers(1, 3))
    turn, _ = np.linalg.qr(np.random.default_rng(draw(st.integers(0, 2**32 - 1))).normal(size=(d, d)))
    hessian = turn * np.array([draw(magnitudes) for _ in range(d)]) @ turn.T
    return np.asarray((hessian + hessian.T) / 2)


@st.composite
def hessians_and_rates(draw: st.DrawFn) -> tuple[Array, Array]:
    """Draw a Hessian, and rates for it of largest eigenvalue at most 3."""
    hessian = draw(hessians())
    rate = np.array([draw(magnitudes) for _ in hessian])
    return hessian, rate * draw(st.floats(0.1, 3.0)) / radius(np.diag(rate) @ hessian)
