"""The plot under the curve of fates: the number of steps that each learning rate needs."""

from __future__ import annotations

from itertools import product

import numpy as np

from gdcore.scenario import Scenario
from gdcore.studies.fates import FateLine
from gdcore.sweeps.sweep import LEFT_SHARE
from gdcore.text.language import grouped, tr, tr_n, tr_p
from gdcore.text.notation import rounded
from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.labels import Label, plate
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import SmallText
from scenes.plots.axes import Axes, Frame
from scenes.typesetting.typeset import typeset
from scenes.views.fate.curve import colours_of, corners_of, regions
from scenes.views.fate.labels import PASSES, UP, Taken, paint_label

ARM = (0.85, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
"""How high beside the curve's arms their words may stand, as shares of the plot."""
OUT = (0.2, 0.3, 0.45)


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
            SmallText(tr("steps until {share} of the distance is left", share=share), frame.left, above, theme),
        ]
        (self.never,) = typeset([tr_p("steps", "never")])
        self.rate = float(scenario.method.learning_rate[0])
        self.taken = self._taken()
        self.mark = self._mark(self.steps_at(self.rate))
        self.ends = self._ends()

    @property
    def smallest(self) -> float:
        """The smallest rate that needs few enough steps to be on the plot with some room."""
        assert self.line.steps is not None
        return float(self.line.rates[(self.line.steps <= 0.9 * self.frame.y[1]).argmax()])

    def _taken(self) -> Taken:
        """Return what of the plot is taken: the curve with the dot that moves along it, and the run's mark."""
        assert self.line.steps is not None
        frame, taken = self.frame, Taken(self.frame)
        seen = self.line.steps <= frame.y[1]
        if seen.any():
            taken.stroke(frame.place(self.line.rates[seen], self.line.steps[seen]), PASSES)
        if self.steps_at(self.rate) <= frame.y[1]:
            taken.dots([frame.place(self.rate, self.steps_at(self.rate))], style.MARKER_RADIUS)
        for low, high in self._never_regions():
            x, y = self._middle(low, high)
            half = self.never.width * style.LABEL_SIZE / 2.0
            taken.traces.texts.append((x - half, y - 0.05, x + half, y + style.LABEL_SIZE))
        return taken

    def _mark(self, steps: float) -> Label | None:
        """Return the number of steps at the run's mark."""
        if steps > self.frame.y[1]:
            return None
        (said,) = typeset([tr_n("{steps} steps", "{steps} steps", round(steps), steps=grouped(steps))])
        return self.taken.beside_dot(said, self.frame.place(self.rate, steps), UP)

    def _ends(self) -> list[Painted]:
        """Return the words beside the two arms of the curve, about half way up."""
        assert self.line.steps is not None
        found: list[Painted] = []
        for side, name in zip((1.0, -1.0), typeset([tr("too small: slow"), tr("too large: slow")]), strict=True):
            half, spots = name.width * style.LABEL_SIZE / 2.0, []
            for share, out in product(ARM, OUT):
                low = np.flatnonzero(self.line.steps <= share * self.frame.y[1])
                if len(low):
                    rate = self.line.rates[low[0] if side > 0.0 else low[-1]]
                    spots.append(self.frame.place(rate, share * self.frame.y[1]) + [side * (out + half), 0.0])
            label = self.taken.at_one_of(name, np.array(spots).reshape(-1, 2))
            found += [] if label is None else [OnPlate(label, self.theme)]
        return found

    def point_at(self, rate: float) -> None:
        """Move the pointer to a rate and reveal the curve up to there; 0 removes the pointer."""
        self.tip, self.shown = rate, max(rate, self.shown)

    def steps_at(self, rate: float) -> float:
        """Return the steps that the rate nearest to this one needs."""
        assert self.line.steps is not None
        return float(self.line.steps[abs(self.line.rates - rate).argmin()])

    def paint(self, pen: Pen) -> None:
        """Draw what is shown."""
        frame = self.frame
        width = float(frame.place(self.shown, 0.0)[0]) - frame.left
        with pen.inside((frame.left, frame.bottom, width, frame.height)):
            for low, high, key in self.regions:
                self._paint_steps(pen, low, high, key)
            steps = self.steps_at(self.rate)
            if steps <= frame.y[1]:
                at = frame.place(self.rate, steps)
                pen.marker("dot", at, style.MARKER_RADIUS, self.theme.ink, self.theme.background)
        if self.shown >= self.rate:
            paint_label(pen, self.mark, self.theme.ink, self.theme)
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
        elif (low, high) in self._never_regions():
            at = self._middle(low, high)
            plate(pen, self.never, at, style.LABEL_SIZE, self.colours[key], self.theme, "centre")

    def _never_regions(self) -> list[tuple[float, float]]:
        """Return the stretches of rates that do not arrive while the plot lasts, if there is room to say so."""
        assert self.line.steps is not None
        least = self.never.width * style.LABEL_SIZE + 0.2
        seen = self.line.rates[self.line.steps <= self.frame.y[1]]
        bounds = [(low, high) for low, high, _ in self.regions if not ((seen > low) & (seen < high)).any()]
        return [pair for pair in bounds if np.ptp(self.frame.place(np.array(pair), 0.0)[:, 0]) > least]

    def _middle(self, low: float, high: float) -> Points:
        return self.frame.place((low + high) / 2.0, sum(self.frame.y) / 2.0) - [0.0, 0.08]


class OnPlate(Painted):
    """A placed label by itself."""

    def __init__(self, label: Label, theme: Theme) -> None:
        super().__init__()
        self.label, self.theme = label, theme

    def paint(self, pen: Pen) -> None:
        """Write it."""
        paint_label(pen, self.label, self.theme.ink, self.theme)
