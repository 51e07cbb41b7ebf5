"""What lies before runs that walk on at an even pace, far beyond the steps that can be followed.

A run is looked at along its drift: the line on which it moves from one dozen steps to the next, whatever else it does
meanwhile. Where the loss falls along that line as far as float64 reaches, there is no minimum; where it stops falling
at once, as on a kink, a fixed rate steps over the floor however long the way there is, so that the run can be placed
a few steps before it. So it can before the end of the function's domain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdcore.arrays import Array
from gdcore.objectives.objective import Objective
from gdcore.theory.paces import Bools

WINDOW = 24
"""Steps from which a drift is taken: a multiple of the periods 1, 2, 3, 4, 6, 8 and 12."""
UNEVEN, UNLIKE = 0.05, 0.5
"""By how much drifts taken one step after the other differ at most where a pace is even, and where it only slows down
or speeds up."""
CREEPS = 0.9
"""What a run that slows down like a logarithm goes in the last half of its steps, beside the quarter before."""
FAR = np.concatenate([[0.0], 2.0 ** np.arange(50)])
"""How many steps ahead a run is looked at,"""
NEARER = 24
"""and how often the distance from its own start and from its longest step is halved: there may be a floor there."""
PARTS = 9
"""Places within a step at which the ground under it is asked for."""
HALVINGS = 40
"""How often the place of a floor and the distance from it are halved."""
OVERSTEPS = 2.0
"""A step so long beside the distance to a floor ends farther from it than it began."""
ROUNDED = 1e-10
"""A distance so small beside the numbers there may be rounding."""
LEVEL = 1e-9
"""A slope so small beside that under a run is none: steps that shrink with it come to rest there."""
BEFORE = 64.0
"""How many times the distance at which steps begin to lead too far a run is placed before a floor."""


@dataclass(frozen=True)
class Outlook:
    """What lies before runs: ``shift`` ``(m, d)``, to just before a floor on which they cannot rest, else 0.

    ``there`` ``(m,)`` tells which are already as near to such a floor; ``rests`` which walk to one on which they can
    rest, or to level ground; ``endless`` whether the loss falls without end.
    """

    shift: Array
    there: Bools
    rests: Bools
    endless: Bools


def creeping(points: Array) -> Bools:
    """Whether runs ``(n + 1, m, d)`` go about as far in the second half of their steps as in the quarter before it."""
    n_steps = len(points) - 1
    end, half, quarter = (points[n_steps // parts] / 2.0 for parts in (1, 2, 4))
    late, early = abs(end - half), abs(half - quarter)
    return np.asarray(((late >= CREEPS * early) & (late > 0.0)).any(axis=-1))


@np.errstate(all="ignore")
def outlook(points: Array, objective: Objective, chosen: Bools, *, by_slope: bool = True) -> Outlook:
    """Return what lies before the chosen ones of the runs ``(n + 1, m, d)``.

    Where steps do not become shorter with the slope, nobody knows on which ground they come to rest: unless
    ``by_slope``, all that is told is where the loss falls without end.
    """
    shift = np.zeros(points.shape[1:])
    there, rests, endless = np.zeros((3, len(chosen)), dtype=np.bool_)
    if len(points) > 2 * WINDOW and chosen.any():
        runs = points[:, chosen]
        ray = _Ray(objective, runs[-1], (runs[-1] - runs[-1 - WINDOW]) / WINDOW)
        leapt = abs(np.diff(runs, axis=0)).max(axis=-1).argmax(axis=0)
        distances, slopes = ray.sampled(runs[0], runs[leapt, np.arange(len(leapt))])
        spread, hops = _spread(runs), ray.hops()
        even = spread <= UNEVEN
        endless[chosen] = np.where(hops, even & ray.falls(), (slopes[0] < 0.0) & (slopes <= 0.0).all(axis=0))
        cells = np.arange(len(leapt))
        if not by_slope:
            return Outlook(shift, there, rests, endless)
        halts = ~hops & ray.halts(distances, slopes)
        endless[chosen] &= ~halts
        first = np.argmax(~(slopes < 0.0), axis=0)
        found = (first > 0) & (spread <= UNLIKE) & ~hops
        floor = ray.floor(distances[first - 1, cells], distances[first, cells])
        reach = np.where(found, ray.oversteps(floor, slopes[0]), 0.0)
        far = floor - BEFORE * reach
        far = np.where(reach >= 1.0 / BEFORE, np.floor(far), far)  # whole steps where those before a floor are alike
        shift[chosen] = np.where(((reach > 0.0) & (far >= 1.0))[:, None], far[:, None] * ray.step, 0.0)
        there[chosen], rests[chosen] = (reach > 0.0) & (far < 1.0), halts | (found & even & (reach == 0.0))
    return Outlook(shift, there, rests, endless)


def _spread(runs: Array) -> Array:
    """Return by how much the drifts of the last steps differ, as a share of the last; parameters in their own steps."""
    late = runs[-2 * WINDOW :]
    longest = abs(np.diff(late, axis=0)).max(axis=0)
    drifts = (late[WINDOW:] - late[:-WINDOW]) / np.where(longest > 0.0, longest, 1.0)
    size = abs(drifts[-1]).max(axis=-1)
    return np.asarray(np.where(size > 0.0, abs(drifts - drifts[-1]).max(axis=(0, -1)) / size, np.inf))


@dataclass(frozen=True)
class _Ray:
    """The ways before runs: from ``start`` ``(m, d)`` along ``step`` ``(m, d)``, distances ``(..., m)`` in steps."""

    objective: Objective
    start: Array
    step: Array

    def slopes(self, distances: Array) -> Array:
        """Return the slopes along the way ``(..., m)``; NaN where the function has no value."""
        places = self.start + distances[..., None] * self.step
        slopes = np.vecdot(self.objective.gradient(places), self.step)
        return np.where(np.isnan(self.objective.value(places)), np.nan, slopes)

    def sampled(self, *places: Array) -> tuple[Array, Array]:
        """Return distances in rising order, from 0, and the slopes there, ``(n, m)``; dense near ``places`` ahead."""
        found = [FAR[:, None] * np.ones(len(self.start))]
        for place in places:
            ahead = np.vecdot(place - self.start, self.step) / np.vecdot(self.step, self.step)
            parts = 0.5 ** np.arange(NEARER)[:, None]
            around = np.concatenate([ahead * (1.0 + parts), ahead * (1.0 - parts), ahead[None]])
            found.append(np.where(ahead > 0.0, around, 0.0))
        distances = np.sort(np.concatenate(found), axis=0)
        return distances, self.slopes(distances)

    def hops(self) -> Bools:
        """Whether the last steps led over ground that rises: from well to well."""
        return np.asarray((self.slopes(-np.linspace(0.0, 1.0, PARTS)[:, None]) > 0.0).any(axis=0))

    def falls(self) -> Bools:
        """Whether the loss falls with each doubling of the distance, whatever it does between."""
        values = self.objective.value(self.start + FAR[:, None, None] * self.step)
        return np.asarray((np.diff(values, axis=0) < 0.0).all(axis=0))

    def halts(self, distances: Array, slopes: Array) -> Bools:
        """Whether the ground is level at one place many steps ahead and falls again beyond it, as at 0 on x³."""
        cells, peak = np.arange(len(self.start)), np.argmax(np.diff(slopes, axis=0) < 0.0, axis=0)
        found = (peak > 1) & (slopes[peak, cells] > slopes[0]) & (distances[peak, cells] >= WINDOW)
        if not found.any():
            return np.asarray(found)
        low, high = distances[np.maximum(peak - 2, 0), cells], distances[peak + 1, cells]
        for _ in range(2 * HALVINGS):
            third = (high - low) / 3.0
            rises = self.slopes(low + third) < self.slopes(high - third)
            low, high = np.where(rises, low + third, low), np.where(rises, high, high - third)
        there = self.objective.gradient(self.start + (low + high)[:, None] / 2.0 * self.step)
        return np.asarray(found & (abs(there * self.step).sum(axis=-1) <= LEVEL * abs(slopes[0])))

    def floor(self, low: Array, high: Array) -> Array:
        """Return the distance between two at which the slope is no longer below 0."""
        for _ in range(HALVINGS):
            middle = (low + high) / 2.0
            falls = self.slopes(middle) < 0.0
            low, high = np.where(falls, middle, low), np.where(falls, high, middle)
        return high

    def oversteps(self, floor: Array, slope: Array) -> Array:
        """Return the largest distance from a floor from which steps lead too far, and those from nearer too; else 0.

        ``slope`` is that where steps are 1 long.
        """
        away = floor * 0.5 ** np.arange(1, HALVINGS - 2)[:, None]
        too_far = self.slopes(floor - away) / slope >= OVERSTEPS * away
        too_far = too_far[:-2] & too_far[1:-1] & too_far[2:]
        reach = np.where(too_far, away[:-2], 0.0).max(axis=0)
        size = abs(self.start + floor[:, None] * self.step).max(axis=-1)
        return np.asarray(np.where(reach * abs(self.step).max(axis=-1) > ROUNDED * size, reach, 0.0))
