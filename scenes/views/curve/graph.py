"""The graph over its horizontal axis: still, or growing with the run that leaves it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.objectives.objective import Objective
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Axes, Curve, Frame
from scenes.plots.sliding_ticks import paint_axis
from scenes.shown_range.growing_view import View
from scenes.typesetting.outline import Outline

SAMPLES = 241
GROWN = 0.5
"""When in the move of a step the frame has grown."""


class FloorAxis(Axes):
    """The horizontal axis alone: heights are told by the loss chart."""

    def __init__(self, frame: Frame, theme: Theme, name: str) -> None:
        super().__init__(frame, theme, labels=(name, ""), grid=False, filled=True)

    def paint(self, pen: Pen) -> None:
        """Draw the axis with its numbers, and its name at the end."""
        foot = self.frame.place(np.array(self.frame.x), self.frame.y[0])
        pen.line(foot, self.theme.axis, style.AXIS_WIDTH)
        self._paint_x(pen, self.frame.y[0])


class Graph(Painted):
    """The graph of a function in a frame that stays; axis and curve are its furniture."""

    grows = False

    def __init__(self, objective: Objective, frame: Frame, name: str, theme: Theme, n_points: int = 400) -> None:
        super().__init__()
        self.objective, self.theme, self.still = objective, theme, frame
        self.furniture = [FloorAxis(frame, theme, name), Curve(frame, objective.value, theme, n_points)]

    def frame_at(self, moment: Moment) -> Frame:
        """Return what is shown at a moment of the run."""
        del moment
        return self.still

    @property
    def frame(self) -> Frame:
        """What is shown now."""
        return self.frame_at(self.moment)

    def paint(self, pen: Pen) -> None:
        """Leave everything to the furniture."""


class GrowingGraph(Graph):
    """A graph whose frame grows while the run takes a step that leaves it: ``views[k]`` is shown after k steps.

    ``least`` is what it shows in any case, such as all of a run that is taken once more.
    """

    grows = True

    def __init__(self, objective: Objective, views: Sequence[View], place: Place, name: Outline, theme: Theme) -> None:
        Painted.__init__(self)
        self.objective, self.theme, self.place, self.axis_name = objective, theme, place, name
        self.views = list(views)
        self.least: View | None = None

    def frame_at(self, moment: Moment) -> Frame:
        """Return what is shown at a moment of the run."""
        if self.least is not None:
            return self.least.frame(self.place)
        here, there = self.views[moment.k], self.views[min(moment.k + 1, len(self.views) - 1)]
        return here.towards(there, min(moment.move / GROWN, 1.0)).frame(self.place)

    def paint(self, pen: Pen) -> None:
        """Draw the axis and the graph as far as it lies in the frame."""
        frame = self.frame
        paint_axis(pen, frame, self.theme)
        end = np.array([frame.left + frame.width, frame.bottom]) + [0.14, -0.06]
        pen.text(self.axis_name, end, style.LABEL_SIZE, self.theme.label)
        with pen.inside(frame.rectangle, style.CURVE_WIDTH):
            pen.polylines(pieces(self.objective, frame), self.theme.curve, style.CURVE_WIDTH)


def pieces(objective: Objective, frame: Frame) -> list[np.ndarray]:
    """Return the graph of a function as polylines in a frame, a little beyond its top, where the pen must cut it."""
    x = np.linspace(*frame.x, SAMPLES)
    y = objective.value(x[:, None])
    inside = np.isfinite(y) & (y <= frame.y[1] + 0.5 * (frame.y[1] - frame.y[0])) & (y >= frame.y[0])
    parts = np.split(np.arange(SAMPLES), np.flatnonzero(np.diff(inside)) + 1)
    return [frame.place(x[part], y[part]) for part in parts if inside[part[0]]]
