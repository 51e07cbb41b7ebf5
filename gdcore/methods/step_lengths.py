"""Methods that step against the slope by a length of their own choice: Polyak's step, and Barzilai and Borwein's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial, reduce
from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.family import Family, Hyperparameter
from gdcore.descent.method import Method, Move
from gdcore.errors import InputError
from gdcore.methods.adaptive import EFFECTIVE
from gdcore.objectives.objective import Objective
from gdcore.schedules.schedule import Rates, scheduled
from gdcore.text.language import translatable, translatable_p


def polyak(learning_rate: Rates, target: float | None = None) -> Method:
    """Return Polyak's step, ``p <- p - rate * (f(p) - f*) / |g|**2 * g``, with f* the minimum's value.

    Where f is not above f* there is no step. f is what g is the gradient of, half of a squared error by the usual
    convention. Source: B. T. Polyak, Minimization of unsmooth functionals (1969), where the rate is 1.

    Args:
        learning_rate: Shape ``(d,)``, one finite number > 0 per parameter; 1 for Polyak's own step.
        target: The loss at the minimum; by default that of the objective, if it has a minimiser.

    Raises:
        InputError: For learning rates out of range, for a target that is not finite and, when a run starts without a
            target, for an objective of which no minimum is known.

    >>> from gdcore import descend, parabola
    >>> descend(parabola(), polyak([1.0]), [-1.0], 3).iterates.ravel().tolist()
    [-1.0, -0.5, -0.25, -0.125]
    """
    if target is not None and not np.isfinite(target):
        raise InputError(f"target: must be finite, got {target}")
    numbers = {} if target is None else {"target": target}
    return Method(
        "polyak", scheduled(learning_rate), partial(_aimed, target), _polyak_step, numbers,
        by_slope=False, remembers=_effective,
    )  # fmt: skip


def barzilai_borwein(learning_rate: Rates) -> Method:
    """Return the step of Barzilai and Borwein, p <- p - t * rate * g.

    ``t = |s|**2 / (s . y)`` for the last step s, over which g changed by y. It is the longer of their two. Squares of s
    are divided by the rates, so that units cancel; for equal rates the length of a step is theirs, whatever the rate.
    The first step has t = 1, and one after a change that tells of no curvature has the t before. A loss may rise.
    Source: J. Barzilai and J. M. Borwein, Two-point step size gradient methods (1988).

    Args:
        learning_rate: Shape ``(d,)``, one finite number > 0 per parameter, for the first step.

    Raises:
        InputError: For learning rates out of range.

    >>> from gdcore import descend, parabola
    >>> descend(parabola(), barzilai_borwein([0.125]), [-1.0], 2).iterates.ravel().tolist()
    [-1.0, -0.75, 0.0]
    """
    return Method(
        "barzilai_borwein", scheduled(learning_rate), _unseen, _two_point_step, by_slope=False, remembers=_effective
    )


def _aimed(target: float | None, objective: Objective, start: Array) -> Array:
    """Return a state of two rows: the effective rates, and the loss to aim at."""
    aim = objective.minimum if target is None else target
    if aim is None:
        raise InputError(f"target: the minimum of {objective.name} is not known; expected its value, as target = 0.0")
    return np.stack([np.full_like(start, np.nan), np.full_like(start, aim)], axis=-2)


def _effective(state: Array) -> Mapping[str, Array]:
    return {EFFECTIVE.name: state[..., 0, :]}


def _polyak_step(objective: Objective, point: Array, loss: Any, gradient: Array, state: Array, rate: Array) -> Move:
    aim = state[..., 1, :]
    above = objective.gradient_scale * (np.asarray(loss)[..., None] - aim)
    size = np.hypot.reduce(gradient, axis=-1, keepdims=True)
    able = (above > 0.0) & (size > 0.0)
    length = np.where(able, above / size / size, 0.0)
    effective = rate * length
    return Move(point - effective * gradient, np.stack([effective, aim], axis=-2))


def _unseen(_objective: Objective, start: Array) -> Array:
    """Return a state of four rows: the effective rates, t, and the last point and gradient."""
    return np.stack([np.full_like(start, value) for value in (np.nan, 1.0, np.nan, np.nan)], axis=-2)


def _two_point_step(
    _objective: Objective, point: Array, _loss: Any, gradient: Array, state: Array, rate: Array
) -> Move:
    before, slope_before = state[..., 2, :], state[..., 3, :]
    moved = point - before
    found = _total(moved * (moved / rate)) / _total(moved * (gradient - slope_before))
    length = np.where((found > 0.0) & (found < np.inf), found, state[..., 1, :])
    effective = rate * length
    return Move(point - effective * gradient, np.stack([effective, length, point, gradient], axis=-2))


def _total(products: Array) -> Array:
    """Return the sums over the parameters ``(..., 1)``; one by one, for the same bits in one run and in many."""
    return np.asarray(reduce(np.add, np.moveaxis(products, -1, 0)))[..., None]


POLYAK = Family(
    name="polyak",
    make=polyak,
    words=translatable("Polyak’s step"),
    short=translatable_p("method", "Polyak"),
    says=translatable("The height above the minimum tells how long a step may be."),
    update=lambda s: (
        f"{s.then} = {s.now} - {s.rate} thin ({s.value(s.now)} - f^*) / (|{s.slope(s.now)}|^2) thin {s.slope(s.now)}",
    ),
    hyperparameters=(
        Hyperparameter(
            name="target",
            doc="The loss at the minimum",
            otherwise="that of the minimum that is known or found if it is left out",
            is_minimum=True,
            symbol="f*",
            typst="f^*",
            label=translatable("Target"),
        ),
    ),
    remembers=(EFFECTIVE,),
)
BARZILAI_BORWEIN = Family(
    name="barzilai_borwein",
    make=barzilai_borwein,
    words=translatable("Barzilai and Borwein’s step"),
    short=translatable_p("method", "Barzilai–Borwein"),
    says=translatable("How the slope changed over the last step tells how long the next may be."),
    update=lambda s: (
        f"eta_k = (Delta {s.now}) / (Delta {s.slope(s.now)})",
        f"{s.then} = {s.now} - eta_k thin {s.slope(s.now)}",
    ),
    remembers=(EFFECTIVE,),
)
