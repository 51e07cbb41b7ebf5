"""Line searches: methods that try a step, and shorten it until the loss there is low enough."""

from __future__ import annotations

import math
from functools import partial, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdcore.arrays import Array, frozen
from gdcore.descent.family import Family, Hyperparameter
from gdcore.descent.method import Method, Move, no_state
from gdcore.errors import InputError
from gdcore.objectives.objective import Objective
from gdcore.schedules.schedule import Rates, scheduled
from gdcore.text.language import translatable, translatable_p

EXPONENTS = 2100
"""float64 has 2098 binary exponents: after this many halvings a step no longer moves the point."""
SUFFICIENT, SHRINK = 1e-4, 0.5
LARGEST_SHRINK = 0.95


def halving(learning_rate: Rates) -> Method:
    """Return descent that halves each step until the loss does not rise.

    Every step starts from its full length. There is no sufficient-decrease condition; see ``backtracking``. The search
    ends on any input: the run stalls on a step that no longer moves the point in float64, on a zero gradient and on a
    gradient that is not finite.

    Args:
        learning_rate: Shape ``(d,)``, one finite number > 0 per parameter, or a schedule of the first trials.

    Raises:
        InputError: For learning rates out of range.

    >>> from gdcore import descend, parabola
    >>> run = descend(parabola(), halving([1.25]), [-1.0], 2)
    >>> run.iterates.ravel().tolist(), [(trial.k, trial.loss) for trial in run.rejected]
    ([-1.0, 0.25, -0.0625], [(0, 2.25), (1, 0.140625)])
    """
    step = partial(_shrinking_step, 0.0, 0.5)
    return Method("halving", scheduled(learning_rate), no_state, step, monotone=True)


def backtracking(learning_rate: Rates, sufficient: float = SUFFICIENT, shrink: float = SHRINK) -> Method:
    """Return descent with a backtracking line search along d = -rate * gradient.

    A step t*d, t = 1, shrink, shrink**2, ..., is taken once f(p + t*d) <= f(p) + sufficient * t * (gradient of f) . d.
    Source: L. Armijo, Minimization of functions having Lipschitz continuous first partial derivatives (1966). The
    search ends on any input, as that of ``halving`` does.

    Args:
        learning_rate: Shape ``(d,)``, one finite number > 0 per parameter, or a schedule of the first trials.
        sufficient: The required share of the decrease predicted by the slope, above 0 and below 1.
        shrink: The factor that shortens a rejected step, above 0 and at most 0.95.

    Raises:
        InputError: For an argument out of range.

    >>> from gdcore import descend, parabola
    >>> run = descend(parabola(), backtracking([0.75], sufficient=0.5, shrink=0.5), [-1.0], 2)
    >>> run.iterates.ravel().tolist(), len(run.rejected)
    ([-1.0, -0.25, -0.0625], 2)
    """
    if not 0.0 < sufficient < 1.0:
        raise InputError(f"sufficient: must be above 0 and below 1, got {sufficient}")
    if not 0.0 < shrink <= LARGEST_SHRINK:
        raise InputError(f"shrink: must be above 0 and at most {LARGEST_SHRINK}, got {shrink}")
    numbers, step = {"sufficient": sufficient, "shrink": shrink}, partial(_shrinking_step, sufficient, shrink)
    return Method("backtracking", scheduled(learning_rate), no_state, step, numbers, monotone=True)


def _shrinking_step(
    sufficient: float,
    shrink: float,
    objective: Objective,
    point: Array,
    loss: Any,
    gradient: Array,
    _state: None,
    rate: Array,
) -> Move:
    if point.ndim > 1:
        return _shrinking_steps(rate, sufficient, shrink, objective, point, loss, gradient)
    rejected: list[tuple[Array, float]] = []
    move = -rate * gradient
    # The objective's gradient is that of ``gradient_scale`` times the loss.
    asked = sufficient / objective.gradient_scale * gradient
    most = _most_trials(shrink)
    for trial in range(most):
        landed = point + move
        if np.array_equal(landed, point) or not np.isfinite(move).all():
            return Move(point, None, loss, tuple(rejected), trial, stalled=True)
        landed_loss = float(objective.value(landed))
        # Computed for each trial: the product may overflow for a long step and not for a shorter one.
        if landed_loss <= loss + float(asked @ move):
            return Move(landed, None, landed_loss, tuple(rejected), trial + 1)
        rejected.append((frozen(landed), landed_loss))
        move = shrink * move
    return Move(point, None, loss, tuple(rejected), most, stalled=True)


def _most_trials(shrink: float) -> int:
    return math.ceil(EXPONENTS * math.log(0.5) / math.log(shrink))


def _shrinking_steps(
    rate: Array, sufficient: float, shrink: float, objective: Objective, points: Array, losses: Array, gradients: Array
) -> Move:
    """Make ``_shrinking_step`` from many points at once; each point's search ends on its own."""
    landed, landed_losses = points.copy(), np.array(losses)
    stalled = np.ones(len(points), dtype=np.bool_)
    moves = -rate * gradients
    asked = sufficient / objective.gradient_scale * gradients
    tried = np.arange(len(points))
    for _ in range(_most_trials(shrink)):
        trials = points + moves
        able = ~_all(trials == points) & _all(np.isfinite(moves))
        trial_losses = objective.value(trials)
        low = trial_losses <= losses + np.vecdot(asked, moves)
        taken, again = np.flatnonzero(able & low), np.flatnonzero(able & ~low)
        landed[tried[taken]], landed_losses[tried[taken]] = trials.take(taken, axis=0), trial_losses[taken]
        stalled[tried[taken]] = False
        if not len(again):
            break
        tried, points, losses = tried[again], points.take(again, axis=0), losses[again]
        moves, asked = shrink * moves.take(again, axis=0), asked.take(again, axis=0)
    return Move(landed, None, landed_losses, stalled=stalled)


def _all(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return ``flags.all(axis=-1)``, column by column: several times as fast for few columns."""
    return reduce(np.logical_and, np.moveaxis(flags, -1, 0))


HALVING = Family(
    name="halving",
    make=halving,
    words=translatable("gradient descent with step halving"),
    short=translatable_p("method", "halving"),
    says=translatable("A step that would land higher is halved until it does not."),
    says_outside=translatable("A step that would land higher, or outside, is halved."),
    update=lambda s: (f"{s.then} = {s.now} - 2^(-m) {s.step(s.now)}",),
    kind="line search",
)
BACKTRACKING = Family(
    name="backtracking",
    make=backtracking,
    words=translatable("backtracking line search"),
    short=translatable_p("method", "backtracking"),
    says=translatable("A step that does not lower the loss enough is shortened and tried again."),
    update=lambda s: (f"{s.then} = {s.now} - s^m {s.step(s.now)}",),
    kind="line search",
    hyperparameters=(
        Hyperparameter(
            name="sufficient",
            doc="The share of what the slope promises that a step must bring",
            gt=0,
            lt=1,
            default=SUFFICIENT,
            symbol="c",
            typst="c",
            label=translatable("Sufficient decrease"),
            note=translatable("of what the slope promises"),
        ),
        Hyperparameter(
            name="shrink",
            doc="What a refused step is multiplied by",
            gt=0,
            le=LARGEST_SHRINK,
            default=SHRINK,
            symbol="s",
            typst="s",
            label=translatable("Shrink"),
            note=translatable("a trial"),
        ),
    ),
)
