"""Where a function is sampled for its surface and its contours: evenly, or more closely where its height changes fast.

A narrow valley that lies askew falls between the points of an even grid, and its picture has teeth. A woven grid has
straight warps along one parameter; on each of them the samples are so spread that the height changes by as much from
one to the next. Their n-th samples on all warps follow the valley.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

from scenes.geometry import Points
from scenes.painting.space import Box

Value = Callable[[Points], Points]

TOLERANCE = 0.03
"""The largest accepted error of an even grid between its samples, as a share of the box's height."""
WOVEN = (160, 56)
"""Cells between warps and along them: fewer in all than an even grid has, and most of them in the picture."""
PROBES = 257
SEARCHES, REFINEMENTS = 5, 3
"""Rounds in which samples move towards low places, then towards where the height changes in the picture."""
BISECTIONS = 40
BEYOND = 1.15
"""Samples go on a little above the top, so that where the surface is cut lies between two near ones."""
UNSEEN = 0.05
"""The weight of length outside the picture, relative to length inside it."""


@dataclass(frozen=True, eq=False)
class Grid:
    """Parameters ``(m + 1, n + 1, 2)`` at which a function is sampled, and its values ``(m + 1, n + 1)``.

    ``warp`` is the parameter whose value is the same along a warp, the first axis telling which; None if samples lie
    evenly.
    """

    parameters: Points
    values: Points
    warp: int | None = None


@np.errstate(all="ignore")
def grid_over(value: Value, box: Box, cells: tuple[int, int]) -> Grid:
    """Return samples of ``value`` over the floor of a box: even ones if accurate enough, else the better of two weaves.

    The first axis of the arrays belongs to the first parameter where samples are even, and else to the warps.
    """
    axes = [np.linspace(box.low[i], box.high[i], cells[i] + 1) for i in range(2)]
    parameters = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    even = Grid(parameters, value(parameters))
    if np.isfinite(even.values).all() and miss(value, box, even) <= TOLERANCE:
        return even
    woven = [_woven(value, box, warp) for warp in range(2)]
    return min((grid for grid in woven if grid is not None), key=lambda grid: miss(value, box, grid), default=even)


def miss(value: Value, box: Box, grid: Grid) -> float:
    """Return how far the surface between samples lies from the function, as a share of the box's height.

    Measured at the middles of cells and of their sides, where any of these is in the picture: the mean error plus the
    99th percentile.
    """
    ends = slice(None, -1), slice(1, None)
    heights, found = box.shares(grid.values), []
    for corners in (list(product(ends, ends)), [(end, ends[0]) for end in ends], [(ends[0], end) for end in ends]):
        middle = np.mean([grid.parameters[corner] for corner in corners], axis=0)
        true, drawn = box.shares(value(middle)), np.mean([heights[corner] for corner in corners], axis=0)
        shown = np.isfinite(true) & np.isfinite(drawn) & (np.minimum(true, drawn) < 1.0)
        found.append(abs(np.minimum(true, 1.0) - np.minimum(drawn, 1.0))[shown])
    missed = np.sort(np.concatenate(found))
    return float(missed.mean() + missed[-1 - len(missed) // 100]) if len(missed) else 0.0


def _woven(value: Value, box: Box, warp: int) -> Grid | None:
    """Return a grid whose warps have each one value of the parameter ``warp``; None where there is no function."""
    ends = _defined(value, box, warp)
    if ends is None:
        return None
    at = _warps(value, box, warp, ends)
    parameters = _points(at, samples_along(value, box, warp, at, WOVEN[1] + 1), warp)
    return Grid(parameters, value(parameters), warp)


def _warps(value: Value, box: Box, warp: int, ends: tuple[float, float]) -> Points:
    """Return where the warps lie: closer where what is seen along them changes faster from one to the next."""
    at = np.linspace(*ends, PROBES)
    across = np.linspace(box.low[1 - warp], box.high[1 - warp], PROBES)
    seen = np.minimum(box.shares(value(_points(at, np.tile(across, (PROBES, 1)), warp))), 1.0)
    changes = np.abs(np.diff(np.nan_to_num(seen, nan=1.0), axis=0)).mean(axis=1)
    growing = np.append(0.0, np.cumsum(changes)) / max(float(changes.sum()), 1e-300)
    return np.asarray(_even_lengths(at[None], growing[None], WOVEN[0] + 1, seen=False)[0])


@np.errstate(all="ignore")
def samples_along(value: Value, box: Box, warp: int, at: Points, n: int) -> Points:
    """Return where warps ``at`` ``(m,)`` are sampled, shape ``(m, n)``, ascending: all over their defined part."""
    low, high = _defined_parts(value, box, warp, at)
    spread = low[:, None] + np.linspace(0.0, 1.0, PROBES) * (high - low)[:, None]
    for turn in range(SEARCHES + REFINEMENTS):
        heights = box.shares(value(_points(at, spread, warp)))
        heights = _bent(heights) if turn < SEARCHES else np.minimum(heights, BEYOND)
        spread = _even_lengths(spread, np.nan_to_num(heights, nan=BEYOND), PROBES, seen=turn >= SEARCHES)
    heights = np.nan_to_num(np.minimum(box.shares(value(_points(at, spread, warp))), BEYOND), nan=BEYOND)
    return _even_lengths(spread, heights, n, seen=True)


def _bent(shares: Points) -> Points:
    """Return heights that grow only slowly above the top, so that a valley is found from afar."""
    return np.where(shares > 1.0, 1.0 + np.log(np.maximum(shares, 1.0)), shares)


def _even_lengths(at: Points, heights: Points, n: int, *, seen: bool) -> Points:
    """Return n places a row between which the lines through ``at`` ``(m, k)`` and their heights are equally long."""
    whole = np.maximum(at[:, -1:] - at[:, :1], 1e-300)
    flat = np.diff(at, axis=1) / whole
    if seen:
        flat = np.where(np.minimum(heights[:, 1:], heights[:, :-1]) >= BEYOND, UNSEEN, 1.0) * flat
    lengths = np.hypot(flat, np.diff(heights, axis=1))
    reached = np.concatenate([np.zeros((len(at), 1)), np.cumsum(lengths, axis=1)], axis=1)
    shares = np.linspace(0.0, 1.0, n)
    return np.array([np.interp(shares * far[-1], far, row) for far, row in zip(reached, at, strict=True)])


def _points(at: Points, across: Points, warp: int) -> Points:
    """Return points ``(m, k, 2)``: ``at`` ``(m,)`` is their parameter ``warp``, ``across`` ``(m, k)`` the other one."""
    pair = [np.broadcast_to(at[:, None], across.shape), across]
    return np.stack(pair if warp == 0 else pair[::-1], axis=-1)


def _defined_parts(value: Value, box: Box, warp: int, at: Points) -> tuple[Points, Points]:
    """Return on each warp the first and the last place at which the function is a number, two arrays ``(m,)``."""
    probes = np.linspace(box.low[1 - warp], box.high[1 - warp], PROBES)
    known = np.isfinite(value(_points(at, np.tile(probes, (len(at), 1)), warp)))
    first, last = known.argmax(axis=1), PROBES - 1 - known[:, ::-1].argmax(axis=1)

    def is_known(places: Points) -> np.ndarray:
        return np.isfinite(value(_points(at, places[:, None], warp)))[:, 0]

    low = _edge(is_known, probes[first], probes[np.maximum(first - 1, 0)])
    high = _edge(is_known, probes[last], probes[np.minimum(last + 1, PROBES - 1)])
    return low, high


def _defined(value: Value, box: Box, warp: int) -> tuple[float, float] | None:
    """Return the first and the last place at which a warp has any part with a number; None where there is none."""
    probes = np.linspace(box.low[warp], box.high[warp], PROBES)
    across = np.linspace(box.low[1 - warp], box.high[1 - warp], PROBES)

    def is_known(places: Points) -> np.ndarray:
        return np.asarray(np.isfinite(value(_points(places, np.tile(across, (len(places), 1)), warp))).any(axis=1))

    found = np.flatnonzero(is_known(probes))
    if not len(found):
        return None
    inside = probes[found[[0, -1]]]
    ends = _edge(is_known, inside, probes[np.clip(found[[0, -1]] + [-1, 1], 0, PROBES - 1)])
    return float(ends[0]), float(ends[1])


def _edge(is_known: Callable[[Points], np.ndarray], inside: Points, outside: Points) -> Points:
    """Return the last places at which something is known on the ways from ``inside`` to ``outside``, both ``(m,)``."""
    inside = np.where(is_known(outside), outside, inside)
    for _ in range(BISECTIONS):
        middle = (inside + outside) / 2.0
        known = is_known(middle)
        inside, outside = np.where(known, middle, inside), np.where(known, outside, middle)
    return inside


def cell_corners(points: Points) -> Points:
    """Return the corners ``(m, n, 4, ...)`` of the cells of a grid ``(m + 1, n + 1, ...)``, one way round."""
    return np.stack([points[:-1, :-1], points[1:, :-1], points[1:, 1:], points[:-1, 1:]], axis=2)
