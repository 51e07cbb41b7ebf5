"""Lines of equal loss on a map, by marching squares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdcore.arrays import Array
from gdcore.notebook.axes import Axis
from gdcore.objectives.objective import Objective

CELLS = 44
LEVELS = 9
MOST_SEGMENTS = 1300
"""What a drawing holds; a function with more, such as a noisy one, gets fewer levels."""
EDGES = ((0, 1), (1, 2), (2, 3), (3, 0))
DECADES = 5.0
"""Heights smaller than the highest by more orders of magnitude than this are not told apart."""


def sampled(objective: Objective, points: Array) -> Array:
    """Return the values at points ``(..., d)``, shape ``(...)``, NaN where the function cannot be asked."""
    with np.errstate(all="ignore"):
        try:
            return np.asarray(objective.value(points), dtype=np.float64)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            flat = points.reshape(-1, points.shape[-1])
            return np.array([_asked(objective, point) for point in flat]).reshape(points.shape[:-1])


def _asked(objective: Objective, point: Array) -> float:
    # A reader's own function need not be made for points to which no step leads.
    try:
        return float(objective.value(point))
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return float("nan")


def contours(objective: Objective, x: Axis, y: Axis) -> list[NDArray[np.float64]]:
    """Return for each level the segments ``(m, 2, 2)`` of its line over ``x`` and ``y``, in parameters.

    Levels stand at equal ratios of the height above the minimum, or above the lowest value seen where none is known.
    Where that lies at the edge, the function falls on beyond it, and levels at equal shares of the values tell more.
    """
    columns, rows = (np.linspace(axis.low, axis.high, CELLS + 1) for axis in (x, y))
    grid = np.stack(np.meshgrid(columns, rows, indexing="ij"), axis=-1)
    values = sampled(objective, grid)
    falls_on = objective.minimum is None and at_edge(values)
    chosen = shares_of(values) if falls_on else levels(values, objective.minimum)
    lines = [crossings(grid, values, level) for level in chosen]
    while len(lines) > 1 and sum(map(len, lines)) > MOST_SEGMENTS:
        lines = lines[1::2]
    return [line[:MOST_SEGMENTS] for line in lines]


def at_edge(values: Array) -> bool:
    """Return whether the lowest of values ``(n, n)`` lies at the edge."""
    lowest = np.nanmin(np.where(np.isfinite(values), values, np.inf))
    return bool((values[1:-1, 1:-1] > lowest).all())


def shares_of(values: Array) -> Array:
    """Return ascending levels between which equal shares of the finite values lie, shape ``(n,)``."""
    finite = values[np.isfinite(values)]
    return np.unique(np.quantile(finite, np.arange(1, LEVELS + 1) / (LEVELS + 1))) if finite.size else finite


def levels(values: Array, minimum: float | None = None) -> Array:
    """Return ascending levels, shape ``(n,)``, at equal ratios of the height above the minimum; none on flat ground."""
    finite = values[np.isfinite(values)]
    if not finite.size:
        return np.empty(0)
    # Near the end of a run that overflows, heights may: a share of the range does not.
    least = min(float(finite.min()), np.inf if minimum is None else minimum)
    top = float(finite.max())
    scale = max(abs(top), abs(least))
    if scale == 0.0:
        return np.empty(0)
    heights = finite / scale - least / scale
    highest = float(heights.max())
    if highest <= 1e-13:
        return np.empty(0)
    lowest = max(float(np.quantile(heights, 0.02)), highest * 10.0**-DECADES)
    shares = np.geomspace(lowest, highest, LEVELS + 1)[:-1]
    found: Array = (least / scale + shares) * scale
    return np.unique(found)


def crossings(grid: Array, values: Array, level: float) -> NDArray[np.float64]:
    """Return the segments ``(m, 2, 2)`` in which values ``(n, n)`` over a grid ``(n, n, 2)`` cross ``level``.

    Cells with a corner whose value is not finite are left out. A saddle's four crossings are joined in order.
    """
    corners = [grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:]]
    heights = [values[:-1, :-1], values[1:, :-1], values[1:, 1:], values[:-1, 1:]]
    points, above = np.stack([c.reshape(-1, 2) for c in corners], 1), np.stack([h.ravel() for h in heights], 1)
    crossed = np.isfinite(above).all(axis=1) & ((above > level).any(axis=1) & (above <= level).any(axis=1))
    segments = []
    for corner, height in zip(points[crossed], above[crossed], strict=True):
        ends = [
            corner[i] + _share(height[i], height[j], level) * (corner[j] - corner[i])
            for i, j in EDGES
            if (height[i] > level) != (height[j] > level)
        ]
        segments += [ends[i : i + 2] for i in range(0, len(ends), 2)]
    return np.array(segments, dtype=np.float64).reshape(-1, 2, 2)


def _share(here: float, there: float, level: float) -> float:
    """Return how far from ``here`` to ``there`` the level lies; halves, because the difference may overflow."""
    return float((level / 2.0 - here / 2.0) / (there / 2.0 - here / 2.0))
