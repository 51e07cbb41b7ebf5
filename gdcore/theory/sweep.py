"""Sweeps: the fate of a run for each of many learning rates, momenta and starts at once.

Every cell is the run that ``descend()`` makes with its numbers, judged as by ``judge()``. The same step functions move
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
from gdcore.theory.observed import AHEAD, FARTHEST_AHEAD, GOES_ON, PAST_BYTES, Ahead, Codes, Fate, Follow, Past, observed, turn_back
from gdcore.theory.paces import Bools, Counts
from gdcore.theory.spectra import dominant_multipliers, edge_multiple, felt_eigenvalues, rate_eigenvalues
from gdcore.theory.verdict import EDGE, ENDED, are_level, stayed

BLOCK = 16384
"""Cells that are moved together: few enough for a core's cache, enough to outweigh the overhead of numpy calls."""
LEFT_SHARE = 0.01
"""A run has arrived when this share of its fall, or of its initial distance, is left."""
RESTS, REST_EVERY = 1e-7, 16
"""A run stands when a step is no longer than this share of its way, which is looked at after so many steps."""
RESIDUALS = 1 << 18
"""The most residuals that stochastic descent holds at a time: a batch for every cell of a block."""


STOPS: tuple[Stop, ...] = get_args(Stop)
"""Why a run ended: ``Fates.stopped`` holds indices into this tuple."""
MAX_STEPS, TOLERANCE, OVERFLOW, STALLED, DOMAIN = map(
    STOPS.index, ("max_steps", "tolerance", "overflow", "stalled", "domain")
)


@dataclass(frozen=True, eq=False)
class Fates:
    """The fate of each cell of a grid; every array is read-only and has the shape of the grid, ``ends`` one axis more.

    ``kind`` holds codes of ``Fate``; it and ``overshoots`` are those of ``judge()``. ``n_steps`` is the number of steps
    taken, ``stopped`` the index into ``STOPS`` of the reason for the end, ``losses`` the last finite loss, ``ends``
    ``(..., d)`` where that is. A cell whose start has no finite loss and slope is undefined after no step.

    ``arrived`` is the number of steps after which all but ``LEFT_SHARE`` of the fall from the first loss to the last
    was made, 0 where the loss did not fall; ``rests`` ``(..., d)`` is where a run came to that converges, followed up
    to ``FARTHEST_AHEAD`` steps beyond its end. Both are 0 unless they were asked for.
    """

    kind: Codes = field(repr=False)
    overshoots: Bools = field(repr=False)
    n_steps: Counts = field(repr=False)
    stopped: Codes = field(repr=False)
    losses: Array = field(repr=False)
    arrived: Counts = field(repr=False)
    ends: Array = field(repr=False)
    rests: Array = field(repr=False)

    @classmethod
    def unknown(cls, n: int, d: int) -> Fates:
        """Return arrays to be filled in, for ``n`` cells."""
        kinds: tuple[type, ...] = (np.int8, np.bool_, np.int64, np.int8, np.float64, np.int64)
        return cls(*(np.zeros(n, dtype) for dtype in kinds), *np.zeros((2, n, d)))

    def final(self, shape: tuple[int, ...]) -> Fates:
        """Return the same cells in another shape, read-only."""
        arrays = [array.reshape(shape + array.shape[1:]) for array in vars(self).values()]
        for array in arrays:
            array.setflags(write=False)
        return Fates(*arrays)

    def of(self, some: slice) -> Fates:
        """Return some of the cells of one row."""
        return Fates(*(array[some] for array in vars(self).values()))


@dataclass(frozen=True)
class Cells:
    """Runs that differ in their numbers: ``rates`` ``(n, d)``, ``starts`` ``(n, d)``, ``momenta`` ``(n, 1)`` or None."""

    rates: Array
    starts: Array
    momenta: Array | None = None

    def take(self, where: Counts | Bools | slice) -> Cells:
        """Return some of them."""
        return Cells(self.rates[where], self.starts[where], None if self.momenta is None else self.momenta[where])

    def method(self, rule: Rule) -> Method:
        """Return the method that takes a step of all."""
        return rule(self.rates) if self.momenta is None else rule(self.rates, momentum=self.momenta)


def sweep(
    objective: Objective,
    rule: Rule,
    rates: ArrayLike,
    start: ArrayLike,
    n_steps: int,
    tolerance: float | None = None,
    momentum: ArrayLike | None = None,
    *,
    followed: bool = False,
) -> Fates:
    """Run ``rule(rates[cell])`` from ``start`` for every cell of ``rates``, shape ``(..., d)``.

    ``rule`` makes a method from rates, as ``gradient_descent`` and ``partial(momentum, momentum=0.5)`` do; the other
    arguments are those of ``descend()``. Several starts ``(..., d)`` give each cell its own, and so does ``momentum``
    ``(...)``, which replaces that of the rule. A cell that reaches its tolerance, stalls or overflows ends there.
    Memory does not grow with the number of steps. With ``followed`` the fates have ``arrived`` and ``rests``, too.
    Raises ``InputError`` as ``descend()`` does, but for one of several starts.
    """
    grid, starts, d = frozen(rates), frozen(start), objective.n_parameters
    if grid.ndim < 1 or grid.shape[-1] != d:
        raise InputError(f"learning_rate: expected {d} numbers per cell, got shape {grid.shape}")
    checked_start(objective, rule(np.ones(d)), _first_defined(objective, starts), n_steps, tolerance)
    shape = np.broadcast_shapes(grid.shape, starts.shape, (1,) if momentum is None else (*np.shape(momentum), 1))
    cells = Cells(*(np.broadcast_to(array, shape).reshape(-1, d) for array in (grid, starts)))
    for faulty in cells.rates[~(np.isfinite(cells.rates) & (cells.rates > 0.0)).all(axis=-1)][:1]:
        usable(faulty)
    if momentum is not None:
        cells = replace(cells, momenta=np.broadcast_to(frozen(momentum), shape[:-1]).reshape(-1, 1))
    course = _Course(objective, rule, n_steps, tolerance, d, followed)
    fates = Fates.unknown(len(cells.rates), d)
    for first in range(0, len(cells.rates), course.cells_together):
        block = slice(first, first + course.cells_together)
        _fill(fates.of(block), course, cells.take(block))
    return fates.final(shape[:-1])


@np.errstate(all="ignore")
def _first_defined(objective: Objective, starts: Array) -> Array:
    """Return the first of several starts at which a run can begin; the first of all if there is none."""
    if starts.ndim < 2:
        return starts
    found: Array = starts.reshape(-1, starts.shape[-1])
    return np.asarray(found[np.argmax(_defined(objective, found))])


def _defined(objective: Objective, starts: Array) -> Bools:
    """Return at which ``starts`` ``(n, d)`` loss and slope are finite."""
    known = np.isfinite(objective.value(starts)) & np.isfinite(objective.gradient(starts)).all(axis=-1)
    return np.asarray(known & np.isfinite(starts).all(axis=-1))


@dataclass(frozen=True)
class _Course:
    """The arguments that all cells share."""

    objective: Objective
    rule: Rule
    n_steps: int
    tolerance: float | None
    d: int
    followed: bool

    @cached_property
    def method(self) -> Method:
        """The method at rates of 1, for properties that do not depend on the rates."""
        return self.rule(np.ones(self.d))

    @property
    def foretold(self) -> bool:
        """Whether the verdicts follow from the eigenvalues, so that the iterates need not be kept."""
        known = edge_multiple(self.method, np.ones(1)) is not None
        return known and self.objective.quadratic and self.objective.minimiser is not None

    @property
    def cells_together(self) -> int:
        """The number of cells per block."""
        rows = int(self.method.hyperparameters.get("batch", 1))
        past_bytes = 0 if self.foretold and not self.followed else 8 * (self.d + 1) * (self.n_steps + AHEAD + 1)
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
    def beginning(cls, course: _Course, cells: Cells) -> _Front:
        """Return all cells of a block at the start."""
        points, method = np.array(cells.starts), cells.method(course.rule)
        losses = np.asarray(course.objective.value(points))
        return cls(np.arange(len(points)), method, points, losses, method.init(course.objective, points))

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

    def only(self, chosen: Bools, course: _Course, cells: Cells) -> _Front:
        """Return the chosen ones."""
        kept = np.flatnonzero(chosen)
        where, state = self.where[kept], self.state
        if isinstance(state, np.ndarray):
            state = state.take(kept, axis=0)
        method = cells.take(where).method(course.rule)
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
def _fill(fates: Fates, course: _Course, cells: Cells) -> None:
    """Run and judge a block of cells."""
    front = _Front.beginning(course, cells)
    past = None if course.foretold and not course.followed else _Record.room(course.n_steps, front)
    front = _begun(fates, course, cells, front)
    n_made, front = _run(fates, course, cells, front, past)
    made = None if past is None else Past(past.points[: n_made + 1], past.losses[: n_made + 1])
    if made is None or course.foretold:
        _foretell(fates, course, cells)
    else:
        _observe(fates, course, cells, made, front)
    _judge_ends(fates, course, cells)
    if course.followed:
        assert made is not None
        fates.arrived[:] = arrivals(made.losses)
        _rest(fates, course, cells, front)


def arrivals(losses: Array) -> Counts:
    """Return after how many steps all but ``LEFT_SHARE`` of the fall of each run ``(n + 1, m)`` was made, ``(m,)``."""
    fall = losses[0] - losses[-1]
    above = losses - losses[-1] > LEFT_SHARE * fall
    found = len(losses) - np.argmax(above[::-1], axis=0)
    return np.asarray(np.where((fall > 0.0) & above.any(axis=0), found, 0))


def _rest(fates: Fates, course: _Course, cells: Cells, front: _Front) -> None:
    """Follow the runs that converge until they all but stand, or ``FARTHEST_AHEAD`` steps."""
    fates.rests[:] = fates.ends
    front = front.only(fates.kind[front.where] == Fate.CONVERGING, course, cells)
    for k in range(FARTHEST_AHEAD):
        if not len(front.where):
            return
        landed, stops = front.stepped(course.objective, None)
        going = stops == GOES_ON
        if k % REST_EVERY == 0:
            way = abs(landed.points - cells.starts[landed.where])
            going &= ~(abs(landed.points - front.points) <= RESTS * way).all(axis=-1)
        fates.rests[front.where] = np.where((stops == GOES_ON)[:, None], landed.points, front.points)
        front = landed if going.all() else landed.only(going, course, cells)


def _begun(fates: Fates, course: _Course, cells: Cells, front: _Front) -> _Front:
    """Return the cells that have a loss and a slope at their starts, and end the others."""
    defined = _defined(course.objective, cells.starts)
    if defined.all():
        return front
    _end(fates, 0, front, front, np.where(defined, GOES_ON, DOMAIN).astype(np.int8))
    return front.only(defined, course, cells)


def _run(fates: Fates, course: _Course, cells: Cells, front: _Front, past: _Record | None) -> tuple[int, _Front]:
    """Run a block of cells to their ends; return the steps of the longest run, and the cells that could continue."""
    for k in range(course.n_steps):
        landed, stops = front.stepped(course.objective, course.tolerance)
        going = stops == GOES_ON
        if past is not None:
            past.record(k + 1, front.where, landed, going | (stops == TOLERANCE))
        if not going.all():
            _end(fates, k, front, landed, stops)
            landed = landed.only(going, course, cells)
        front = landed
        if not len(front.where):
            return k + 1, front
    _end(fates, course.n_steps, front, front, np.full(len(front.where), MAX_STEPS, dtype=np.int8))
    return course.n_steps, front


def _follower(course: _Course, cells: Cells, front: _Front) -> Follow:
    """Return what continues the runs of ``front``, which are ``cells``."""

    def follow(chosen: Bools, n_steps: int, shift: Array | None) -> Ahead:
        those = front.only(chosen[front.where], course, cells)
        places = those.points if shift is None else those.points + shift
        losses = those.losses if shift is None else course.objective.value(places)
        begun = replace(those, where=np.arange(len(places)), points=places, losses=losses)
        return _followed(course, cells.take(chosen), begun, n_steps)

    return follow


def _followed(course: _Course, cells: Cells, front: _Front, n_steps: int) -> Ahead:
    """Return how all runs of ``cells`` continue from ``front``."""
    past, why = _Record.room(n_steps, front), np.full(len(front.where), GOES_ON, dtype=np.int8)
    for k in range(n_steps):
        landed, stops = front.stepped(course.objective, None)
        going = stops == GOES_ON
        past.record(k + 1, front.where, landed, going)
        if not going.all():
            why[front.where[~going]] = [ENDED[STOPS[stop]] for stop in stops[~going]]
            landed = landed.only(going, course, cells)
        front = landed
        if not len(front.where):
            past = _Record(past.points[: k + 2], past.losses[: k + 2])
            break
    return Ahead(past, why, _follower(course, cells, front))


def _end(fates: Fates, k: int, front: _Front, landed: _Front, stops: Codes) -> None:
    """Record the cells that end at step ``k``: at its landing point if that reached the tolerance, else before it."""
    ended, moved = stops != GOES_ON, stops == TOLERANCE
    where = front.where[ended]
    fates.stopped[where] = stops[ended]
    fates.n_steps[where] = k + moved[ended]
    fates.losses[where] = np.where(moved, landed.losses, front.losses)[ended]
    fates.ends[where] = np.where(moved[:, None], landed.points, front.points)[ended]


def _foretell(fates: Fates, course: _Course, cells: Cells) -> None:
    """Judge a linear method on a quadratic by the eigenvalues of diag(rate) H."""
    eigenvalues = rate_eigenvalues(course.objective, cells.rates)
    assert eigenvalues is not None
    ended_low = fates.losses <= course.objective.value(cells.starts)
    if ended_low.any():
        eigenvalues = np.array(eigenvalues)
        eigenvalues[ended_low] = felt_eigenvalues(course.objective, cells.rates[ended_low], cells.starts[ended_low])
    if cells.momenta is None:
        _foretell_alike(fates, course.method, eigenvalues, slice(None))
        return
    for momentum in np.unique(cells.momenta):
        those = cells.momenta[:, 0] == momentum
        _foretell_alike(fates, course.rule(np.ones(course.d), momentum=float(momentum)), eigenvalues[those], those)


def _foretell_alike(fates: Fates, method: Method, eigenvalues: Array, where: Bools | slice) -> None:
    """Judge the cells ``where`` the method has the same numbers but for its rates."""
    limit, multipliers = edge_multiple(method, np.ones(1)), dominant_multipliers(method, eigenvalues)
    assert limit is not None
    assert multipliers is not None
    largest = eigenvalues.max(axis=-1)
    edge = np.where(largest > 0.0, limit / largest, np.inf)
    kind = np.where(edge < 1.0, Fate.DIVERGING, Fate.CONVERGING)
    fates.kind[where] = np.where(abs(edge - 1.0) <= EDGE, Fate.CYCLING, kind)
    turning = (multipliers.real < 0.0) | (multipliers.imag != 0.0)
    fates.overshoots[where] = (np.hypot(multipliers.real, multipliers.imag) > EDGE) & turning


def _observe(fates: Fates, course: _Course, cells: Cells, past: Past, front: _Front) -> None:
    """Judge each run by its iterates; ``front`` are those that could continue."""
    where = front.where
    if len(where):
        follow = _follower(course, cells.take(where), replace(front, where=np.arange(len(where))))
        open_ = Past(past.points[:, where], past.losses[:, where])
        fates.kind[where], _ = observed(open_, follow, course.objective, course.method)
    fates.kind[are_level(course.objective, cells.starts) & stayed(past.points)] = Fate.STANDING
    fates.overshoots[:] = turn_back(past.points, fates.n_steps)


def _judge_ends(fates: Fates, course: _Course, cells: Cells) -> None:
    """Judge the cells that could not continue."""
    fates.kind[fates.stopped == OVERFLOW] = Fate.DIVERGING
    fates.kind[fates.stopped == DOMAIN] = Fate.UNDEFINED
    if course.foretold:
        fates.kind[are_level(course.objective, cells.starts) & (fates.stopped != OVERFLOW)] = Fate.STANDING
