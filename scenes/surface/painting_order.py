"""The order in which the cells of a surface are painted, so that near ones hide far ones."""

from __future__ import annotations

import numpy as np

from scenes.geometry import Points
from scenes.painting.space import Eye


def far_to_near(cells: Points, eye: Eye) -> np.ndarray:
    """Return the painting order of cells of a height field, given their middles ``(n, 2)``.

    Vertical planes between rows of cells separate them, so rows go from far to near, and in a row its cells do: that
    is exact for cells of any length.
    """
    depth = abs(cells - eye.position[:2])
    return np.lexsort((-depth[:, 0], -np.round(depth[:, 1], 9)))


def woven_order(warps: Points, woven: np.ndarray, warp: int, eye: Eye) -> np.ndarray:
    """Return the painting order of cells of a woven grid; ``woven`` ``(n, 2)`` indexes each cell's first node.

    Vertical planes through the warps separate what lies between them. There, the plane through a weft tells which of
    the two cells beside it can hide the other: the one on the side of the eye. What lies between two of which each
    says so of another side hides nothing.
    """
    at = eye.position[:2]
    here, there = warps[:-1], warps[1:]
    across, along = here[..., 1 - warp], here[..., warp]
    slope = (there[..., 1 - warp] - across) / np.maximum(there[..., warp] - along, 1e-300)
    beyond = at[1 - warp] > across + slope * (at[warp] - along)
    rank = np.cumsum(np.where(beyond, 1, -1), axis=1)
    strips = abs((here[:, 0, warp] + there[:, 0, warp]) / 2.0 - at[warp])
    return np.lexsort((rank[woven[:, 0], woven[:, 1]], -strips[woven[:, 0]]))
