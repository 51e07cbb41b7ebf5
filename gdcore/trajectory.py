"""``descend()``: the one loop, and its immutable result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdcore.ahead import run_ahead
from gdcore.callables import from_callable
from gdcore.errors import InputError
from gdcore.listening import EVERY, tell
from gdcore.methods import Method
from gdcore.objectives import Array, Objective, frozen
from gdcore.record import Record

Stop = Literal["max_steps", "tolerance", "overflow", "stalled"]
MAX_STEPS = 1_000_000


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

    @property
    def n_steps(self) -> int:
        """The number of steps taken; there is one iterate more."""
        return len(self.losses) - 1

    @property
    def start(self) -> Array:
        """The first iterate, shape ``(d,)``."""
        first: Array = self.iterates[0]
        return first

    @property
    def rose(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Shape ``(n_steps,)``: whether step k ended higher than it began."""
        return np.asarray(self.losses[1:] > self.losses[:-1])

    def _repr_html_(self) -> str:
        """Return the run as a notebook shows it: verdict, drawing and table."""
        # Late: the verdict is judged by a module that needs this one.
        from gdcore.notebook import trajectory_html

        return trajectory_html(self)


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

    The run ends sooner when a step changes the loss by no more than ``tolerance``, when the method stalls, or at the
    last finite loss before float64 overflows: divergence is a result, not an error. Raises ``InputError`` as
    ``checked_start`` does.
    """
    objective = objective if isinstance(objective, Objective) else from_callable(objective)
    point = checked_start(objective, method, start, n_steps, tolerance)

    record = Record(point, float(objective.value(point)))
    rejected: list[Rejection] = []
    state, stopped, overflow_step = method.init(objective, point), "max_steps", None
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
        stopped=stopped,  # type: ignore[arg-type]  # one of the four literals above
        overflow_step=overflow_step,
    )


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
