"""The column beside the plane of fates: the method, each pair of rates with its verdict, and the losses by step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.descent.outcomes import Shape
from gdcore.descent.registry import is_plain, method_label
from gdcore.descent.trajectory import Trajectory
from gdcore.scenario import Scenario
from gdcore.text.language import tr
from gdcore.text.notation import fixed, rounded
from gdcore.theory.verdict_words import kind_word
from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import RIGHT, Theme
from scenes.painting.text import SmallText, escaped, small
from scenes.plots.axes import Axes, Frame
from scenes.stage.hud import COLUMN_TOP
from scenes.stage.symbols import kind_colour, symbol
from scenes.typesetting.typeset import typeset
from scenes.views.fate.pairs import StandingRun

COLUMN = 2.35
RUNS_TOP, PITCH, SECOND_LINE = 1.8, 0.95, 0.4
PLOT = (COLUMN + 0.45, -1.43, RIGHT - COLUMN - 0.5, 1.2)
"""Left, bottom, width and height of the losses by step."""
GHOST = 0.45
MOST = 2
"""Runs that the column has room for."""


class MomentumLabel(Painted):
    """The method and, once there is some, the momentum; a moment's ``k`` is one of the prepared frames."""

    def __init__(self, scenario: Scenario, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        given = {"momentum": 0.0} if is_plain(scenario.method) else scenario.method.hyperparameters
        detail = ", ".join(f"{symbol(name)} = {rounded(value).typst}" for name, value in given.items())
        self.method_name = typeset([small(escaped(method_label(scenario.method.name)))])[0]
        self.values = typeset([f"${detail}$" if detail else " "])

    def prepare_momenta(self, betas: Sequence[float]) -> None:
        """Typeset the momentum of each coming frame."""
        self.method_name = typeset([small(tr("heavy ball momentum"))])[0]
        self.values = typeset(
            [*(f"$beta = {fixed(beta, 3).typst}$" for beta in betas[:-1]), f"$beta = {rounded(betas[-1]).typst}$"]
        )

    def paint(self, pen: Pen) -> None:
        """Draw name and number."""
        pen.text(self.method_name, np.array([COLUMN, COLUMN_TOP]), style.LABEL_SIZE, self.theme.label)
        pen.text(self.values[self.moment.k], np.array([COLUMN, COLUMN_TOP - 0.4]), style.VALUE_SIZE, self.theme.ink)


class PairLines(Painted):
    """Two lines for each of the first ``shown`` runs: its rates, then its verdict with the factor per step.

    A moment's ``k`` is one of the prepared frames.
    """

    def __init__(self, scenario: Scenario, runs: Sequence[StandingRun], theme: Theme) -> None:
        super().__init__()
        self.theme, self.shown = theme, MOST
        self.runs, names = runs[:MOST], scenario.objective.parameters
        self.rates = typeset([_rates(names, run.rates.tolist()) for run in self.runs])
        self.size = min(style.VALUE_SIZE, (RIGHT - COLUMN - 0.3) / max(line.width for line in self.rates))
        self.prepare_momenta([0.0])

    def prepare_momenta(self, betas: Sequence[float]) -> None:
        """Typeset each run's verdict and factor for the momentum of each coming frame."""
        self.colours = [[kind_colour(run.verdict(beta).kind, self.theme) for beta in betas] for run in self.runs]
        self.verdicts = [typeset([_verdict(run, beta) for beta in betas]) for run in self.runs]
        self.kinds = [[run.verdict(beta).kind for beta in betas] for run in self.runs]

    def paint(self, pen: Pen) -> None:
        """Draw marker, rates and verdict of each run."""
        for row in range(min(self.shown, len(self.runs))):
            at, i = np.array([COLUMN, RUNS_TOP - row * PITCH]), self.moment.k
            colour = self.colours[row][i]
            shape: Shape = "triangle" if self.kinds[row][i] == "diverging" else "dot"
            pen.marker(shape, at + [0.1, 0.11], style.MARKER_RADIUS, colour)
            pen.text(self.rates[row], at + [0.3, 0.0], self.size, self.theme.ink)
            pen.text(self.verdicts[row][i], at + [0.3, -SECOND_LINE], style.POINT_SIZE, colour)


def _rates(names: Sequence[str], rates: Sequence[float]) -> str:
    parts = [f"$eta_{name} = {rounded(rate).typst}$" for name, rate in zip(names, rates, strict=True)]
    return ", #h(0.2em) ".join(parts)


def _verdict(run: StandingRun, beta: float) -> str:
    verdict, factor = kind_word(run.verdict(beta).kind), run.factor(beta)
    if factor is None:
        return verdict
    return tr("{verdict} #h(0.2em) {factor} a step", verdict=verdict, factor=f"$times {fixed(factor, 3).typst}$")


class PairLosses(Painted):
    """Loss by step of every run on one logarithmic axis, the runs as they are now over as they were at first."""

    def __init__(self, scenario: Scenario, theme: Theme) -> None:
        super().__init__()
        self.theme, self.shown = theme, len(scenario.runs)
        self.colours = [kind_colour(run.verdict.kind, theme) for run in scenario.runs]
        first = [run.trajectory for run in scenario.runs]
        heights = np.concatenate([_heights(run) for run in first])
        low, high = float(heights.min()), float(heights.max())
        room = max(0.06 * (high - low), 0.2)
        self.frame = Frame(*PLOT, (0.0, float(scenario.steps)), (low - room, high + room))
        above, title = PLOT[1] + PLOT[3] + 0.12, tr("loss by step, log scale")
        self.title = SmallText(title, PLOT[0], above, theme)
        self.furniture = [
            Axes(self.frame, theme, ticks=(5, 4), log_y=True, whole_x=True, size=style.SMALL_TICK_SIZE),
            self.title,
        ]
        self.first = [(self._place(run), colour) for run, colour in zip(first, self.colours, strict=True)]
        self.show_runs(first, self.colours)

    def show_runs(self, runs: Sequence[Trajectory], colours: Sequence[str]) -> None:
        """Show these runs in these colours."""
        self.places, self.colours = [self._place(run) for run in runs], list(colours)

    def _place(self, run: Trajectory) -> Points:
        heights = _heights(run)
        return self.frame.place(np.arange(len(heights)), np.minimum(heights, 2.0 * self.frame.y[1] - self.frame.y[0]))

    def paint(self, pen: Pen) -> None:
        """Draw the lines inside the frame."""
        frame = self.frame
        with pen.inside((frame.left, frame.bottom, frame.width + 0.1, frame.height)):
            for places, colour in self.first[: self.shown]:
                pen.line(places, colour, style.GHOST_WIDTH, GHOST)
            for places, colour in zip(self.places[: self.shown], self.colours, strict=False):
                pen.line(places, colour, style.PATH_WIDTH)
                pen.marker("dot", places[-1], style.SMALL_MARKER_RADIUS, colour)


def _heights(run: Trajectory) -> np.ndarray:
    """Return the logarithms of the losses; what is not above zero has none and stays at the least that is."""
    positive = run.losses[run.losses > 0.0]
    least = float(positive.min()) if len(positive) else 1.0
    return np.log10(np.maximum(run.losses, least))
