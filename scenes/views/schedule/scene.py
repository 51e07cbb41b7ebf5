"""Any number of parameters and runs: the rate of every step, and beside it what the losses make of it."""

from __future__ import annotations

from gdcore.studies.rates_in_edges import rates_shown
from scenes.painting import pacing, style
from scenes.runners.scene import RunsScene
from scenes.runners.together import widths
from scenes.shown_range.window import is_own
from scenes.stage.arrangement import Needs, inside
from scenes.stage.base import DescentScene
from scenes.views.schedule.rates_chart import RatesChart, Stair

MARGINS = (0.86, 0.94, 0.1, 0.5)
"""Room around the chart for the numbers and names of its axes."""


class RatesOverSteps(DescentScene):
    """The picture: the rates of all runs over their steps."""

    def needed(self) -> Needs:
        """Return what the frame holds."""
        return Needs(formula=is_own(self.run.objective))

    def setup(self) -> None:
        """Build the chart and a stair for each run."""
        super().setup()
        rates, in_edges = rates_shown(self.scenario)
        self.chart = RatesChart(rates, inside(self.places.picture, *MARGINS), self.theme, in_edges=in_edges)
        strokes = widths(len(rates), style.PATH_WIDTH)
        stairs = [
            Stair(one, self.chart, colour, stroke)
            for one, colour, stroke in zip(rates, self.colours, strokes, strict=True)
        ]
        self.stairs = self.together(stairs)
        self.moving = [*self.column.readouts, self.inset, self.stairs]

    def introduce(self) -> None:
        """The chart with all that is to come, and the starts."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.chart, *self.display[1:], self.stairs])
        self.hold(2.0 * pacing.SETTLE_S + pacing.FADE_S)


class ScheduleScene(RunsScene, RatesOverSteps):
    """Shows the rates of all runs of a scenario step by step, and their losses."""
