"""Facets of a surface cut at a height, as where it leaves its box."""

from __future__ import annotations

import numpy as np

from scenes.painting.geometry import Points

CORNERS = 5
"""A quadrilateral cut by a plane has at most five corners."""


def cut(quads: Points, top: float, names: np.ndarray | None = None) -> tuple[Points, np.ndarray]:
    """Return the parts ``(m, 5, 3)`` of quadrilaterals ``(n, 4, 3)`` below ``top``, and the name of each, ``(m, 2)``.

    The name of a quadrilateral is its middle where ``names`` ``(n, 2)`` gives it no other.
    """
    below = quads[:, :, 2] <= top
    names = quads[:, :, :2].mean(axis=1) if names is None else names
    whole, crossing = below.all(axis=1), below.any(axis=1) & ~below.all(axis=1)
    pieces = np.array([_clip(corners, top) for corners in quads[crossing]]).reshape(-1, CORNERS, 3)
    facets = np.concatenate([quads[whole][:, [0, 1, 2, 3, 3]], pieces])
    return facets, np.concatenate([names[whole], names[crossing]])


def above(facets: Points, cells: np.ndarray, low: float) -> tuple[Points, np.ndarray]:
    """Return the parts of facets ``(n, 5, 3)`` above a height, and their cells; a steep one may lose a corner."""
    low_ones = facets[:, :, 2] < low
    kept, crossing = ~low_ones.any(axis=1), low_ones.any(axis=1) & ~low_ones.all(axis=1)
    flipped = facets[crossing] * [1.0, 1.0, -1.0]
    pieces = np.array([_clip(corners, -low) for corners in flipped]).reshape(-1, CORNERS, 3) * [1.0, 1.0, -1.0]
    return np.concatenate([facets[kept], pieces]), np.concatenate([cells[kept], cells[crossing]])


def _clip(corners: Points, top: float) -> Points:
    """Cut one polygon at a height, by Sutherland and Hodgman (1974)."""
    kept: list[Points] = []
    for here, there in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if here[2] <= top:
            kept.append(here)
        if (here[2] <= top) != (there[2] <= top):
            kept.append(here + (top - here[2]) / (there[2] - here[2]) * (there - here))
    return np.array([kept[min(i, len(kept) - 1)] for i in range(CORNERS)])
