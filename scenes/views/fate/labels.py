"""Places for the labels on a map of fates: clear of its curves, of all that moves along them, and of each other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from scenes.geometry import Bounds, Points
from scenes.painting import style
from scenes.painting.labels import LEADER_FROM, LEADER_TO, Label, Surroundings, plate
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.traces import Traces
from scenes.plots.axes import Frame
from scenes.typesetting.outline import Outline

PASSES = 2.6 * style.MARKER_RADIUS
"""How wide a strip a dot needs that moves along a curve."""
POINTERS = 0.1
"""The distance between the places at which a moving pointer is taken into account, in scene units."""
BESIDE, CLEAR = 0.2, 0.02
AWAY = np.arange(0.5, 2.5, 0.05)
"""How far from a tip words may begin that stand under its arm."""
UP, LEFT, DOWN = math.pi / 2.0, math.pi, -math.pi / 2.0


def paint_label(pen: Pen, label: Label | None, colour: str, theme: Theme, outline: Outline | None = None) -> None:
    """Write a placed label on a plate, or another ``outline`` in its place; nothing where it had no room."""
    if label is None:
        return
    if label.leader is not None:
        pen.line(label.leader, theme.ink, style.AXIS_WIDTH, 0.8)
    middle = np.array([(label.box[0] + label.box[2]) / 2.0, label.at[1]])
    plate(pen, outline or label.outline, middle, label.size, colour, theme, "centre")


class Taken:
    """The occupied parts of a map; each label that is placed occupies its box."""

    def __init__(self, frame: Frame, right: float = 0.0) -> None:
        self.frame = frame
        left, bottom, top = frame.left + 0.1, frame.bottom + 0.08, frame.bottom + frame.height - 0.04
        self.room: Bounds = (left, bottom, frame.left + frame.width + right, top)
        self.traces, self.labels = Traces(), list[Label]()

    def stroke(self, points: Points, width: float) -> None:
        """Take a line ``(n, 2)``."""
        self.traces.strokes.append((np.stack([points[:-1], points[1:]], axis=1), width, ""))

    def dots(self, places: Iterable[Points], radius: float) -> None:
        """Take the places of marks."""
        self.traces.dots += [(float(x), float(y), radius) for x, y in places]

    def under(self, points: Points) -> Traces:
        """Return what a pointer sweeps that moves along under a curve ``(n, 2)``."""
        across = np.arange(points[0, 0], points[-1, 0] + POINTERS, POINTERS)
        heights = np.interp(across, *points.T)
        feet = np.column_stack([across, np.full(len(across), self.frame.bottom)])
        return Traces(strokes=[(np.stack([feet, np.column_stack([across, heights])], axis=1), style.GHOST_WIDTH, "")])

    def beside_dot(self, outline: Outline, dot: Points, side: float = 0.0, more: Sequence[Traces] = ()) -> Label | None:
        """Return the label of a dot; ``side`` is where it would best stand, ``more`` what else is taken from it."""
        found = self._around(more).place(outline, style.LABEL_SIZE, dot, side)
        return self._kept(found)

    def under_arm(self, outline: Outline, dot: Points) -> Label | None:
        """Return the label of a dot at the tip of a curve: at its right, low, under the arm that leads up from it."""
        half = outline.width * style.LABEL_SIZE / 2.0
        height = (outline.bounds[3] - outline.bounds[1]) * style.LABEL_SIZE
        middle = self.room[1] + CLEAR + height / 2.0
        spots = np.array([[dot[0] + away + half, middle] for away in AWAY])
        label = self._around(()).beside(outline, style.LABEL_SIZE, spots)
        if label is None:
            return None
        ends = np.array([dot, [label.box[0] - LEADER_TO, middle]])
        return self._kept(replace(label, leader=ends + [[LEADER_FROM, 0.0], [0.0, 0.0]]))

    def at_one_of(self, outline: Outline, spots: Points, more: Sequence[Traces] = ()) -> Label | None:
        """Return the label with its middle at the first of ``spots`` ``(n, 2)`` that is free."""
        return self._kept(self._around(more).beside(outline, style.LABEL_SIZE, spots))

    def at_upright(self, outline: Outline, x: float, more: Sequence[Traces] = ()) -> Label | None:
        """Return the label of an upright line, on its left or on its right, as high as there is room."""
        out, top = BESIDE + outline.width * style.LABEL_SIZE / 2.0, self.room[3]
        downs = np.arange(0.16, 0.7 * self.frame.height, 0.12)
        spots = [[x + side * out, top - down] for down, side in product(downs, (-1.0, 1.0))]
        return self.at_one_of(outline, np.array(spots), more)

    def _around(self, more: Sequence[Traces]) -> Surroundings:
        return Surroundings(self.room, self.traces, *more).holding(self.labels)

    def _kept(self, label: Label | None) -> Label | None:
        self.labels += [] if label is None else [label]
        return label
