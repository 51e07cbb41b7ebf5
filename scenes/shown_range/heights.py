"""The heights that a picture of a function shows over given ranges of its parameters."""

from __future__ import annotations

import numpy as np

from gdcore.arrays import Array
from gdcore.objectives.objective import Objective
from scenes.geometry import Points
from scenes.plots.ticks import FINEST, LARGEST

GRID = {1: 401, 2: 81}
"""Samples along each parameter from which heights are taken, by the number of parameters."""
UNTOLD = 0.5
"""The height shown of a function that is flat up to rounding, relative to its value."""
SHOWN, LEAST_SHOWN, TALLER = 0.4, 0.12, 1.5
"""The share of the surface that lies under the top: of one that is steep beside the run less, so that its walls are no
higher than so many times the run's own height, but never less than the second."""
HIGHER_TOPS = (0.45, 0.65, 0.85)
"""Shares of the surface that lie under the tops of which the one is taken that shows most of the run."""
HEADROOM, FOOTROOM = 1.12, 0.06
"""How high the top lies above what is shown, as a factor, and how far the base below it, as a share."""
DEEPER = 0.6
"""How far below the run the lowest shown point may lie, in heights of what is shown above it."""
NEAR_ZERO = 0.25
"""A lowest height below this share of the top is counted from zero."""


def even_grid(low: Points, high: Points) -> Points:
    """Return even samples of the ranges, shape ``(n, ..., d)``."""
    axes = [np.linspace(a, b, GRID[len(low)]) for a, b in zip(low, high, strict=True)]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)


@np.errstate(all="ignore")
def heights(
    objective: Objective, low: Points, high: Points, losses: Points, lowest: Array | None
) -> tuple[float, float]:
    """Return the lowest and the highest height that the picture shows over its ranges."""
    grid = objective.value(even_grid(low, high))
    grid = np.sort(grid[np.isfinite(grid)])
    deepest = float(losses.min()) if lowest is None else min(float(losses.min()), float(objective.value(lowest)))
    highest = float(losses.max())
    if len(grid):
        usual, least = (float(grid[int(share * (len(grid) - 1))]) for share in (SHOWN, LEAST_SHOWN))
        energy = highest - deepest
        # Walls much higher than the run would only hide it.
        highest = max(highest, min(usual, deepest + TALLER * energy) if energy > 0.0 else usual, least)
    span = highest - deepest
    floor = min(float(grid[0]), deepest) if len(grid) else deepest
    base = max(floor, deepest - DEEPER * span)
    if not span > FINEST * max(abs(highest), 1e-280):
        span = UNTOLD * max(abs(highest), 1.0)
        base = min(base, highest - span)
    top = min(base + HEADROOM * (highest - base), LARGEST) if highest > base else base + span
    if 0.0 <= base <= NEAR_ZERO * top:
        return 0.0, top
    return base - FOOTROOM * (top - base), top


@np.errstate(all="ignore")
def taller(objective: Objective, low: Points, high: Points, top: float) -> list[float]:
    """Return higher tops for a picture of these ranges, for a valley whose walls hide what lies in it."""
    grid = objective.value(even_grid(low, high))
    grid = grid[np.isfinite(grid)]
    tops = [float(np.quantile(grid, share)) for share in HIGHER_TOPS] if len(grid) else []
    return [min(one, LARGEST) for one in tops if one > top]
