"""The line of fates: the curve over all learning rates in the colours of their fates, and the runs on it."""

from __future__ import annotations

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.outcomes import Shape
from gdcore.scenario import Scenario
from gdcore.studies.fates import FateLine
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from gdcore.theory.observed import Fate
from gdcore.theory.verdict_words import kind_word
from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.labels import Label
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Frame
from scenes.typesetting.typeset import typeset
from scenes.views.fate.labels import PASSES, Taken, paint_label
from scenes.views.fate.rate_axes import BAND, BAND_GAP

CYCLE_WIDTH = 0.05
RUN_RADIUS = 1.15 * style.MARKER_RADIUS
GHOST = 0.45
DASH = (0.07, 0.09)
BESIDE_FRAME = 0.5
"""How far labels may reach beyond the right end of the curve."""


def role(kind: int, overshoots: bool) -> str:
    """Return the name under which ``colours_of`` has the colour of a fate."""
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
        "standing": theme.ink,
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


def height_at(line: FateLine, rates: Array | float) -> Array:
    """Return the height of the curve of fates, shape as ``rates``.

    It is the factor per step or, where that is unknown, the growth of the loss in orders of magnitude.
    """
    if line.multipliers is None:
        return np.asarray(np.interp(rates, line.rates, line.growth))
    return np.asarray(np.interp(rates, [0.0, *line.rates], [1.0, *abs(line.multipliers)]))


class LineWords:
    """Where the words on the curve stand: of each run (``runs``), of the fastest rate, and of the edge."""

    def __init__(self, line: FateLine, frame: Frame, scenario: Scenario) -> None:
        rates = [float(run.method.learning_rate[0]) for run in scenario.runs]
        self.places = [frame.place(rate, np.clip(height_at(line, rate), *frame.y)) for rate in rates]
        taken, top = Taken(frame, BESIDE_FRAME), frame.bottom + frame.height
        curve = frame.place(line.rates, np.clip(height_at(line, line.rates), *frame.y))
        taken.stroke(curve, PASSES)
        taken.stroke(frame.place(np.array(frame.x), 0.0 if line.multipliers is None else 1.0), style.GHOST_WIDTH)
        taken.dots(self.places, RUN_RADIUS)
        for x, y in self.places[1:]:  # the first run falls before any word is there
            taken.stroke(np.array([[x, y], [x, top]]), 2.0 * RUN_RADIUS)
        swept, names = [taken.under(curve)], typeset([f"$eta = {rounded(rate).typst}$" for rate in rates])
        self.best = self.limit = None
        if line.limit is not None:
            x = float(frame.place(line.limit, 0.0)[0])
            taken.stroke(np.array([[x, frame.bottom], [x, top]]), style.AXIS_WIDTH)
        self.runs = [taken.beside_dot(names[0], self.places[0], more=swept)]
        if line.limit is not None:
            (edge,) = typeset([tr("the edge, {rate}", rate=f"$eta = {rounded(line.limit).typst}$")])
            self.limit = taken.at_upright(edge, x, swept)
        if line.best is not None:
            best = float(line.best[0])
            (fastest,) = typeset([tr("{rate}: one step", rate=f"${rounded(best).typst}$")])
            tip = frame.place(best, height_at(line, best))
            self.best = taken.under_arm(fastest, tip)  # nowhere else: it would lie across the arms
        # The others come when the sweep is over: no pointer will pass them.
        pairs = zip(names[1:], self.places[1:], strict=True)
        self.runs += [taken.beside_dot(name, place) for name, place in pairs]


class FateCurve(Painted):
    """The curve up to ``rate`` with the band under it; the landmarks stay where it has passed."""

    def __init__(self, line: FateLine, frame: Frame, words: LineWords, theme: Theme) -> None:
        super().__init__()
        self.line, self.frame, self.theme = line, frame, theme
        self.regions, self.colours = regions(line), colours_of(theme)
        self.rate, self.tip = 0.0, 0.0
        best = None if line.best is None else float(line.best[0])
        self.landmarks = [rate for rate in (best, line.limit) if rate is not None]
        self.names = {key: typeset([name])[0] for key, name in role_names().items()}
        self.words = words
        named = (best, words.best), (line.limit, words.limit)
        self.marks = [(self._passed(rate, label), label) for rate, label in named if rate is not None and label]
        self.stem = True
        """Whether a line leads from the axis up to the pointer."""

    def _passed(self, rate: float, label: Label) -> float:
        """Return the rate from which on a label is shown: its own, and beyond the words if the pointer crosses them."""
        (left, right), frame = self.frame.x, self.frame
        end = left + (label.box[2] - frame.left) / frame.width * (right - left)
        low = label.box[3] < frame.place(rate, height_at(self.line, end))[1]
        return min(max(rate, end if low else rate), float(self.line.rates[-1]))

    def point_at(self, rate: float) -> None:
        """Move the pointer to a rate and reveal the curve up to there; 0 removes the pointer."""
        self.tip, self.rate = rate, max(rate, self.rate)

    def paint(self, pen: Pen) -> None:
        """Draw tints, band, landmarks, the curve, and its tip while it moves."""
        for region in self.regions:
            self._paint_region(pen, *region)
        level = 0.0 if self.line.multipliers is None else 1.0
        pen.line(self.frame.place(np.array(self.frame.x), level), self.theme.label, style.GHOST_WIDTH, 1.0, DASH)
        if self.line.limit is not None and self.rate >= self.line.limit - 1e-9:
            x = self.frame.place(self.line.limit, 0.0)[0]
            upright = np.array([[x, self.frame.bottom], [x, self.frame.bottom + self.frame.height]])
            pen.line(upright, self.theme.label, style.AXIS_WIDTH)
        self._paint_ghost(pen)
        for low, high, key in self.regions:
            self._paint_curve(pen, low, min(high, self.rate), self.colours[key])
        for rate, label in self.marks:
            if self.rate >= rate - 1e-9:
                paint_label(pen, label, self.theme.ink, self.theme)
        if self.tip > 0.0:
            tip = self.frame.place(self.tip, np.clip(height_at(self.line, self.tip), *self.frame.y))
            if self.stem:
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
        if name is not None and shown >= high and name.width * style.READABLE < whole - 0.2:
            at = np.array([(left + right) / 2.0, band - BAND / 2.0 - 0.33 * style.READABLE])
            pen.text(name, at, style.READABLE, self.theme.background, "centre")

    def _paint_ghost(self, pen: Pen) -> None:
        """Draw the whole curve faintly: what the sweep will colour."""
        rates = np.concatenate([[0.0], self.line.rates])
        heights = height_at(self.line, rates)
        inside = (heights <= self.frame.y[1]) & (heights >= self.frame.y[0])
        pen.line(self.frame.place(rates[inside], heights[inside]), self.theme.label, style.GHOST_WIDTH, GHOST)

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

    def __init__(
        self, scenario: Scenario, place: Points, frame: Frame, label: Label | None, colour: str, theme: Theme
    ) -> None:
        super().__init__()
        self.theme, self.fallen, self.place, self.label = theme, 0.0, place, label
        self.rate = float(scenario.method.learning_rate[0])
        self.above = np.array([place[0], frame.bottom + frame.height - 1.25 * RUN_RADIUS])
        self.colour = colour
        self.shape: Shape = "triangle" if scenario.verdict.kind == "diverging" else "dot"

    def paint(self, pen: Pen) -> None:
        """Draw the marker on its way, and its name once it has landed."""
        if self.fallen <= 0.0:
            return
        at = self.above + self.fallen * (self.place - self.above)
        pen.marker(self.shape, at, RUN_RADIUS, self.colour, self.theme.ink)
        if self.fallen >= 1.0:
            paint_label(pen, self.label, self.colour, self.theme)


def role_of(scenario: Scenario) -> str:
    """Return the role of a run's own fate."""
    return role(Fate[scenario.verdict.kind.upper()], scenario.verdict.overshoots)


def corners_of(left: float, right: float, bottom: float, top: float) -> np.ndarray:
    """Return the corners ``(4, 2)`` of a rectangle."""
    return np.array([[left, bottom], [right, bottom], [right, top], [left, top]])
