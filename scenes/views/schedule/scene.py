"""Any number of parameters and runs: the rate of every step, and under it what the losses make of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from gdcore.studies.rates_in_edges import rates_shown
from scenes.geometry import Place
from scenes.painting import pacing, style
from scenes.runners.clock import CommonClock
from scenes.runners.scene import RunsScene
from scenes.runners.together import RunPart, RunsTogether, widths
from scenes.shown_range.window import is_own
from scenes.stage.arrangement import Needs, inside
from scenes.stage.base import DescentScene
from scenes.views.schedule.rates_chart import TICKS_ALONG, Edge, RatesChart, Stair, rate_name

PANEL_WIDTH = 3.6
MARGINS = (0.94, 0.14, 0.1, 0.5)
"""Room around the rates for the numbers of their axis and the name above."""
LOSS_MARGINS = (0.94, 0.86, 0.1, 0.5)
CLOCK_NAME = LOSS_MARGINS[1] - MARGINS[1]
"""More room, for an axis of steps that the losses do not share."""
RATES_SHARE = 0.45
"""The share of the picture that rates have, the losses having the rest."""


class RatesOverSteps(DescentScene):
    """The picture: the rates of all runs over their steps, above a place for the losses.

    Clock and colours, and the runs ``together``, are those of the scene of several runs that it is mixed with.
    """

    clock: CommonClock
    colours: list[str]
    together: Callable[[Sequence[RunPart]], RunsTogether]

    def needed(self) -> Needs:
        """Return what the frame holds."""
        return Needs(formula=is_own(self.run.objective), panel_width=PANEL_WIDTH)

    def setup(self) -> None:
        """Build the chart, a stair for each run, and the edge over them."""
        super().setup()
        rates, in_edges = rates_shown(self.scenario)
        place = inside(self.halves[0], *MARGINS)
        if not self.clock.counts_steps:
            place = inside(place, bottom=CLOCK_NAME)
        name = rate_name(self.scenario, in_edges=in_edges)
        self.chart = RatesChart(rates, place, self.theme, name, in_edges=in_edges, alone=not self.clock.counts_steps)
        strokes = widths(len(rates), style.PATH_WIDTH)
        stairs = [
            Stair(one, self.chart, colour, stroke)
            for one, colour, stroke in zip(rates, self.colours, strokes, strict=True)
        ]
        self.stairs = self.together(stairs)
        self.edge = Edge(self.chart)
        self.moving = [*self.column.readouts, self.inset, self.stairs, self.edge]

    @property
    def halves(self) -> tuple[Place, Place]:
        """The places of rates and losses, one above the other."""
        left, bottom, width, height = self.places.picture
        low = (1.0 - RATES_SHARE) * height
        return (left, bottom + low, width, height - low), (left, bottom, width, low)

    def introduce(self) -> None:
        """The chart with all that is to come, and the starts."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.chart, *self.display[1:], self.stairs, self.edge])
        self.hold(2.0 * pacing.SETTLE_S + pacing.FADE_S)


class ScheduleScene(RunsScene, RatesOverSteps):
    """Shows the rates of all runs of a scenario step by step, and their losses under them on the same clock."""

    clock_ticks: ClassVar[int] = TICKS_ALONG

    @property
    def loss_place(self) -> Place:
        """The lower half of the picture."""
        return inside(self.halves[1], *LOSS_MARGINS)
