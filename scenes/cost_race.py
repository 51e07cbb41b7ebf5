"""Several methods at once, counted by what they cost: the loss against evaluations, not steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.language import tr, tr_p
from gdcore.notation import scientific
from gdcore.race import arrivals, costs, gaps, goal
from scenes import pacing, style
from scenes.base import DescentScene
from scenes.canvas import Painted, Pen, Points
from scenes.fitting import unit_text
from scenes.hud import LEFT
from scenes.log_plot import LogAxes, LogFrame
from scenes.pacing import Moment
from scenes.race_plot import REST_DASH, RaceLines, Runner, runners
from scenes.race_table import RaceTable
from scenes.style import Theme
from scenes.text import escaped
from scenes.typeset import typeset

PLOT = (LEFT + 0.75, -1.24, 9.75, 3.2)
GOAL_DASH = (0.12, 0.1)
ASIDE, BELOW_NEEDS, CLEAR = (-0.3, 0.12, 0.6, 1.1), 0.5, 0.45
"""How far from the goal's line its name may stand, the best first; how much room it needs; what is clear enough."""
FEW = 6
"""So many evaluations are spoken of first."""


class CostRaceScene(DescentScene):
    """Shows a scenario of two parameters and its companions on one clock of evaluations."""

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.first_evaluations()
        self.further_evaluations()
        self.show_arrivals()
        self.conclude()

    def setup(self) -> None:
        """Build the plot, the clock and the table."""
        super().setup()
        paid = [costs(run.trajectory) for run in self.scenario.runs]
        above, limit = gaps(self.scenario), goal(self.scenario)
        self.n_paid = int(max(cost[-1] for cost in paid))
        self.runners = runners(self.scenario, paid, above, self.theme)
        logs = LogFrame(PLOT, float(max(self.n_paid, 2)), above, limit.gap, log_clock=True)
        self.plot_axes = LogAxes(
            logs, self.theme, (tr("evaluations of loss and gradient, log scale"), self._plot_name()), (9, 7)
        )
        self.lines = RaceLines(self.runners, logs, self.theme)
        self.goal_line = GoalLine(self.lines, limit.gap, self._goal_source(), self.theme)
        self.table = RaceTable(self.scenario, self.runners, self.theme)
        self.moving: list[Painted] = [self.lines, *self.table.readouts]
        for part in self.moving:
            part.at(Moment(1))
        self.finishes = Finishes(logs, self.runners, arrivals(self.scenario), self.theme)

    def _plot_name(self) -> str:
        symbol, known = self.scenario.objective.symbol, self.scenario.objective.minimum
        word = tr_p("index of the best loss", "best")
        best = f"{symbol}^*" if known is not None else f'{symbol}_"{word}"'
        unit = unit_text(self.scenario.objective.value_unit)
        quantity = f"${symbol} - {best}$" + (f" #h(0.2em) ({unit})" if unit else "")
        return tr("{quantity}, log scale", quantity=quantity)

    def _goal_source(self) -> str:
        objective, limit = self.scenario.objective, goal(self.scenario)
        if not limit.of_minimum:
            return escaped(limit.words)
        least = f"${objective.symbol}^* = {scientific(objective.minimum or 0.0).typst}$"
        return f"{escaped(limit.words)} {least} {unit_text(objective.value_unit)}"

    def introduce(self) -> None:
        """The empty plot, then the names of the runs at their common start."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.formula, self.plot_axes])
        self.fade([self.goal_line])
        self.fade([*self.table.static, *self.moving])
        self.hold(pacing.RACE_READY_S)

    def first_evaluations(self) -> None:
        """The first few, slowly."""
        self.say("slope")
        self._run_clock(1, min(FEW, self.n_paid), pacing.FIRST_EVALUATIONS_S)

    def further_evaluations(self) -> None:
        """All others, ever faster: the front crosses the logarithmic axis at an even pace."""
        if self.n_paid > FEW:
            self.say("steps")
            self._run_clock(FEW, self.n_paid, pacing.EVALUATIONS_S)

    def _run_clock(self, first: int, last: int, duration_s: float) -> None:
        ticks = pacing.log_clock(first, last, duration_s, self.fps)
        paid = np.searchsorted(costs(self.run), [tick.k for tick in ticks], side="right") - 1
        self.take_steps(self.moving, ticks, np.maximum(paid, 0).tolist())

    def show_arrivals(self) -> None:
        """What each run had paid when it first came near the minimum."""
        self.say("arrivals")
        self.fade([self.finishes, *self.table.arrivals], pacing.VERDICT_S)
        self.hold(pacing.ARRIVALS_S)

    def conclude(self) -> None:
        """Say what the count leaves out."""
        self.say("verdict")
        self.hold(pacing.FINAL_HOLD_S)


class GoalLine(Painted):
    """The loss that counts as arrived, as a dashed line with its name."""

    def __init__(self, lines: RaceLines, gap: float, source: str, theme: Theme) -> None:
        super().__init__()
        self.theme, frame = theme, lines.logs.frame
        height = lines.logs.heights(np.array([gap]))[0]
        self.ends = frame.place(np.array(frame.x), height)
        (self.label,) = typeset([source])
        room_below = self.ends[0][1] - frame.bottom > BELOW_NEEDS
        self.at_label = self._label_place(lines, ASIDE if room_below else ASIDE[1:])

    def _label_place(self, lines: RaceLines, asides: Sequence[float]) -> Points:
        """Return where the name begins: beside the line, at the first place where the runs' lines keep clear of it."""
        width, (left, height) = self.label.width * style.LABEL_SIZE, self.ends[0]
        offsets = np.linspace(0.35, max(0.35, lines.logs.frame.width - width - 0.35), 30)
        across = left + offsets[:, None] + np.linspace(-0.15, width + 0.15, 40)
        up = [np.interp(across, *places.T) - height for places in lines.places]
        clear = np.array([np.min([abs(y - aside - 0.08).min(axis=1) for y in up], axis=0) for aside in asides])
        # Clear enough is as good as far away; then the nearest place is the best.
        row, column = np.unravel_index(np.minimum(clear, CLEAR).argmax(), clear.shape)
        return np.array([left + offsets[column], height + asides[row]])

    def paint(self, pen: Pen) -> None:
        """Draw the line and its name beside it."""
        pen.line(self.ends, self.theme.label, style.GHOST_WIDTH, 1.0, GOAL_DASH)
        stem = self.at_label + [0.1, -0.08]
        if stem[1] - self.ends[0][1] > ASIDE[1]:  # too far above its line to be read as its name without
            pen.line(np.array([stem, [stem[0], self.ends[0][1]]]), self.theme.label, style.GRID_WIDTH)
        pen.text(self.label, self.at_label, style.LABEL_SIZE, self.theme.label)


class Finishes(Painted):
    """Where each line first came under the goal: a ring, and a drop to the clock's axis."""

    def __init__(self, logs: LogFrame, runs: Sequence[Runner], when: Sequence[int | None], theme: Theme) -> None:
        super().__init__()
        self.theme, self.floor = theme, logs.frame.bottom
        self.points = []
        for run, cost in zip(runs, when, strict=True):
            if cost is not None:
                k = int(np.searchsorted(run.clock, cost))
                self.points.append((run.colour, logs.frame.place(logs.along(run.clock), logs.heights(run.gaps))[k]))

    def paint(self, pen: Pen) -> None:
        """Draw rings and drops."""
        for colour, point in self.points:
            pen.line(np.array([point, [point[0], self.floor]]), colour, style.GHOST_WIDTH, 0.8, REST_DASH)
            pen.marker("ring", point, 1.3 * style.MARKER_RADIUS, colour, self.theme.background)


class RemediesRace(CostRaceScene):
    """Four remedies for the rates that blew up."""

    slug = "remedies-race"
