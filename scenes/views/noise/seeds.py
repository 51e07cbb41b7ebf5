"""The losses of many seeds by step: every run as a faint line, then the band that holds most of them."""

from __future__ import annotations

import math

import numpy as np

from gdcore.scenario import Scenario
from gdcore.studies.seeds import reference_of, spread_of
from gdcore.text.language import tr
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import SmallText, Text, escaped
from scenes.plots.axes import Axes, Frame
from scenes.views.noise.drawn_row import n_rows

SAMPLE, BEFORE_WORDS = 0.5, 0.65
"""The length of a sample in the key, and where the words beside it begin."""


class SeedPlot(Painted):
    """Loss above the least, on a log axis, for each seed. Its parts are shown one after the other.

    ``lines``, ``band``, ``reference`` and ``own``, the first of the lines, are painted on their own; all share
    ``frame``. The key stands in a ``strip`` of its own.
    """

    def __init__(self, scenario: Scenario, place: Place, strip: Place, theme: Theme) -> None:
        super().__init__()
        self.scenario, self.theme = scenario, theme
        spread, other = spread_of(scenario), reference_of(scenario)
        least = scenario.objective.minimum or 0.0
        above = [np.log10(np.maximum(rows - least, 1e-300)) for rows in (spread.losses, spread.low, spread.high)]
        full = above[1] if other is None else np.log10(np.maximum(other.losses - least, 1e-300))
        n_steps = spread.losses.shape[1] - 1
        top = max(float(above[0].max()), float(full.max()))
        bottom = math.floor(min(float(above[1].min()), float(full.min())))
        self.frame = Frame(*place, (0.0, float(max(n_steps, 1))), (bottom, top + 0.06 * (top - bottom)))
        axes = Axes(self.frame, theme, labels=(tr("step"), ""), log_y=True, whole_x=True, filled=True)
        self.lines = SeedLines([self._places(row) for row in above[0]], self.frame, theme)
        median = np.log10(np.maximum(spread.median - least, 1e-300))
        self.band = SeedBand(self._places(above[1]), self._places(median), self._places(above[2]), theme)
        self.reference = None if other is None else RunLine(self._places(full), style.all_rows(theme), theme)
        self.own = RunLine(self._places(above[0][0]), theme.ink, theme)
        self.furniture = [axes, self._name()]
        self.key = Key(scenario, strip, theme)

    def _places(self, heights: Points) -> Points:
        return self.frame.place(np.arange(len(heights)), heights)

    def _name(self) -> Text:
        symbol = self.scenario.objective.symbol
        source = tr("loss above the least, {excess}, log scale", excess=f"${symbol} - {symbol}^*$")
        top = self.frame.bottom + self.frame.height + 0.16
        return SmallText(source, self.frame.left - 0.3, top, self.theme)

    def paint(self, pen: Pen) -> None:
        """Draw nothing: the parts do."""


class SeedLines(Painted):
    """One faint line per seed, drawn from left to right by ``reveal``; ``strength`` fades them behind the band."""

    def __init__(self, places: list[Points], frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.places, self.frame, self.theme, self.strength = places, frame, theme, 1.0

    def paint(self, pen: Pen) -> None:
        """Draw what is revealed; a run that comes very near the least leaves the frame below."""
        frame = self.frame
        with pen.inside((frame.left, frame.bottom, frame.width, frame.height + 0.1)):
            for places in self.places:
                shown = places[: max(2, round(self.reveal * len(places)))]
                pen.line(shown, self.theme.slope, style.SEED_WIDTH, style.SEED_ALPHA * self.strength)


class SeedBand(Painted):
    """The band between low and high, and the median in it."""

    def __init__(self, low: Points, median: Points, high: Points, theme: Theme) -> None:
        super().__init__()
        self.low, self.median, self.high, self.theme = low, median, high, theme

    def paint(self, pen: Pen) -> None:
        """Draw the band under its median."""
        pen.fill(np.concatenate([self.low, self.high[::-1]]), self.theme.slope, style.SEED_BAND_ALPHA)
        pen.line(self.median, self.theme.background, style.PATH_WIDTH + 2 * style.CASING, 0.6)
        pen.line(self.median, self.theme.slope, style.PATH_WIDTH * 1.2)


class RunLine(Painted):
    """One run among the many, drawn from left to right by ``reveal``."""

    def __init__(self, places: Points, colour: str, theme: Theme) -> None:
        super().__init__()
        self.places, self.colour, self.theme = places, colour, theme

    def paint(self, pen: Pen) -> None:
        """Draw what is revealed, over a dark edge."""
        shown = self.places[: max(2, round(self.reveal * len(self.places)))]
        pen.line(shown, self.theme.background, style.PATH_WIDTH + 2 * style.CASING, 0.6)
        pen.line(shown, self.colour, style.PATH_WIDTH)


class Key(Painted):
    """What the band is and, with opacities ``other`` and ``own``, the lines of all rows and of the clip's run."""

    def __init__(self, scenario: Scenario, place: Place, theme: Theme) -> None:
        super().__init__()
        spread, other = spread_of(scenario), reference_of(scenario)
        self.theme, self.other, self.own, self.has_other = theme, 0.0, 0.0, other is not None
        words = [tr("{middle} of {seeds} runs, with their median", middle=spread.n_middle, seeds=spread.n_seeds)]
        if spread.n_middle < 2:  # of two runs, both are at the ends of the band
            words = [tr("the median of all runs: {seeds}", seeds=spread.n_seeds)]
        if other is not None:
            words.append(tr("all {rows} rows in each step", rows=n_rows(scenario.objective)))
        words.append(tr("the run seen before"))
        left, bottom, _, height = place
        self.texts = [
            Text(escaped(line), left + BEFORE_WORDS, bottom + height * (0.78 - 0.34 * i), style.POINT_SIZE, theme.ink)
            for i, line in enumerate(words)
        ]

    def paint(self, pen: Pen) -> None:
        """Draw a sample of band and lines, each beside its words."""
        slope, colour = self.theme.slope, style.all_rows(self.theme)
        band = [(slope, 0.6 * style.LABEL_SIZE, style.SEED_BAND_ALPHA), (slope, style.PATH_WIDTH * 1.2, 1.0)]
        other = [([(colour, style.PATH_WIDTH, 1.0)], self.other)] if self.has_other else []
        samples = [(band, 1.0), *other, ([(self.theme.ink, style.PATH_WIDTH, 1.0)], self.own)]
        for text, (strokes, share) in zip(self.texts, samples, strict=True):
            own = pen.with_opacity(pen.opacity * share)
            text.paint(own)
            left, y = float(text.place[0]) - BEFORE_WORDS, float(text.place[1]) + 0.33 * text.size
            for tone, width, alpha in strokes:
                low, high, right = y - width / 2.0, y + width / 2.0, left + SAMPLE
                own.fill(np.array([[left, low], [right, low], [right, high], [left, high]]), tone, alpha)
