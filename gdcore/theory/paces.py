"""The steps of many runs at once: whether they settle, shrink, grow or come back to where they were."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from gdcore.arrays import Array

Bools = NDArray[np.bool_]
Counts = NDArray[np.int64]
LONGEST_PERIOD = 32
SETTLED = 1e-6
"""Steps so small beside the longest are the end of a run: line searches come no nearer to a minimiser in float64."""
REPEATED, CLOSE, NEARLY = 1e-9, 0.5, 0.1
"""How nearly a cycle comes back, as a share of its own width; what all gaps to come add up to at most where they close;
and from what gap on a run is followed further to see whether it does."""
SHRINKS = 0.9
"""What a quarter of a run that settles has of the longest step of the quarter before, at most."""
FINITE = 1.08
"""How much more the inverse of a gap grows from quarter to quarter, at least, where gaps close. Where it grows evenly
they shrink as 1/k, and add up to no end."""
HELD = 1e-3
"""The gap at which a run comes back that was placed before a floor: both sides drive it there."""
GROWS = 1e-6
"""By how much the longest step grows from quarter to quarter, at least, where a run leaves."""


@dataclass(frozen=True)
class Steps:
    """Runs in shares of their longest steps: ``points`` ``(n + 1, m, d)``, ``lengths`` ``(n, m)`` of the steps."""

    points: Array
    lengths: Array
    quarters: Array
    """The longest step of each quarter, ``(4, m)``."""

    @classmethod
    def of(cls, iterates: Array) -> Steps:
        halves = iterates / 2.0  # the difference of two halves never overflows
        longest = abs(np.diff(halves, axis=0)).max(axis=0, initial=0.0)
        scaled = (halves - halves[0]) / np.where(longest > 0.0, longest, 1.0)
        lengths = widest(abs(np.diff(scaled, axis=0)))
        quarters = [quarter.max(axis=0, initial=0.0) for quarter in np.array_split(lengths, 4)]
        return cls(scaled, lengths, np.array(quarters))

    def settle(self) -> Bools:
        """Whether the last quarter's steps are next to nothing, and lead nowhere or become shorter."""
        count = len(self.lengths) // 4
        path = self.lengths[len(self.lengths) - count :].sum(axis=0)
        walks = widest(abs(self.points[-1] - self.points[-1 - count])) > 0.5 * path
        return np.asarray((self.quarters[-1] <= SETTLED) & ~(walks & (self.quarters[-1] > SHRINKS * self.quarters[-2])))

    def shrink(self) -> Bools:
        """Whether the steps become shorter from quarter to quarter."""
        return np.asarray((self.quarters[-2:] <= SHRINKS * self.quarters[-3:-1]).all(axis=0))

    def shrink_evenly(self) -> Bools:
        """Whether the steps become shorter from piece to piece of the second half, as by chance they hardly do."""
        return np.asarray((np.diff(late_peaks(self.lengths), axis=0) <= 0.0).all(axis=0))

    def lengthen(self) -> Bools:
        """Whether the last quarter has longer steps than the one before."""
        return np.asarray(self.quarters[-1] > (1.0 + GROWS) * self.quarters[-2])

    def grow(self) -> Bools:
        """Whether the steps of a parameter become longer, and it comes farther from its start from piece to piece.

        Each is asked by itself: one at rest, a few of its longest steps from its start, says nothing about the others.
        """
        far = abs(self.points)
        quarter = max(len(far) // 4, 1)
        farther = far[-2:].max(axis=0) > (1.0 + GROWS) * far[:-quarter].max(axis=0)
        lengths = abs(np.diff(self.points, axis=0))
        for values in (far, lengths):
            farther &= (np.diff(late_peaks(values), axis=0) > 0.0).all(axis=0)
        _, second, third, last = (part.max(axis=0, initial=0.0) for part in np.array_split(lengths, 4))
        return np.asarray(((last > (1.0 + GROWS) * third) & (third >= second) & farther).any(axis=-1))

    def drift(self, chosen: Bools) -> Bools:
        """Whether the steps of the chosen runs come back and the run does not: it leaves at an even pace.

        So do runs over waves, from each to the next but so many. One that walks over ground it has leapt over is on its
        way back.
        """
        early, late = np.split(self.points[:, chosen], [len(self.points) // 2])
        beyond = (late[-1] > early.max(axis=0)) | (late[-1] < early.min(axis=0))
        steps = np.diff(late, axis=0)
        found = np.zeros(steps.shape[1], dtype=np.bool_)
        for p in range(1, min(LONGEST_PERIOD, len(steps) // 2) + 1):
            apart = abs(steps[p:] - steps[:-p]).max(axis=(0, 2))
            found |= (apart <= REPEATED) & ((abs(steps[-p:].sum(axis=0)) > HELD) & beyond).any(axis=-1)
        drifting = chosen.copy()
        drifting[chosen] = found
        return drifting

    def periods(self, *, closing: bool, held: bool = False) -> tuple[Counts, Bools]:
        """Return after how many steps each run comes back, or 0; and which of those that do not all but do.

        With ``closing`` it need not have come back quite, if the gap is closing or the run is ``held`` at a floor.
        """
        n_runs, n_steps = self.lengths.shape[1], len(self.lengths)
        period, nearly = np.zeros(n_runs, dtype=np.int64), np.zeros(n_runs, dtype=np.bool_)
        moves = self.lengths[-2:].max(axis=0, initial=0.0) > SETTLED
        for p in range(2, min(LONGEST_PERIOD, n_steps // 2) + 1):
            waiting = moves & (period == 0)
            if not waiting.any():
                break
            waiting[waiting] = self._back_after(p, waiting) <= (1.0 if closing else NEARLY)
            if not waiting.any():
                continue
            gap, earlier, first = _gaps(self.points, waiting, p, long=closing)
            left = gap * (n_steps / (4.0 * p)) / np.log(earlier / gap)
            finite = 1.0 / gap - 1.0 / earlier >= FINITE * (1.0 / earlier - 1.0 / first)
            closes = (gap < earlier) & (earlier < first) & finite & (left <= CLOSE)
            comes_back = (gap <= REPEATED) | (closing & (closes | ((gap <= HELD) & held)))
            period[waiting] = np.where(comes_back, p, 0)
            nearly[waiting] |= (gap <= NEARLY) & (gap < earlier)
        return period, nearly & (period == 0)

    def _back_after(self, p: int, chosen: Bools) -> Array:
        """Return how far the chosen runs end from where they were ``p`` steps before, in widths of the last ``p``.

        The gap of ``_gaps`` is at least that.
        """
        apart = abs(self.points[-1, chosen] - self.points[-1 - p, chosen])
        return _in_widths(apart, self.points[-p:, chosen])


def widest(values: Array) -> Array:
    """Return the largest of the last axis, parameter by parameter: several times as fast for few of them."""
    return np.asarray(reduce(np.maximum, np.moveaxis(values, -1, 0)))


def _in_widths(apart: Array, last: Array) -> Array:
    """Return distances ``(m, d)`` in widths of the last points ``(p, m, d)``; endless where these stand."""
    width = np.ptp(last, axis=0)
    wide = width > SETTLED * widest(width)[:, None]
    return np.where(wide.any(axis=-1), widest(np.where(wide, apart / np.where(wide, width, 1.0), 0.0)), np.inf)


def _gaps(points: Array, chosen: Bools, p: int, *, long: bool) -> list[Array]:
    """Return how far runs ``(n + 1, m, d)`` are from where they were ``p`` steps before: at the end, earlier, at first.

    A gap is the widest of several steps, as a share of the width of the last ``p`` points; ``long`` is of an eighth of
    the run, for the bands of a chaos come near themselves by chance. The earlier ones belong to stretches a quarter of
    the run before, and are 0 without that many steps.
    """
    n_steps = len(points) - 1
    count = min(max(p, 8, len(points) // 8 if long else 0), n_steps - p + 1)
    quarter = max(n_steps // 4, count)

    def gap(end: int) -> Array:
        stretch = points[end - count + 1 - p : end + 1, chosen]
        return _in_widths(abs(stretch[p:] - stretch[:-p]).max(axis=0), stretch[-p:])

    ends = (n_steps, n_steps - quarter, n_steps - 2 * quarter)
    return [gap(end) if end - count + 1 - p >= 0 else np.zeros(np.count_nonzero(chosen)) for end in ends]


def late_peaks(values: Array) -> Array:
    """Return the largest of each piece of the second half and the one before: nine, which hardly line up by chance."""
    return np.array([piece.max(axis=0, initial=-np.inf) for piece in np.array_split(values, 16)[7:]])
