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
    start, way = segments[:, 0], segments[:, 1] - segments[:, 0]
    low, high = (boxes[:, None, :2] - halves[:, None], boxes[:, None, 2:] + halves[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        enter, leave = (low - start) / way, (high - start) / way
    enter, leave = np.fmin(enter, leave), np.fmax(enter, leave)
    still = way == 0.0
    enter = np.where(still, np.where((start < low) | (start > high), 2.0, 0.0), enter)
    leave = np.where(still, 1.0, leave)
    first = np.maximum(np.maximum(enter[..., 0], enter[..., 1]), 0.0)
    return first, np.minimum(np.minimum(leave[..., 0], leave[..., 1]), 1.0)
