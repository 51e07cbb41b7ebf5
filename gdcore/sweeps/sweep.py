"""Sweeps: the fate of a run for each of many learning rates, momenta and starts at once.

Every cell is the run that ``descend()`` makes with its numbers, judged as by ``judge()``. The same step functions move
all cells together, and numpy's elementwise operations round alike for one number and for many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike

from gdcore.arrays import Array, frozen
from gdcore.descent.method import Method
from gdcore.descent.trajectory import checked_start
from gdcore.errors import InputError
from gdcore.methods.registry import Rule
from gdcore.objectives.objective import Objective
from gdcore.schedules.schedule import usable
from gdcore.sweeps.fronts import (
    DOMAIN,
    MAX_STEPS,
    OVERFLOW,
    TOLERANCE,
    Cells,
    Course,
    Front,
    Record,
    defined_at,
    follower,
)
from gdcore.theory.calm import calm
from gdcore.theory.observed import FARTHEST_AHEAD, GOES_ON, Codes, Fate, Past, observed, turn_back
from gdcore.theory.paces import Bools, Counts
from gdcore.theory.spectra import dominant_multipliers, edge_multiple, felt_eigenvalues, rate_eigenvalues
from gdcore.theory.verdict import EDGE, are_level, stayed

LEFT_SHARE = 0.01
"""A run has arrived when this share of its fall, or of its initial distance, is left."""
RESTS, REST_EVERY = 1e-7, 16
"""A run stands when a step is no longer than this share of its way, which is looked at after so many steps."""


@dataclass(frozen=True, eq=False)
class Fates:
    """The fate of each cell of a grid; every array is read-only and has the shape of the grid, ``ends`` one axis more.

    ``kind`` holds codes of ``Fate``; it and ``overshoots`` are those of ``judge()``. ``n_steps`` is the number of steps
    taken, ``stopped`` the index into ``STOPS`` of the reason for the end, ``losses`` the last finite loss, ``ends``
    ``(..., d)`` where that is. A cell whose start has no finite loss and slope is undefined after no step.

    ``rests`` ``(..., d)`` is where a run comes to that converges, followed up to ``FARTHEST_AHEAD`` steps beyond its
    end; ``arrived`` is the number of steps after which but ``LEFT_SHARE`` of the fall to the loss there is left, -1 if
    that is more than were taken. Both have no meaning unless they were asked for.
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

    @classmethod
    def joined(cls, parts: Sequence[Fates]) -> Fates:
        """Return the cells of all parts, one after the other along their first axis, read-only."""
        together = zip(*(vars(part).values() for part in parts), strict=True)
        arrays = [np.concatenate(arrays) for arrays in together]
        for array in arrays:
            array.setflags(write=False)
        return cls(*arrays)

    def of(self, some: slice | tuple[slice, ...]) -> Fates:
        """Return some of the cells."""
        return Fates(*(array[some] for array in vars(self).values()))


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
    course = Course(objective, rule, n_steps, tolerance, d, followed)
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
    return np.asarray(found[np.argmax(defined_at(objective, found))])


@np.errstate(all="ignore")
def _fill(fates: Fates, course: Course, cells: Cells) -> None:
    """Run and judge a block of cells."""
    front = Front.beginning(course, cells)
    past = None if course.foretold and not course.followed else Record.room(course.n_steps, front)
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
        _rest(fates, course, cells, front, made)
        fates.arrived[:] = arrivals(made.losses, course.objective.value(fates.rests))


def arrivals(losses: Array, least: Array) -> Counts:
    """Return after how many steps each run ``(n + 1, m)`` has but ``LEFT_SHARE`` of its way down to ``least`` ``(m,)``.

    From then on it stays as low; -1 if that takes it longer than all steps.
    """
    above = losses - least > LEFT_SHARE * (losses[0] - least)
    found = len(losses) - np.argmax(above[::-1], axis=0)
    return np.asarray(np.where(above[-1], -1, np.where(above.any(axis=0), found, 0)))


def _rest(fates: Fates, course: Course, cells: Cells, front: Front, past: Past) -> None:
    """Follow the runs that converge until they are calm or all but stand, or ``FARTHEST_AHEAD`` steps."""
    fates.rests[:] = fates.ends
    if course.foretold:
        fates.rests[fates.kind == Fate.CONVERGING] = course.objective.minimiser
        return
    front = front.only(fates.kind[front.where] == Fate.CONVERGING, course, cells)
    those = Past(past.points[:, front.where], past.losses[:, front.where])
    settled, places = calm(those.points, those.losses, course.objective, cells.take(front.where).method(course.rule))
    fates.rests[front.where[settled]] = places[settled]
    front = front.only(~settled, course, cells)
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


def _begun(fates: Fates, course: Course, cells: Cells, front: Front) -> Front:
    """Return the cells that have a loss and a slope at their starts, and end the others."""
    defined = defined_at(course.objective, cells.starts)
    if defined.all():
        return front
    _end(fates, 0, front, front, np.where(defined, GOES_ON, DOMAIN).astype(np.int8))
    return front.only(defined, course, cells)


def _run(fates: Fates, course: Course, cells: Cells, front: Front, past: Record | None) -> tuple[int, Front]:
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


def _end(fates: Fates, k: int, front: Front, landed: Front, stops: Codes) -> None:
    """Record the cells that end at step ``k``: at its landing point if that reached the tolerance, else before it."""
    ended, moved = stops != GOES_ON, stops == TOLERANCE
    where = front.where[ended]
    fates.stopped[where] = stops[ended]
    fates.n_steps[where] = k + moved[ended]
    fates.losses[where] = np.where(moved, landed.losses, front.losses)[ended]
    fates.ends[where] = np.where(moved[:, None], landed.points, front.points)[ended]


def _foretell(fates: Fates, course: Course, cells: Cells) -> None:
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


def _observe(fates: Fates, course: Course, cells: Cells, past: Past, front: Front) -> None:
    """Judge each run by its iterates; ``front`` are those that could continue."""
    where = front.where
    if len(where):
        follow = follower(course, cells.take(where), replace(front, where=np.arange(len(where))))
        open_ = Past(past.points[:, where], past.losses[:, where])
        fates.kind[where], _ = observed(open_, follow, course.objective, cells.take(where).method(course.rule))
    fates.kind[are_level(course.objective, cells.starts) & stayed(past.points)] = Fate.STANDING
    fates.overshoots[:] = turn_back(past.points, fates.n_steps)


def _judge_ends(fates: Fates, course: Course, cells: Cells) -> None:
    """Judge the cells that could not continue."""
    fates.kind[fates.stopped == OVERFLOW] = Fate.DIVERGING
    fates.kind[fates.stopped == DOMAIN] = Fate.UNDEFINED
    if course.foretold:
        fates.kind[are_level(course.objective, cells.starts) & (fates.stopped != OVERFLOW)] = Fate.STANDING
