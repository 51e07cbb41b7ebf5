"""Points, places and bounds in scene units, and what of a segment lies within bounds."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""Coordinates, the last axis being x and y."""
Bounds = tuple[float, float, float, float]
"""Left, bottom, right and top, in scene units."""
Place = tuple[float, float, float, float]
"""Left, bottom, width and height, in scene units."""
Align = Literal["left", "centre", "right"]
ALIGNED = {"left": 0.0, "centre": 0.5, "right": 1.0}
"""By alignment, where along a line of text its anchor lies."""


def clipped(segments: Points, bounds: Bounds) -> Points:
    """Return the parts of segments ``(n, 2, 2)`` that lie within bounds, ``(m, 2, 2)``."""
    if len(segments) and (segments >= bounds[:2]).all() and (segments <= bounds[2:]).all():
        return segments
    first, last = (share[0] for share in _shares(segments, np.array([bounds]), np.zeros(len(segments))))
    inside = first <= last
    start, way = segments[inside, 0], segments[inside, 1] - segments[inside, 0]
    kept: Points = start[:, None] + np.stack([first, last], axis=1)[inside, :, None] * way[:, None]
    return kept


def entered(segments: Points, boxes: Points, halves: Points) -> np.ndarray:
    """Return which boxes ``(n, 4)`` strokes enter that reach ``halves`` to both sides of segments, ``(n, m)``."""
    first, last = _shares(segments, boxes, halves)
    return np.asarray(first <= last)


def _shares(segments: Points, boxes: Points, halves: Points) -> tuple[Points, Points]:
    """Return where each segment enters and leaves each box, as shares of its length ``(n, m)``; else enter > leave.

    Source: Liang and Barsky, A new concept and method for line clipping (1984).
    """
    first, last = np.zeros((len(boxes), len(segments))), np.ones((len(boxes), len(segments)))
    with np.errstate(divide="ignore", invalid="ignore"):
        for axis in (0, 1):
            start, way = segments[:, 0, axis], segments[:, 1, axis] - segments[:, 0, axis]
            low, high = boxes[:, None, axis] - halves, boxes[:, None, axis + 2] + halves
            one, other = (low - start) / way, (high - start) / way
            enter, leave = np.minimum(one, other), np.maximum(one, other)
            still = way == 0.0
            if still.any():
                enter = np.where(still, np.where((start < low) | (start > high), 2.0, 0.0), enter)
                leave = np.where(still, 1.0, leave)
            np.maximum(first, enter, out=first)
            np.minimum(last, leave, out=last)
    return first, last


def away_from(boxes: Points, points: Points) -> Points:
    """Return how far boxes ``(n, 4)`` are from points ``(m, 2)``, shape ``(n, m)``."""
    short = np.maximum(np.maximum(boxes[:, None, :2] - points, points - boxes[:, None, 2:]), 0.0)
    return np.asarray(np.hypot(short[..., 0], short[..., 1]))


def crossing(lines: Points, segments: Points) -> np.ndarray:
    """Return which lines ``(n, 2, 2)`` cross which segments ``(m, 2, 2)``, shape ``(n, m)``."""
    a, b, c, d = lines[:, None, 0], lines[:, None, 1], segments[None, :, 0], segments[None, :, 1]
    return np.asarray((_turn(a, b, c) * _turn(a, b, d) < 0.0) & (_turn(c, d, a) * _turn(c, d, b) < 0.0))


def _turn(a: Points, b: Points, c: Points) -> Points:
    """Return on which side of the line from a to b the point c lies, by its sign."""
    turn: Points = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
    return turn


def distances(lines: Points, points: Points) -> Points:
    """Return how far lines ``(n, 2, 2)`` pass points ``(m, 2)``, shape ``(n, m)``."""
    start, way = lines[:, None, 0], lines[:, None, 1] - lines[:, None, 0]
    along = ((points - start) * way).sum(axis=-1) / np.maximum((way**2).sum(axis=-1), 1e-12)
    nearest = start + np.clip(along, 0.0, 1.0)[..., None] * way
    return np.asarray(np.hypot(*np.moveaxis(points - nearest, -1, 0)))


def apart(heights: Points, step: float) -> Points:
    """Return the nearest heights ``(n,)``, by least squares, of which each is at least ``step`` above the one before.

    Pooling of adjacent violators (Barlow et al., Statistical Inference under Order Restrictions, 1972). It is
    continuous in ``heights``: what moves smoothly is placed smoothly.
    """
    steps = step * np.arange(len(heights))
    blocks: list[tuple[float, int]] = []
    for value in (heights - steps).tolist():
        mean, size = value, 1
        while blocks and blocks[-1][0] > mean:
            before, n = blocks.pop()
            mean, size = (before * n + mean * size) / (n + size), n + size
        blocks.append((mean, size))
    return np.asarray(np.repeat([mean for mean, _ in blocks], np.array([size for _, size in blocks], int)) + steps)
