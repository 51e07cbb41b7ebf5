"""A run on its graph: the path so far, the slope and the step at the newest point, the dot, and labels."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gdcore.descent.outcomes import Shape
from gdcore.descent.trajectory import Trajectory
from scenes.geometry import Points, clipped
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.labels import Label
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Frame
from scenes.plots.outcomes import marked, outcome, outcome_colours, thinned
from scenes.shown_range.near_frame import drawable, is_around

DASH = (0.07, 0.09)
MOST_CHORDS = 300
MARKED = 60
"""Of a run with more steps only the start and the newest point are marked: the others would cover the graph."""


@dataclass(frozen=True)
class CurveLabels:
    """The labels of iterates and those of slopes, each by its step, as far as there is room for them.

    ``told`` are the steps that are shown slowly.
    """

    points: dict[int, Label]
    slopes: dict[int, Label]
    told: list[int]


class CurveDescent(Painted):
    """The run on the curve: the path so far, the slope and the step at the newest point, the dot, and ``labels``."""

    def __init__(self, run: Trajectory, frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.run, self.frame, self.theme = run, frame, theme
        self.colours = outcome_colours(self.run, self.theme)
        self.places = self._on_curve(self.run.iterates[:, 0])
        self.drawn = thinned(self.run.iterates[:, 0], MOST_CHORDS)
        self.labels: CurveLabels | None = None
        low, high = self.frame.bottom, self.frame.bottom + self.frame.height
        across, up = self.places.T
        left, right = self.frame.left, self.frame.left + self.frame.width
        inside = (across >= left) & (across <= right) & (up >= low - 1e-6) & (up <= high)
        self.leaves = not bool(inside.all())

    def _on_curve(self, x: np.ndarray) -> Points:
        return self.frame.place(x, self.run.objective.value(np.asarray(x)[..., None]))

    def paint(self, pen: Pen) -> None:
        """Draw chords, slope and step, markers, the dot on top, and the labels."""
        if self.leaves:
            with pen.inside(self.frame.rectangle, 0.5 * style.MARKER_RADIUS):
                self._paint_all(pen)
        else:
            self._paint_all(pen)
        if self.labels is not None:
            self._paint_labels(pen, self.labels)

    def _paint_all(self, pen: Pen) -> None:
        k, moment = self.moment.k, self.moment
        self._paint_chords(pen, k)
        dot = self._dot(k) if moment.move > 0.0 else None
        if dot is not None:
            self._paint_chord(pen, self.places[k], dot, self.colours[k + 1])
        if moment.slope > 0.0 and moment.move < 1.0:
            self._paint_slope(pen, k)
        for i in marked(self.run, k, MARKED):
            self._mark(pen, outcome(self.run, i), self.places[i], self.colours[i])
        if dot is not None:
            self._mark(pen, "dot", dot, self.theme.ink)

    def _paint_labels(self, pen: Pen, labels: CurveLabels) -> None:
        """Write the labels of the iterates reached, and the slope while it is shown."""
        k, moment = self.moment.k, self.moment
        for i, label in labels.points.items():
            if i <= k:
                label.paint(pen, self.colours[i])
        if k in labels.slopes and moment.slope > 0.0 and moment.move < 1.0:
            labels.slopes[k].paint(pen, self.theme.slope, (1.0 - moment.move) * min(1.0, 2.0 * moment.slope))

    def _mark(self, pen: Pen, shape: Shape, place: Points, colour: str) -> None:
        if not self.leaves or is_around(place, self.frame):
            pen.marker(shape, place, style.MARKER_RADIUS, colour, self.theme.background)

    def _paint_chord(self, pen: Pen, here: Points, there: Points, colour: str, alpha: float = 1.0) -> None:
        chord = drawable(here, there, self.frame) if self.leaves else np.array([here, there])
        if chord is not None:
            pen.line(chord, colour, style.PATH_WIDTH, alpha=alpha)

    def _paint_chords(self, pen: Pen, k: int) -> None:
        past = [*self.drawn[self.drawn < k].tolist(), k]
        for i, j in pairwise(past):
            fresh = 0.55 + 0.45 * j / k
            self._paint_chord(pen, self.places[i], self.places[j], self.colours[j], fresh)

    def _dot(self, k: int) -> Points:
        here, there = self.run.iterates[k, 0], self.run.iterates[k + 1, 0]
        return self._on_curve(np.array(here + self.moment.move * (there - here)))

    def _paint_slope(self, pen: Pen, k: int) -> None:
        """Draw the tangent, the step as an arrow at the height of the point, and the drop from its tip."""
        fading = 1.0 - self.moment.move
        here, grown = self.places[k], min(1.0, 2.0 * self.moment.slope)
        if self.leaves and not is_around(here, self.frame):
            return
        tangent, frame = self.tangent(k) * grown, self.frame
        # It keeps off the numbers at the axes.
        seen = frame.left, frame.bottom, frame.left + frame.width + 1.0, frame.bottom + frame.height + 0.2
        line = clipped(np.array([[here - tangent, here + tangent]]), seen)
        pen.lines(line, self.theme.slope, style.CURVE_WIDTH, fading)
        reach = np.clip(2.0 * self.moment.slope - 1.0, 0.0, 1.0)
        landing = np.array([self.places[k + 1][0], here[1]])
        if self.leaves:
            landing[0] = np.clip(landing[0], self.frame.left - 1.0, self.frame.left + self.frame.width + 1.0)
        tip = here + reach * (landing - here)
        if reach > 0.0 and self.leaves and not is_around(self.places[k + 1], self.frame):
            pen.arrow(here, tip, self.theme.ink, style.GHOST_WIDTH * 1.4, 0.9)
        elif reach > 0.0:
            pen.arrow(here, tip, self.theme.ink, style.GHOST_WIDTH * 1.4, 0.9)
            pen.line(np.array([tip, self.places[k + 1]]), self.theme.label, style.GHOST_WIDTH, reach**4, DASH)

    def tangent(self, k: int) -> Points:
        """Return half the tangent as a vector of fixed length in the scene."""
        (left, right), (low, high) = self.frame.x, self.frame.y
        across = self.frame.width / (right - left)
        rise = np.array([across, self.run.gradients[k, 0] / (high - low) * self.frame.height])
        scale: float = 0.85 / float(np.hypot(*rise))
        return rise * scale
