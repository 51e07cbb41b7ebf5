"""The surroundings of a run: the minimiser below it, the ground around a point, and the scales worth showing."""

from __future__ import annotations

from typing import Literal

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.descent.trajectory import Trajectory
from gdcore.expressions.derived_formulas import written_as
from gdcore.expressions.known import KNOWN
from gdcore.objectives.objective import Objective

Ground = Literal["minimum", "maximum", "saddle", "level"]
WAYS, AROUND = 32, 1e-2
"""The number of random directions and the relative distance in which a point is probed."""
MOST_TRIES = 60
NEAR_FLAT = 1e-7
"""A slope smaller than this share of the first one counts as 0."""
FARTHEST = 1e4
"""The upper limit of a scale, as a multiple of the point's coordinates, and absolutely at the origin."""
LEAVES, FALLS = 30.0, 4.0
"""A loss has left when it has changed by this multiple of what the start could lose or, if that is unbounded, by this
multiple of its variation around the start."""
FEWEST, NO_FARTHER = 8, 0.9
"""A run with at least this many losses stays in bounds if its first three quarters reach this share of the largest
change."""
BENT = 0.05
"""The deviation from a straight line, as a share of its rise, that still counts as straight."""
STILL = 0.5
"""A last step that lowers the loss by this share of the best one is not small."""


@np.errstate(all="ignore")
def minimiser_under(objective: Objective, point: Array) -> Array | None:
    """Return the local minimiser downhill of ``point``, shape ``(d,)``; None if the loss falls without end.

    Newton's method, damped as by K. Levenberg, A method for the solution of certain non-linear problems in least
    squares (1944): a step that does not lower the loss is never taken.
    """
    here, loss, damping = np.array(point, dtype=np.float64), float(objective.value(point)), 1e-3
    first = _length(objective.gradient(here))
    for _ in range(MOST_TRIES):
        slope, curve = objective.gradient(here), objective.hessian(here)
        if not (np.isfinite(slope).all() and np.isfinite(curve).all()):
            return None
        if _length(slope) <= NEAR_FLAT * first:
            break
        values, axes = np.linalg.eigh((curve + curve.T) / 2.0)
        bent = abs(values) + damping * max(float(abs(values).max()), 1e-12)
        ahead = here - axes @ ((axes.T @ slope) / bent)
        lower = float(objective.value(ahead))
        if lower < loss:
            here, loss, damping = ahead, lower, damping / 4.0
        elif damping > 1e12:
            break
        else:
            damping *= 8.0
    return frozen(here) if _is_minimiser(objective, here, first, abs(here - point)) else None


def _is_minimiser(objective: Objective, point: Array, first: float, travelled: Array) -> bool:
    """Return whether the slope has vanished beside the first one, and the loss rises on all sides at a distance."""
    reach = np.maximum(0.02 * travelled, 1e-4 * np.maximum(abs(point), 1e-3))
    around = point + np.vstack([np.diag(reach), -np.diag(reach)])
    loss = float(objective.value(point))
    rises = bool((objective.value(around) >= loss).all())
    return rises and (_length(objective.gradient(point)) <= 1e-3 * first or _is_kink(objective, point, around))


def _is_kink(objective: Objective, point: Array, around: Array) -> bool:
    """Return whether the slopes on two sides point to each other, as at the minimum of an absolute value."""
    slopes = objective.gradient(around)
    d = len(point)
    return all(float(slopes[i, i]) > 0.0 > float(slopes[d + i, i]) for i in range(d))


def _length(vector: Array) -> float:
    return float(np.hypot.reduce(vector))


@np.errstate(all="ignore")
def scale_at(objective: Objective, point: Array) -> Array:
    """Return, for each parameter, the distance over which the slope changes by its own size, ``(d,)``; 1 if unknown.

    It is the natural extent of a picture of the function around the point.
    """
    slope, curve = objective.gradient(point), np.diagonal(objective.hessian(point))
    found = abs(slope / curve)
    limit = FARTHEST * np.maximum(abs(point), 1.0)
    known = np.isfinite(found) & (found > 0.0)
    return frozen(np.where(known, np.minimum(found, limit), np.maximum(abs(point), 1.0) * 0.5))


@np.errstate(all="ignore")
def staying(run: Trajectory) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which iterates belong in one picture, shape ``(n_steps + 1,)``: all until the run leaves for good.

    A run leaves when its loss has changed by far more than the start could lose or, without a minimiser below it, than
    the loss varies around the start.
    """
    change = abs(run.losses - run.losses[0])
    first = float(change[:2].max()) if run.n_steps and run.losses[1] < run.losses[0] else 0.0
    budget = max(_budget(run), LEAVES * first if first > 0.0 else 0.0)
    if not budget > 0.0:
        return np.ones(len(change), dtype=bool)
    left = np.flatnonzero(~(change <= budget))
    # Excursions that come back belong to the picture, and so do those that end no farther out than before.
    # A run that ends outside has left.
    before = change[: 3 * len(change) // 4]
    goes_no_farther = len(change) >= FEWEST and before.max() >= NO_FARTHER * change.max()
    if not len(left) or change[-1] <= budget or goes_no_farther:
        return np.ones(len(change), dtype=bool)
    return np.asarray(np.arange(len(change)) < left[0])


def _budget(run: Trajectory) -> float:
    """Return the change of the loss from which on the run has left."""
    objective, start, loss = run.objective, run.start, float(run.losses[0])
    below = minimiser_under(objective, start)
    if below is not None:
        return LEAVES * (loss - float(objective.value(below)))
    scales = np.diag(scale_at(objective, start))
    around = objective.value(np.vstack([start + scales, start - scales]))
    near = abs(around[np.isfinite(around)] - loss)
    return FALLS * float(near.max()) if len(near) else 0.0


@np.errstate(all="ignore")
def ground_at(objective: Objective, point: Array) -> Ground:
    """Classify the ground around a point ``(d,)`` with slope 0: a minimum, a maximum, a saddle, or level ground.

    Where second derivatives do not decide, the loss is probed around the point; up one way and down another is a
    saddle, too.
    """
    reach = AROUND * np.maximum(abs(point), 1.0)
    turns = np.random.default_rng(0).normal(size=(WAYS, len(point)))
    ways = np.vstack([np.eye(len(point)), -np.eye(len(point)), turns / abs(turns).max(axis=-1, keepdims=True)])
    here = float(objective.value(point))
    change = objective.value(point + reach * ways) - here
    changes = change[np.isfinite(change) & (abs(change) > 1e-14 * max(abs(here), 1e-300))]
    if not len(changes):
        return "level"
    if (changes < 0.0).all():
        return "maximum"
    return "minimum" if (changes > 0.0).all() else "saddle"


def growth_shape(run: Trajectory) -> Literal["even", "faster", "other"]:
    """Classify a run that blows up on a logarithmic axis: a straight line, one that bends upward, or another.

    On a quadratic the long-run factor of the loss per step is constant: a straight line.
    """
    logs = np.log(run.losses) if (run.losses > 0.0).all() else np.zeros(2)
    chord = np.linspace(logs[0], logs[-1], len(logs))
    if len(logs) > 2 and abs(logs - chord).max() <= BENT * abs(logs[-1] - logs[0]):
        return "even"
    rises = np.diff(logs)
    return "faster" if len(rises) > 1 and bool((np.diff(rises) > 0.0).all()) else "other"


def falls_on(run: Trajectory) -> bool:
    """Return whether a run was still falling in steps as large as before when it ended, so that it has not arrived."""
    falls = -np.diff(run.losses)
    return len(falls) > 1 and bool(falls[-1] > 0.0) and bool(falls[-1] >= STILL * falls.max())


def usual_domain(objective: Objective) -> Array | None:
    """Return the intervals ``(d, 2)`` in which a well-known function is usually shown; None for any other."""
    if written_as(objective) is None:
        return None
    return objective.domain if objective.name in KNOWN else None
