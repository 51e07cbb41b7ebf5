"""Momentum methods: heavy ball and Nesterov's, with the theory of both on a quadratic."""

from __future__ import annotations

import cmath
import math
from collections.abc import Mapping
from functools import partial

import numpy as np

from gdcore.arrays import FLAT, Array
from gdcore.descent.family import Family, Hyperparameter, LinearRule, Remembered
from gdcore.descent.method import Method, Move
from gdcore.errors import InputError
from gdcore.objectives.objective import Objective
from gdcore.schedules.schedule import Rates, scheduled
from gdcore.text.language import translatable, translatable_p


def momentum(learning_rate: Rates, momentum: float) -> Method:
    """Return heavy-ball momentum, v <- m*v - rate * gradient, p <- p + v, with v = 0 at the start.

    Source: B. T. Polyak, Some methods of speeding up the convergence of iteration methods (1964).

    Args:
        learning_rate: Shape ``(d,)``, one finite number > 0 per parameter, or a schedule of them.
        momentum: The share m of the previous step that is kept, at least 0 and below 1.

    Raises:
        InputError: For an argument out of range.

    >>> from gdcore import descend, parabola
    >>> descend(parabola(), momentum([0.25], momentum=0.5), [-1.0], 3).iterates.ravel().tolist()
    [-1.0, -0.5, 0.0, 0.25]
    """
    rates, kept = scheduled(learning_rate), _checked(momentum)
    step, linear = partial(heavy_ball_step, kept), rates.is_constant
    return Method("momentum", rates, _at_rest, step, {"momentum": kept}, linear=linear, remembers=_velocity)


def nesterov(learning_rate: Rates, momentum: float) -> Method:
    """Return Nesterov's momentum, v <- m*v - rate * gradient(p + m*v), p <- p + v, with v = 0 at the start.

    The gradient is evaluated at p + m*v, where the velocity alone would lead. Source: Y. E. Nesterov, A method of
    solving a convex programming problem with convergence rate O(1/k**2) (1983), with constant momentum, in the form of
    I. Sutskever et al., On the importance of initialization and momentum in deep learning (2013).

    Args:
        learning_rate: Shape ``(d,)``, one finite number > 0 per parameter, or a schedule of them.
        momentum: The share m of the previous step that is kept, at least 0 and below 1.

    Raises:
        InputError: For an argument out of range.

    >>> from gdcore import descend, parabola
    >>> descend(parabola(), nesterov([0.25], momentum=0.5), [-1.0], 3).iterates.ravel().tolist()
    [-1.0, -0.5, -0.125, 0.03125]
    """
    rates, kept = scheduled(learning_rate), _checked(momentum)
    step, linear = partial(nesterov_step, kept), rates.is_constant
    return Method("nesterov", rates, _at_rest, step, {"momentum": kept}, linear=linear, remembers=_velocity)


def _checked(momentum: float) -> float:
    """Return a momentum, or one for each of many runs ``(n, 1)``, once it is checked."""
    if not np.all((np.asarray(momentum) >= 0.0) & (np.asarray(momentum) < 1.0)):
        raise InputError(f"momentum: must be at least 0 and below 1, got {momentum}")
    return momentum


def _at_rest(_objective: Objective, start: Array) -> Array:
    return np.zeros_like(start)


def _velocity(state: Array) -> Mapping[str, Array]:
    return {VELOCITY.name: state}


def heavy_ball_step(
    momentum: float, _objective: Objective, point: Array, _loss: float, gradient: Array, velocity: Array, rate: Array
) -> Move:
    """Return a step of the heavy ball."""
    velocity = momentum * velocity - rate * gradient
    return Move(point + velocity, velocity)


def nesterov_step(
    momentum: float, objective: Objective, point: Array, _loss: float, _gradient: Array, velocity: Array, rate: Array
) -> Move:
    """Return a step of Nesterov's momentum."""
    velocity = momentum * velocity - rate * objective.gradient(point + momentum * velocity)
    return Move(point + velocity, velocity)


def heavy_ball_edge(momentum: float) -> float:
    """Return the edge for heavy ball: an eigenvalue of diag(rate) H is stable in (0, edge)."""
    return 2.0 * (1.0 + momentum)


def nesterov_edge(momentum: float) -> float:
    """Return the edge for Nesterov's momentum, which is below that of plain descent.

    The roots leave the unit circle at -1, where 1 + (1 + 2 momentum)(1 - lam) = 0.
    """
    return (2.0 + 2.0 * momentum) / (1.0 + 2.0 * momentum)


def _heavy_ball_root(lam: float, momentum: float) -> complex:
    """Return the larger root of z**2 - (1 + m - lam) z + m = 0; for momentum m = 0 it is 1 - lam."""
    if momentum == 0.0:
        return complex(1.0 - lam)
    middle, product = (1.0 + momentum - lam) / 2.0, math.sqrt(momentum)
    spread = cmath.sqrt(middle - product) * cmath.sqrt(middle + product)  # their product could overflow
    return max(middle + spread, middle - spread, key=abs)


def _nesterov_root(lam: float, momentum: float) -> complex:
    """Return the larger root of z**2 - (1 + m)(1 - lam) z + m (1 - lam) = 0; for momentum m = 0 it is 1 - lam."""
    kept = 1.0 - lam
    if abs(kept) <= FLAT:  # a rounding error, which the square root below would magnify
        return 0.0j
    middle = (1.0 + momentum) * kept / 2.0
    spread = 1.0 - 4.0 * momentum / ((1.0 + momentum) ** 2 * kept)  # divided by middle**2, which could overflow
    if spread < 0.0:
        return complex(middle, middle * math.sqrt(-spread))
    return complex(middle * (1.0 + math.sqrt(spread)))


MOMENTUM = Hyperparameter(
    name="momentum",
    doc="The share of the last step that is kept",
    ge=0,
    lt=1,
    needed="a number of at least 0 and below 1",
    symbol="β",
    typst="beta",
    label=translatable("Momentum"),
)
VELOCITY = Remembered("velocity", translatable_p("memory", "velocity"), "v")
HEAVY_BALL = Family(
    name="momentum",
    make=momentum,
    words=translatable("heavy-ball momentum"),
    short=translatable_p("method", "momentum"),
    says=translatable("Each step keeps a share of the one before and adds what the slope asks for."),
    update=lambda s: (f"v_(k+1) = beta v_k - {s.step(s.now)}", f"{s.then} = {s.now} + v_(k+1)"),
    hyperparameters=(MOMENTUM,),
    remembers=(VELOCITY,),
    rule=LinearRule(_heavy_ball_root, heavy_ball_edge),
    keeps_the_last_step=True,
)
NESTEROV = Family(
    name="nesterov",
    make=nesterov,
    words=translatable("Nesterov momentum"),
    short=translatable_p("method", "nesterov"),
    says=translatable("Each step keeps a share of the one before and takes the slope where that leads."),
    update=lambda s: (f"v_(k+1) = beta v_k - {s.step(f'{s.now} + beta v_k')}", f"{s.then} = {s.now} + v_(k+1)"),
    hyperparameters=(MOMENTUM,),
    remembers=(VELOCITY,),
    rule=LinearRule(_nesterov_root, nesterov_edge),
)
