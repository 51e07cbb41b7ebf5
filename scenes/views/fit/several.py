"""Several fits to the same data, on one clock: their lines through it, or of more columns their parameters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gdcore.descent.trajectory import Trajectory
from scenes.geometry import Place
from scenes.painting import pacing
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Mark, Pen
from scenes.painting.text import Readout, Text
from scenes.runners.scene import RunsScene
from scenes.runners.together import HEAD
from scenes.stage.arrangement import Needs, inside
from scenes.views.fit.features import LEVER_MARGINS, FeaturesScene
from scenes.views.fit.fit_plot import FitPlot
from scenes.views.fit.levers import MARGIN, Levers, near_values
from scenes.views.fit.predictions import padded, paint_head
from scenes.views.fit.scene import FitScene
from scenes.views.surface.several import SurfaceRunsScene

NO_TRAIL = np.zeros((0, 2))


class FitLine(FitPlot):
    """The line of one of several runs through the data."""

    def at(self, moment: Moment) -> None:
        """Show the line of a moment of the run, and none of those before."""
        super().at(moment)
        self.moment, self.trail = moment, NO_TRAIL

    def head(self) -> None:
        """Have no mark."""


class FitRunsScene(SurfaceRunsScene, FitScene):
    """Shows all runs of a scenario on the surface of their error, and their lines through the data."""

    def needed(self) -> Needs:
        """Return what the frame holds: the losses stand beside both pictures, under the names of the runs."""
        return replace(super().needed(), pictures=(1.3, 1.0), numbers="beside")

    def set_numbers(self) -> list[Painted]:
        """Leave the numbers to the list of the runs."""
        return []

    def draw_lines(self, place: Place) -> Painted:
        """Return the data with the line of each run."""
        lines = []
        for run, colour in zip(self.scenario.runs, self.colours, strict=True):
            line = FitLine(run.trajectory, place, self.theme)
            line.ink = colour
            lines.append(line)
        together = self.together(lines)
        together.furniture = lines[0].furniture
        return together


class LeverRun(Painted):
    """One of several runs on the lines of the parameters: its mark on each, or an arrowhead at the end it has left."""

    def __init__(self, run: Trajectory, levers: Levers, mark: Mark, colour: str) -> None:
        super().__init__()
        self.run, self.levers, self.mark, self.colour = run, levers, mark, colour

    def head(self) -> None:
        """Have a mark on each line, and none over all."""

    def paint(self, pen: Pen) -> None:
        """Draw the marks."""
        k, run = self.moment.k, self.run
        now = run.iterates[k] + self.moment.move * (run.iterates[min(k + 1, run.n_steps)] - run.iterates[k])
        for frame, value in zip(self.levers.frames, now.tolist(), strict=False):
            place = frame.place(np.clip(value, *frame.x), 0.0)
            if frame.x[0] <= value <= frame.x[1]:
                pen.marker(self.mark, place, HEAD, self.colour, self.levers.theme.background)
            else:
                paint_head(pen, place, np.array([1.0 if value > frame.x[1] else -1.0, 0.0]), self.colour)


class CommonLevers(Levers):
    """The lines of the parameters for several runs, with names and best values."""

    def range_of(self, i: int) -> tuple[float, float]:
        """Return what a line shows: what is asked for, or the values of all runs until they leave, and the best."""
        if self.scenario.domain is not None and np.isfinite(self.scenario.domain[i]).all():
            return super().range_of(i)
        values = [near_values(run.trajectory, i) for run in self.scenario.runs]
        return padded(np.concatenate([*values, self.best[i : i + 1]]), MARGIN)

    def words(self) -> tuple[list[Text], list[Readout]]:
        """Return the names; the values are those of many runs, and stand on the page."""
        names, _ = super().words()
        return names, []


class FeatureRunsScene(RunsScene, FeaturesScene):
    """Shows the parameters of all runs of a fit to several columns."""

    def setup(self) -> None:
        """Build the lines of the parameters, and the marks of the runs on them."""
        super().setup()
        place = inside(self.places.picture, *LEVER_MARGINS)
        self.levers = CommonLevers(self.scenario, place, self.theme)
        pairs = zip(self.scenario.runs, self.marks, self.colours, strict=True)
        self.shown = self.together([LeverRun(run.trajectory, self.levers, mark, ink) for run, mark, ink in pairs])
        self.moving = [*self.column.readouts, self.inset, self.shown]

    def introduce(self) -> None:
        """The parameters, where the runs start, and where the fit is best."""
        self.say("introduce")
        self.add(self.title)
        self.fade([*self.display[1:], *self.levers.furniture, self.shown])
        self.hold(2.0 * pacing.SETTLE_S + pacing.FADE_S)
