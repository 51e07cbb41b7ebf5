"""Beside the plane of fates: each pair of rates with its verdict, and the losses by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from gdcore.methods.registry import is_plain, method_label
from gdcore.scenario import Scenario
from gdcore.studies.fate_axes import Axis
from gdcore.text.language import tr
from gdcore.text.notation import factor_of_a_step, rounded
from gdcore.theory.verdict_words import kind_word
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import SmallText, escaped
from scenes.plots.axes import Axes, Frame
from scenes.stage.arrangement import inside
from scenes.stage.hud import labelled
from scenes.stage.symbols import kind_colour, symbol
from scenes.typesetting.typeset import typeset
from scenes.views.fate.pairs import StandingRun
from scenes.views.fate.rate_axes import axis_symbol

PITCH, SECOND_LINE, INDENT = 1.0, 0.45, 0.34
"""From one run to the next, from its rates to its verdict, and from the panel's edge to both."""
MOST, MOST_STARTS = 2, 3
"""Runs that the panel has room for, and starts, one line each."""
OVER_CHART, UNDER_CHART = 0.5, 0.42
"""The room for the name of a chart and for the numbers under it."""
LEAST_CHART = 0.5
"""Losses are not drawn where there is less height for them."""


class PairLines(Painted):
    """The method where it is not plain, then two lines for each of the first runs: rates, then verdict.

    Of several starts only the first line: their verdicts stand on the map, and the losses need the room.
    """

    def __init__(
        self, axes: Sequence[Axis], scenario: Scenario, runs: Sequence[StandingRun], place: Place, theme: Theme
    ) -> None:
        super().__init__()
        self.theme, self.place = theme, place
        brief = len(runs) > 1 and all(axis.kind == "start" for axis in axes)
        self.runs = runs[: MOST_STARTS if brief else MOST]
        self.second_line = 0.0 if brief else SECOND_LINE
        self.pitch = PITCH - SECOND_LINE if brief else PITCH
        symbols = [axis_symbol(axis, scenario.objective.parameters) for axis in axes]
        self.rates = typeset([_numbers(symbols, run.numbers) for run in self.runs])
        self.verdicts = [] if brief else typeset([_verdict(run) for run in self.runs])
        self.method = typeset([labelled(_method(scenario), theme)]) if not is_plain(scenario.method) else []
        left, bottom, width, height = place
        self.corner = np.array([left, bottom + height - style.VALUE_SIZE])
        widest = max(line.width for line in (*self.rates, *self.verdicts))
        self.size = min(style.VALUE_SIZE, (width - INDENT) / widest)

    @property
    def top(self) -> float:
        """The baseline of the first run's rates."""
        return float(self.corner[1]) - (PITCH / 2.0 if self.method else 0.0)

    @property
    def foot(self) -> float:
        """Where the lines end."""
        return self.top - (len(self.runs) - 1) * self.pitch - self.second_line - 0.2

    def room_under(self, chart_height: float) -> float:
        """Return the height that is left under a chart of that height."""
        return self.foot - self.place[1] - OVER_CHART - UNDER_CHART - chart_height

    def chart_above(self, key_height: float) -> Place:
        """Return the place of the losses: between the runs and the key to the colours."""
        left, bottom, width, _ = self.place
        low = bottom + key_height
        return inside((left, low, width, self.foot - low), 0.85, UNDER_CHART, 0.06, OVER_CHART)

    def paint(self, pen: Pen) -> None:
        """Draw the method, and marker, rates and verdict of each run."""
        for line in self.method:
            pen.text(line, self.corner, style.LABEL_SIZE, self.theme.label)
        for row, run in enumerate(self.runs):
            at = np.array([self.corner[0], self.top - row * self.pitch])
            colour = kind_colour(run.verdict.kind, self.theme)
            pen.marker(run.shape, at + [0.1, 0.12], style.MARKER_RADIUS, colour)
            pen.text(self.rates[row], at + [INDENT, 0.0], self.size, self.theme.ink)
            if self.verdicts:
                pen.text(self.verdicts[row], at + [INDENT, -self.second_line], self.size, colour)


def _method(scenario: Scenario) -> str:
    values = [f"${symbol(name)} = {rounded(value).typst}$" for name, value in scenario.method.hyperparameters.items()]
    return " #h(0.3em) ".join([escaped(method_label(scenario.method.name)), ", ".join(values)])


def _numbers(symbols: Sequence[str], numbers: Sequence[float]) -> str:
    parts = [f"${name} = {rounded(number).typst}$" for name, number in zip(symbols, numbers, strict=True)]
    return ", #h(0.2em) ".join(parts)


def _verdict(run: StandingRun) -> str:
    verdict, factor = kind_word(run.verdict.kind), run.factor
    if factor is None:
        return verdict
    return tr(
        "{verdict} #h(0.2em) {factor} a step", verdict=verdict, factor=f"$times {factor_of_a_step(factor).typst}$"
    )


class PairLosses(Painted):
    """Loss by step of every run on one axis, logarithmic if all are above 0, drawn from left to right by ``reveal``."""

    def __init__(self, runs: Sequence[Scenario], place: Callable[[], Place], theme: Theme) -> None:
        """``place`` is asked for when first painted: what stands under the chart may depend on a map of fates."""
        super().__init__()
        self.place, self.theme = place, theme
        self.colours = [kind_colour(run.verdict.kind, theme) for run in runs]
        self.n_steps = max(run.steps for run in runs)
        losses = [run.trajectory.losses for run in runs]
        self.log = all((of > 0.0).all() for of in losses)
        self.heights = [np.log10(of) if self.log else of for of in losses]
        self.furniture = [_Around(lambda: self.around)]

    @cached_property
    def frame(self) -> Frame | None:
        """Where the lines are drawn; None where there is no room for them."""
        left, bottom, width, height = self.place()
        if height < LEAST_CHART - 1e-9:
            return None
        low, high = min(float(one.min()) for one in self.heights), max(float(one.max()) for one in self.heights)
        if not self.log:  # what grows leaves the picture
            high = min(high, 2.0 * max(float(one[0]) for one in self.heights) - low)
        room = max(0.06 * (high - low), 0.2 if self.log else 1e-9 * max(abs(low), abs(high), 1e-9))
        return Frame(left, bottom, width, height, (0.0, float(self.n_steps)), (low - room, high + room))

    @cached_property
    def around(self) -> list[Painted]:
        """The axes and the name."""
        if self.frame is None:
            return []
        left, bottom, _, height = self.frame.rectangle
        title = SmallText(tr("loss"), left, bottom + height + 0.14, self.theme)
        return [Axes(self.frame, self.theme, ticks=(4, 4), log_y=self.log, whole_x=True), title]

    def paint(self, pen: Pen) -> None:
        """Draw the lines."""
        if self.frame is None:
            return
        with pen.inside(inside(self.frame.rectangle, -0.1, -0.1, -0.1, -0.1)):
            for heights, colour in zip(self.heights, self.colours, strict=True):
                track = self.frame.place(np.arange(len(heights)), heights)
                drawn = track[: 1 + round(self.reveal * (len(track) - 1))]
                pen.line(drawn, colour, style.PATH_WIDTH)
                pen.marker("dot", drawn[-1], style.SMALL_MARKER_RADIUS, colour)


class _Around(Painted):
    """Parts that are made when they are first painted."""

    def __init__(self, parts: Callable[[], list[Painted]]) -> None:
        super().__init__()
        self.parts = parts

    def paint(self, pen: Pen) -> None:
        """Draw them."""
        for part in self.parts():
            part.paint(pen)
