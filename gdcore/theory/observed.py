"""What runs do, judged by themselves: whether they settle, repeat, wander or leave.

Many runs are judged at once, a lone one as a batch of one. Lengths are told as shares of each parameter's own longest
step, so that neither units nor rates matter. A run that says too little is followed further, and the verdict is that
of the longer run: how many steps somebody asked for must not change what the run does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gdcore.arrays import Array
from gdcore.descent.method import Method
from gdcore.descent.stochastic import row_share
from gdcore.objectives.objective import Objective
from gdcore.theory.calm import calm
from gdcore.theory.outlook import creeping, outlook
from gdcore.theory.paces import Bools, Counts, Steps, late_peaks

Kind = Literal["converging", "cycling", "wandering", "diverging", "standing", "undefined"]
Codes = NDArray[np.int8]


class Fate(IntEnum):
    """What a run does, as a code; its ``Kind`` is the name in small letters."""

    CONVERGING = 0
    CYCLING = 1
    DIVERGING = 2
    WANDERING = 3
    STANDING = 4
    UNDEFINED = 5

    @property
    def kind(self) -> Kind:
        """The verdict in a word."""
        return self.name.lower()  # type: ignore[return-value]


AHEAD, FARTHEST_AHEAD, FARTHEST_DRAWN = 256, 4096, 1024
"""How many steps a run is followed beyond its end, and at most where it still grows, wanders or all but repeats."""
PAST_BYTES = 64_000_000
"""Room for the iterates of runs that are judged together."""
NEAR = 1e-5
"""A minimiser so near beside the extent of a run has been reached."""
NO_LEAPS = -1
EVEN = 0.95
"""A fall that is so large beside the equally long one before it has no end in sight."""


@dataclass(frozen=True)
class Past:
    """Runs of one length: iterates ``(n + 1, m, d)``, losses ``(n + 1, m)``."""

    points: Array = field(repr=False)
    losses: Array = field(repr=False)

    @property
    def n_steps(self) -> int:
        """The number of steps."""
        return len(self.losses) - 1

    def of(self, chosen: Bools) -> Past:
        """Return some of the runs."""
        return Past(self.points[:, chosen], self.losses[:, chosen])


@dataclass(frozen=True)
class Ahead:
    """How runs go on: their iterates and losses up to ``length`` steps further, and ``why`` each ended before that.

    ``why`` ``(m,)`` holds the fate of those that ended, or ``GOES_ON``; the rows after an end repeat the last iterate.
    """

    past: Past
    why: Codes
    follow: Follow
    """Continues those that have not ended."""


GOES_ON = -1
Follow = Callable[[Bools, int, Array | None], Ahead]
"""Continues the chosen ones of the runs by so many steps from their ends, or from so far beside them ``(m, d)``."""


@np.errstate(all="ignore")
def observed(past: Past, follow: Follow, objective: Objective, method: Method) -> tuple[Codes, Counts]:
    """Return what each run does, as codes of ``Fate`` ``(m,)``, and the period of those that cycle, else 0.

    A run that came to rest at a minimiser that is known has arrived, and one that never rises cannot but come to rest
    where there is a minimum, as long as it falls; nor can one that is calm. Runs that draw their rows are followed less
    far. The rates of ``method`` are those of all runs ``(d,)``, or of each ``(m, d)``. Under a schedule a run may come
    back for a while: it is followed to see whether it still does. If the rates fall to nothing, a run that does not
    leave comes to rest.
    """
    steps, schedule = Steps.of(past.points), method.schedule
    periods, _ = steps.periods(closing=False)
    if not schedule.is_constant:
        periods[:] = 0
    kinds = np.where(periods > 0, Fate.CYCLING, Fate.CONVERGING).astype(np.int8)
    waiting = periods == 0
    if objective.minimiser is not None:
        waiting &= ~(steps.settle() & _is_at(objective.minimiser, past.points))
        if method.monotone and past.n_steps:
            waiting &= ~(past.losses[-1] < past.losses[-2])
    waiting &= ~calm(past.points, past.losses, objective, method)[0]
    # Each parameter may have a floor of its own. How soon one is reached is known where a fixed rate scales slopes.
    leaps = past.points.shape[-1] + 1 if schedule.is_constant and method.by_slope else NO_LEAPS
    farthest = FARTHEST_DRAWN if row_share(method, objective) < 1.0 else FARTHEST_AHEAD
    _look_ahead((kinds, periods), waiting, past, follow, objective, leaps, farthest)
    for i in np.flatnonzero(kinds == Fate.CYCLING):
        if not schedule.repeats(past.n_steps, int(periods[i])):
            kinds[i], periods[i] = Fate.WANDERING, 0
    if schedule.fades(past.n_steps):
        kinds[kinds == Fate.WANDERING] = Fate.CONVERGING
    return kinds, periods


def _look_ahead(
    found: tuple[Codes, Counts],
    waiting: Bools,
    past: Past,
    follow: Follow,
    objective: Objective,
    leaps: int,
    farthest: int,
) -> None:
    """Find out what the waiting ones of the runs do; those that walk to a floor are placed just before it.

    That is done at most ``leaps`` times; ``NO_LEAPS`` says that nobody knows on what ground steps come to rest.
    """
    kinds, periods = found
    length = AHEAD
    while waiting.any() and length <= farthest:
        together = PAST_BYTES // (8 * (past.points.shape[-1] + 1) * (past.n_steps + length + 1))
        for some in _parts(waiting, max(1, together)):
            ahead = follow(some, length, None)
            whole = _joined(past.of(some), ahead.past)
            placed = NO_LEAPS < leaps <= past.points.shape[-1]
            judged, shift = _followed(
                whole, ahead.why, objective, placed=placed, last=length == farthest, by_slope=leaps > NO_LEAPS
            )
            leap = shift.any(axis=-1) & (leaps > 0) & ((length == AHEAD) | (judged.kinds == Fate.CONVERGING))
            if leap.any():
                places = whole.points[-1:] + shift
                there = Past(places, objective.value(places))
                shifted = _beside(ahead.follow, shift)
                _look_ahead((judged.kinds, judged.periods), leap.copy(), there, shifted, objective, leaps - 1, farthest)
            kinds[some], periods[some], waiting[some] = judged.kinds, judged.periods, judged.open & ~leap
        length *= 4


def _beside(follow: Follow, shift: Array) -> Follow:
    """Return what continues runs from so far beside their ends."""
    return lambda chosen, n_steps, _shift: follow(chosen, n_steps, shift[chosen])


def _parts(chosen: Bools, size: int) -> Iterator[Bools]:
    where = np.flatnonzero(chosen)
    for first in range(0, len(where), size):
        yield np.isin(np.arange(len(chosen)), where[first : first + size])


def _joined(past: Past, ahead: Past) -> Past:
    return Past(np.concatenate([past.points, ahead.points[1:]]), np.concatenate([past.losses, ahead.losses[1:]]))


@dataclass(frozen=True)
class _Judged:
    """What runs do as far as they were followed, and which are to be followed further; each ``(m,)``."""

    kinds: Codes
    periods: Counts
    open: Bools


def _followed(
    past: Past, why: Codes, objective: Objective, *, placed: bool, last: bool, by_slope: bool
) -> tuple[_Judged, Array]:
    """Judge runs that were followed; return also by how much to move those that walk to a floor.

    The ``last`` time they are not followed any farther.

    A run that has risen may rise again, however it falls now, and will if it falls ever faster; one that falls evenly
    may yet come upon a minimum, but if it has been lower before it is on its way back from a leap, to leap again for
    all that was seen. One that wanders may only be slow to settle, repeat or leave.
    """
    steps = Steps.of(past.points)
    period, nearly = steps.periods(closing=last, held=placed)
    falling, endless = _falls(past)
    growing, settled, ended = steps.grow(), steps.settle(), why != GOES_ON
    stranded = settled.copy()
    stranded[settled] = _stranded(past.of(settled), objective)
    settled &= ~stranded
    unknown, goes_on = objective.minimiser is None, ~(ended | settled | (period > 0))
    view = outlook(past.points, objective, goes_on, by_slope=by_slope)
    sinking = falling & (growing | endless) & ~settled & unknown
    rose = (np.diff(past.losses, axis=0) > 0.0).any(axis=0)
    shrinking = steps.shrink() & ~(rose & last & ~steps.shrink_evenly())
    kinds = np.full(len(why), Fate.WANDERING, dtype=np.int8)
    returning = endless & (past.losses[-1] > past.losses.min(axis=0))
    kinds[shrinking | (falling & (view.rests | ~(returning | (rose & steps.lengthen()))))] = Fate.CONVERGING
    leaving = falling & (endless | creeping(past.points)) & view.endless & unknown
    leaving |= steps.drift((kinds == Fate.WANDERING) & goes_on & ~falling)
    kinds[(growing & ~falling) | leaving] = Fate.DIVERGING
    kinds[period > 0] = Fate.CYCLING
    kinds[settled], kinds[stranded] = Fate.CONVERGING, Fate.WANDERING
    kinds[ended] = why[ended]
    open_ = (growing & ~falling) | nearly | sinking | (rose & (falling | shrinking))
    open_ |= (kinds == Fate.WANDERING) | view.there
    return _Judged(kinds, np.where(kinds == Fate.CYCLING, period, 0), open_ & goes_on & ~leaving), view.shift


def _is_at(place: Array, points: Array) -> Bools:
    """Whether runs ended at a place, seen from where they have been."""
    near = abs(points[-1] - place) <= NEAR * np.ptp(points, axis=0)
    return np.asarray(near.all(axis=-1))


def _stranded(past: Past, objective: Objective) -> Bools:
    """Whether runs end higher than they were, on a slope that nothing they have seen explains.

    After a leap steps are lost in rounding, and look as if there were a minimum.
    """
    stands = past.losses[-1] > past.losses.min(axis=0)
    place, extent = past.points[-1, stands], np.ptp(past.points[:, stands], axis=0)
    bent = abs(np.diagonal(objective.hessian(place), axis1=-2, axis2=-1))
    stands[stands] = (abs(objective.gradient(place)) > bent * extent).any(axis=-1)
    return np.asarray(stands)


def _falls(past: Past) -> tuple[Bools, Bools]:
    """Return whether the loss falls from quarter to quarter, and whether by as much as before."""
    if past.n_steps < 8:
        return np.zeros(past.losses.shape[1], dtype=np.bool_), np.zeros(past.losses.shape[1], dtype=np.bool_)
    highest = np.array([quarter.max(axis=0) for quarter in np.array_split(past.losses, 4)])
    rests = np.array([quarter[-1] for quarter in np.array_split(past.losses, 4)])
    falling = np.array([np.diff(of, axis=0) < 0.0 for of in (highest, rests)]).all(axis=(0, 1))
    falling &= (np.diff(late_peaks(past.losses), axis=0) < 0.0).all(axis=0)
    half, quarter = (past.n_steps + 1) // 2, (past.n_steps + 1) // 4
    before, after = past.losses[quarter] - past.losses[half], past.losses[half] - past.losses[-1]
    return np.asarray(falling), np.asarray(after >= EVEN * before)


AT_ONCE = 1 << 16
"""Numbers taken together: of many runs a step, of one run a long piece."""


def turn_back(points: Array, n_steps: Counts) -> Bools:
    """Whether the last step goes against the one before, each parameter weighed by its own largest step."""
    scale = np.zeros(points.shape[1:])
    rows = max(1, AT_ONCE // max(1, scale.size))
    for first in range(0, len(points) - 1, rows):
        halves = points[first : first + rows + 1] / 2.0
        np.maximum(scale, abs(np.diff(halves, axis=0)).max(axis=0), out=scale)
    if len(points) < 3:
        return np.zeros(len(n_steps), dtype=np.bool_)
    cells, ends = np.arange(len(n_steps)), np.maximum(n_steps, 2)
    two_back, one_back, last = (points[np.minimum(ends, len(points) - 1) - i, cells] / 2.0 for i in (2, 1, 0))
    weight = np.where(scale > 0.0, scale, 1.0)
    turned: Bools = np.vecdot((one_back - two_back) / weight, (last - one_back) / weight) < 0.0
    return turned & (n_steps >= 2)
