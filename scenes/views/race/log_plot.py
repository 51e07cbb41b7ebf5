"""A plot of losses on a logarithmic axis that has a place for zero, and a clock that may be logarithmic too."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from scenes.painting import style
from scenes.painting.geometry import Points
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.typeset import typeset
from scenes.plots.axes import Axes, Frame

FOOT = 0.14
"""The share of a plot's height under its lowest power of ten, at whose foot zero stands."""
ROOM = 0.06
FAR, CUT = 40.0, 12.0
"""A loss so many orders of magnitude above the first ones leaves the plot, so many above them."""
BREAK = 0.07


class LogFrame:
    """The heights of losses: powers of ten, and under them, beyond a break in the axis, zero.

    The clock's axis is linear, or logarithmic from its first tick on (``log_clock``). ``shown`` is another loss that
    must have room.
    """

    def __init__(
        self,
        place: tuple[float, float, float, float],
        clock_end: float,
        gaps: Sequence[Points],
        shown: float = 0.0,
        *,
        log_clock: bool = False,
    ) -> None:
        every = np.concatenate([*gaps, [shown]])
        logs = np.log10(every[every > 0.0]) if (every > 0.0).any() else np.zeros(1)
        self.low, high = math.floor(float(logs.min()) + 1e-9), float(logs.max())
        high = max(high, self.low + 1.0)
        first = max([float(gap[0]) for gap in gaps if gap[0] > 0.0], default=1.0)
        if high > math.log10(first) + FAR:  # one run that explodes would press all others flat
            high = max(math.log10(first), self.low) + CUT
        high += ROOM * (high - self.low)
        self.high = high
        self.has_zero = any(bool((gap == 0.0).any()) for gap in gaps)
        self.foot = self.low - (FOOT / (1.0 - FOOT) * (high - self.low) if self.has_zero else 0.0)
        self.log_clock = log_clock
        self.frame = Frame(*place, (0.0, float(self.along(np.array(clock_end)))), (self.foot, high))

    def along(self, clock: Points) -> Points:
        """Return where times of the clock stand along its axis; a logarithmic clock begins at 1."""
        return np.log10(np.maximum(clock, 1.0)) if self.log_clock else clock

    def heights(self, gaps: Points) -> Points:
        """Return where losses stand along the axis, shape as given."""
        with np.errstate(divide="ignore"):
            return np.where(gaps > 0.0, np.minimum(np.log10(gaps), self.high), self.foot)


class LogAxes(Axes):
    """Axes whose heights are powers of ten; zero stands at the foot, and the axis is visibly broken above it."""

    def __init__(self, logs: LogFrame, theme: Theme, names: tuple[str, str], ticks: tuple[int, int]) -> None:
        super().__init__(logs.frame, theme, labels=names, ticks=ticks, log_y=True, whole_x=True, filled=True)
        self.y_ticks = whole_ticks(logs.low, logs.frame.y[1], ticks[1])
        self.y_outlines = typeset([f"$10^({tick:.0f})$" for tick in self.y_ticks])
        if logs.has_zero:
            self.y_ticks = np.append(self.y_ticks, logs.foot)
            self.y_outlines = [*self.y_outlines, *typeset(["0"])]
        self.logs = logs
        self.number_clock()

    def number_clock(self) -> None:
        """Number the clock's axis where it is logarithmic: at each 1 and 3 times a power of ten."""
        if self.logs.log_clock:
            last = 10.0 ** self.logs.frame.x[1]
            numbers = [m * 10**power for power in range(math.ceil(self.logs.frame.x[1])) for m in (1, 3)]
            self.x_ticks = np.log10([number for number in numbers if number <= last])
            self.x_outlines = typeset([f"${number}$" for number in numbers if number <= last])

    def paint(self, pen: Pen) -> None:
        """Draw the axes, and the break between zero and the lowest power of ten."""
        super().paint(pen)
        if self.logs.has_zero:
            x, y = self.frame.place(0.0, (self.logs.foot + self.logs.low) / 2.0)
            gap = np.array([[x, y - 0.6 * BREAK], [x, y + 0.6 * BREAK]])
            pen.line(gap, self.theme.background, 3.0 * style.AXIS_WIDTH)
            slashes = np.array([[[x - BREAK, y - BREAK + up], [x + BREAK, y + up]] for up in (0.0, BREAK)])
            pen.lines(slashes, self.theme.axis, style.AXIS_WIDTH)


def whole_ticks(low: float, high: float, most: int) -> Points:
    """Return whole numbers inside [low, high], evenly spaced, at most ``most`` (two more where the ends allow)."""
    span = max(high - low, 1.0)
    power = 10.0 ** max(math.floor(math.log10(span / most)), 0)
    step = next(power * m for m in (1.0, 2.0, 3.0, 5.0, 10.0) if span / (power * m) <= most)
    return np.arange(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1) * step
