"""The ranges of the parameters that a picture of one run on a function shows."""

from __future__ import annotations

import numpy as np

from gdcore.arrays import Array
from gdcore.objectives.objective import Objective
from gdcore.theory.surroundings import scale_at, usual_domain
from scenes.geometry import Points
from scenes.shown_range.heights import GRID, even_grid

BEHIND, MARGIN = {1: 1.4, 2: 0.55}, 0.16
"""How far the picture reaches beyond the minimiser, as a share of the way there, and around everything."""
SMALL = 3.5
"""A well-known function is shown over its usual domain unless the run fills less than one part in this many."""
AROUND = 2.4
"""Else the picture is this many times as wide as the run."""
FARTHEST = 60.0
"""A minimiser farther away than this many lengths of the run is left out, unless the slope reaches it."""
THINNEST = 1e-10
"""The least width of a range relative to the numbers in it, so that ticks differ by more than rounding."""
BESIDE = 0.25
"""Room for labels beside a curve, as a share of its width."""


def defined_part(objective: Objective, low: Points, high: Points) -> tuple[Points, Points]:
    """Return the parts of the ranges in which the function is a number, with a little room beside them."""
    points = even_grid(low, high)
    found = points[np.isfinite(objective.value(points))]
    if not len(found):
        return low, high
    first, last = found.min(axis=0), found.max(axis=0)
    room = np.maximum(0.03 * (last - first), (high - low) / (GRID[len(low)] - 1))
    return np.maximum(low, first - room), np.minimum(high, last + room)


def part_under(objective: Objective, low: Points, high: Points, top: float) -> tuple[Points, Points]:
    """Return the part of a range in which the curve is under the top, with room for labels beside it."""
    x = np.linspace(low[0], high[0], GRID[1])
    found = x[objective.value(x[:, None]) <= top]
    if not len(found):
        return low, high
    room = BESIDE * (found[-1] - found[0])
    return np.maximum(low, found[0] - room), np.minimum(high, found[-1] + room)


def ranges_around(objective: Objective, points: Points, lowest: Array | None) -> tuple[Points, Points]:
    """Return the ends of the ranges, shapes ``(d,)``."""
    low, high = points.min(axis=0), points.max(axis=0)
    usual = usual_domain(objective)
    if usual is not None:
        return _usual(usual, low, high, lowest)
    if lowest is not None and _is_near(objective, points, lowest):
        reach = np.maximum(high - lowest, lowest - low)
        reach = BEHIND[len(low)] * reach
        low, high = np.minimum(low, lowest - reach), np.maximum(high, lowest + reach)
    least = _least_widths(objective, points, high - low)
    middle, half = low / 2.0 + high / 2.0, np.maximum(high / 2.0 - low / 2.0, least / 2.0)
    half = half + MARGIN * 2.0 * half
    return middle - half, middle + half


def _usual(usual: Array, low: Points, high: Points, lowest: Array | None) -> tuple[Points, Points]:
    """Return the usual ranges, widened to hold the run; for a run that is tiny in them, its surroundings."""
    extent, whole = high - low, usual[:, 1] - usual[:, 0]
    if (extent < whole / SMALL).all() and lowest is not None:
        low, high = np.minimum(low, lowest), np.maximum(high, lowest)
        half = np.maximum((high - low) * AROUND / 2.0, whole / (2.0 * SMALL))
        half = np.full(len(half), half.max()) if np.allclose(whole, whole[0]) else half
        middle = (low + high) / 2.0
        return middle - half, middle + half
    margin = MARGIN * extent
    return (
        np.where(low < usual[:, 0], low - margin, usual[:, 0]),
        np.where(high > usual[:, 1], high + margin, usual[:, 1]),
    )


def _is_near(objective: Objective, points: Points, lowest: Array) -> bool:
    """Whether the run, or the slope where it begins, reaches as far as the minimiser."""
    away = abs(lowest - points[0])
    reach = np.maximum(FARTHEST * np.ptp(points, axis=0), 4.0 * scale_at(objective, points[0]))
    return bool((away <= np.maximum(reach, 1e-12)).any())


def _least_widths(objective: Objective, points: Points, extent: Points) -> Points:
    """Return how wide each range must be at least: a parameter in which a run does not move has surroundings, too."""
    scale = 2.0 * scale_at(objective, points[0])
    moved = extent > 1e-3 * max(float(extent.max()), 1e-300)
    longest = float(extent.max()) if moved.any() and extent.max() > 0.0 else np.inf
    # Where it moved a little, the scale of the slope tells how little; where not at all, the other parameters do.
    wanted = np.where(moved & (extent > 0.0), np.minimum(scale, 2.0 * extent), np.minimum(scale, longest))
    least: Points = np.maximum(wanted, THINNEST * np.maximum(abs(points).max(axis=0), 1e-280))
    return least
