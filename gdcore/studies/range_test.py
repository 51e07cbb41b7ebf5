"""The test of a range of rates: they grow while the run goes, and where its loss turns tells which are too large.

On a quadratic of one parameter with curvature c the loss of plain descent rises at the first rate above 2 / c, and at
no other before. Elsewhere it may go on falling for a while: the part of the error that grows has to become large first.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gdcore.arrays import Array, frozen
from gdcore.descent.method import Method
from gdcore.descent.trajectory import Trajectory
from gdcore.errors import InputError
from gdcore.methods.registry import family_of
from gdcore.schedules.ramps import RANGE_TEST
from gdcore.theory.spectra import edge_multiple, rate_eigenvalues

STOPS_AT, SMOOTHED = 4.0, 0.98
"""fastai's finder ends once the smoothed loss is so many times its least; the share that smoothing keeps."""
LEFT_OUT_FIRST, LEFT_OUT_LAST = 10, 5
"""It leaves out one in so many of all steps at the beginning, and so many at the end."""


@dataclass(frozen=True, eq=False)
class RangeTest:
    """What a test of a range shows, in steps: ``run.learning_rates`` has their rates. None for what is not there.

    ``least`` is the step after which the loss is least, ``turn`` the first that raises it, ``beyond`` the first whose
    rates lie beyond the ``edge`` ``(d,)``, at which the method becomes unstable at the minimum; that is None where it
    is unknown. ``stop`` and ``suggestion`` are those of fastai's finder: the step at which it would stop, and the one
    whose rate it would suggest.
    """

    least: int | None
    turn: int | None
    edge: Array | None
    beyond: int | None
    stop: int | None
    suggestion: int | None


def range_tested(run: Trajectory) -> RangeTest:
    """Return what a run shows whose schedule is the test of a range. Raises ``InputError`` for any other."""
    if run.method.schedule.name != RANGE_TEST.name:
        raise InputError(f'schedule: expected "{RANGE_TEST.name}", got "{run.method.schedule.name}"')
    edge, least = _edge(run), int(np.argmin(run.losses))
    stop, suggestion = _as_fastai(run.losses[1:])
    return RangeTest(
        least=least - 1 if least else None,
        turn=_first(run.rose),
        edge=edge,
        beyond=None if edge is None else _first((run.learning_rates > edge).all(axis=-1)),
        stop=stop,
        suggestion=suggestion,
    )


def _first(flags: ArrayLike) -> int | None:
    found = np.flatnonzero(flags)
    return int(found[0]) if len(found) else None


def _edge(run: Trajectory) -> Array | None:
    """Return the rates, in the ratio of those of the run, at which its method becomes unstable at the minimum."""
    family, rates = family_of(run.method), run.method.learning_rate
    eigenvalues = None if family is None or family.rule is None else rate_eigenvalues(run.objective, rates)
    if family is None or eigenvalues is None:
        return None
    steady: Method = family.make(rates, **run.method.hyperparameters)
    multiple = edge_multiple(steady, eigenvalues)
    return None if multiple is None else frozen(multiple * rates)


def _as_fastai(losses: Array) -> tuple[int | None, int | None]:
    """Return the step at which fastai's finder stops, and that whose rate its rule of the longest valley suggests.

    Of all falling losses, however far apart, the longest sequence ends at some step; the suggestion lies in the middle
    third of as many steps before it. Source: fastai's ``LRFinder`` and ``valley`` (fastai 2, callback/schedule.py).
    """
    weights = SMOOTHED ** np.arange(len(losses) + 1)
    mean, smooth = 0.0, []
    for k, loss in enumerate(losses.tolist(), 1):
        mean = SMOOTHED * mean + (1.0 - SMOOTHED) * loss
        smooth.append(mean / (1.0 - float(weights[k])))
    stop = _first(np.array(smooth) > STOPS_AT * np.minimum.accumulate(smooth)) if smooth else None
    n_made = len(smooth) if stop is None else stop + 1
    first = n_made // LEFT_OUT_FIRST
    valley = _valley(smooth[first : n_made - LEFT_OUT_LAST])
    return stop, None if valley is None else first + valley


def _valley(losses: list[float]) -> int | None:
    """Return where in the losses the longest sequence that falls has its middle."""
    ends: list[float] = []
    longest, end = 0, 0
    for i, loss in enumerate(losses):
        at = bisect_left(ends, -loss)
        ends[at : at + 1] = [-loss]
        if at + 1 > max(longest, 1):
            longest, end = at + 1, i
    if not longest:
        return None
    third = longest / 3.0
    return end - longest + int(third) + int(third / 2.0)
