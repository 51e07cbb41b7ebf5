"""The line of fates: the curve over all learning rates in the colours of their fates, and the runs on it."""

from __future__ import annotations

import numpy as np

from gdcore.scenario import Scenario
from gdcore.studies.fates import FateLine
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from gdcore.text.vocabulary import kind_word
from gdcore.theory.observed import Fate
from scenes.painting import style
from scenes.painting.canvas import Painted, Pen, Shape
from scenes.painting.style import Theme
from scenes.painting.text import Text
from scenes.painting.typeset import typeset
from scenes.plots.axes import Axes, Frame

BAND = 0.34
"""The height of the band of fates under the curve."""
BAND_GAP = 0.1
CYCLE_WIDTH = 0.05
RUN_RADIUS = 1.15 * style.MARKER_RADIUS
DASH = (0.07, 0.09)


class UprightAxes(Axes):
    """Axes whose numbers along x stand elsewhere."""

    def _paint_x(self, pen: Pen, floor: float) -> None:
        """Leave the numbers to the plot below."""


class RateAxes(Axes):
    """The axis of rates alone, under the band of fates."""

    def __init__(self, frame: Frame, theme: Theme) -> None:
        under = Frame(frame.left, frame.bottom - BAND_GAP - BAND - 0.06, frame.width, 0.0, frame.x, (0.0, 1.0))
        super().__init__(under, theme, labels=("$eta$", ""), ticks=(8, 2), grid=False)

    def _paint_y(self, pen: Pen) -> None:
        """There is no second axis."""


def role(kind: int, overshoots: bool) -> str:
    """Return the role of a fate in the colours."""
    if kind == Fate.CONVERGING:
        return "overshoot" if overshoots else "straight"
    return Fate(kind).kind


def colours_of(theme: Theme) -> dict[str, str]:
    """Return the colour of each role."""
    return {
        "straight": theme.fell,
        "overshoot": theme.overshoot,
        "cycling": theme.same,
        "wandering": theme.same,
        "standing": theme.same,
        "diverging": theme.rose,
        "undefined": theme.label,
    }


def role_names() -> dict[str, str]:
    """Return what stands in the band of fates for each role that is wide enough to be named."""
    return {
        "straight": kind_word("converging"),
        "overshoot": tr("with overshoot"),
        **{kind: kind_word(kind) for kind in ("cycling", "wandering", "standing", "diverging", "undefined")},
    }


def regions(line: FateLine) -> list[tuple[float, float, str]]:
    """Return the stretches of rates of one fate: from, to, role. They meet half way between neighbours."""
    roles = [role(k, o) for k, o in zip(line.fates.kind.tolist(), line.fates.overshoots.tolist(), strict=True)]
    cuts = [i for i in range(1, len(roles)) if roles[i] != roles[i - 1]]
    bounds = [0.0, *((line.rates[i - 1] + line.rates[i]) / 2.0 for i in cuts), float(line.rates[-1])]
    return [(float(low), float(high), roles[i]) for low, high, i in zip(bounds, bounds[1:], [0, *cuts], strict=False)]


def height_at(line: FateLine, rates: np.ndarray | float) -> np.ndarray:
    """Return the height of the curve of fates: the factor a step, or the growth of the loss where that is unknown."""
    if line.multipliers is None:
        return np.interp(rates, line.rates, line.growth)
    return np.interp(rates, [0.0, *line.rates], [1.0, *abs(line.multipliers)])


class FateCurve(Painted):
    """The curve up to ``rate`` with the band under it; the landmarks stay where it has passed."""

    def __init__(self, line: FateLine, frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.line, self.frame, self.theme = line, frame, theme
        self.regions, self.colours = regions(line), colours_of(theme)
        self.rate, self.tip = 0.0, 0.0
        self.landmarks = [float(np.ravel(x)[0]) for x in (line.best, line.limit) if x is not None]
        self.names = {key: typeset([name])[0] for key, name in role_names().items()}
        self.marks = self._marks()

    def _marks(self) -> list[tuple[float, Text]]:
        """Return the words at the landmarks, each with its rate."""
        marks = []
        if self.line.best is not None:
            best = float(self.line.best[0])
            (x, y) = self.frame.place(best, 0.42)
            source = tr("{rate}: one step", rate=f"$eta = {rounded(best).typst}$")
            marks.append((best, Text(source, x, y, style.LABEL_SIZE, self.theme.ink, "centre")))
        if self.line.limit is not None:
            x, y = self.frame.place(self.line.limit, self.frame.y[1])
            source = tr("the edge, {rate}", rate=f"$eta = {rounded(self.line.limit).typst}$")
            place = x - 0.14, y - style.LABEL_SIZE
            marks.append((self.line.limit, Text(source, *place, style.LABEL_SIZE, self.theme.ink, "right")))
        return marks

    def show(self, rate: float) -> None:
        """Point at this rate, with the curve at least up to there; 0 takes the pointer away."""
        self.tip, self.rate = rate, max(rate, self.rate)

    def paint(self, pen: Pen) -> None:
        """Draw tints, band, landmarks, the curve, and its tip while it moves."""
        for region in self.regions:
            self._paint_region(pen, *region)
        level = 0.0 if self.line.multipliers is None else 1.0
        pen.line(self.frame.place(np.array(self.frame.x), level), self.theme.label, style.GHOST_WIDTH, 1.0, DASH)
        for rate, text in self.marks:
            if self.rate >= rate - 1e-9:
                self._paint_mark(pen, rate, text)
        for low, high, key in self.regions:
            self._paint_curve(pen, low, min(high, self.rate), self.colours[key])
        if self.tip > 0.0:
            tip = self.frame.place(self.tip, np.clip(height_at(self.line, self.tip), *self.frame.y))
            pen.line(np.array([[tip[0], self.frame.bottom], tip]), self.theme.ink, style.GHOST_WIDTH, 0.7)
            pen.marker("dot", tip, style.MARKER_RADIUS, self.theme.ink, self.theme.background)

    def _paint_region(self, pen: Pen, low: float, high: float, key: str) -> None:
        shown = min(high, self.rate)
        if shown <= low:
            return
        left, right = (float(self.frame.place(rate, 0.0)[0]) for rate in (low, shown))
        if key == "cycling":
            left, right = min(left, (left + right - CYCLE_WIDTH) / 2.0), max(right, (left + right + CYCLE_WIDTH) / 2.0)
        top, floor = self.frame.bottom + self.frame.height, self.frame.bottom
        pen.fill(corners_of(left, right, floor, top), self.colours[key], style.TINT_ALPHA)
        band = floor - BAND_GAP
        pen.fill(corners_of(left, right, band - BAND, band), self.colours[key])
        name = self.names.get(key)
        whole = self.frame.place(high, 0.0)[0] - self.frame.place(low, 0.0)[0]
        if name is not None and shown >= high and name.width * style.TICK_SIZE < whole - 0.2:
            at = np.array([(left + right) / 2.0, band - BAND / 2.0 - 0.33 * style.TICK_SIZE])
            pen.text(name, at, style.TICK_SIZE, self.theme.background, "centre")

    def _paint_mark(self, pen: Pen, rate: float, text: Text) -> None:
        foot = np.array([self.frame.place(rate, 0.0)[0], self.frame.bottom])
        height = text.place[1] - 0.08 if text.align == "centre" else self.frame.bottom + self.frame.height
        pen.line(np.array([foot, [foot[0], height]]), self.theme.label, style.AXIS_WIDTH)
        text.paint(pen)

    def _paint_curve(self, pen: Pen, low: float, high: float, colour: str) -> None:
        if high <= low:
            return
        inner = self.line.rates[(self.line.rates > low) & (self.line.rates < high)]
        rates = np.concatenate([[low], inner, [high]])
        heights = height_at(self.line, rates)
        inside = (heights <= self.frame.y[1]) & (heights >= self.frame.y[0])
        pen.line(self.frame.place(rates[inside], heights[inside]), colour, 1.4 * style.CURVE_WIDTH)


class RunOnLine(Painted):
    """A run that falls onto the curve of fates: ``fallen`` goes from 0, at the top of the frame, to 1."""

    def __init__(self, scenario: Scenario, line: FateLine, frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.theme, self.fallen = theme, 0.0
        self.rate = float(scenario.method.learning_rate[0])
        height = float(np.clip(height_at(line, self.rate), *frame.y))
        self.place = frame.place(self.rate, height)
        self.above = np.array([self.place[0], frame.bottom + frame.height])
        self.colour = colours_of(theme)[role_of(scenario)]
        self.shape: Shape = "triangle" if scenario.verdict.kind == "diverging" else "dot"
        (self.label,) = typeset([f"$eta = {rounded(self.rate).typst}$"])

    def paint(self, pen: Pen) -> None:
        """Draw the marker on its way, and its name once it has landed."""
        if self.fallen <= 0.0:
            return
        at = self.above + self.fallen * (self.place - self.above)
        pen.marker(self.shape, at, RUN_RADIUS, self.colour, self.theme.ink)
        if self.fallen >= 1.0:
            pen.text(self.label, at + [0.18, -0.25], style.LABEL_SIZE, self.colour)


def role_of(scenario: Scenario) -> str:
    """Return the role of a run's own fate."""
    return role(Fate[scenario.verdict.kind.upper()], scenario.verdict.overshoots)


def corners_of(left: float, right: float, bottom: float, top: float) -> np.ndarray:
    """Return the corners ``(4, 2)`` of a rectangle."""
    return np.array([[left, bottom], [right, bottom], [right, top], [left, top]])
