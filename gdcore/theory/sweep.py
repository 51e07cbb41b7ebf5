"""Sweeps: the fate of a run at each of many learning rates at once.

Every cell is the run that ``descend()`` makes with its rates, judged as by ``judge()``. The same step functions move
all cells together, and numpy's elementwise operations round alike for one number and for many.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, get_args

import numpy as np
from numpy.typing import ArrayLike

from gdcore.arrays import Array, frozen
from gdcore.descent.method import Method, usable
from gdcore.descent.registry import Rule
from gdcore.descent.trajectory import Stop, checked_start, left_domain
from gdcore.errors import InputError
from gdcore.objectives.objective import Objective
from gdcore.theory.observed import AHEAD, GOES_ON, PAST_BYTES, Ahead, Codes, Fate, Follow, Past, observed, turn_back
from gdcore.theory.paces import Bools, Counts
from gdcore.theory.spectra import dominant_multipliers, edge_multiple, felt_eigenvalues, rate_eigenvalues
from gdcore.theory.verdict import EDGE, ENDED, is_level, stayed

BLOCK = 16384
"""Cells that are moved together: few enough for a core's cache, enough to outweigh the overhead of numpy calls."""
RESIDUALS = 1 << 18
"""The most residuals that stochastic descent holds at a time: a batch for every cell of a block."""


STOPS: tuple[Stop, ...] = get_args(Stop)
"""Why a run ended: ``Fates.stopped`` holds indices into this tuple."""
MAX_STEPS, TOLERANCE, OVERFLOW, STALLED, DOMAIN = map(
    STOPS.index, ("max_steps", "tolerance", "overflow", "stalled", "domain")
)


@dataclass(frozen=True, eq=False)
class Fates:
    """The fate of each cell of a grid of rates; every array is read-only and has the shape of the grid.

    ``kind`` holds codes of ``Fate``; it and ``overshoots`` are those of ``judge()``. ``n_steps`` is the number of steps
    taken, ``stopped`` the index into ``STOPS`` of the reason for the end, ``losses`` the last finite loss.
    """

    kind: Codes = field(repr=False)
    overshoots: Bools = field(repr=False)
    n_steps: Counts = field(repr=False)
    stopped: Codes = field(repr=False)
    losses: Array = field(repr=False)

    @classmethod
    def unknown(cls, shape: tuple[int, ...]) -> Fates:
        """Return arrays to be filled in."""
        kinds: tuple[type, ...] = (np.int8, np.bool_, np.int64, np.int8, np.float64)
        return cls(*(np.zeros(shape, dtype) for dtype in kinds))

    def final(self, shape: tuple[int, ...]) -> Fates:
        """Return the same cells in another shape, read-only."""
        arrays = [array.reshape(shape) for array in vars(self).values()]
        for array in arrays:
            array.setflags(write=False)
        return Fates(*arrays)


def sweep(
    objective: Objective,
    rule: Rule,
    rates: ArrayLike,
    start: ArrayLike,
    n_steps: int,
    tolerance: float | None = None,
) -> Fates:
    """Run ``rule(rates[cell])`` from ``start`` for every cell of ``rates``, shape ``(..., d)``.

    ``rule`` makes a method from rates, as ``gradient_descent`` and ``partial(momentum, momentum=0.5)`` do; the other
    arguments are those of ``descend()``. A cell that reaches its tolerance, stalls or overflows ends there. Memory does
    not grow with the number of steps. Raises ``InputError`` as ``descend()`` does.
    """
    grid, d = frozen(rates), objective.n_parameters
    if grid.ndim < 1 or grid.shape[-1] != d:
        raise InputError(f"learning_rate: expected {d} numbers per cell, got shape {grid.shape}")
    cells = grid.reshape(-1, d)
    for faulty in cells[~(np.isfinite(cells) & (cells > 0.0)).all(axis=-1)][:1]:
        usable(faulty)
    point = checked_start(objective, rule(np.ones(d)), start, n_steps, tolerance)
    course = _Course(objective, rule, point, n_steps, tolerance)
    fates = Fates.unknown((len(cells),))
    for first in range(0, len(cells), course.cells_together):
        block = slice(first, first + course.cells_together)
        _fill(Fates(*(array[block] for array in vars(fates).values())), course, cells[block])
    return fates.final(grid.shape[:-1])


@dataclass(frozen=True)
class _Course:
    """The arguments that all cells share."""

    objective: Objective
    rule: Rule
    start: Array
    n_steps: int
    tolerance: float | None

    @cached_property
    def method(self) -> Method:
        """The method at rates of 1, for properties that do not depend on the rates."""
        return self.rule(np.ones(len(self.start)))

    @property
    def foretold(self) -> bool:
        """Whether the verdicts follow from the eigenvalues, so that the iterates need not be kept."""
        known = edge_multiple(self.method, np.ones(1)) is not None
        return known and self.objective.quadratic and self.objective.minimiser is not None

    @property
    def cells_together(self) -> int:
        """The number of cells per block."""
        rows = int(self.method.hyperparameters.get("batch", 1))
        past_bytes = 0 if self.foretold else 8 * (len(self.start) + 1) * (self.n_steps + AHEAD + 1)
        return max(1, min(BLOCK, RESIDUALS // rows, PAST_BYTES // max(past_bytes, 1)))


@dataclass(frozen=True)
class _Front:
    """The cells of a block that still run: their indices in it, shape ``(m,)``, and their current state."""

    where: Counts
    method: Method
    points: Array
    losses: Array
    state: Any

    @classmethod
    def beginning(cls, course: _Course, rates: Array) -> _Front:
        """Return all cells of a block at the start."""
        points, method = np.tile(course.start, (len(rates), 1)), course.rule(rates)
        losses = np.full(len(rates), float(course.objective.value(course.start)))
        return cls(np.arange(len(rates)), method, points, losses, method.init(course.objective, points))

    def stepped(self, objective: Objective, tolerance: float | None) -> tuple[_Front, Codes]:
        """Return all of them one step further, and why each stops, shape ``(m,)``, as ``descend()`` decides it."""
        gradients = objective.gradient(self.points)
        move = self.method.step(objective, self.points, self.losses, gradients, self.state)
        losses = objective.value(move.point) if move.loss is None else move.loss
        stops = np.full(len(losses), GOES_ON, dtype=np.int8)
        if tolerance is not None:
            stops[abs(losses - self.losses) <= tolerance] = TOLERANCE
        lost = ~np.isfinite(losses)
        if lost.any():
            left = left_domain(objective, self.losses[lost], gradients[lost], move.point[lost], losses[lost])
            stops[lost] = np.where(left, DOMAIN, OVERFLOW)
        stops[move.stalled] = STALLED
        return _Front(self.where, self.method, move.point, losses, move.state), stops

    def only(self, chosen: Bools, course: _Course, rates: Array) -> _Front:
        """Return the chosen cells."""
        kept = np.flatnonzero(chosen)
        where, state = self.where[kept], self.state
        if isinstance(state, np.ndarray):
            state = state.take(kept, axis=0)
        method = course.rule(rates.take(where, axis=0))
        return _Front(where, method, self.points.take(kept, axis=0), self.losses[kept], state)


class _Record(Past):
    """The iterates and losses of a block in progress; ended runs repeat their last ones."""

    @classmethod
    def room(cls, n_steps: int, front: _Front) -> _Record:
        """Return arrays to be filled in, with the current points of ``front`` in the first row."""
        n, d = front.points.shape
        past = cls(np.empty((n_steps + 1, n, d)), np.empty((n_steps + 1, n)))
        past.points[0], past.losses[0] = front.points, front.losses
        return past

    def record(self, k: int, where: Counts, landed: _Front, moved: Bools) -> None:
        """Record iterate ``k``: new for the moved runs at ``where``, the previous one for all others."""
        if len(where) == self.points.shape[1] and moved.all():
            self.points[k], self.losses[k] = landed.points, landed.losses
            return
        self.points[k], self.losses[k] = self.points[k - 1], self.losses[k - 1]
        self.points[k, where[moved]], self.losses[k, where[moved]] = landed.points[moved], landed.losses[moved]


@np.errstate(all="ignore")
def _fill(fates: Fates, course: _Course, rates: Array) -> None:
    """Run and judge a block of cells ``(n, d)``."""
    front = _Front.beginning(course, rates)
    past = None if course.foretold else _Record.room(course.n_steps, front)
    n_made, front = _run(fates, course, rates, front, past)
    if past is None:
        _foretell(fates, course, rates)
    else:
        made = Past(past.points[: n_made + 1], past.losses[: n_made + 1])
        _observe(fates, course, rates, made, front)
    _judge_ends(fates, course)


def _run(fates: Fates, course: _Course, rates: Array, front: _Front, past: _Record | None) -> tuple[int, _Front]:
    """Run a block of cells to their ends; return the steps of the longest run, and the cells that could continue."""
    for k in range(course.n_steps):
        landed, stops = front.stepped(course.objective, course.tolerance)
        going = stops == GOES_ON
        if past is not None:
            past.record(k + 1, front.where, landed, going | (stops == TOLERANCE))
        if not going.all():
            _end(fates, k, front, landed, stops)
            landed = landed.only(going, course, rates)
        front = landed
        if not len(front.where):
            return k + 1, front
    _end(fates, course.n_steps, front, front, np.full(len(front.where), MAX_STEPS, dtype=np.int8))
    return course.n_steps, front


def _follower(course: _Course, rates: Array, front: _Front) -> Follow:
    """Return what continues the runs of ``front``, which have ``rates`` ``(m, d)``."""

    def follow(chosen: Bools, n_steps: int, shift: Array | None) -> Ahead:
        those = front.only(chosen[front.where], course, rates)
        places = those.points if shift is None else those.points + shift
        losses = those.losses if shift is None else course.objective.value(places)
        begun = replace(those, where=np.arange(len(places)), points=places, losses=losses)
        return _followed(course, rates[chosen], begun, n_steps)

    return follow


def _followed(course: _Course, rates: Array, front: _Front, n_steps: int) -> Ahead:
    """Return how all runs with ``rates`` ``(m, d)`` continue from ``front``."""
    past, why = _Record.room(n_steps, front), np.full(len(front.where), GOES_ON, dtype=np.int8)
    for k in range(n_steps):
        landed, stops = front.stepped(course.objective, None)
        going = stops == GOES_ON
        past.record(k + 1, front.where, landed, going)
        if not going.all():
            why[front.where[~going]] = [ENDED[STOPS[stop]] for stop in stops[~going]]
            landed = landed.only(going, course, rates)
        front = landed
        if not len(front.where):
            past = _Record(past.points[: k + 2], past.losses[: k + 2])
            break
    return Ahead(past, why, _follower(course, rates, front))


def _end(fates: Fates, k: int, front: _Front, landed: _Front, stops: Codes) -> None:
    """Record the cells that end at step ``k``: at its landing point if that reached the tolerance, else before it."""
    ended, moved = stops != GOES_ON, stops == TOLERANCE
    where = front.where[ended]
    fates.stopped[where] = stops[ended]
    fates.n_steps[where] = k + moved[ended]
    fates.losses[where] = np.where(moved, landed.losses, front.losses)[ended]


def _foretell(fates: Fates, course: _Course, rates: Array) -> None:
    """Judge a linear method on a quadratic by the eigenvalues of diag(rate) H."""
    eigenvalues = rate_eigenvalues(course.objective, rates)
    assert eigenvalues is not None
    ended_low = fates.losses <= float(course.objective.value(course.start))
    if ended_low.any():
        eigenvalues = np.array(eigenvalues)
        eigenvalues[ended_low] = felt_eigenvalues(course.objective, rates[ended_low], course.start)
    limit, multipliers = edge_multiple(course.method, np.ones(1)), dominant_multipliers(course.method, eigenvalues)
    assert limit is not None
    assert multipliers is not None
    largest = eigenvalues.max(axis=-1)
    edge = np.where(largest > 0.0, limit / largest, np.inf)
    fates.kind[edge < 1.0] = Fate.DIVERGING
    fates.kind[abs(edge - 1.0) <= EDGE] = Fate.CYCLING
    turning = (multipliers.real < 0.0) | (multipliers.imag != 0.0)
    fates.overshoots[:] = (np.hypot(multipliers.real, multipliers.imag) > EDGE) & turning


def _observe(fates: Fates, course: _Course, rates: Array, past: Past, front: _Front) -> None:
    """Judge each run by its iterates; ``front`` are those that could continue."""
    where = front.where
    if len(where):
        follow = _follower(course, rates[where], replace(front, where=np.arange(len(where))))
        open_ = Past(past.points[:, where], past.losses[:, where])
        fates.kind[where], _ = observed(open_, follow, course.objective, course.method)
    if is_level(course.objective, course.start):
        fates.kind[stayed(past.points)] = Fate.STANDING
    fates.overshoots[:] = turn_back(past.points, fates.n_steps)


def _judge_ends(fates: Fates, course: _Course) -> None:
    """Judge the cells that could not continue."""
    fates.kind[fates.stopped == OVERFLOW] = Fate.DIVERGING
    fates.kind[fates.stopped == DOMAIN] = Fate.UNDEFINED
    if course.foretold and is_level(course.objective, course.start):
        fates.kind[fates.stopped != OVERFLOW] = Fate.STANDING
