"""Plain gradient descent."""

from __future__ import annotations

from gdcore.arrays import Array
from gdcore.descent.family import Family, LinearRule
from gdcore.descent.method import Method, Move, no_state
from gdcore.objectives.objective import Objective
from gdcore.schedules.schedule import Rates, scheduled
from gdcore.text.language import translatable


def gradient_descent(learning_rate: Rates) -> Method:
    """Return plain gradient descent, p <- p - rate * gradient.

    Source: A. Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées (1847).

    Args:
        learning_rate: Shape ``(d,)``, one finite number > 0 per parameter, or a schedule of them.

    Raises:
        InputError: For learning rates out of range.

    >>> from gdcore import descend, parabola
    >>> descend(parabola(), gradient_descent([0.25]), [-1.0], 3).iterates.ravel().tolist()
    [-1.0, -0.5, -0.25, -0.125]
    """
    rates = scheduled(learning_rate)
    return Method("gradient_descent", rates, no_state, plain_step, linear=rates.is_constant)


def plain_step(_objective: Objective, point: Array, _loss: float, gradient: Array, _state: None, rate: Array) -> Move:
    """Return a step of plain descent."""
    return Move(point - rate * gradient)


PLAIN = Family(
    name="gradient_descent",
    make=gradient_descent,
    words=translatable("gradient descent"),
    says=translatable("Each step goes against the slope, each parameter at a rate of its own."),
    update=lambda s: (f"{s.then} = {s.now} - {s.step(s.now)}",),
    rule=LinearRule(lambda lam, _momentum: complex(1.0 - lam), lambda _momentum: 2.0),
)
