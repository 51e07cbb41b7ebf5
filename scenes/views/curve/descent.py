"""A run on its graph: each step as a level line from the point, then the drop onto the curve where the mark stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from gdcore.descent.trajectory import Trajectory
from scenes.geometry import Points, clipped
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.labels import Label
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Frame
from scenes.plots.outcomes import marked, outcome, outcome_colours
from scenes.shown_range.near_frame import within
from scenes.views.curve.graph import GROWN, Graph

DASH = (0.0, 0.085)
"""Dots: the pen's ends are round."""
MOST_STEPS = 240
"""Of a longer run the first and the last steps are drawn, half of these each."""
MARKED = 60
"""Of a run with more steps only the start and the newest point are marked: the others would cover the graph."""
ACROSS, FALL = GROWN, 0.72
"""When in the move of a step its line is complete, and when the drop begins."""
FADED = 0.42
"""The opacity of earlier steps."""
OUTSIDE = 1.0
"""How far lines go on beyond the frame, where the pen cuts them: far away their coordinates would overflow."""
GONE = 4.0
"""How soon in the next phase words of the last one are gone: after this part of it."""


@dataclass(frozen=True)
class StepWords:
    """The words of the steps that are told slowly, each by its step: the slope, and slope times rate on the step."""

    slopes: dict[int, Label] = field(default_factory=dict)
    steps: dict[int, Label] = field(default_factory=dict)


class CurveDescent(Painted):
    """The run on the graph: earlier steps, the slope at the newest point, the step from it, the marks, the words.

    ``lit`` is how many of the steps, from the first on, are drawn as strongly as the newest; ``upright`` is how far the
    line has come that leads from the start's number on the axis up to the start.
    """

    past_radius: ClassVar[float] = style.MARKER_RADIUS
    """The radius of all marks but the newest."""

    def __init__(self, run: Trajectory, graph: Graph, theme: Theme, colours: list[str] | None = None) -> None:
        super().__init__()
        self.run, self.graph, self.theme = run, graph, theme
        self.colours = outcome_colours(run, theme) if colours is None else colours
        self.x, self.y = run.iterates[:, 0], run.losses
        self.words, self.stroke, self.slope_ink = StepWords(), style.PATH_WIDTH, theme.slope
        self.lit, self.upright, self.silent = 0.0, 0.0, False
        self.leaves = not graph.grows and not all(within(place, graph.frame) for place in self.places(graph.frame))

    def places(self, frame: Frame) -> Points:
        """Return where the iterates lie in a frame, ``(n_steps + 1, 2)``; those far outside are moved nearer."""
        return self._near(frame, self.x, self.y)

    def _near(self, frame: Frame, x: Points, y: Points) -> Points:
        left, bottom, right, top = frame.bounds
        with np.errstate(over="ignore", invalid="ignore"):
            low, high = [left - OUTSIDE, bottom - OUTSIDE], [right + OUTSIDE, top + OUTSIDE]
            places = frame.place(x, y)
            places[np.isnan(places)] = 0.0
            return np.clip(places, low, high, out=places)

    def dot(self) -> Points:
        """Return where the dot is in the scene: on the curve, on the line of its step, or on the drop from its end."""
        frame, (k, move) = self.graph.frame, (self.moment.k, self.moment.move)
        there = min(k + 1, self.run.n_steps)
        across, down = min(move / ACROSS, 1.0), max(move - FALL, 0.0) / (1.0 - FALL)
        x = self.x[k] * (1.0 - across) + self.x[there] * across
        y = self.y[k] * (1.0 - down) + self.y[there] * down
        return np.asarray(self._near(frame, np.array(x), np.array(y)))

    def paint(self, pen: Pen) -> None:
        """Draw steps, slope, marks, the dot on top, and the words."""
        frame = self.graph.frame
        with pen.inside(frame.rectangle, 1.3 * style.MARKER_RADIUS):
            self._paint_upright(pen, frame)
            self._paint_steps(pen, frame)
            self._paint_slope(pen, frame)
            self._paint_marks(pen, frame)
        if not self.silent:
            self._paint_words(pen)

    def _paint_upright(self, pen: Pen, frame: Frame) -> None:
        shown = self.upright * (1.0 - min(self.moment.slope + self.moment.move, 1.0)) if self.moment.k == 0 else 0.0
        if shown > 0.0:
            top = self.places(frame)[0]
            foot = np.array([top[0], frame.bottom])
            pen.line(np.array([foot, foot + self.upright * (top - foot)]), self.theme.label, style.GHOST_WIDTH, shown,
                     DASH)  # fmt: skip

    def _paint_steps(self, pen: Pen, frame: Frame) -> None:
        """Draw the steps taken, all but the newest faded, and the one under way."""
        k, moment = self.moment.k, self.moment
        under_way = moment.move > 0.0
        newest = 1.0 - (1.0 - FADED) * (1.0 if under_way else moment.slope)
        shown = [i for i in range(k) if min(i, k - 1 - i) < MOST_STEPS // 2]
        full = [i for i in shown if i < self.lit]
        faded = [i for i in shown if i >= self.lit]
        if faded and faded[-1] == k - 1 and newest > FADED:
            self._paint_lines(pen, frame, [faded.pop()], newest)
        lighting = [i for i in full if i + 1 > self.lit]
        self._paint_lines(pen, frame, faded, FADED)
        self._paint_lines(pen, frame, [i for i in full if i not in lighting], 1.0)
        self._paint_lines(pen, frame, lighting, FADED + (1.0 - FADED) * (self.lit % 1.0))
        if under_way:
            colour, here, dot = self.colours[k + 1], self.places(frame)[k], self.dot()
            corner = np.array([dot[0], here[1]])
            pen.line(np.array([here, corner]), colour, self.stroke)
            pen.line(np.array([corner, dot]), colour, self.stroke, dash=DASH)

    def _paint_lines(self, pen: Pen, frame: Frame, steps: list[int], alpha: float) -> None:
        """Draw whole steps, each colour as one stroke, so that lines do not add up where they lie on each other."""
        here, there = (
            self._near(frame, self.x[i], self.y[i]) for i in (np.array(steps, int), np.array(steps, int) + 1)
        )
        corners = np.stack([there[..., 0], here[..., 1]], axis=-1).reshape(-1, 2)
        for colour in dict.fromkeys(self.colours[i + 1] for i in steps):
            own = [j for j, i in enumerate(steps) if self.colours[i + 1] == colour]
            pen.polylines([np.array([here[j], corners[j]]) for j in own], colour, self.stroke, alpha)
            pen.polylines([np.array([corners[j], there[j]]) for j in own], colour, self.stroke, alpha, DASH)

    def _paint_marks(self, pen: Pen, frame: Frame) -> None:
        k, places = self.moment.k, self.places(frame)
        for i in marked(self.run, k, MARKED):
            self._mark(pen, frame, i, places[i])
        if self.moment.move > 0.0:
            pen.marker("dot", self.dot(), style.MARKER_RADIUS, self.theme.ink, self.theme.background)

    def _mark(self, pen: Pen, frame: Frame, i: int, place: Points) -> None:
        if within(place, frame):
            colour = self.theme.ink if i == 0 else self.colours[i]
            radius = self.past_radius if i < self.moment.k or self.moment.move > 0.0 else style.MARKER_RADIUS
            pen.marker(outcome(self.run, i), place, radius, colour, self.theme.background)

    def _paint_slope(self, pen: Pen, frame: Frame) -> None:
        """Draw the tangent while the slope is told; it fades as the step begins."""
        k, moment = self.moment.k, self.moment
        here, shown = self.places(frame)[k], self._slope_shown()
        if shown > 0.0 and within(here, frame):
            tangent = self.tangent(k) * min(1.0, 2.0 * moment.slope)
            left, bottom, right, top = frame.bounds
            line = clipped(np.array([[here - tangent, here + tangent]]), (left, bottom, right, top + 0.2))
            pen.lines(line, self.slope_ink, style.CURVE_WIDTH, shown)

    def _slope_shown(self) -> float:
        return max(0.0, 1.0 - GONE * self.moment.move) if self.moment.slope > 0.0 else 0.0

    def _paint_words(self, pen: Pen) -> None:
        """Write the slope while it is told, and on a step, once its line is there, what made it so long."""
        k, moment = self.moment.k, self.moment
        if (label := self.words.slopes.get(k)) is not None:
            late = np.clip(GONE / (GONE - 1.0) * (moment.slope - 1.0 / GONE), 0.0, 1.0)
            label.paint(pen, self.slope_ink, float(late) * self._slope_shown())
        if (label := self.words.steps.get(k)) is not None and moment.slope > 0.0:
            label.paint(pen, self.colours[k + 1], float(np.clip((moment.move - ACROSS) / 0.12, 0.0, 1.0)))
        if (label := self.words.steps.get(k - 1)) is not None and not (moment.slope == 0.0 and moment.move > 0.0):
            label.paint(pen, self.colours[k], max(0.0, 1.0 - GONE * moment.slope))

    def tangent(self, k: int) -> Points:
        """Return half the tangent at iterate k as a vector of fixed length in the scene."""
        frame = self.graph.frame_at(Moment(k))
        (left, right), (low, high) = frame.x, frame.y
        across = frame.width / (right - left)
        rise = np.array([across, self.run.gradients[k, 0] / (high - low) * frame.height])
        scale: float = 0.85 / float(np.hypot(*rise))
        return rise * scale
