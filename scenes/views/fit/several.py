"""Several fits to the same data, on one clock: their lines through it, or of more columns their parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gdcore.descent.trajectory import Trajectory
from scenes.geometry import Place, Points
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.text import Readout, Text
from scenes.runners.scene import RunsScene
from scenes.runners.together import RunsTogether
from scenes.stage.arrangement import GUTTER, Needs, inside
from scenes.views.fit.features import LEVER_MARGINS, PLOT_SHARE, FeaturesScene
from scenes.views.fit.fit_plot import FitPlot
from scenes.views.fit.fitted_curve import FittedCurve
from scenes.views.fit.levers import MARGIN, Levers, near_values
from scenes.views.fit.predictions import padded, paint_head
from scenes.views.fit.scene import FitScene
from scenes.views.surface.several import SurfaceRunsScene


class FitLine(FitPlot):
    """The line of one of several runs through the data, in its colour."""

    ink = ""

    def at(self, moment: Moment) -> None:
        """Show the line of a moment of the run, and none of those before."""
        super().at(moment)
        self.moment, self.trail, self.colour = moment, [], self.ink

    def head(self) -> None:
        """Have no mark."""


class FitRunsScene(SurfaceRunsScene, FitScene):
    """Shows all runs of a scenario on the surface of their error, and their lines through the data."""

    def needed(self) -> Needs:
        """Return what the frame holds: the losses stand beside both pictures, under the names of the runs."""
        return replace(super().needed(), pictures=(1.6, 1.0), numbers="beside")

    def set_numbers(self) -> list[Painted]:
        """Leave the numbers to the list of the runs."""
        return []

    def draw_lines(self, place: Place) -> Painted:
        """Return the data with the line of each run."""
        lines = []
        for run, colour in zip(self.scenario.runs, self.colours, strict=True):
            line = FitLine(run.trajectory, place, self.theme)
            line.ink = line.colour = colour
            lines.append(line)
        together = self.together(lines)
        together.furniture = lines[0].furniture
        return together


class LeverRun(Painted):
    """One of several runs on the lines of the parameters; at the end of a line that it has left is an arrowhead."""

    def __init__(self, run: Trajectory, levers: Levers, colour: str) -> None:
        super().__init__()
        self.run, self.levers, self.colour = run, levers, colour

    @property
    def now(self) -> Points:
        """The parameters ``(d,)`` of this moment."""
        k, run = self.moment.k, self.run
        now: Points = run.iterates[k] + self.moment.move * (run.iterates[min(k + 1, run.n_steps)] - run.iterates[k])
        return now

    def head(self) -> None:
        """Have a mark on each line, and no other."""

    def on_line(self, i: int) -> Points | None:
        """Return where the run stands on line i; None where it has left it."""
        frame, value = self.levers.frames[i], float(self.now[i])
        return frame.place(value, 0.0) if frame.x[0] <= value <= frame.x[1] else None

    def paint(self, pen: Pen) -> None:
        """Draw an arrowhead at the end of each line that the run has left."""
        for frame, value in zip(self.levers.frames, self.now.tolist(), strict=False):
            if not frame.x[0] <= value <= frame.x[1]:
                place = frame.place(np.clip(value, *frame.x), 0.0)
                paint_head(pen, place, np.array([1.0 if value > frame.x[1] else -1.0, 0.0]), self.colour)


class LeverRuns(RunsTogether):
    """All runs on the lines of the parameters."""

    radius = 0.85 * style.MARKER_RADIUS
    """Small enough to leave the names over the lines free."""

    def __init__(self, levers: Levers, parts: Sequence[LeverRun], scene: RunsScene) -> None:
        super().__init__(parts, scene.clock, scene.colours, scene.theme, one_start=scene.one_start)
        self.levers, self.on_levers = levers, parts

    def paint(self, pen: Pen) -> None:
        """Draw the marks on each line."""
        super().paint(pen)
        for i in range(len(self.levers.frames)):
            self.paint_heads(pen, [part.on_line(i) for part in self.on_levers])


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


class CurveOfRun(FittedCurve):
    """The curve of one of several runs through the data, in its colour."""

    ink = ""

    def at(self, moment: Moment) -> None:
        """Show the curve of a moment of the run, and none of those before."""
        super().at(moment)
        self.moment, self.trail, self.colour, self.errors = moment, [], self.ink, 0.0

    def head(self) -> None:
        """Have no mark."""


class FeatureRunsScene(RunsScene, FeaturesScene):
    """Shows the parameters of all runs of a fit to several features, and their curves where one column has them all."""

    def setup(self) -> None:
        """Build the lines of the parameters, the marks of the runs on them, and the curves."""
        super().setup()
        left, bottom, width, height = self.places.picture
        curves = [self._curves()] if isinstance(self.predictions, FittedCurve) else []
        taken = PLOT_SHARE * width + GUTTER if curves else 0.0
        place = inside((left + taken, bottom, width - taken, height), *LEVER_MARGINS)
        self.levers = CommonLevers(self.scenario, place, self.theme)
        pairs = zip(self.scenario.runs, self.colours, strict=True)
        parts = [LeverRun(run.trajectory, self.levers, colour) for run, colour in pairs]
        self.shown = [*curves, LeverRuns(self.levers, parts, self)]
        self.moving = [*self.column.readouts, self.inset, *self.shown]
        for part in self.shown:
            part.at(Moment(self.clock.first))

    def _curves(self) -> RunsTogether:
        """Return the data with the curve of each run."""
        curves = []
        for run, colour in zip(self.scenario.runs, self.colours, strict=True):
            curve = CurveOfRun(run.trajectory, self.predictions.frame.rectangle, self.theme)
            curve.frame, curve.ink = self.predictions.frame, colour
            curves.append(curve)
        together = self.together(curves)
        together.furniture = self.predictions.furniture
        return together

    def introduce(self) -> None:
        """The parameters, where the runs start, and where the fit is best."""
        self.say("introduce")
        self.add(self.title)
        still = [part for shown in self.shown for part in shown.furniture]
        self.fade([*self.display[1:], *still, *self.levers.furniture, *self.shown])
        self.hold(2.0 * pacing.SETTLE_S + pacing.FADE_S)
