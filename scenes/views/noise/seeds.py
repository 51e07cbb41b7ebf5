"""The losses of many seeds by step: every run as a faint line, then the band that holds most of them."""

from __future__ import annotations

import math

import numpy as np

from gdcore.scenario import Scenario
from gdcore.studies.seeds import reference_of, spread_of
from gdcore.text.language import tr
from gdcore.text.notation import scientific
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.fitting import unit_text
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import SmallText, Text, escaped
from scenes.plots.axes import Axes, Frame
from scenes.views.noise.drawn_row import n_rows

ROW, SWATCH = 0.37, 0.5
"""Height of a row of the key, and length of its sample."""
KEY_WIDTH, KEY_TOP = 5.8, 0.16
"""Room for the key at the upper right, and how far its heading stands over the upper edge."""


class SeedPlot(Painted):
    """Loss above the least, on a log axis, for each seed. Its parts are shown one after the other.

    ``lines``, ``band`` and ``reference`` are painted on their own; all share ``frame``. Beside the key stand the losses
    themselves at the end of the runs.
    """

    def __init__(self, scenario: Scenario, place: Place, theme: Theme) -> None:
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
        axes = Axes(self.frame, theme, labels=(tr("step"), ""), log_y=True, whole_x=True)
        self.lines = SeedLines([self._places(row) for row in above[0]], self.frame, theme)
        median = np.log10(np.maximum(spread.median - least, 1e-300))
        self.band = SeedBand(self._places(above[1]), self._places(median), self._places(above[2]), theme)
        self.reference = None if other is None else ReferenceLine(self._places(full), theme)
        self.furniture = [axes, self._name()]
        self.key = Key(self)

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


class ReferenceLine(Painted):
    """The run that uses all rows at every step, drawn from left to right by ``reveal``."""

    def __init__(self, places: Points, theme: Theme) -> None:
        super().__init__()
        self.places, self.theme = places, theme

    def paint(self, pen: Pen) -> None:
        """Draw what is revealed, over a dark edge."""
        shown = self.places[: max(2, round(self.reveal * len(self.places)))]
        pen.line(shown, self.theme.background, style.PATH_WIDTH + 2 * style.CASING, 0.6)
        pen.line(shown, style.all_rows(self.theme), style.PATH_WIDTH)


class Key(Painted):
    """What the lines are, and the loss that each ends at."""

    def __init__(self, plot: SeedPlot) -> None:
        super().__init__()
        self.theme, spread, other = plot.theme, spread_of(plot.scenario), reference_of(plot.scenario)
        last = spread.losses[:, -1]
        rows = [
            (tr("the {seeds} seeds", seeds=spread.n_seeds), _between(last.min(), last.max())),
            (tr("the middle {seeds} of them", seeds=spread.n_middle), _between(spread.low[-1], spread.high[-1])),
            (tr("their median"), _loss(spread.median[-1])),
        ]
        if other is not None:
            words = tr("all {rows} houses a step", rows=n_rows(plot.scenario.objective))
            rows.append((words, _loss(other.losses[-1])))
        frame, unit = plot.frame, unit_text(plot.scenario.objective.value_unit)
        self.left, self.top = frame.left + frame.width - KEY_WIDTH, frame.bottom + frame.height + KEY_TOP
        right, size = frame.left + frame.width, style.LABEL_SIZE
        loss, n_steps = f"${plot.scenario.objective.symbol}$", len(spread.median) - 1
        heading = tr("{loss} after {steps} steps", loss=loss, steps=n_steps) + (f" ({unit})" if unit else "")
        self.texts: list[Text] = [SmallText(heading, right, self.top, self.theme, "right")]
        for i, (name, value) in enumerate(rows, 1):
            y = self.top - i * ROW
            self.texts += [Text(escaped(name), self.left + SWATCH + 0.15, y, size, self.theme.ink),
                           Text(value, right, y, size, self.theme.ink, "right")]  # fmt: skip

    def paint(self, pen: Pen) -> None:
        """Draw a sample of each line beside its name."""
        theme, slope = self.theme, self.theme.slope
        self._clear_ground(pen)
        for text in self.texts:
            text.paint(pen)
        samples = [(slope, style.SEED_WIDTH, style.SEED_ALPHA), (slope, 0.6 * style.LABEL_SIZE, style.SEED_BAND_ALPHA),
                   (slope, style.PATH_WIDTH * 1.2, 1.0), (style.all_rows(theme), style.PATH_WIDTH, 1.0)]  # fmt: skip
        for i, (colour, width, alpha) in zip(range(1, len(self.texts[1:]) // 2 + 1), samples, strict=False):
            y = self.top - i * ROW + 0.33 * style.LABEL_SIZE
            left, right = self.left, self.left + SWATCH
            ends = np.array(
                [[left, y - width / 2], [right, y - width / 2], [right, y + width / 2], [left, y + width / 2]]
            )
            pen.fill(ends, colour, alpha)

    def _clear_ground(self, pen: Pen) -> None:
        """Keep the grid's lines out of the words."""
        left, right = self.left - 0.1, self.left + KEY_WIDTH
        low, high = self.top - (len(self.texts) // 2) * ROW - 0.12, self.top - 0.05
        pen.fill(np.array([[left, low], [right, low], [right, high], [left, high]]), self.theme.background)


def _between(low: float, high: float) -> str:
    return tr("{low} to {high}", low=_loss(low), high=_loss(high))


def _loss(value: float) -> str:
    return f"${scientific(float(value)).typst}$"
