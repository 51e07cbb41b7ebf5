"""A point on the surface is a line through the data: two pictures that move together."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from copy import copy
from typing import ClassVar

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.objectives.objective import Objective
from gdcore.text.language import tr
from scenes.geometry import Place, Points
from scenes.maps.loss_map import map_frame
from scenes.maps.map_descent import MapDescent
from scenes.maps.zoom_map import ZoomMap, near_box
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.labels import Label, Surroundings, plate
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import LEFT, Theme
from scenes.painting.text import Text
from scenes.painting.traces import traced
from scenes.plots.axes import Frame
from scenes.plots.data_plot import as_lines
from scenes.plots.two_pictures import MARGINS, caption
from scenes.shown_range.boxes import reached, shown_box
from scenes.shown_range.near_frame import within
from scenes.stage.arrangement import Needs, inside
from scenes.stage.base import DescentScene
from scenes.stage.strip import PointStrip
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset
from scenes.views.line.hand import HandPoint, hand_numbers, hand_path
from scenes.views.line.squares import SquaresPlot

BESIDE = math.radians(67.0)
"""The side on which a name at the end best stands, as an angle."""
SAMPLE = 0.5
"""The width of a bar or square in the legend, with the gap before its words."""
TINT = 0.2
DASH = (0.12, 0.1)
FINEST, APART = 1e-9, 0.08
"""Two points nearer to each other than this share of the map are one; nearer than that, they cannot be told apart."""


class LineScene(DescentScene):
    """Shows the data with the line beside the map with the point."""

    needs: ClassVar[Needs] = Needs(pictures=(0.85, 1.15), numbers="below")
    plot: SquaresPlot

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
        self.column = PointStrip(self.scenario, self.places.panel, self.theme)
        self.formula = formula_with_errors(self.run.objective, self.theme)
        box, place = shown_box(*reached(self.run), self.run.objective), inside(self.places.pictures[1], *MARGINS)
        self.ending = Ending(self.run, map_frame(box, place))
        far, near = self.ending.frames
        self.map = ZoomMap(self.run.objective, far, near, (box.top, self.ending.top), self.theme)
        self.descent = MapDescent(self.run, far, self.theme, arrow=True)
        self.point = Halo(far.place(*self.run.start), self.theme)
        self.caption = caption(far, tr("the loss, from above"), self.theme)
        self.legend = ErrorLegend(self.places.verdict, self.theme)
        self.best = BestLine(self)

    def make_inset(self, place: Place) -> Painted:  # noqa: ARG002
        """Return the data's plot: here it is no inset but half of the picture."""
        self.plot = SquaresPlot(self.run, inside(self.places.picture, *MARGINS), self.theme)
        return self.plot

    def introduce(self) -> None:
        """The data and the map; the line is pointed at, then its point."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.map, self.caption, *self.display[1:], self.descent])

        def point_at(share: float) -> None:
            along, around = pacing.in_turn(share, 2)
            self.plot.glow, self.point.glow = 2.0 * along, math.sin(math.pi * around)

        self.change([self.plot, self.point], pacing.LINE_S, point_at, even=True)
        self.remove(self.point)

    def turn_line(self) -> None:
        """Move the point along the first parameter, there and back; the errors appear as bars."""
        self.say("turn")
        self._move_by_hand(0, "errors")

    def shift_line(self) -> None:
        """Move the point along the second parameter, there and back; the bars get their squares."""
        self.say("shift")
        self._move_by_hand(1, "squares")
        self.hold(pacing.SETTLE_S)

    def _move_by_hand(self, axis: int, appearing: str) -> None:
        n_frames = pacing.frames(pacing.HAND_S, self.tempo)
        path = hand_path(self.run.start, self.map.far, axis, n_frames)
        point = HandPoint(path, self.map.far, self.theme)
        numbers = hand_numbers(self.run.objective, path, self.places.panel, self.theme)
        for number in numbers:
            number.prepare([Moment(i) for i in range(n_frames)])
        strip = [*self.column.static, *self.column.readouts]
        self.remove(self.descent, *strip)

        def show(frame: int) -> None:
            appeared = min(1.0, (frame + 1) / pacing.frames(pacing.FADE_S, self.tempo))
            setattr(self.plot, appearing, appeared)
            if appearing == "errors":
                self.legend.opacity = appeared
            else:
                self.legend.squared = appeared
            self.plot.stand(path[frame])
            for part in (point, *numbers):
                part.at(Moment(frame))

        self.drive([self.plot, point, *numbers, self.legend], n_frames, show)
        self.remove(point, *numbers)
        self.add(*strip, self.descent)

    def take_all_steps(self) -> None:
        """The run: the point slides into the valley, the line into the data."""
        if self.run.n_steps == 0:
            return
        self.say("steps")
        durations = pacing.step_durations(self.run.n_steps, pacing.SLIDE_S, pacing.SLIDE_STEP_S)
        self.take_steps([*self.column.readouts, self.plot, self.descent], pacing.moments(durations, self.tempo))

    def conclude(self) -> None:
        """Come near until the last point and the lowest one are apart; name the lowest point and its line."""
        self.say("verdict")
        self.remove(self.legend)
        if self.ending.comes_near:

            def come(share: float) -> None:
                self.descent.look(self.map.come(share))

            self.change([self.map, self.descent], pacing.NEARER_S, come)

        def name(share: float) -> None:
            self.plot.errors = self.plot.squares = 1.0 - share
            self.best.opacity = self.verdict_box.opacity = share

        self.change([self.plot, self.best, self.verdict_box], pacing.VERDICT_S, name)
        self.hold(pacing.FINAL_HOLD_S)


def formula_with_errors(objective: Objective, theme: Theme) -> Text:
    """Return the definition of the objective with what is squared in the colour of the errors."""
    coloured = re.sub(r"\(([^()=]*y_i)\)\^2", rf'(#text(fill: rgb("{theme.slope}"))[$\1$])^2', objective.formula)
    source = f"${objective.symbol}({', '.join(objective.parameters)}) = {coloured}$"
    return Text(source, LEFT, style.FORMULA_Y, style.SMALL_FORMULA_SIZE, theme.label)


class ErrorLegend(Painted):
    """What a bar is and, once its square is shown, what the loss is, where the verdict will stand."""

    def __init__(self, place: Place, theme: Theme) -> None:
        super().__init__()
        self.theme, self.squared = theme, 0.0
        left, bottom, width, height = place
        self.corner = np.array([left, bottom + height])
        outlines = typeset([tr("the error of one row"), tr("$J$: the mean of the squares")])
        room = width - SAMPLE
        self.words = [(outline, min(style.POINT_SIZE, room / outline.width)) for outline in outlines]

    def paint(self, pen: Pen) -> None:
        """Draw a bar from a data point and its meaning, and a square with its own."""
        colours, row = (self.theme.slope, self.theme.ink), np.array([0.0, 0.5])
        first = self.corner - [0.0, 0.4]
        bar = first + np.array([[0.16, -0.08], [0.16, 0.3]])
        pen.line(bar, self.theme.slope, style.ERROR_WIDTH * 2.0)
        pen.marker("dot", bar[0], style.DATA_RADIUS, self.theme.rejected)
        square = first - row + np.array([[0.02, -0.06], [0.32, -0.06], [0.32, 0.24], [0.02, 0.24]])
        later = pen.with_opacity(pen.opacity * self.squared)
        later.fill(square, self.theme.slope, TINT)
        later.line(np.concatenate([square, square[:1]]), self.theme.slope, style.GRID_WIDTH)
        for i, (own, (outline, size), colour) in enumerate(zip((pen, later), self.words, colours, strict=True)):
            own.text(outline, first - i * row + [SAMPLE, 0.0], size, colour)


class Halo(Painted):
    """A ring around a point that is pointed at, as strongly as ``glow`` says."""

    def __init__(self, place: Points, theme: Theme) -> None:
        super().__init__()
        self.place, self.theme, self.glow = place, theme, 0.0

    def paint(self, pen: Pen) -> None:
        """Draw the ring."""
        if self.glow > 0.0:
            radius = style.MARKER_RADIUS * (1.0 + 1.6 * self.glow)
            turn = np.linspace(0.0, 2.0 * np.pi, 60)
            ring = self.place + radius * np.stack([np.cos(turn), np.sin(turn)], axis=1)
            pen.line(ring, self.theme.ink, style.GHOST_WIDTH, self.glow)


class Ending:
    """Where a run ends, seen from so near that its last point and the lowest one are apart, if they are at all."""

    def __init__(self, run: Trajectory, far: Frame) -> None:
        last, best = run.iterates[-1], run.objective.minimiser
        self.frames, self.top, self.comes_near = (far, far), 1.0, False
        if best is None or not within(far.place(*last), far):
            return
        size = abs(np.array([np.ptp(far.x), np.ptp(far.y)]))
        apart = float((abs(last - best) / size).max())
        self.comes_near = FINEST < apart < APART
        if self.comes_near:
            # Both ranges shrink alike: the contours keep their shape.
            box = near_box(best + apart * size[None], run.objective)
            self.frames, self.top = (far, map_frame(box, far.rectangle)), box.top


class BestLine(Painted):
    """The line of the minimiser in the data, and its name and the minimiser's, clear of all that stands at the end.

    ``named`` has the points that are named and their labels; one for which there is no room is left out.
    """

    def __init__(self, scene: LineScene) -> None:
        super().__init__()
        self.theme, self.frame = scene.theme, scene.plot.frame
        self.named: list[tuple[Points, Label]] = []
        self.line: Points | None = None
        run, best = scene.run, scene.run.objective.minimiser
        if best is None:
            return
        far, near = scene.ending.frames
        frame = near if scene.ending.comes_near else far
        plot, descent = copy(scene.plot), copy(scene.descent)
        descent.look(frame)
        for part in (plot, descent):
            part.at(Moment(run.n_steps))
        slope, height = as_lines(run.objective, best)
        ends = np.array(self.frame.x)
        self.line = self.frame.place(ends, slope * ends + height)
        line, point = typeset([tr("best line"), tr("lowest point")])
        middle = float(np.mean(plot.x))
        self._name(line, self.frame.place(middle, slope * middle + height), BESIDE, self.frame, [*plot.furniture, plot])
        if within(frame.place(*best), frame):
            # Away from where the run comes from, where there is room.
            side = -BESIDE if run.start[1] > best[1] else BESIDE
            self._name(point, frame.place(*best), side, frame, [descent])

    def _name(self, outline: Outline, named: Points, side: float, frame: Frame, around: Sequence[Painted]) -> None:
        label = Surroundings(frame.bounds, traced(around)).place(outline, style.POINT_SIZE, named, side)
        if label is not None:
            self.named.append((named, label))

    def paint(self, pen: Pen) -> None:
        """Draw the best line dashed over the last one, and both names with thin lines to what they name."""
        if self.line is not None:
            with pen.inside(self.frame.rectangle):
                pen.line(self.line, self.theme.ink, style.GHOST_WIDTH, 1.0, DASH)
        for _, label in self.named:
            if label.leader is not None:
                pen.line(label.leader, self.theme.ink, style.AXIS_WIDTH)
            plate(pen, label.outline, label.at, label.size, self.theme.ink, self.theme)
