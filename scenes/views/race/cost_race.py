"""Several methods at once, compared by cost: the loss against evaluations, not steps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

import numpy as np

from gdcore.arrays import Array
from gdcore.narration.beats import FEW
from gdcore.studies.race import SHARE, Goal, arrivals, costs, goal, heights, minimum_known
from gdcore.text.language import tr
from scenes.geometry import Place, Points
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.fitting import unit_text
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import RIGHT, Theme
from scenes.painting.text import escaped, small
from scenes.runners.lines import REST_DASH, RunLines, Runner, label_room, run_labels, runners
from scenes.runners.loss_axes import LossAxes
from scenes.runners.loss_frame import LossFrame, loss_frame
from scenes.stage.arrangement import Needs, inside
from scenes.stage.base import DescentScene
from scenes.typesetting.typeset import typeset
from scenes.views.race.cost_table import RaceTable, has_columns
from scenes.views.race.paths import RaceMap, on_one_map

DIM = 0.5
"""The opacity of a name before it is its turn."""
MARGIN = 0.85
"""Room for the numbers of the axis of losses, in scene units."""
GOAL_DASH = (0.12, 0.1)
SAMPLE = 0.6
"""The length of the piece of the goal's line that stands beside its name."""


class CostRaceScene(DescentScene):
    """Shows a scenario and its companions on one clock of evaluations: on their map, if they share one, and by loss."""

    needs: ClassVar[Needs] = Needs(numbers="below", formula=False)

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.first_evaluations()
        self.further_evaluations()
        self.show_arrivals()
        self.conclude()

    def setup(self) -> None:
        """Build the map, the plot, the clock and the table."""
        super().setup()
        paid = [costs(run.trajectory) for run in self.scenario.runs]
        above, limit = heights(self.scenario), goal(self.scenario)
        self.n_paid = math.ceil(max(cost[-1] for cost in paid))
        self.runners = runners(self.scenario, paid, above, self.theme)
        left, bottom, _, height = self.places.panel
        strip = (left, bottom, RIGHT - left, height)
        in_columns = has_columns(run_labels(self.scenario), strip[2])
        on_map, of_losses = (
            one if in_columns else _down_to(bottom, one) for one in (self.places.picture, self.places.pictures[-1])
        )
        self.map = self._map(paid, on_map)
        room = 0.75 if in_columns else label_room([run.label for run in self.runners])
        place = inside(of_losses, MARGIN, 0.95, room, 0.5)
        losses = loss_frame(
            place,
            float(max(self.n_paid, 2)),
            above,
            0.0 if limit is None else limit.gap,
            measured=minimum_known(self.scenario),
            log_clock=True,
        )
        titles = tr("evaluations"), self._plot_name()
        self.plot_axes = LossAxes(losses, self.theme, titles, (5, 5) if self.map else (9, 6))
        self.lines = RunLines(self.runners, losses, self.theme, named=not in_columns)
        self.goal_line = [] if limit is None else [GoalLine(losses, limit, self.theme, at_end=in_columns)]
        self.table = RaceTable(self.scenario, self.runners, strip, self.theme) if in_columns else None
        self.moving: list[Painted] = [self.lines, *(self.table.readouts if self.table else [])]
        self.moving += [self.map.paths] if self.map else []
        for part in self.moving:
            part.at(Moment(1))
        self.finishes = Finishes(losses, self.runners, arrivals(self.scenario), self.theme)

    def needed(self) -> Needs:
        """Return what the frame must hold: two pictures where the runs share a map."""
        return replace(self.needs, pictures=(1.0,) if on_one_map(self.scenario) is None else (1.0, 1.0))

    def _map(self, paid: Sequence[Array], picture: Place) -> RaceMap | None:
        """Return the runs on the map of the loss that they share, if they do."""
        points = on_one_map(self.scenario)
        if points is None:
            return None
        place = inside(picture, 0.95, 0.95, 0.1, 0.5)
        return RaceMap(self.scenario, points, paid, [run.colour for run in self.runners], place, self.theme)

    def _plot_name(self) -> str:
        symbol, unit = self.scenario.objective.symbol, unit_text(self.scenario.objective.value_unit)
        above = f"{symbol} - {symbol}^*" if minimum_known(self.scenario) else symbol
        return f"${above}$" + (f" #h(0.2em) ({unit})" if unit else "")

    def introduce(self) -> None:
        """The empty plot and the runs at their common start; their names light up one after the other."""
        self.say("introduce")
        self.add(self.title)
        still = [*([self.map.map] if self.map else []), self.plot_axes, *self.goal_line]
        names = self.table.static if self.table else []
        for name in names:
            name.opacity = DIM
        self.fade([*still, *names, *self.moving])

        def light(share: float) -> None:
            for name, lit in zip(names, pacing.in_turn(share, len(names)), strict=True):
                name.opacity = DIM + (1.0 - DIM) * lit

        self.change(names, pacing.RACE_READY_S, light, even=True)
        self.hold(pacing.FADE_S)

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
        ticks = pacing.log_clock(first, last, duration_s, self.tempo)
        paid = np.searchsorted(costs(self.run), [tick.k for tick in ticks], side="right") - 1
        self.take_steps(self.moving, ticks, np.maximum(paid, 0).tolist())

    def show_arrivals(self) -> None:
        """What each run had paid when it first came near the minimum, or how low each came where none is known."""
        self.say("arrivals")
        words = self.table.in_order_of_arrival if self.table else []

        def arrive(share: float) -> None:
            self.finishes.reveal = share * len(self.scenario.runs) / max(len(self.finishes.reached), 1)
            for text, shown in zip(words, pacing.in_turn(share, len(words)), strict=True):
                text.opacity = shown

        self.change([self.finishes, *words], pacing.ARRIVALS_S, arrive, even=True)

    def conclude(self) -> None:
        """Say what the count leaves out."""
        self.say("verdict")
        self.hold(pacing.FINAL_HOLD_S)


def _down_to(bottom: float, picture: Place) -> Place:
    """Return a picture's place with the room under it, where no table stands there."""
    left, below, width, height = picture
    return left, bottom, width, height + below - bottom


class GoalLine(Painted):
    """The loss that counts as arrived, as a dashed line with its share at the end.

    Where names stand there it is told above the plot, where none comes, beside a piece of the line.
    """

    def __init__(self, losses: LossFrame, limit: Goal, theme: Theme, *, at_end: bool) -> None:
        super().__init__()
        self.theme, frame = theme, losses.frame
        self.ends = frame.place(np.array(frame.x), losses.heights(np.array([limit.gap]))[0])
        (self.label,) = typeset([small(escaped(f"{100.0 * SHARE:g} %" if at_end else limit.words))])
        above = np.array([RIGHT - self.label.width * style.LABEL_SIZE, frame.bottom + frame.height + 0.14])
        self.at_label = self.ends[1] + [0.14, -0.1] if at_end else above
        sample = self.at_label + [[-0.12 - SAMPLE, 0.08], [-0.12, 0.08]]
        self.lines = [self.ends] if at_end else [self.ends, sample]

    def paint(self, pen: Pen) -> None:
        """Draw the line and its name."""
        for line in self.lines:
            pen.line(line, self.theme.label, style.GHOST_WIDTH, 1.0, GOAL_DASH)
        pen.text(self.label, self.at_label, style.LABEL_SIZE, self.theme.label)


class Finishes(Painted):
    """The point at which each line first reached the goal: a ring, and a line down to the clock's axis.

    Drawn one after the other, the first to arrive first.
    """

    def __init__(self, losses: LossFrame, runs: Sequence[Runner], when: Sequence[float | None], theme: Theme) -> None:
        super().__init__()
        self.theme, self.floor = theme, losses.frame.bottom
        self.reached: list[tuple[str, Points]] = []
        for run, cost in sorted(zip(runs, when, strict=True), key=lambda arrival: arrival[1] or 0.0):
            if cost is not None:
                k = int(np.searchsorted(run.clock, cost))
                self.reached.append(
                    (run.colour, losses.frame.place(losses.along(run.clock), losses.heights(run.gaps))[k])
                )

    def paint(self, pen: Pen) -> None:
        """Draw rings and drops."""
        for i, (colour, point) in enumerate(self.reached):
            drawn = min(self.reveal * len(self.reached) - i, 1.0)
            if drawn > 0.0:
                foot = np.array([point[0], point[1] + drawn * (self.floor - point[1])])
                pen.line(np.array([point, foot]), colour, style.GHOST_WIDTH, 0.8, REST_DASH)
                radius = (2.3 - drawn) * style.MARKER_RADIUS  # it closes in, also where there is no way down
                pen.marker("ring", point, radius, colour, self.theme.background)
