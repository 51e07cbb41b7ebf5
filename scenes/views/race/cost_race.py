"""Several methods at once, compared by cost: the loss against evaluations, not steps."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gdcore.narration.beats import FEW
from gdcore.studies.race import Goal, arrivals, costs, goal, heights, minimum_known
from gdcore.text.language import tr
from gdcore.text.notation import scientific
from scenes.geometry import Points
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.fitting import unit_text
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import LEFT, RIGHT, Theme
from scenes.painting.text import escaped, small
from scenes.stage.base import DescentScene
from scenes.typesetting.typeset import typeset
from scenes.views.race.cost_table import RaceTable, table_top
from scenes.views.race.lines import REST_DASH, RaceLines, Runner, label_room, runners
from scenes.views.race.loss_axes import LossAxes
from scenes.views.race.loss_frame import LossFrame, loss_frame

PLOT_LEFT, PLOT_TOP = LEFT + 0.75, 1.96
ABOVE_TABLE = 1.1
"""From the table's first line up to the plot: room for the names of its axis."""
GOAL_DASH = (0.12, 0.1)
SAMPLE = 0.6
"""The length of the piece of the goal's line that stands beside its name."""


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
        above, limit = heights(self.scenario), goal(self.scenario)
        self.n_paid = math.ceil(max(cost[-1] for cost in paid))
        self.runners = runners(self.scenario, paid, above, self.theme)
        names = [run.label for run in self.runners]
        room, bottom = label_room(names), table_top(names) + ABOVE_TABLE
        place = PLOT_LEFT, bottom, RIGHT - PLOT_LEFT - room, PLOT_TOP - bottom
        losses = loss_frame(
            place,
            float(max(self.n_paid, 2)),
            above,
            0.0 if limit is None else limit.gap,
            measured=minimum_known(self.scenario),
            log_clock=True,
        )
        titles = tr("evaluations of loss and gradient, log scale"), self._plot_name(losses)
        self.plot_axes = LossAxes(losses, self.theme, titles, (9, 7))
        self.lines = RaceLines(self.runners, losses, self.theme)
        self.goal_line = [] if limit is None else [GoalLine(losses, limit.gap, self._goal_source(limit), self.theme)]
        self.table = RaceTable(self.scenario, self.runners, self.theme)
        self.moving: list[Painted] = [self.lines, *self.table.readouts]
        for part in self.moving:
            part.at(Moment(1))
        self.finishes = Finishes(losses, self.runners, arrivals(self.scenario), self.theme)

    def _plot_name(self, losses: LossFrame) -> str:
        symbol, unit = self.scenario.objective.symbol, unit_text(self.scenario.objective.value_unit)
        above = f"{symbol} - {symbol}^*" if minimum_known(self.scenario) else symbol
        quantity = f"${above}$" + (f" #h(0.2em) ({unit})" if unit else "")
        return tr("{quantity}, log scale", quantity=quantity) if losses.is_log else quantity

    def _goal_source(self, limit: Goal) -> str:
        objective = self.scenario.objective
        if not limit.of_minimum:
            return escaped(limit.words)
        least = f"${objective.symbol}^* = {scientific(objective.minimum or 0.0).typst}$"
        return f"{escaped(limit.words)} {least} {unit_text(objective.value_unit)}"

    def introduce(self) -> None:
        """The empty plot, and the names of the runs at their common start."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.formula, self.plot_axes, *self.goal_line, *self.table.static, *self.moving])
        self.hold(pacing.RACE_READY_S + 2.0 * pacing.FADE_S)

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
        """What each run had paid when it first came near the minimum, or how low each came where none is known."""
        self.say("arrivals")
        self.fade([self.finishes, *self.table.arrivals], pacing.VERDICT_S)
        self.hold(pacing.ARRIVALS_S)

    def conclude(self) -> None:
        """Say what the count leaves out."""
        self.say("verdict")
        self.hold(pacing.FINAL_HOLD_S)


class GoalLine(Painted):
    """The loss that counts as arrived, as a dashed line; its name stands above the plot, where no run's name comes."""

    def __init__(self, losses: LossFrame, gap: float, source: str, theme: Theme) -> None:
        super().__init__()
        self.theme, frame = theme, losses.frame
        self.ends = frame.place(np.array(frame.x), losses.heights(np.array([gap]))[0])
        (self.label,) = typeset([small(source)])
        self.at_label = np.array([RIGHT - self.label.width * style.LABEL_SIZE, frame.bottom + frame.height + 0.14])

    def paint(self, pen: Pen) -> None:
        """Draw the line, and beside its name a piece of it."""
        sample = self.at_label + [[-0.12 - SAMPLE, 0.08], [-0.12, 0.08]]
        for line in (self.ends, sample):
            pen.line(line, self.theme.label, style.GHOST_WIDTH, 1.0, GOAL_DASH)
        pen.text(self.label, self.at_label, style.LABEL_SIZE, self.theme.label)


class Finishes(Painted):
    """The point at which each line first reached the goal: a ring, and a line down to the clock's axis."""

    def __init__(self, losses: LossFrame, runs: Sequence[Runner], when: Sequence[float | None], theme: Theme) -> None:
        super().__init__()
        self.theme, self.floor = theme, losses.frame.bottom
        self.reached: list[tuple[str, Points]] = []
        for run, cost in zip(runs, when, strict=True):
            if cost is not None:
                k = int(np.searchsorted(run.clock, cost))
                self.reached.append(
                    (run.colour, losses.frame.place(losses.along(run.clock), losses.heights(run.gaps))[k])
                )

    def paint(self, pen: Pen) -> None:
        """Draw rings and drops."""
        for colour, point in self.reached:
            pen.line(np.array([point, [point[0], self.floor]]), colour, style.GHOST_WIDTH, 0.8, REST_DASH)
            pen.marker("ring", point, 1.3 * style.MARKER_RADIUS, colour, self.theme.background)
