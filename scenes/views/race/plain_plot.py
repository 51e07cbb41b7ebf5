"""A plot of losses as they are, for a race in which no minimum is known and some losses are not above zero."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenes.painting.geometry import Points
from scenes.painting.style import Theme
from scenes.plots.axes import Axes, Frame
from scenes.plots.ticks import LARGEST, SMALLEST
from scenes.views.race.log_plot import LogAxes, LogFrame

LEAVES = 20.0
"""A loss that goes so many times as far from the start as the run that changes least leaves the plot."""
ROOM = 0.08


class PlainFrame(LogFrame):
    """The heights of losses on a linear axis; the clock's is linear or logarithmic, as for ``LogFrame``."""

    def __init__(
        self,
        place: tuple[float, float, float, float],
        clock_end: float,
        losses: Sequence[Points],
        *,
        log_clock: bool = False,
    ) -> None:
        first = float(losses[0][0])
        far = [float(np.nanmax(abs(run / 2.0 - first / 2.0))) for run in losses]  # halves never overflow
        limit = 2.0 * LEAVES * min([reach for reach in far if reach > 0.0], default=0.5)
        low = max(min(float(run.min()) for run in losses), first - limit)
        high = min(max(float(run.max()) for run in losses), first + limit)
        room = max(ROOM * (high - low), SMALLEST, 1e-12 * abs(first))
        self.low, self.high = max(low - room, -LARGEST), min(high + room, LARGEST)
        self.has_zero, self.foot, self.log_clock = False, self.low, log_clock
        self.frame = Frame(*place, (0.0, float(self.along(np.array(clock_end)))), (self.low, self.high))

    def heights(self, gaps: Points) -> Points:
        """Return where losses stand along the axis, shape as given: at its end where they leave it."""
        return np.clip(gaps, self.low, self.high)


class PlainAxes(LogAxes):
    """The axes of a ``PlainFrame``."""

    def __init__(self, logs: PlainFrame, theme: Theme, names: tuple[str, str], ticks: tuple[int, int]) -> None:
        Axes.__init__(self, logs.frame, theme, labels=names, ticks=ticks, whole_x=True, filled=True)
        self.logs = logs
        self.number_clock()


def loss_axes(
    place: tuple[float, float, float, float],
    clock_end: float,
    losses: Sequence[Points],
    shown: float = 0.0,
    *,
    measured: bool,
    log_clock: bool = False,
) -> LogFrame:
    """Return the frame for losses: logarithmic where they are ``measured`` from a minimum, or are all above zero."""
    if measured or all(bool((run > 0.0).all()) for run in losses):
        return LogFrame(place, clock_end, losses, shown, log_clock=log_clock)
    return PlainFrame(place, clock_end, losses, log_clock=log_clock)


def axes_of(logs: LogFrame, theme: Theme, names: tuple[str, str], ticks: tuple[int, int]) -> LogAxes:
    """Return the axes that belong to a frame of losses."""
    return (PlainAxes if isinstance(logs, PlainFrame) else LogAxes)(logs, theme, names, ticks)  # type: ignore[arg-type]
