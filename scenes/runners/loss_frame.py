"""Where the losses of a race stand in a plot: on a logarithmic axis with a place for zero, or on a linear one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from scenes.geometry import Place, Points
from scenes.plots.axes import Frame
from scenes.plots.ticks import LARGEST, SMALLEST

FOOT = 0.14
"""The share of a plot's height under its lowest power of ten, at whose foot zero stands."""
LOG_ROOM, LINEAR_ROOM = 0.06, 0.08
"""Room beyond the highest loss, and on a linear axis beyond the lowest, as a share of their range."""
FAR, CUT = 40.0, 12.0
"""A loss more than ``FAR`` orders of magnitude above the first ones leaves the plot, which ends ``CUT`` above them."""
EVEN = 3.0
"""The orders of magnitude above the first losses that a small plot shows in any case."""
LEAVES = 20.0
"""A loss that changes this many times as much as that of the run that changes least leaves a linear plot."""


class LossFrame:
    """A plot's frame with a clock across: the clock's axis is linear, or logarithmic from its first tick on.

    ``low`` and ``high`` are the ends of the axis of losses, without the place for zero, in the axis' own units.
    """

    is_log: ClassVar[bool]
    has_zero = False

    def __init__(self, place: Place, clock_end: float, foot: float, low: float, high: float, log_clock: bool) -> None:
        self.foot, self.low, self.high, self.log_clock = foot, low, high, log_clock
        self.frame = Frame(*place, (0.0, float(self.along(np.array(clock_end)))), (foot, high))

    def along(self, clock: Points) -> Points:
        """Return where times of the clock stand along its axis; a logarithmic clock begins at 1."""
        return np.log10(np.maximum(clock, 1.0)) if self.log_clock else clock

    def heights(self, losses: Points) -> Points:
        """Return where losses stand along their axis, shape as given: at its end where they leave it."""
        raise NotImplementedError


class LogLossFrame(LossFrame):
    """Losses on powers of ten and under them, beyond a break in the axis, zero; ``shown`` must have room too.

    ``even`` says that a run that leaves takes no more of the axis than those that fall.
    """

    is_log = True

    def __init__(
        self, place: Place, clock_end: float, losses: Sequence[Points], shown: float, *, log_clock: bool, even: bool
    ) -> None:
        every = np.concatenate([*losses, [shown]])
        logs = np.log10(every[every > 0.0]) if (every > 0.0).any() else np.zeros(1)
        low, high = math.floor(float(logs.min()) + 1e-9), float(logs.max())
        high = max(high, low + 1.0)
        first = math.log10(max([float(run[0]) for run in losses if run[0] > 0.0], default=1.0))
        if high > first + FAR:  # one run that explodes would press all others flat
            high = max(first, low) + CUT
        if even:
            high = max(min(high, first + max(first - low, EVEN)), low + 1.0)
        high += LOG_ROOM * (high - low)
        self.has_zero = any(bool((run == 0.0).any()) for run in losses)
        foot = low - (FOOT / (1.0 - FOOT) * (high - low) if self.has_zero else 0.0)
        super().__init__(place, clock_end, foot, low, high, log_clock)

    def heights(self, losses: Points) -> Points:
        """Return the logarithms of losses, shape as given: at most that at the top, and zero at the foot."""
        with np.errstate(divide="ignore"):
            return np.where(losses > 0.0, np.minimum(np.log10(losses), self.high), self.foot)


class LinearLossFrame(LossFrame):
    """Losses as they are."""

    is_log = False

    def __init__(self, place: Place, clock_end: float, losses: Sequence[Points], *, log_clock: bool) -> None:
        first = float(losses[0][0])
        far = [float(np.nanmax(abs(run / 2.0 - first / 2.0))) for run in losses]  # halves never overflow
        limit = 2.0 * LEAVES * min([reach for reach in far if reach > 0.0], default=0.5)
        low = max(min(float(run.min()) for run in losses), first - limit)
        high = min(max(float(run.max()) for run in losses), first + limit)
        room = max(LINEAR_ROOM * (high - low), SMALLEST, 1e-12 * abs(first))
        low, high = max(low - room, -LARGEST), min(high + room, LARGEST)
        super().__init__(place, clock_end, low, low, high, log_clock)

    def heights(self, losses: Points) -> Points:
        """Return losses, shape as given, cut off at both ends of the axis."""
        return np.clip(losses, self.low, self.high)


def loss_frame(
    place: Place,
    clock_end: float,
    losses: Sequence[Points],
    shown: float = 0.0,
    *,
    measured: bool,
    log_clock: bool = False,
    even: bool = False,
) -> LossFrame:
    """Return the frame for the losses of each run: logarithmic if they are above a known minimum, or above zero.

    ``measured`` says that they are counted from the minimum; ``shown`` is one more loss that must have room; ``even``
    keeps a logarithmic axis from being that of a run that leaves alone.
    """
    if measured or all(bool((run > 0.0).all()) for run in losses):
        return LogLossFrame(place, clock_end, losses, shown, log_clock=log_clock, even=even)
    return LinearLossFrame(place, clock_end, losses, log_clock=log_clock)
