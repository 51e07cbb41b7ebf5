"""A slider of learning rates: a track with the rates of the runs, a knob, and the rate in large figures."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gdcore.text.notation import fixed, rounded
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.typesetting.typeset import typeset

NUMBER_WIDTH = 2.6
"""Room for the rate in large figures, before the track."""
BEYOND = 0.3
"""How far the track goes on beyond the rates, as a share of their range."""
ORDERS = 1.0
"""Rates that span more orders of magnitude stand on a logarithmic track."""
KNOB, TRACK = 0.13, 0.05
NUMBERS_APART = 0.12


class Slider(Painted):
    """A slider at left, bottom, width and height that stands at ``rate``; each run's rate is marked in its colour."""

    def __init__(self, rates: Sequence[float], colours: Sequence[str], place: Place, theme: Theme) -> None:
        super().__init__()
        self.rates, self.colours, self.place, self.theme = list(rates), list(colours), place, theme
        self.log = min(rates) > 0.0 and math.log10(max(rates) / min(rates)) > ORDERS
        ends = self._on_scale(np.array([min(rates), max(rates)]))
        room = BEYOND * float(np.ptp(ends)) or abs(float(ends[0])) or 1.0
        self.low, self.high = float(ends[0]) - room, float(ends[1]) + room
        self.numbers = typeset([f"${rounded(rate).typst}$" for rate in rates])
        self.stand(0)

    def _on_scale(self, rates: Points) -> Points:
        return np.log10(rates) if self.log else np.asarray(rates, float)

    def stand(self, i: int) -> None:
        """Stand at the rate of run i."""
        self.rate, self.colour = self.rates[i], self.colours[i]
        (self.number,) = typeset([f"$eta = {rounded(self.rate).typst}$"])

    def slide(self, i: int, share: float) -> None:
        """Stand ``share`` of the way from run i to the next one."""
        if share >= 1.0:
            self.stand(i + 1)
            return
        here, there = self._on_scale(np.array(self.rates[i : i + 2])).tolist()
        now = here + share * (there - here)
        self.rate, self.colour = 10.0**now if self.log else now, self.theme.ink
        (self.number,) = typeset([f"$eta = {fixed(self.rate).typst}$"])

    def at_rate(self, rate: float) -> Points:
        """Return where a rate stands on the track."""
        left, bottom, width, height = self.place
        share = (float(self._on_scale(np.array(rate))) - self.low) / (self.high - self.low)
        return np.array([left + NUMBER_WIDTH + share * (width - NUMBER_WIDTH), bottom + 0.72 * height])

    def paint(self, pen: Pen) -> None:
        """Draw the number, the track with its marks and their numbers, and the knob."""
        left, bottom, width, height = self.place
        pen.text(self.number, np.array([left, bottom + 0.25 * height]), style.RATE_SIZE, self.colour, still=False)
        level = bottom + 0.72 * height
        pen.line(np.array([[left + NUMBER_WIDTH, level], [left + width, level]]), self.theme.axis, TRACK)
        written = -math.inf
        for i in np.argsort(self.rates, kind="stable").tolist():
            at, half = self.at_rate(self.rates[i]), self.numbers[i].width * style.TICK_SIZE / 2.0
            pen.marker("dot", at, 1.2 * TRACK, self.colours[i])
            if at[0] - half > written:
                below = at - [0.0, KNOB + 0.06 + style.TICK_SIZE * 0.72]
                pen.text(self.numbers[i], below, style.TICK_SIZE, self.theme.label, "centre")
                written = float(at[0]) + half + NUMBERS_APART
        pen.marker("dot", self.at_rate(self.rate), KNOB, self.colour, self.theme.background)
