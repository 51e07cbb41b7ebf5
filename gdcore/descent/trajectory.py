"""``descend()``, the loop that runs every method, and ``Trajectory``, its immutable result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdcore.arrays import Array, frozen
from gdcore.descent.method import Method
from gdcore.descent.plain_searches import search_ahead
from gdcore.descent.plain_steps import run_ahead
from gdcore.descent.progress import EVERY, report
from gdcore.descent.record import Record
from gdcore.errors import InputError
from gdcore.objectives.callables import from_callable
from gdcore.objectives.objective import HUGE, Objective

Stop = Literal["max_steps", "tolerance", "overflow", "stalled", "domain"]
MAX_STEPS = 1_000_000
ROUNDING = 1e-14
"""The relative rounding error that a loss may have: about fifty times the spacing of float64."""

FAR = 1e8
"""No poles are looked for farther out than this."""


@dataclass(frozen=True)
class Rejection:
    """A trial point ``(d,)`` rejected by step ``k``, which leads from iterate k to iterate k + 1, and its loss."""

    k: int
    point: Array
    loss: float


@dataclass(frozen=True, eq=False)
class Trajectory:
    """One run of descent; every array is read-only.

    Args:
        objective: The function that was minimised.
        method: The method that ran.
        iterates: Shape ``(n_steps + 1, d)``; row k of this and of the next three belongs to iterate k.
        losses: Shape ``(n_steps + 1,)``.
        gradients: Shape ``(n_steps + 1, d)``.
        evaluations: Loss and gradient evaluations up to each iterate, shape ``(n_steps + 1, 2)``.
        rejected: The rejected trial points.
        loss_evaluations: The total number of loss evaluations.
        gradient_evaluations: The total number of gradient evaluations.
        stopped: Why the run ended; see `descend`.
        overflow_step: The step whose loss was too large for float64; it has no row.
        left_at: Shape ``(d,)``: the point outside the objective's domain that the next step would have reached; not
            finite where the slope itself does not exist.
        state: The method's state at the end, from which the run could continue.

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
    def learning_rates(self) -> Array:
        """The learning rates of each step, shape ``(n_steps, d)``."""
        return frozen(self.method.schedule.rate(np.arange(self.n_steps)))

    @cached_property
    def outcomes(self) -> NDArray[np.int8]:
        """Shape ``(n_steps,)``: -1 where step k lowered the loss, 1 where it raised it, 0 where it did neither.

        A relative change of at most ``ROUNDING`` counts as none: its sign may be a rounding error.
        """
        before, after = self.losses[:-1], self.losses[1:]
        significant = abs(after / 2.0 - before / 2.0) > ROUNDING * np.maximum(abs(before), abs(after))
        signs = np.where(significant, np.sign(after - before), 0.0).astype(np.int8)
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
    """Run ``method`` from ``start`` for at most ``n_steps`` steps.

    ``Trajectory.stopped`` says why the run ended: ``max_steps``; ``tolerance`` after a step that changed the loss by no
    more than that; ``stalled`` when the method found no step; ``domain`` before a step out of the objective's domain;
    or ``overflow`` at the last finite loss before float64 overflows: divergence is a result, not an error.

    Args:
        objective: What to minimise; a plain function of d numbers goes through ``from_callable``.
        method: The update rule with its learning rates, one per parameter.
        start: Shape ``(d,)``.
        n_steps: From 1 to 1,000,000.
        tolerance: At least 0; by default no change of the loss is small enough to end the run.

    Raises:
        InputError: For arguments out of range or of the wrong shape, and unless loss and gradient are finite at the
            start.

    >>> from gdcore import gradient_descent, parabola
    >>> descend(parabola(), gradient_descent([1.25]), [-1.0], 3).losses.tolist()
    [1.0, 2.25, 5.0625, 11.390625]
    >>> run = descend(lambda x, y: x**2 + 3 * y**2, gradient_descent([0.1, 0.1]), [1.0, 1.0], 100)
    >>> bool((abs(run.iterates[-1]) < 1e-6).all())
    True
    """
    objective = objective if isinstance(objective, Objective) else from_callable(objective)
    point = checked_start(objective, method, start, n_steps, tolerance)

    record = Record(point, float(objective.value(point)))
    state, stopped, overflow_step, left_at = method.init(objective, point), "max_steps", None, None
    state = run_ahead(objective, method, record, state, n_steps, tolerance)
    search_ahead(objective, method, record, n_steps, tolerance)
    last, loss = record.row(-1)
    point = frozen(last)
    loss_evaluations, gradient_evaluations = record.counts[-2:]
    for k in range(record.n_steps, n_steps):
        gradient = frozen(objective.gradient(point))
        record.gradients.extend(gradient.tolist())
        last_loss = loss
        move = method.step(objective, point, last_loss, gradient, state, method.schedule.rate(k))
        loss_evaluations += move.loss_evaluations
        gradient_evaluations += move.gradient_evaluations
        record.rejected += [(k, trial, loss) for trial, loss in move.rejected]
        if move.stalled:
            stopped = "stalled"
            break
        loss = float(objective.value(move.point) if move.loss is None else move.loss)
        loss_evaluations += move.loss is None
        if not (np.isfinite(loss) and np.isfinite(move.point).all()):
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
            report(record.n_steps, n_steps)
    if len(record.gradients) < len(record.points):
        record.gradients.extend(objective.gradient(point).tolist())
    return Trajectory(
        objective=objective,
        method=method,
        iterates=record.rows(record.points),
        losses=record.loss_row,
        gradients=record.rows(record.gradients),
        evaluations=record.evaluations,
        rejected=tuple(Rejection(k, frozen(trial), loss) for k, trial, loss in record.rejected),
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
    """Return which steps with ``losses`` ``(m,)`` or places that are not finite left the domain, not float64.

    ``before`` ``(m,)`` and ``gradients`` ``(m, d)`` are the losses and gradients where the steps began, ``landed``
    ``(m, d)`` the points where they ended. A slope that does not exist, as that of a root at 0, leads out as well.
    """
    sloped = np.isfinite(gradients).all(axis=-1)
    # Far out an infinite value is an overflow; closer in it may be a pole.
    too_large = (losses == np.inf) & (abs(landed).max(axis=-1) > FAR)
    # Nesterov's asks for the slope elsewhere than at the point: where there is none, it lands nowhere.
    nowhere = np.isnan(landed).any(axis=-1)
    left = (~sloped | nowhere) & (abs(before) < HUGE)
    for i in np.flatnonzero(sloped & ~nowhere & ~too_large):
        left[i] = not objective.exists_at(landed[i])
    return np.asarray(left)


def continued(run: Trajectory, n_steps: int, place: Array | None = None) -> Trajectory:
    """Continue ``run`` for at most ``n_steps`` further steps, without a tolerance, from its end or another place."""
    later = run.method.schedule.later(run.n_steps)
    method = replace(run.method, init=lambda _objective, _start: run.state, schedule=later)
    return descend(run.objective, method, run.iterates[-1] if place is None else place, n_steps)


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def checked_start(
    objective: Objective, method: Method, start: ArrayLike, n_steps: int, tolerance: float | None = None
) -> Array:
    """Return ``start`` as a read-only array once the arguments of a run are checked.

    Raises ``InputError`` unless start and learning rates have one number per parameter, loss and gradient are finite at
    the start, 1 <= ``n_steps`` <= 1,000,000, and ``tolerance`` >= 0.
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
