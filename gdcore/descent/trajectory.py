"""``descend()``: the one loop, and its immutable result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdcore.arrays import Array, frozen
from gdcore.descent.ahead import run_ahead
from gdcore.descent.listening import EVERY, tell
from gdcore.descent.method import Method
from gdcore.descent.record import Record
from gdcore.errors import InputError
from gdcore.objectives.callables import from_callable
from gdcore.objectives.objective import HUGE, Objective

Stop = Literal["max_steps", "tolerance", "overflow", "stalled", "domain"]
MAX_STEPS = 1_000_000
ROUNDING = 1e-14
"""Of a loss, what the rounding of its terms may come to: some fifty times the spacing of float64."""

FAR = 1e8
"""Farther out no pole is looked for."""


@dataclass(frozen=True)
class Rejection:
    """A trial point that step ``k`` (from iterate k to iterate k + 1) refused."""

    k: int
    point: Array
    loss: float


@dataclass(frozen=True, eq=False)
class Trajectory:
    """One run of descent; every array is read-only.

    ``iterates`` ``(n_steps + 1, d)``, ``losses`` ``(n_steps + 1,)`` and ``gradients`` ``(n_steps + 1, d)`` belong
    together by row, and so do ``evaluations`` ``(n_steps + 1, 2)``: the loss and the gradient evaluations that it took
    to get there. ``overflow_step`` is the step whose loss was too large for float64; it is not among the rows.
    ``left_at`` ``(d,)`` is the point outside the objective's domain that the step after the last would have reached;
    infinite where the slope itself does not exist. ``state`` is the method's own at the end, to go on from.

    >>> from gdcore import gradient_descent, parabola
    >>> run = descend(parabola(), gradient_descent([0.25]), [-1.0], 2)
    >>> run.n_steps, run.losses.tolist(), run.stopped
    (2, [1.0, 0.25, 0.0625], 'max_steps')
    """

    objective: Objective = field(repr=False)
    method: Method = field(repr=False)
    iterates: Array = field(repr=False)
    losses: Array = field(repr=False)
    gradients: Array = field(repr=False)
    evaluations: NDArray[np.int64] = field(repr=False)
    rejected: tuple[Rejection, ...] = field(repr=False)
    loss_evaluations: int
    gradient_evaluations: int
    stopped: Stop
    overflow_step: int | None = None
    left_at: Array | None = field(default=None, repr=False)
    state: Any = field(default=None, repr=False)

    @property
    def n_steps(self) -> int:
        """The number of steps taken; there is one iterate more."""
        return len(self.losses) - 1

    @property
    def start(self) -> Array:
        """The first iterate, shape ``(d,)``."""
        first: Array = self.iterates[0]
        return first

    @cached_property
    def outcomes(self) -> NDArray[np.int8]:
        """Shape ``(n_steps,)``: -1 where step k lowered the loss, 1 where it raised it, 0 where it did neither.

        A change within ``ROUNDING`` of the loss is none: float64 does not tell which way it goes.
        """
        before, after = self.losses[:-1], self.losses[1:]
        told = abs(after / 2.0 - before / 2.0) > ROUNDING * np.maximum(abs(before), abs(after))
        signs = np.where(told, np.sign(after - before), 0.0).astype(np.int8)
        signs.setflags(write=False)
        return signs

    @property
    def rose(self) -> NDArray[np.bool_]:
        """Shape ``(n_steps,)``: whether step k ended higher than it began."""
        return np.asarray(self.outcomes > 0)


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def descend(
    objective: Objective | Callable[..., Any],
    method: Method,
    start: ArrayLike,
    n_steps: int,
    tolerance: float | None = None,
) -> Trajectory:
    """Run ``method`` from ``start``, shape ``(d,)``, for at most ``n_steps`` steps.

    The objective may be a plain function of d numbers; see ``from_callable`` for its gradient.

    >>> from gdcore import gradient_descent, parabola
    >>> descend(parabola(), gradient_descent([1.25]), [-1.0], 3).losses.tolist()
    [1.0, 2.25, 5.0625, 11.390625]
    >>> run = descend(lambda x, y: x**2 + 3 * y**2, gradient_descent([0.1, 0.1]), [1.0, 1.0], 100)
    >>> bool((abs(run.iterates[-1]) < 1e-6).all())
    True

    The run ends sooner when a step changes the loss by no more than ``tolerance``, when the method stalls, when the
    next step would leave the objective's domain, or at the last finite loss before float64 overflows: divergence is a
    result, not an error. Raises ``InputError`` as
    ``checked_start`` does.
    """
    objective = objective if isinstance(objective, Objective) else from_callable(objective)
    point = checked_start(objective, method, start, n_steps, tolerance)

    record = Record(point, float(objective.value(point)))
    rejected: list[Rejection] = []
    state, stopped, overflow_step, left_at = method.init(objective, point), "max_steps", None, None
    state = run_ahead(objective, method, record, state, n_steps, tolerance)
    last, loss = record.row(-1)
    point = frozen(last)
    loss_evaluations, gradient_evaluations = record.counts[-2:]
    for k in range(record.n_steps, n_steps):
        gradient = frozen(objective.gradient(point))
        record.gradients.extend(gradient.tolist())
        last_loss = loss
        move = method.step(objective, point, last_loss, gradient, state)
        loss_evaluations += move.loss_evaluations
        gradient_evaluations += move.gradient_evaluations
        rejected += [Rejection(k, frozen(trial), loss) for trial, loss in move.rejected]
        if move.stalled:
            stopped = "stalled"
            break
        loss = float(objective.value(move.point) if move.loss is None else move.loss)
        loss_evaluations += move.loss is None
        if not np.isfinite(loss):
            rows = (np.array([last_loss]), gradient[None], move.point[None], np.array([loss]))
            if left_domain(objective, *rows)[0]:
                stopped, left_at = "domain", frozen(move.point)
            else:
                stopped, overflow_step = "overflow", k + 1
            break
        point, state = frozen(move.point), move.state
        record.add(point.tolist(), loss, (loss_evaluations, gradient_evaluations))
        if tolerance is not None and abs(loss - last_loss) <= tolerance:
            stopped = "tolerance"
            break
        if record.n_steps % EVERY == 0:
            tell(record.n_steps, n_steps)
    if len(record.gradients) < len(record.points):
        record.gradients.extend(objective.gradient(point).tolist())
    return Trajectory(
        objective=objective,
        method=method,
        iterates=record.rows(record.points),
        losses=record.loss_row,
        gradients=record.rows(record.gradients),
        evaluations=record.evaluations,
        rejected=tuple(rejected),
        loss_evaluations=loss_evaluations,
        gradient_evaluations=gradient_evaluations,
        stopped=stopped,  # type: ignore[arg-type]  # one of the literals above
        overflow_step=overflow_step,
        left_at=left_at,
        state=state,
    )


def left_domain(
    objective: Objective, before: Array, gradients: Array, landed: Array, losses: Array
) -> NDArray[np.bool_]:
    """Whether steps whose ``losses`` ``(m,)`` are not finite left the objective's domain, not the range of float64.

    ``before`` ``(m,)`` and ``gradients`` ``(m, d)`` are those of the iterates they came from, ``landed`` ``(m, d)``
    where they led. A slope that does not exist, as that of a root at 0, leads out as well.
    """
    sloped = np.isfinite(gradients).all(axis=-1)
    # Far out an infinite value is too large a one; nearer by it may be a pole.
    too_large = (losses == np.inf) & (abs(landed).max(axis=-1) > FAR)
    left = ~sloped & (abs(before) < HUGE)
    for i in np.flatnonzero(sloped & ~too_large):
        left[i] = not objective.exists_at(landed[i])
    return np.asarray(left)


def continued(run: Trajectory, n_steps: int) -> Trajectory:
    """Return the run that goes on from the end of ``run`` for at most ``n_steps`` steps, without a tolerance."""
    method = replace(run.method, init=lambda _objective, _start: run.state)
    return descend(run.objective, method, run.iterates[-1], n_steps)


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def checked_start(
    objective: Objective, method: Method, start: ArrayLike, n_steps: int, tolerance: float | None = None
) -> Array:
    """Return ``start`` read-only, or raise when these cannot make a run.

    Raises ``InputError`` when the start or the learning rates do not have one number a parameter, when the loss or the
    gradient is not finite at the start, for a step count outside 1 .. 1 000 000, and for a negative tolerance.
    """
    if not 1 <= n_steps <= MAX_STEPS:
        raise InputError(f"steps: must be between 1 and {MAX_STEPS}, got {n_steps}")
    if tolerance is not None and not tolerance >= 0.0:
        raise InputError(f"tolerance: must be >= 0, got {tolerance}")
    if method.learning_rate.shape != (objective.n_parameters,):
        raise InputError(f"learning_rate: expected {objective.n_parameters} numbers, got {method.learning_rate.size}")
    point = frozen(start)
    if point.shape != (objective.n_parameters,):
        raise InputError(f"start: expected {objective.n_parameters} numbers, got shape {point.shape}")
    if not np.isfinite(point).all() or not np.isfinite(objective.value(point)):
        raise InputError(f"start: the loss must be finite there, got {point.tolist()}")
    if not np.isfinite(objective.gradient(point)).all():
        raise InputError(f"start: the gradient must be finite there, got {point.tolist()}")
    return point
