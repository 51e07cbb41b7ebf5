"""What a learning rate costs: the steps that each needs, under the curve of fates."""

from __future__ import annotations

import math

import numpy as np

from gdcore.fates import LEFT_SHARE, FateLine
from gdcore.language import grouped, tr, tr_n, tr_p
from gdcore.notation import rounded
from gdcore.scenario import Scenario
from scenes import style
from scenes.canvas import Painted, Pen
from scenes.fate_line import colours_of, corners_of, regions
from scenes.plots import Axes, Frame
from scenes.style import Theme
from scenes.text import Text
from scenes.typeset import typeset


class CostPlot(Painted):
    """How many steps each rate needs, drawn up to the rate that is shown."""

    def __init__(self, line: FateLine, frame: Frame, scenario: Scenario, theme: Theme) -> None:
        super().__init__()
        self.line, self.frame, self.theme = line, frame, theme
        self.shown, self.tip = 0.0, 0.0
        self.colours, self.regions = colours_of(theme), regions(line)
        share = f"{rounded(100.0 * LEFT_SHARE)} %"
        above = frame.bottom + frame.height + 0.16
        self.furniture = [
            Axes(frame, theme, labels=("$eta$", ""), ticks=(8, 3)),
            Text(
                tr("steps until {share} of the distance is left", share=share),
                frame.left,
                above,
                style.LABEL_SIZE,
                theme.label,
            ),
        ]
        self.never, self.mark = typeset([tr_p("steps", "never"), self._steps_of(scenario)])
        self.rate = float(scenario.method.learning_rate[0])
        self.ends = self._ends()

    @property
    def smallest(self) -> float:
        """The smallest rate that needs few enough steps to be on the plot with some room."""
        assert self.line.steps is not None
        return float(self.line.rates[(self.line.steps <= 0.9 * self.frame.y[1]).argmax()])

    def _ends(self) -> list[Text]:
        """Return the words beside the two arms of the curve, half way up."""
        assert self.line.steps is not None
        high = np.flatnonzero(self.line.steps <= 0.6 * self.frame.y[1])
        if not len(high):
            return []
        left, right = self.frame.place(self.line.rates[high[[0, -1]]], 0.6 * self.frame.y[1])
        return [
            Text(tr("too small: slow"), left[0] + 0.2, left[1], style.LABEL_SIZE, self.theme.ink),
            Text(tr("too large: slow"), right[0] - 0.2, right[1], style.LABEL_SIZE, self.theme.ink, "right"),
        ]

    def show(self, rate: float) -> None:
        """Point at this rate, with the curve at least up to there; 0 takes the pointer away."""
        self.tip, self.shown = rate, max(rate, self.shown)

    def _steps_of(self, scenario: Scenario) -> str:
        steps = self.steps_at(float(scenario.method.learning_rate[0]))
        if not math.isfinite(steps):
            return " "
        return tr_n("{steps} steps", "{steps} steps", round(steps), steps=grouped(steps))

    def steps_at(self, rate: float) -> float:
        """Return the steps that the rate nearest to this one needs."""
        assert self.line.steps is not None
        return float(self.line.steps[abs(self.line.rates - rate).argmin()])

    def paint(self, pen: Pen) -> None:
        """Draw what is shown."""
        frame = self.frame
        pen.ctx.save()
        width = float(frame.place(self.shown, 0.0)[0]) - frame.left
        pen.ctx.rectangle(frame.left, frame.bottom, width, frame.height)
        pen.ctx.clip()
        for low, high, key in self.regions:
            self._paint_steps(pen, low, high, key)
        steps = self.steps_at(self.rate)
        if steps <= frame.y[1]:
            at = frame.place(self.rate, steps)
            pen.marker("dot", at, style.MARKER_RADIUS, self.theme.ink, self.theme.background)
            pen.text(self.mark, at + [0.1, 0.18], style.LABEL_SIZE, self.theme.ink, "right")
        pen.ctx.restore()
        if self.tip > 0.0 and self.steps_at(self.tip) <= frame.y[1]:
            at = frame.place(self.tip, self.steps_at(self.tip))
            pen.marker("dot", at, style.MARKER_RADIUS, self.theme.ink, self.theme.background)

    def _paint_steps(self, pen: Pen, low: float, high: float, key: str) -> None:
        """Draw the staircase of one fate, and ``never`` where no number of steps is enough."""
        assert self.line.steps is not None
        (left, floor), (right, top) = self.frame.place(np.array([low, high]), np.array(self.frame.y))
        pen.fill(corners_of(left, right, floor, top), self.colours[key], style.TINT_ALPHA)
        inside = (self.line.rates > low) & (self.line.rates < high) & (self.line.steps <= self.frame.y[1])
        if inside.any():
            places = self.frame.place(self.line.rates[inside], self.line.steps[inside])
            pen.line(places, self.colours[key], style.CURVE_WIDTH)
        elif right - left > self.never.width * style.LABEL_SIZE:
            at = np.array([(left + right) / 2.0, (floor + top) / 2.0 - 0.08])
            pen.text(self.never, at, style.LABEL_SIZE, self.colours[key], "centre")
