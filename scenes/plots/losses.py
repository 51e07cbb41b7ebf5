"""The loss by step in a small plot."""

from __future__ import annotations

import math

import numpy as np

from gdcore.descent.outcomes import Shape
from gdcore.descent.trajectory import Trajectory
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import SmallText
from scenes.plots.axes import Axes, Frame
from scenes.plots.outcomes import outcome, outcome_colours, runs_of, thinned
from scenes.plots.ticks import FINEST, offset_of, unit_power

LINE = 1.35 * style.TICK_SIZE
"""From one number at the axis of losses to the next, at least."""
FLAT = 0.7
"""If all losses lie above this share of the highest, the plot does not begin at zero."""


class LossPlot(Painted):
    """Loss by step in a small frame; ``log`` None means a log axis where losses span over two orders of magnitude."""

    def __init__(self, run: Trajectory, place: Place, theme: Theme, log: bool | None = None) -> None:
        super().__init__()
        self.theme, self.colours = theme, outcome_colours(run, theme)
        self.shapes: list[Shape] = [outcome(run, k) for k in range(len(run.losses))]
        lowest, highest = float(run.losses.min()), float(run.losses.max())
        self.log = lowest > 0.0 and (highest > 100.0 * lowest if log is None else log)
        power = 0 if self.log or _is_shifted(lowest, highest) else max(unit_power(lowest, highest), 0)
        heights = np.log10(run.losses) if self.log else run.losses / 10.0**power
        self.frame = Frame(*place, (0.0, float(max(run.n_steps, 1))), _loss_range(heights, log=self.log))
        self.axes = Axes(self.frame, theme, ticks=(4, lines(self.frame)), log_y=self.log, whole_x=True)
        self.places = self.frame.place(np.arange(len(heights)), heights)
        self.drawn = thinned(heights)
        unit = self.axes.scales[1].counted() or (f"$10^({power})$" if power else "")
        top = self.frame.bottom + self.frame.height + 0.14
        counted = [SmallText(unit, self.frame.left, top, theme)] if unit else []
        self.furniture = [self.axes, *counted]
        self.n, self.growing = 0, 0.0

    def at(self, moment: Moment) -> None:
        """Show the points that have landed, and how far the next one has come."""
        self.n, self.growing = moment.k, moment.land

    def paint(self, pen: Pen) -> None:
        """Draw the losses so far."""
        self._paint_line(pen)
        if len(self.places) <= 16:
            for k in range(self.n + 1):
                pen.marker(self.shapes[k], self.places[k], style.SMALL_MARKER_RADIUS, self.colours[k])
        else:
            pen.marker(self.shapes[self.n], self.places[self.n], style.SMALL_MARKER_RADIUS, self.colours[self.n])

    def _paint_line(self, pen: Pen) -> None:
        past = [*self.drawn[self.drawn < self.n].tolist(), self.n]
        for colour, piece in runs_of([self.colours[k] for k in past[1:]], self.places[past]):
            pen.line(piece, colour, style.GHOST_WIDTH)
        if self.growing > 0.0 and self.n + 1 < len(self.places):
            here, there = self.places[self.n], self.places[self.n + 1]
            tip = here + self.growing * (there - here)
            pen.line(np.array([here, tip]), self.colours[self.n + 1], style.GHOST_WIDTH)


def lines(frame: Frame) -> int:
    """Return how many numbers at most stand beside a small plot without touching each other."""
    return max(2, min(4, int(frame.height / LINE)))


def _is_shifted(lowest: float, highest: float) -> bool:
    """Whether tick numbers are counted from an offset, because no common power of ten tells the losses apart."""
    span = highest - lowest
    return math.isfinite(span) and span > 0.0 and offset_of(lowest, highest, span / 4.0) != 0.0


def _loss_range(heights: np.ndarray, *, log: bool) -> tuple[float, float]:
    low, high = float(heights.min()), float(heights.max())
    if log:
        return math.floor(low), high + 0.08 * (high - low)
    span = high - low
    if low < 0.0 or (low > FLAT * high and span > FINEST * high):  # counted from zero, the line would lie at the top
        room = 0.08 * (span or abs(low))
        return low - room, high + room
    return 0.0, 1.08 * high or 1.0
