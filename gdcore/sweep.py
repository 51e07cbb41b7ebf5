"""Many learning rates at once: what becomes of each run over a whole grid of rates.

Every cell is the run that ``descend()`` makes with its rates, judged as ``judge()`` does. The same step functions move
all cells together, and numpy's elementwise operations round alike for one number and for many.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from itertools import pairwise
from typing import Any, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdcore.errors import InputError
from gdcore.methods import Method, usable
from gdcore.objectives import Array, Objective, frozen
from gdcore.spectra import dominant_multipliers, edge_multiple, rate_eigenvalues
from gdcore.theory import EDGE, steps_back, still_moves
from gdcore.trajectory import Stop, checked_start

RuleOfRates = Callable[[Array], Method]
Bools = NDArray[np.bool_]
Codes = NDArray[np.int8]
Counts = NDArray[np.int64]

BLOCK = 16384
"""Cells that are moved together: few enough to stay in a core's cache, enough to outweigh a call of numpy."""
PAST_BYTES = 64_000_000
"""Room for the iterates of a block, where the verdict depends on them."""
RESIDUALS = 1 << 18
"""Stochastic descent holds this many at most at a time: a batch for every cell of a block."""


class Fate(IntEnum):
    """What a run does, as a code; its ``Kind`` is the name in small letters."""

    CONVERGING = 0
    CYCLING = 1
    DIVERGING = 2


STOPS: tuple[Stop, ...] = get_args(Stop)
"""Why a run ended: ``Fates.stopped`` holds places in this tuple."""
GOES_ON = -1
MAX_STEPS, TOLERANCE, OVERFLOW, STALLED = map(STOPS.index, ("max_steps", "tolerance", "overflow", "stalled"))


@dataclass(frozen=True, eq=False)
class Fates:
    """What becomes of each cell of a grid of rates; every array is read-only and has the shape of the grid.

    ``kind`` holds the codes of ``Fate``; ``overshoots`` and it are those of ``judge()``. ``n_steps`` is the number of
    steps taken, ``stopped`` the place in ``STOPS`` of the reason for the end, ``losses`` the last finite loss.
    """

    kind: Codes = field(repr=False)
    overshoots: Bools = field(repr=False)
    n_steps: Counts = field(repr=False)
    stopped: Codes = field(repr=False)
    losses: Array = field(repr=False)

    @classmethod
    def unknown(cls, shape: tuple[int, ...]) -> Fates:
        """Return arrays to be filled."""
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
    rule: RuleOfRates,
    rates: ArrayLike,
    start: ArrayLike,
    n_steps: int,
    tolerance: float | None = None,
) -> Fates:
    """Run ``rule(rates[cell])`` from ``start`` for every cell of ``rates``, shape ``(..., d)``.

    ``rule`` makes a method from rates, as ``gradient_descent`` and ``partial(momentum, beta=0.5)`` do; the other
    arguments are those of ``descend()``. A cell that reaches its tolerance, stalls or overflows ends there. Memory
    does not grow with the number of steps. Raises ``InputError`` as ``descend()`` does.
    """
    grid, d = frozen(rates), objective.n_parameters
    if grid.ndim < 1 or grid.shape[-1] != d:
        raise InputError(f"learning_rate: expected {d} numbers a cell, got shape {grid.shape}")
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
    """What all cells have in common."""

    objective: Objective
    rule: RuleOfRates
    start: Array
    n_steps: int
    tolerance: float | None

    @cached_property
    def method(self) -> Method:
        """The method at some rates, for what does not depend on them."""
        return self.rule(np.ones(len(self.start)))

    @property
    def foretold(self) -> bool:
        """Whether the verdicts follow from the eigenvalues, so that nobody has to remember the runs."""
        known = edge_multiple(self.method, np.ones(1)) is not None
        return known and self.objective.quadratic and self.objective.minimiser is not None

    @property
    def cells_together(self) -> int:
        """The number of cells in a block."""
        rows = int(self.method.hyperparameters.get("batch", 1))
        past_bytes = 0 if self.foretold else 8 * (len(self.start) + 1) * (self.n_steps + 1)
        return max(1, min(BLOCK, RESIDUALS // rows, PAST_BYTES // max(past_bytes, 1)))


@dataclass(frozen=True)
class _Front:
    """The cells of a block that still run: their places in it, shape ``(m,)``, and how far they are."""

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

    def stepped(self, objective: Objective) -> tuple[_Front, bool | Bools]:
        """Return all of them one step further, and which of them stalled."""
        gradients = objective.gradient(self.points)
        move = self.method.step(objective, self.points, self.losses, gradients, self.state)
        losses = objective.value(move.point) if move.loss is None else move.loss
        return _Front(self.where, self.method, move.point, losses, move.state), move.stalled

    def only(self, chosen: Bools, course: _Course, rates: Array) -> _Front:
        """Return the chosen of them."""
        kept = np.flatnonzero(chosen)
        where, state = self.where[kept], self.state
        if isinstance(state, np.ndarray):
            state = state.take(kept, axis=0)
        method = course.rule(rates.take(where, axis=0))
        return _Front(where, method, self.points.take(kept, axis=0), self.losses[kept], state)


@dataclass(frozen=True)
class _Past:
    """The iterates ``(n_steps + 1, n, d)`` and losses ``(n_steps + 1, n)`` of a block; ended runs stay put."""

    points: Array
    losses: Array

    @classmethod
    def room(cls, n: int, course: _Course) -> _Past:
        """Return arrays to be filled."""
        return cls(np.empty((course.n_steps + 1, n, len(course.start))), np.empty((course.n_steps + 1, n)))

    def record(self, k: int, front: _Front, moved: Bools) -> None:
        """Set iterate ``k`` of the runs of ``front`` that have moved, and of all others the one before."""
        where = front.where
        if len(where) == self.points.shape[1] and moved.all():
            self.points[k], self.losses[k] = front.points, front.losses
            return
        self.points[k], self.losses[k] = self.points[k - 1], self.losses[k - 1]
        self.points[k, where[moved]], self.losses[k, where[moved]] = front.points[moved], front.losses[moved]


def _fill(fates: Fates, course: _Course, rates: Array) -> None:
    """Run and judge a block of cells ``(n, d)``."""
    if course.foretold:
        _run(fates, course, rates, None)
        _foretell(fates, course, rates)
        return
    past = _Past.room(len(rates), course)
    n_made = _run(fates, course, rates, past)
    _observe(fates, course.method, _Past(past.points[: n_made + 1], past.losses[: n_made + 1]))


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def _run(fates: Fates, course: _Course, rates: Array, past: _Past | None) -> int:
    """Run a block of cells to their ends, and return how many steps the longest run took."""
    front = _Front.beginning(course, rates)
    if past is not None:
        past.points[0], past.losses[0] = front.points, front.losses
    for k in range(course.n_steps):
        landed, stalled = front.stepped(course.objective)
        stops = _stops(stalled, front.losses, landed.losses, course.tolerance)
        if past is not None:
            past.record(k + 1, landed, (stops == GOES_ON) | (stops == TOLERANCE))
        going = stops == GOES_ON
        if not going.all():
            _end(fates, k, front, landed, stops)
            landed = landed.only(going, course, rates)
        front = landed
        if not len(front.where):
            return k + 1
    _end(fates, course.n_steps, front, front, np.full(len(front.where), MAX_STEPS, dtype=np.int8))
    return course.n_steps


def _end(fates: Fates, k: int, front: _Front, landed: _Front, stops: Codes) -> None:
    """Write down the cells that end at step ``k``: at its landing if that reached the tolerance, else before it."""
    ended, moved = stops != GOES_ON, stops == TOLERANCE
    where = front.where[ended]
    fates.stopped[where] = stops[ended]
    fates.n_steps[where] = k + moved[ended]
    fates.losses[where] = np.where(moved, landed.losses, front.losses)[ended]


def _stops(stalled: bool | Bools, before: Array, after: Array, tolerance: float | None) -> Codes:
    """Return why each cell stops, shape ``(m,)``, in the order in which ``descend()`` asks."""
    stops = np.full(len(after), GOES_ON, dtype=np.int8)
    if tolerance is not None:
        stops[abs(after - before) <= tolerance] = TOLERANCE
    stops[~np.isfinite(after)] = OVERFLOW
    stops[stalled] = STALLED
    return stops


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def _foretell(fates: Fates, course: _Course, rates: Array) -> None:
    """Judge a linear method on a quadratic, where the eigenvalues of diag(rate) H say all."""
    eigenvalues = rate_eigenvalues(course.objective, rates)
    assert eigenvalues is not None
    limit, multipliers = edge_multiple(course.method, np.ones(1)), dominant_multipliers(course.method, eigenvalues)
    assert limit is not None
    assert multipliers is not None
    largest = eigenvalues.max(axis=-1)
    edge = np.where(largest > 0.0, limit / largest, np.inf)
    fates.kind[edge < 1.0] = Fate.DIVERGING
    fates.kind[abs(edge - 1.0) <= EDGE] = Fate.CYCLING
    turning = (multipliers.real < 0.0) | (multipliers.imag != 0.0)
    fates.overshoots[:] = (np.hypot(multipliers.real, multipliers.imag) > EDGE) & turning


@np.errstate(over="ignore", invalid="ignore")
def _observe(fates: Fates, method: Method, past: _Past) -> None:
    """Judge each run by itself."""
    cells, last = np.arange(len(fates.kind)), fates.n_steps
    back = np.array([steps_back(method, n) for n in range(len(past.losses))])
    before, end = past.losses[np.maximum(last - back[last], 0), cells], fates.losses
    diverging = (fates.stopped == OVERFLOW) | ((end > past.losses[0]) & (end > before))
    fates.kind[diverging] = Fate.DIVERGING
    able = np.flatnonzero((fates.stopped == MAX_STEPS) & ~diverging)
    fates.kind[able[_come_back(past, able)]] = Fate.CYCLING
    fates.overshoots[:] = _turn_back(past.points, last)


def _come_back(past: _Past, cells: Counts) -> Bools:
    """Whether the last iterate of each of these cells is an earlier one, but not the one before."""
    seen: Bools = (past.losses[:-1, cells] == past.losses[-1, cells]).any(axis=0)  # rules nearly all cells out
    paths = past.points[:, cells[seen]]
    seen[seen] = (paths[:-1] == paths[-1]).all(axis=-1).any(axis=0) & still_moves(paths)
    return seen


def _turn_back(points: Array, n_steps: Counts) -> Bools:
    """Whether the last step goes against the one before, each parameter weighed by its own largest step."""
    scale = np.zeros(points.shape[1:])
    for before, after in pairwise(points):
        np.maximum(scale, abs(after / 2.0 - before / 2.0), out=scale)
    cells, ends = np.arange(len(n_steps)), np.maximum(n_steps, 2)
    two_back, one_back, last = (points[np.minimum(ends, len(points) - 1) - i, cells] / 2.0 for i in (2, 1, 0))
    weight = np.where(scale > 0.0, scale, 1.0)
    turned: Bools = np.vecdot((one_back - two_back) / weight, (last - one_back) / weight) < 0.0
    return turned & (n_steps >= 2)
