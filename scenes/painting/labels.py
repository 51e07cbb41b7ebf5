"""Place labels in a picture: beside what they name, or at the end of a leader line, touching nothing else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenes.geometry import ALIGNED, Align, Bounds, Points, away_from, crossing, distances, entered
from scenes.painting import style
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.traces import Traces
from scenes.typesetting.outline import Outline

PLATE, AROUND_PLATE = 0.78, 0.06

AROUND = 0.075
"""The clearance around a label."""
FADING = np.linspace(0.01, 0.06, 6)
"""The clearances at which a label fades out step by step, in scene units."""
EVERYWHERE = (-math.inf, -math.inf, math.inf, math.inf)
"""Bounds that hold everything."""
BESIDE = 0.205
"""From a dot's middle to a label that needs no leader."""
NEARER = 1.5
"""A label without a leader is at least this many times farther from any other dot than from its own."""
RINGS = (0.48, 0.7, 1.0, 1.4, 1.9, 2.5)
"""How far from its dot a label with a leader stands, in scene units."""
TURNS = np.radians([0, *(side * turn for turn in range(15, 180, 15) for side in (1, -1)), 180])
"""The directions in which a label is tried around its dot, best first, relative to the preferred side."""
LEADER_FROM, LEADER_TO = style.MARKER_RADIUS + 0.02, 0.06
"""The gaps at both ends of a leader."""
HEAP = 1.25 * style.MARKER_RADIUS
"""Dots nearer to each other than this are a heap, and only one of them is labelled."""
CROSSED = 4.0
"""Crossing a line costs a leader as much as this many rings of extra length."""


@dataclass(frozen=True, eq=False)
class Label:
    """A label in its place: the left end of its baseline, its box, and the leader ``(2, 2)`` to what it names."""

    outline: Outline
    at: Points
    size: float
    box: Bounds
    leader: Points | None

    def paint(self, pen: Pen, colour: str, alpha: float = 1.0) -> None:
        """Draw the label."""
        if self.leader is not None:
            pen.line(self.leader, colour, style.AXIS_WIDTH, 0.8 * alpha)
        pen.text(self.outline, self.at, self.size, colour, "left", alpha)


class Surroundings:
    """What a picture already contains: texts, strokes, dots. Labels stay within ``room`` and touch none of it."""

    def __init__(self, room: Bounds, *traces: Traces) -> None:
        self.room = room
        self.boxes = np.array([box for one in traces for box in (*one.texts, *one.panels)]).reshape(-1, 4)
        strokes = [stroke for one in traces for stroke in one.strokes]
        self.segments = np.concatenate([np.zeros((0, 2, 2)), *(segments for segments, _, _ in strokes)])
        self.halves = np.concatenate([np.zeros(0), *(np.full(len(s), width / 2.0) for s, width, _ in strokes)])
        self.dots = np.array([dot for one in traces for dot in one.dots]).reshape(-1, 3)

    def holding(self, labels: Sequence[Label]) -> Surroundings:
        """Return these surroundings with labels added."""
        traces = Traces(texts=[label.box for label in labels])
        traces.strokes = [(one.leader[None], style.AXIS_WIDTH, "") for one in labels if one.leader is not None]
        more = Surroundings(self.room, traces)
        for name in ("boxes", "segments", "halves", "dots"):
            setattr(more, name, np.concatenate([getattr(self, name), getattr(more, name)]))
        return more

    def place(
        self, outline: Outline, size: float, dot: Points, side: float = 0.0, before: Label | None = None
    ) -> Label | None:
        """Return the label of a dot at ``(2,)``, or None where there is no room for it.

        ``side`` is the direction in which it would best stand, an angle; ``before`` is a label of the same dot, under
        or over which it stands if it can.
        """
        boxes, rings = _tried(outline, size, dot, side)
        if before is not None:
            stacked = _stacked(before, _extent(outline, size), dot)
            boxes, rings = np.concatenate([stacked, boxes]), np.append(np.zeros(len(stacked), int), rings)
        free = self.free(boxes)
        leaders = _leaders(boxes, dot)
        costs = np.where(rings == 0, rings, rings + CROSSED * self._crossings(leaders))
        free &= np.where(rings == 0, self._is_nearest(boxes, dot), self._can_lead(leaders, dot))
        if not free.any():
            return None
        best = int(np.argmin(np.where(free, costs, np.inf)))
        return _label(outline, size, boxes[best], None if rings[best] == 0 else leaders[best])

    def beside(self, outline: Outline, size: float, spots: Points) -> Label | None:
        """Return a text without a leader at the first of some ``spots`` ``(n, 2)``, its middle there, that is free."""
        half = _extent(outline, size) / 2.0
        boxes = np.concatenate([spots - half, spots + half], axis=1)
        free = self.free(boxes)
        return _label(outline, size, boxes[int(np.argmax(free))], None) if free.any() else None

    def free(self, boxes: Points) -> np.ndarray:
        """Return which boxes ``(n, 4)`` touch nothing and lie within the room, shape ``(n,)``."""
        grown = boxes + [-AROUND, -AROUND, AROUND, AROUND]
        left, bottom, right, top = self.room
        inside = (boxes[:, 0] >= left) & (boxes[:, 1] >= bottom) & (boxes[:, 2] <= right) & (boxes[:, 3] <= top)
        meets = (grown[:, None, :2] < self.boxes[None, :, 2:]) & (self.boxes[None, :, :2] < grown[:, None, 2:])
        on_dot = away_from(grown, self.dots[:, :2]) < self.dots[:, 2]
        strikes = entered(self.segments, grown, self.halves)
        return np.asarray(inside & ~np.all(meets, axis=2).any(axis=1) & ~on_dot.any(axis=1) & ~strikes.any(axis=1))

    def _is_nearest(self, boxes: Points, dot: Points) -> np.ndarray:
        """Return which boxes lie clearly nearer to their dot than to any other, shape ``(n,)``."""
        others = self.dots[np.hypot(*(self.dots[:, :2] - dot).T) > 0.02]
        if not len(others):
            return np.ones(len(boxes), bool)
        return np.asarray(away_from(boxes, others[:, :2]).min(axis=1) > NEARER * away_from(boxes, dot[None])[:, 0])

    def _crossings(self, leaders: Points) -> np.ndarray:
        """Return how many strokes each leader crosses, counting those that meet it close together as one."""
        hits = crossing(leaders, self.segments)
        return np.asarray(np.minimum(hits.sum(axis=1), 3))

    def _can_lead(self, leaders: Points, dot: Points) -> np.ndarray:
        """Return which leaders pass no text and no other dot, shape ``(n,)``."""
        others = self.dots[np.hypot(*(self.dots[:, :2] - dot).T) > HEAP]
        passes = distances(leaders, others[:, :2]) < others[:, 2] + 0.02
        through = entered(leaders, self.boxes, np.full(len(leaders), 0.03)).T
        return np.asarray(~passes.any(axis=1) & ~through.any(axis=1))


def beyond(outline: Outline, size: float, here: Points, there: Points) -> Label:
    """Return a label whose edge nearest to ``here``, not its middle, is at ``there`` ``(2,)``."""
    way = (there - here) / max(float(np.hypot(*(there - here))), 1e-9)
    half = _extent(outline, size) / 2.0
    middle = there + np.clip(1.5 * way, -1.0, 1.0) * half
    return _label(outline, size, np.concatenate([middle - half, middle + half]), None)


def label_at(outline: Outline, size: float, at: Points) -> Label:
    """Return a label whose baseline begins at a point ``(2,)``."""
    low_x, low_y, high_x, high_y = (size * bound for bound in outline.bounds)
    x, y = at.tolist()
    return Label(outline, at, size, (x + low_x, y + low_y, x + high_x, y + high_y), None)


def clear_shares(boxes: Points, segments: Points) -> Points:
    """Return the clearance of boxes ``(n, 4)`` from segments ``(m, 2, 2)`` and from earlier boxes, each from 0 to 1.

    A label with this opacity fades as something approaches, and is gone before it is touched.
    """
    grown = boxes[:, None] + FADING[:, None] * [-1.0, -1.0, 1.0, 1.0]
    struck = np.any(entered(segments, grown.reshape(-1, 4), np.zeros(len(segments))), axis=1).reshape(grown.shape[:2])
    shares = np.zeros(len(boxes))
    for i, box in enumerate(grown):
        before = boxes[:i][shares[:i] > 0.0]
        meets = (box[:, None, :2] < before[:, 2:]) & (before[:, :2] < box[:, None, 2:])
        shares[i] = (~struck[i] & ~np.all(meets, axis=2).any(axis=1)).mean()
    return shares


def _extent(outline: Outline, size: float) -> Points:
    low_x, low_y, high_x, high_y = outline.bounds
    return size * np.array([high_x - low_x, high_y - low_y])


def _label(outline: Outline, size: float, box: Points, leader: Points | None) -> Label:
    at = box[:2] - size * np.array(outline.bounds[:2])
    return Label(outline, at, size, (*box.tolist(),), leader)


def _tried(outline: Outline, size: float, dot: Points, side: float) -> tuple[Points, np.ndarray]:
    """Return the boxes ``(n, 4)`` in which a label might stand, and the ring of each: 0 beside the dot itself."""
    half = _extent(outline, size) / 2.0
    away = np.array([BESIDE, *RINGS])
    turns = side + TURNS if math.cos(side) >= 0.0 else side - TURNS
    ways = np.column_stack([np.cos(turns), np.sin(turns)])
    # The label's edge, not its middle, lies on the ring.
    middles = dot + away[:, None, None] * ways + np.clip(1.5 * ways, -1.0, 1.0) * half
    boxes = np.concatenate([middles - half, middles + half], axis=-1)
    return boxes.reshape(-1, 4), np.repeat(np.arange(len(away)), len(ways))


def _stacked(before: Label, extent: Points, dot: Points) -> Points:
    """Return the boxes ``(2, 4)`` under and over a label, flush with its end that is nearer to the dot."""
    left, bottom, right, top = before.box
    x = left if dot[0] < (left + right) / 2.0 else right - extent[0]
    gap = AROUND + 0.03
    lows = np.array([[x, bottom - gap - extent[1]], [x, top + gap]])
    return np.concatenate([lows, lows + extent], axis=1)


def _leaders(boxes: Points, dot: Points) -> Points:
    """Return the lines ``(n, 2, 2)`` from a dot's edge to the nearest point of each box."""
    ends = np.clip(dot, boxes[:, :2] - LEADER_TO, boxes[:, 2:] + LEADER_TO)
    way = ends - dot
    starts = dot + way * np.minimum(LEADER_FROM / np.maximum(np.hypot(*way.T), 1e-9), 1.0)[:, None]
    return np.stack([starts, ends], axis=1)


def plate(
    pen: Pen, outline: Outline, at: Points, size: float, colour: str, theme: Theme, align: Align = "left"
) -> None:
    """Write a line of text on a plate that keeps it readable over any colour."""
    width = outline.width * size
    left = float(at[0]) - ALIGNED[align] * width
    low, high = (float(at[1]) + size * edge for edge in (min(outline.bounds[1], -0.16), max(outline.bounds[3], 0.76)))
    ends = np.array([[left, low], [left + width, low], [left + width, high], [left, high]])
    pen.fill(ends + AROUND_PLATE * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]), theme.background, PLATE)
    pen.text(outline, at, size, colour, align)
