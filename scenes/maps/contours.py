"""Contour lines of a function of two parameters, by marching squares."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scenes.geometry import Points
from scenes.maps.sampling import cell_corners, grid_over
from scenes.painting.space import Box

HALVINGS = 20
"""Bisections per crossing: an error of a millionth of a cell's side is invisible."""


def contours(value: Callable[[Points], Points], box: Box, levels: np.ndarray, n: int = 72) -> list[Points]:
    """Return, for each level, segments ``(m, 2, 2)`` in parameters, by marching squares on an even or a woven grid.

    An even grid has n cells along each side. Its accuracy is judged by the root of the height, because levels
    lie close together above the floor of a valley.
    """

    def root(points: Points) -> Points:
        return np.sqrt(np.maximum(box.shares(value(points)), 0.0))

    grid = grid_over(root, Box(box.low, box.high, 1.0), (n, n))
    points, values = (
        cell_corners(grid.parameters).reshape(-1, 4, 2),
        cell_corners(value(grid.parameters)).reshape(-1, 4),
    )
    return [_crossings(points, values, value, level) for level in levels]


def _crossings(points: Points, values: Points, value: Callable[[Points], Points], level: float) -> Points:
    """Return the segments in which the line of a level crosses cells ``(n, 4, 2)`` with these values ``(n, 4)``.

    Their ends are found by bisection between two corners.
    """
    below = values < level
    crossed = below != np.roll(below, -1, axis=1)
    # A saddle cell, crossed four times, is left open, and so is one in which the function is not a number.
    cells = (crossed.sum(axis=1) == 2) & ~np.isnan(values).any(axis=1)
    crossed &= cells[:, None]
    here, there = points[crossed], np.roll(points, -1, axis=1)[crossed]
    return crossing_points(here, there, lambda points: value(points) < level).reshape(-1, 2, 2)


def crossing_points(here: Points, there: Points, is_below: Callable[[Points], NDArray[np.bool_]]) -> Points:
    """Return the points ``(n, d)`` between ``here`` and ``there`` at which ``is_below`` changes, by bisection."""
    below_here = is_below(here)
    for _ in range(HALVINGS):
        middle = (here + there) / 2.0
        alike = (is_below(middle) == below_here)[:, None]
        here, there = np.where(alike, middle, here), np.where(alike, there, middle)
    return np.asarray((here + there) / 2.0)
