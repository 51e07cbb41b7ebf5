"""What each step leaves of an error: a step may erase one part of it and throw the other one far out."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from gdcore.theory.spectra import error_components
from gdcore.theory.speeds import shares_left
from scenes.geometry import Place
from scenes.painting import pacing
from scenes.painting.canvas import Painted
from scenes.plots.two_pictures import MARGINS
from scenes.stage.arrangement import Needs, inside
from scenes.stage.base import DescentScene
from scenes.stage.strip import Strip
from scenes.views.directions.far_data import FarData
from scenes.views.directions.left_chart import LeftChart


class DirectionsScene(DescentScene):
    """Shows the line of a run in the data, and beside it what is left of both parts of its error."""

    needs: ClassVar[Needs] = Needs(pictures=(1.0, 1.0), numbers="below", formula=False)
    chart: LeftChart

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.first_step()
        self.further_steps()
        self.take_other()
        self.conclude()

    def setup(self) -> None:
        """Build a strip of numbers and a picture of the data for each run, and one chart for all."""
        super().setup()
        place = inside(self.places.picture, *MARGINS)
        self.strips = [Strip(run, self.places.panel, self.theme) for run in self.scenario.runs]
        self.plots = [FarData(run.trajectory, place, self.theme) for run in self.scenario.runs]
        for plot in self.plots:
            plot.at(pacing.Moment(0))
        self.column = self.strips[0]

    def make_inset(self, place: Place) -> Painted:  # noqa: ARG002
        """Return the chart of both parts: here it is no inset but half of the picture."""
        left = [shares_left(error_components(run.trajectory)) for run in self.scenario.runs]
        self.chart = LeftChart(left, inside(self.places.pictures[1], *MARGINS), self.theme)
        return self.chart

    def introduce(self) -> None:
        """The data with the first line, and both parts, whole."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.plots[0], *self.chart.furniture, self.chart, *self.numbers(0)])
        self.hold(pacing.READ_S)

    def numbers(self, i: int) -> list[Painted]:
        """Return the numbers of a run."""
        return [*self.strips[i].static, *self.strips[i].readouts]

    def first_step(self) -> None:
        """The first step, slowly: the axis of the data grows with the line."""
        if self.run.n_steps > 0:
            self.say("slope")
            self._take(0, 0, 1, pacing.FAR_STEP_S)
            self.hold(pacing.SETTLE_S)

    def further_steps(self) -> None:
        """All others."""
        if self.run.n_steps > 1:
            self.say("steps")
            self._take(0, 1, self.run.n_steps, pacing.FAR_STEP_S)
            self.hold(pacing.SETTLE_S)

    def _take(self, i: int, first: int, last: int, duration_s: float) -> None:
        moments = pacing.moments(np.full(last - first, duration_s / (last - first)), self.tempo, first)
        parts = [*self.strips[i].readouts, self.plots[i], self.chart]
        self.take_steps(parts, moments, None if i == 0 else [])

    def take_other(self) -> None:
        """The runs beside this one, from the start, over what it has left on the chart."""
        if self.scenario.companions:
            self.say("other")
        for i, other in enumerate(self.scenario.companions, 1):
            self.fade([self.plots[i - 1], *self.numbers(i - 1)], pacing.CROSSFADE_S, out=True)
            self.chart.shown = i
            self.chart.at(pacing.Moment(0))
            self.fade([self.plots[i], *self.numbers(i)], pacing.CROSSFADE_S)
            if other.trajectory.n_steps:
                self._take(i, 0, other.trajectory.n_steps, pacing.OTHER_RUN_S)
