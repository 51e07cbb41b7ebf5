"""Many runs that take their steps together: what sets them apart, where they are, and where they have been."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, get_args

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.method import Method
from gdcore.descent.trajectory import Stop, left_domain
from gdcore.methods.registry import Rule
from gdcore.objectives.objective import Objective
from gdcore.theory.observed import AHEAD, GOES_ON, PAST_BYTES, Ahead, Codes, Follow, Past
from gdcore.theory.paces import Bools, Counts
from gdcore.theory.spectra import edge_multiple
from gdcore.theory.verdict import ENDED

BLOCK = 16384
"""Cells that are moved together: few enough for a core's cache, enough to outweigh the overhead of numpy calls."""
RESIDUALS = 1 << 18
"""The most residuals that stochastic descent holds at a time: a batch for every cell of a block."""


STOPS: tuple[Stop, ...] = get_args(Stop)
"""Why a run ended: ``Fates.stopped`` holds indices into this tuple."""
MAX_STEPS, TOLERANCE, OVERFLOW, STALLED, DOMAIN = map(
    STOPS.index, ("max_steps", "tolerance", "overflow", "stalled", "domain")
)


@dataclass(frozen=True)
class Cells:
    """Runs that differ in ``rates`` ``(n, d)``, ``starts`` ``(n, d)`` and ``momenta`` ``(n, 1)``, if they have them."""

    rates: Array
    starts: Array
    momenta: Array | None = None

    def take(self, where: Counts | Bools | slice) -> Cells:
        """Return some of them."""
        return Cells(self.rates[where], self.starts[where], None if self.momenta is None else self.momenta[where])

    def method(self, rule: Rule) -> Method:
        """Return the method that takes a step of all."""
        return rule(self.rates) if self.momenta is None else rule(self.rates, momentum=self.momenta)


def defined_at(objective: Objective, starts: Array) -> Bools:
    """Return at which ``starts`` ``(n, d)`` loss and slope are finite."""
    known = np.isfinite(objective.value(starts)) & np.isfinite(objective.gradient(starts)).all(axis=-1)
    return np.asarray(known & np.isfinite(starts).all(axis=-1))


@dataclass(frozen=True)
class Course:
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
class Front:
    """The cells of a block that still run: their indices in it, shape ``(m,)``, their state, and the steps taken."""

    where: Counts
    method: Method
    points: Array
    losses: Array
    state: Any
    n_steps: int = 0

    @classmethod
    def beginning(cls, course: Course, cells: Cells) -> Front:
        """Return all cells of a block at the start."""
        points, method = np.array(cells.starts), cells.method(course.rule)
        losses = np.asarray(course.objective.value(points))
        return cls(np.arange(len(points)), method, points, losses, method.init(course.objective, points))

    def stepped(self, objective: Objective, tolerance: float | None) -> tuple[Front, Codes]:
        """Return all of them one step further, and why each stops, shape ``(m,)``, as ``descend()`` decides it."""
        gradients = objective.gradient(self.points)
        rates = self.method.schedule.rate(self.n_steps)
        move = self.method.step(objective, self.points, self.losses, gradients, self.state, rates)
        losses = objective.value(move.point) if move.loss is None else move.loss
        stops = np.full(len(losses), GOES_ON, dtype=np.int8)
        if tolerance is not None:
            stops[abs(losses - self.losses) <= tolerance] = TOLERANCE
        lost = ~(np.isfinite(losses) & np.isfinite(move.point).all(axis=-1))
        if lost.any():
            left = left_domain(objective, self.losses[lost], gradients[lost], move.point[lost], losses[lost])
            stops[lost] = np.where(left, DOMAIN, OVERFLOW)
        stops[move.stalled] = STALLED
        return Front(self.where, self.method, move.point, losses, move.state, self.n_steps + 1), stops

    def only(self, chosen: Bools, course: Course, cells: Cells) -> Front:
        """Return the chosen ones."""
        kept = np.flatnonzero(chosen)
        where, state = self.where[kept], _of_runs(self.state, kept)
        method = cells.take(where).method(course.rule)
        return Front(where, method, self.points.take(kept, axis=0), self.losses[kept], state, self.n_steps)


def _of_runs(state: Any, kept: Counts) -> Any:
    """Return the states of some runs: of arrays with a first axis of runs, and of tuples of what a state can be."""
    if isinstance(state, tuple):
        return tuple(_of_runs(part, kept) for part in state)
    return state.take(kept, axis=0) if isinstance(state, np.ndarray) else state


class Record(Past):
    """The iterates and losses of a block in progress; ended runs repeat their last ones."""

    @classmethod
    def room(cls, n_steps: int, front: Front) -> Record:
        """Return arrays to be filled in, with the current points of ``front`` in the first row."""
        n, d = front.points.shape
        past = cls(np.empty((n_steps + 1, n, d)), np.empty((n_steps + 1, n)))
        past.points[0], past.losses[0] = front.points, front.losses
        return past

    def record(self, k: int, where: Counts, landed: Front, moved: Bools) -> None:
        """Record iterate ``k``: new for the moved runs at ``where``, the previous one for all others."""
        if len(where) == self.points.shape[1] and moved.all():
            self.points[k], self.losses[k] = landed.points, landed.losses
            return
        self.points[k], self.losses[k] = self.points[k - 1], self.losses[k - 1]
        self.points[k, where[moved]], self.losses[k, where[moved]] = landed.points[moved], landed.losses[moved]


def follower(course: Course, cells: Cells, front: Front) -> Follow:
    """Return what continues the runs of ``front``, which are ``cells``."""

    def follow(chosen: Bools, n_steps: int, shift: Array | None) -> Ahead:
        those = front.only(chosen[front.where], course, cells)
        places = those.points if shift is None else those.points + shift
        losses = those.losses if shift is None else course.objective.value(places)
        begun = replace(those, where=np.arange(len(places)), points=places, losses=losses)
        return _followed(course, cells.take(chosen), begun, n_steps)

    return follow


def _followed(course: Course, cells: Cells, front: Front, n_steps: int) -> Ahead:
    """Return how all runs of ``cells`` continue from ``front``."""
    past, why = Record.room(n_steps, front), np.full(len(front.where), GOES_ON, dtype=np.int8)
    for k in range(n_steps):
        landed, stops = front.stepped(course.objective, None)
        going = stops == GOES_ON
        past.record(k + 1, front.where, landed, going)
        if not going.all():
            why[front.where[~going]] = [ENDED[STOPS[stop]] for stop in stops[~going]]
            landed = landed.only(going, course, cells)
        front = landed
        if not len(front.where):
            past = Record(past.points[: k + 2], past.losses[: k + 2])
            break
    return Ahead(past, why, follower(course, cells, front))
