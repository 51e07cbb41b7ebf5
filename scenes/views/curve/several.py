"""Several runs on one graph, on one clock."""

from __future__ import annotations

import numpy as np

from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.plots.axes import Frame
from scenes.plots.outcomes import marked
from scenes.runners.scene import RunsScene
from scenes.runners.together import widths
from scenes.shown_range.growing_view import View, common_view
from scenes.shown_range.near_frame import within
from scenes.views.curve.descent import MARKED, CurveDescent
from scenes.views.curve.graph import GrowingGraph
from scenes.views.curve.scene import CurveScene

ARROW, INSIDE = 0.34, 0.12
"""The length of the arrow that shows where a run has gone, and how far it keeps from the sides."""


class LeavingDescent(CurveDescent):
    """A run on a graph in one colour; where it has left the frame, an arrow says so."""

    def paint(self, pen: Pen) -> None:
        """Draw the run, and the arrow if it is out of the frame."""
        super().paint(pen)
        frame = self.graph.frame
        place = self.dot()
        if not within(place, frame):
            left, _, right, top = frame.bounds
            x = float(np.clip(place[0], left + INSIDE, right - INSIDE))
            ends = np.array([[x, top - ARROW], [x, top]])
            pen.arrow(ends[0], ends[1], self.colours[-1], style.ARROW_WIDTH)


class CurveRun(LeavingDescent):
    """One of several runs on a graph, without the mark where it stands; its past iterates are small dots."""

    def head(self) -> Points | None:
        """Return where the run stands; None where that is out of the frame."""
        place = self.dot()
        return place if within(place, self.graph.frame) else None

    def _paint_marks(self, pen: Pen, frame: Frame) -> None:
        places, k = self.places(frame), self.moment.k
        for i in marked(self.run, k, MARKED):
            if within(places[i], frame):
                pen.marker("dot", places[i], style.SMALL_MARKER_RADIUS, self.colours[i], self.theme.background)


class CurveRunsScene(RunsScene, CurveScene):
    """Shows all runs of a scenario on the graph of their function."""

    def draw_runs(self) -> Painted:
        """Return the runs on the graph."""
        if isinstance(self.graph, GrowingGraph):
            self.graph.least = self.graph.views[0]
        strokes, runs = widths(len(self.scenario.runs), style.PATH_WIDTH), self.scenario.runs
        self.parts = [
            CurveRun(run.trajectory, self.graph, self.theme, [colour] * (run.trajectory.n_steps + 1))
            for run, colour in zip(runs, self.colours, strict=True)
        ]
        for part, stroke in zip(self.parts, strokes, strict=True):
            part.stroke, part.slope_ink = stroke, part.colours[0]
        return self.together(self.parts)

    def growing_views(self) -> list[View]:
        """Return what the graph of the parabola shows from the first moment on."""
        return [common_view(self.scenario.runs)]

    def stand_upright(self, share: float) -> None:
        """Lead a line from each start's number on the axis up to the start."""
        for part in self.parts:
            part.upright = share
