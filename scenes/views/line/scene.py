"""A point on the surface is a line through the data: two pictures that move together."""

from __future__ import annotations

import math
import re
from copy import copy

import numpy as np

from gdcore.objectives.objective import Objective
from gdcore.text.language import tr
from scenes.geometry import Points
from scenes.maps.loss_map import ContourMap, map_frame
from scenes.maps.map_descent import MapDescent
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.labels import Label, Surroundings, plate
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import LEFT, Theme
from scenes.painting.text import Text
from scenes.painting.traces import Traces, traced
from scenes.plots.axes import Frame
from scenes.plots.data_plot import DataPlot, as_lines
from scenes.plots.two_pictures import LEFT_PLACE, RIGHT_PLACE, caption
from scenes.shown_range.boxes import reached, shown_box
from scenes.shown_range.near_frame import within
from scenes.stage.base import DescentScene
from scenes.stage.strip import FIRST_LINE, NEXT_LINE, STRIP_TOP, Strip
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset
from scenes.views.line.hand import HandPoint, hand_numbers, hand_path

LEGEND = (2.3, STRIP_TOP - FIRST_LINE)
BESIDE = math.radians(67.0)
"""The side on which a name at the end best stands, as an angle."""


class LineScene(DescentScene):
    """Shows the data with the line beside the map with the point."""

    plot: DataPlot

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.turn_line()
        self.shift_line()
        self.take_all_steps()
        self.conclude()

    def setup(self) -> None:
        """Build both pictures and the strip of numbers."""
        super().setup()
        self.column = Strip(self.scenario, self.theme)
        self.formula = formula_with_errors(self.run.objective, self.theme)
        box = shown_box(*reached(self.run), self.run.objective)
        frame = map_frame(box, RIGHT_PLACE)
        self.map = ContourMap(self.run.objective, frame, box.top, self.theme)
        self.descent = MapDescent(self.run, frame, self.theme, arrow=True)
        self.caption = caption(frame, tr("the loss, from above"), self.theme)
        self.legend = ErrorLegend(self.theme)
        self.best = BestLabels(self)

    def make_inset(self, place: tuple[float, float, float, float]) -> Painted:  # noqa: ARG002
        """Return the data's plot: here it is no inset but half of the picture."""
        self.plot = DataPlot(self.run, LEFT_PLACE, self.theme)
        return self.plot

    def introduce(self) -> None:
        """The data and the map, a line and its point."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.map, self.caption, *self.display[1:], self.descent])
        self.hold(pacing.LINE_S + pacing.FADE_S)

    def turn_line(self) -> None:
        """Move the point along the first parameter, there and back; the errors appear."""
        self.say("turn")
        self._move_by_hand(0, self.legend)

    def shift_line(self) -> None:
        """Move the point along the second parameter, there and back."""
        self.say("shift")
        self._move_by_hand(1)
        self.hold(pacing.SETTLE_S)

    def _move_by_hand(self, axis: int, *appearing: Painted) -> None:
        n_frames = pacing.frames(pacing.HAND_S, self.fps)
        path = hand_path(self.run.start, self.map.frame, axis, n_frames)
        point, numbers = (
            HandPoint(path, self.map.frame, self.theme),
            hand_numbers(self.run.objective, path, self.column),
        )
        for number in numbers:
            number.prepare([Moment(i) for i in range(n_frames)])
        self.remove(self.descent, *self.column.readouts[1:])

        def show(frame: int) -> None:
            appeared = min(1.0, (frame + 1) / pacing.frames(pacing.FADE_S, self.fps))
            self.plot.errors = max(self.plot.errors, appeared)
            for part in appearing:
                part.opacity = appeared
            self.plot.stand(path[frame])
            for part in (point, *numbers):
                part.at(Moment(frame))

        self.drive([self.plot, point, *numbers, *appearing], n_frames, show)
        self.remove(point, *numbers)
        self.add(*self.column.readouts[1:], self.descent)

    def take_all_steps(self) -> None:
        """The run: the point slides into the valley, the line into the data."""
        if self.run.n_steps == 0:
            return
        self.say("steps")
        durations = pacing.step_durations(self.run.n_steps, pacing.SLIDE_S, pacing.SLIDE_STEP_S)
        self.take_steps([*self.column.readouts, self.plot, self.descent], pacing.moments(durations, self.fps))

    def conclude(self) -> None:
        """Name the lowest point and the line that it is, beside the verdict."""
        self.say("verdict")
        self.remove(self.legend)
        self.fade([self.best, self.verdict_box], pacing.VERDICT_S)
        self.hold(pacing.FINAL_HOLD_S)


def formula_with_errors(objective: Objective, theme: Theme) -> Text:
    """Return the definition of the objective with what is squared in the colour of the errors."""
    coloured = re.sub(r"\(([^()=]*y_i)\)\^2", rf'(#text(fill: rgb("{theme.slope}"))[$\1$])^2', objective.formula)
    source = f"${objective.symbol}({', '.join(objective.parameters)}) = {coloured}$"
    return Text(source, LEFT, style.FORMULA_Y, style.SMALL_FORMULA_SIZE, theme.label)


class ErrorLegend(Painted):
    """What a stroke is, where the verdict will stand."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.outlines = typeset([tr("the error of one row"), tr("$J$: the mean of all squared errors")])

    def paint(self, pen: Pen) -> None:
        """Draw a stroke from a data point and both lines."""
        x, y = LEGEND
        stroke = np.array([[x, y - 0.36], [x, y + 0.14]])
        pen.line(stroke, self.theme.slope, style.GHOST_WIDTH)
        pen.marker("dot", stroke[0], style.DATA_RADIUS, self.theme.rejected)
        for row, (outline, colour) in enumerate(zip(self.outlines, (self.theme.slope, self.theme.label), strict=True)):
            pen.text(outline, np.array([x + 0.2, y - row * NEXT_LINE]), style.POINT_SIZE, colour)


class BestLabels(Painted):
    """The minimiser's name on the map, and that of its line in the data: clear of both as they stand at the end.

    ``named`` has the points that are named and their labels; one for which there is no room is left out.
    """

    def __init__(self, scene: LineScene) -> None:
        super().__init__()
        self.theme = scene.theme
        self.named: list[tuple[Points, Label]] = []
        run, best, frame = scene.run, scene.run.objective.minimiser, scene.map.frame
        if best is None:
            return
        plot, descent = copy(scene.plot), copy(scene.descent)
        for part in (plot, descent):
            part.at(Moment(run.n_steps))
        plot.errors = 1.0
        line, point = typeset([tr("best line"), tr("lowest point")])
        middle = float(np.mean(plot.x))
        slope, height = as_lines(run.objective, best)
        named = plot.frame.place(middle, slope * middle + height)
        self._name(line, named, BESIDE, plot.frame, traced([*plot.furniture, plot]))
        if within(frame.place(*best), frame):
            # Away from where the run comes from, where there is room.
            side = -BESIDE if run.start[1] > best[1] else BESIDE
            self._name(point, frame.place(*best), side, frame, traced([descent]))

    def _name(self, outline: Outline, named: Points, side: float, frame: Frame, around: Traces) -> None:
        label = Surroundings(frame.bounds, around).place(outline, style.POINT_SIZE, named, side)
        if label is not None:
            self.named.append((named, label))

    def paint(self, pen: Pen) -> None:
        """Draw both words and the thin lines to what they name, over the contours."""
        for _, label in self.named:
            if label.leader is not None:
                pen.line(label.leader, self.theme.ink, style.AXIS_WIDTH)
            plate(pen, label.outline, label.at, label.size, self.theme.ink, self.theme)
