"""Newton's method: each step goes to where the function would be level if it were a quadratic."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.family import Family
from gdcore.descent.method import Method, Move, no_state
from gdcore.objectives.objective import Objective
from gdcore.schedules.schedule import Rates, scheduled
from gdcore.text.language import translatable, translatable_p

SOLVED = 1e-8
"""What may be left of a gradient, as a share of it, where a singular Hessian is solved for it."""


def newton(learning_rate: Rates) -> Method:
    """Return Newton's method, p <- p - rate * H(p)^-1 g; damped for rates below 1.

    It goes to any level place, a saddle or a maximum as well. Where H is singular the step is the shortest that a
    quadratic with that H asks for; where there is none the step is without bounds, and the run ends by overflow. A
    Hessian counts as d gradient evaluations, one for each of its columns. Source: S. Boyd and L. Vandenberghe, Convex
    optimization (2004), section 9.5.

    Args:
        learning_rate: Shape ``(d,)``, one finite number > 0 per parameter, without units; 1 for the whole step.

    Raises:
        InputError: For learning rates out of range.

    >>> from gdcore import descend, houses, mean_squared_error
    >>> run = descend(mean_squared_error(houses()), newton([1.0, 1.0]), [250.0, 250_000.0], 1)
    >>> run.iterates[1].round(3).tolist(), run.gradient_evaluations
    ([147.064, 47630.044], 3)
    """
    return Method("newton", scheduled(learning_rate), no_state, _newton_step, by_slope=False)


def _newton_step(objective: Objective, point: Array, _loss: Any, gradient: Array, _state: None, rate: Array) -> Move:
    moves = _solved(objective.hessian(point), gradient)
    return Move(point - rate * moves, gradient_evaluations=1 + point.shape[-1])


def _solved(hessian: Array, gradient: Array) -> Array:
    """Return H^-1 g for H ``(..., d, d)`` and g ``(..., d)``; infinite where nothing solves it."""
    finite = np.asarray(np.isfinite(hessian).all(axis=(-2, -1)))
    safe = np.where(finite[..., None, None], hessian, np.eye(gradient.shape[-1]))
    regular = finite & (np.linalg.slogdet(safe)[0] != 0.0)
    invertible = np.where(regular[..., None, None], safe, np.eye(gradient.shape[-1]))
    found = np.linalg.solve(invertible, gradient[..., None])[..., 0]
    if np.all(regular):
        return np.asarray(found)
    shortest = np.matvec(np.linalg.pinv(safe, hermitian=True), gradient)
    left = abs(np.matvec(safe, shortest) - gradient).max(axis=-1)
    solves = finite & (left <= SOLVED * abs(gradient).max(axis=-1))
    return np.asarray(np.where(regular[..., None], found, np.where(solves[..., None], shortest, np.inf)))


NEWTON = Family(
    name="newton",
    make=newton,
    words=translatable("Newton’s method"),
    short=translatable_p("method", "Newton"),
    says=translatable("Slope and curvature tell where a bowl would have its bottom; a step goes there."),
    update=lambda s: (f"{s.then} = {s.now} - {s.rate} thin H({s.now})^(-1) thin {s.slope(s.now)}",),
)
