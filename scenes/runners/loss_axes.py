"""The axes around the losses of a race."""

from __future__ import annotations

import math

import numpy as np

from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Axes
from scenes.runners.loss_frame import LossFrame
from scenes.typesetting.typeset import typeset

BREAK = 0.07
ZERO_ROOM = 1.15
"""From the zero at the foot to the lowest power of ten that is numbered, in sizes of the numbers."""
NUMBER_ROOM = 0.75
"""Room for a number of the clock, in scene units."""


class LossAxes(Axes):
    """The axes of a ``LossFrame``; if it is logarithmic, zero stands at the foot under a visible break of the axis."""

    def __init__(self, losses: LossFrame, theme: Theme, names: tuple[str, str], ticks: tuple[int, int]) -> None:
        super().__init__(losses.frame, theme, labels=names, ticks=ticks, log_y=losses.is_log, whole_x=True, filled=True)
        self.losses = losses
        if losses.is_log:
            self._number_losses(ticks[1])
        if losses.log_clock:
            self._number_clock()

    def _number_losses(self, most: int) -> None:
        """Number the axis of losses at powers of ten, and at zero."""
        self.y_ticks = whole_ticks(self.losses.low, self.losses.high, most)
        if self.losses.has_zero:
            least = self.losses.foot + ZERO_ROOM * self.size / self.frame.height * (self.losses.high - self.losses.foot)
            self.y_ticks = self.y_ticks[self.y_ticks >= least]
        self.y_outlines = typeset([f"$10^({tick:.0f})$" for tick in self.y_ticks])
        if self.losses.has_zero:
            self.y_ticks = np.append(self.y_ticks, self.losses.foot)
            self.y_outlines = [*self.y_outlines, *typeset(["0"])]

    def _number_clock(self) -> None:
        """Number a logarithmic clock at 1 and, where there is room, 3 times each power of ten."""
        end = self.frame.x[1]
        within = (1, 3) if self.frame.width > NUMBER_ROOM * 2.0 * end else (1,)
        numbers = [m * 10**power for power in range(math.ceil(end)) for m in within if m * 10**power <= 10.0**end]
        self.x_ticks = np.log10(numbers)
        self.x_outlines = typeset([f"${number}$" for number in numbers])

    def paint(self, pen: Pen) -> None:
        """Draw the axes, and the break between zero and the lowest power of ten."""
        super().paint(pen)
        if self.losses.has_zero:
            x, y = self.frame.place(0.0, (self.losses.foot + self.losses.low) / 2.0)
            gap = np.array([[x, y - 0.6 * BREAK], [x, y + 0.6 * BREAK]])
            pen.line(gap, self.theme.background, 3.0 * style.AXIS_WIDTH)
            slashes = np.array([[[x - BREAK, y - BREAK + up], [x + BREAK, y + up]] for up in (0.0, BREAK)])
            pen.lines(slashes, self.theme.axis, style.AXIS_WIDTH)


def whole_ticks(low: float, high: float, most: int) -> Points:
    """Return whole numbers inside [low, high], evenly spaced, at most ``most`` (two more where the ends allow)."""
    span = max(high - low, 1.0)
    power = 10.0 ** max(math.floor(math.log10(span / most)), 0)
    step = next(power * m for m in (1.0, 2.0, 3.0, 5.0, 10.0) if span / (power * m) <= most)
    return step * np.arange(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1.0)
