"""Facets of a surface cut at a height, as where it leaves its box."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scenes.geometry import Points
from scenes.maps.contours import crossing_points

CORNERS = 5
"""A quadrilateral cut by a plane has at most five corners."""
Height = Callable[[Points], Points]
"""From points over the floor, ``(n, 2)``, to the heights ``(n,)`` of the surface there."""


def cut(
    quads: Points, top: float, names: np.ndarray | None = None, height: Height | None = None
) -> tuple[Points, np.ndarray]:
    """Return the parts ``(m, 5, 3)`` of quadrilaterals ``(n, 4, 3)`` below ``top``, and the name of each, ``(m, 2)``.

    The name of a quadrilateral is its middle where ``names`` ``(n, 2)`` gives it no other. Edges are cut where the
    surface reaches the top, if ``height`` is given; in a steep valley the straight edge does so far from there.
    """
    below = quads[:, :, 2] <= top
    names = quads[:, :, :2].mean(axis=1) if names is None else names
    whole, crossing = below.all(axis=1), below.any(axis=1) & ~below.all(axis=1)
    facets = np.concatenate([quads[whole][:, [0, 1, 2, 3, 3]], _clipped(quads[crossing], top, height)])
    return facets, np.concatenate([names[whole], names[crossing]])


def above(facets: Points, cells: np.ndarray, low: float) -> tuple[Points, np.ndarray]:
    """Return the parts of facets ``(n, 5, 3)`` above a height, and their cells; a steep one may lose a corner."""
    low_ones = facets[:, :, 2] < low
    kept, crossing = ~low_ones.any(axis=1), low_ones.any(axis=1) & ~low_ones.all(axis=1)
    mirrored = np.array([1.0, 1.0, -1.0])
    pieces = _clipped(facets[crossing] * mirrored, -low) * mirrored
    return np.concatenate([facets[kept], pieces]), np.concatenate([cells[kept], cells[crossing]])


def _clipped(polygons: Points, top: float, height: Height | None = None) -> Points:
    """Return what is left of polygons ``(n, k, 3)`` below a height, ``(n, 5, 3)``, by Sutherland and Hodgman (1974)."""
    here, there = polygons, np.roll(polygons, -1, axis=1)
    below = here[..., 2] <= top
    crossed = below != np.roll(below, -1, axis=1)
    cuts = here.copy()
    cuts[crossed] = _crossing(here[crossed], there[crossed], top, height)
    # Each corner, and after it the cut in the edge that leaves it: what stays of both comes first, in its order.
    n, k = below.shape
    both = np.stack([here, cuts], axis=2).reshape(n, 2 * k, 3)
    stays = np.stack([below, crossed], axis=2).reshape(n, 2 * k)
    order = np.argsort(~stays, axis=1, kind="stable")[:, :CORNERS]
    order = np.take_along_axis(order, np.minimum(np.arange(CORNERS), stays.sum(axis=1, keepdims=True) - 1), axis=1)
    return np.take_along_axis(both, order[..., None], axis=1)


def _crossing(here: Points, there: Points, top: float, height: Height | None) -> Points:
    """Return where edges between points ``(n, 3)`` on both sides of ``top`` cross it."""
    if height is None:
        straight: Points = here + ((top - here[:, 2]) / (there[:, 2] - here[:, 2]))[:, None] * (there - here)
        return straight
    flat = crossing_points(here[:, :2], there[:, :2], lambda points: height(points) <= top)
    return np.column_stack([flat, np.full(len(here), top)])
