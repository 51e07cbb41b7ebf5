"""The loss surface and its single-pass painter.

All facets are one array. They are cut exactly where they leave the box, projected in one call, ordered from far to
near, and filled in one loop through the camera's own cairo context: no mobject per facet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import cairo
import numpy as np

from scenes.maps.sampling import cell_corners, grid_over
from scenes.painting import style
from scenes.painting.geometry import Points
from scenes.painting.pen import Pen
from scenes.painting.space import FLOOR, SIZE, Box, Eye
from scenes.painting.style import Theme

CELLS = (176, 32)
CORNERS = 5
"""A quadrilateral cut by a plane has at most five corners."""
OVERLAP_PX = 0.7
"""How far a facet reaches over its neighbour, in pixels. It hides the seams between antialiased edges."""
LIGHT = np.array([-0.35, -0.45, 0.82])


@dataclass(frozen=True, eq=False)
class Mesh:
    """Facets ``(n, 5, 3)`` in box units, the last corner repeated where there are fewer, and colours ``(n, 3)``.

    ``cells`` ``(n, 2)`` is the middle of the grid cell that each facet was cut from. ``warps`` are the nodes of a woven
    grid in box units, ``(m + 1, k + 1, 2)``, and ``woven`` ``(n, 2)`` tells between which two of them a facet lies.
    """

    facets: Points
    colours: Points
    cells: Points
    warps: Points | None = None
    woven: np.ndarray | None = None
    warp: int = 0

    def placed(self, place: Callable[[Points], Points]) -> Mesh:
        """Return the mesh with every box point ``(..., 3)`` moved to where ``place`` puts it."""
        if self.warps is None:
            return replace(self, facets=place(self.facets))
        floor = np.concatenate([self.warps, np.zeros((*self.warps.shape[:-1], 1))], axis=-1)
        return replace(self, facets=place(self.facets), warps=place(floor)[..., :2])

    def far_to_near(self, eye: Eye) -> np.ndarray:
        """Return the order in which the facets are painted."""
        if self.warps is None or self.woven is None:
            return far_to_near(self.cells, eye)
        return woven_order(self.warps, self.woven, self.warp, eye)

    def paint(self, pen: Pen, eye: Eye) -> None:
        """Fill all facets, far ones first.

        Neighbours share their edges to the last bit and differ by a shade: filled pixel by pixel they leave no seam,
        in half the time that antialiasing takes. At an outline a facet is filled once more, antialiased and a little
        larger, so that it covers its own steps. On paper all are antialiased by whoever shows them, so all are larger.
        """
        order = self.far_to_near(eye)
        outer = self.at_outline(eye)[order]
        ctx = pen.ctx
        flat = eye.project(self.facets[order])
        overlap = ctx.device_to_user_distance(OVERLAP_PX, 0.0)[0]
        if pen.on_paper:
            flat, outer = _grown(flat, overlap), np.zeros_like(outer)
        grown = _grown(flat[outer], overlap)
        outlines = zip(*grown.reshape(-1, 2 * CORNERS).T.tolist(), strict=True)
        # Columns of floats: a list for every corner would keep the garbage collector busier than the painter.
        colours = pen.ordered(self.colours[order].T.tolist())
        columns = [*flat.reshape(-1, 2 * CORNERS).T.tolist(), *colours, outer.tolist()]
        colour, move_to, line_to, fill, opacity = ctx.set_source_rgba, ctx.move_to, ctx.line_to, ctx.fill, pen.opacity
        ctx.set_antialias(cairo.ANTIALIAS_NONE)
        for ax, ay, bx, by, cx, cy, dx, dy, ex, ey, first, second, third, at_outline in zip(*columns, strict=True):
            colour(first, second, third, opacity)
            move_to(ax, ay)
            line_to(bx, by)
            line_to(cx, cy)
            line_to(dx, dy)
            if ex != dx or ey != dy:  # cairo fills four corners in half the time of five, even if two are one
                line_to(ex, ey)
            fill()
            if at_outline:
                ctx.set_antialias(cairo.ANTIALIAS_DEFAULT)
                _fill(ctx, *next(outlines))
                ctx.set_antialias(cairo.ANTIALIAS_NONE)
        ctx.set_antialias(cairo.ANTIALIAS_DEFAULT)

    def at_outline(self, eye: Eye) -> np.ndarray:
        """Return which facets lie at an outline, shape ``(n,)``: at an end, or where the surface turns from the eye."""
        columns, rows = self._grid
        corner = self.facets[:, 0]
        normals = np.cross(self.facets[:, 1] - corner, self.facets[:, 2] - corner)
        grid = np.full((columns.max() + 3, rows.max() + 3), -1, dtype=np.int8)
        grid[columns + 1, rows + 1] = np.einsum("ij,ij->i", normals, eye.position - corner) > 0.0
        here = grid[1:-1, 1:-1]
        differs = (here != grid[2:, 1:-1]) | (here != grid[:-2, 1:-1])
        differs |= (here != grid[1:-1, 2:]) | (here != grid[1:-1, :-2])
        return np.asarray(differs[columns, rows])

    @cached_property
    def _grid(self) -> tuple[np.ndarray, np.ndarray]:
        """The column and the row of each facet's cell."""
        if self.woven is not None:
            return self.woven[:, 0], self.woven[:, 1]
        columns, rows = (np.unique(np.round(self.cells[:, axis], 9), return_inverse=True)[1] for axis in range(2))
        return columns, rows


def _fill(ctx: cairo.Context[Any], ax, ay, bx, by, cx, cy, dx, dy, ex, ey) -> None:  # type: ignore[no-untyped-def]
    """Fill one facet in the colour that is set."""
    ctx.move_to(ax, ay)
    ctx.line_to(bx, by)
    ctx.line_to(cx, cy)
    ctx.line_to(dx, dy)
    ctx.line_to(ex, ey)
    ctx.fill()


def surface(
    value: Callable[[Points], Points], box: Box, theme: Theme, cells: tuple[int, int] = CELLS, muted: bool = False
) -> Mesh:
    """Return the mesh of ``value`` over the floor of ``box``, coloured by the root of the height.

    ``muted`` paints it in the one dark tone of a surface that is only a backdrop.
    """
    grid = grid_over(value, box, cells)
    points = box.place(grid.parameters, grid.values)
    quads = cell_corners(points).reshape(-1, 4, 3)
    middles = quads[:, :, :2].mean(axis=1)
    names = middles if grid.warp is None else np.indices((points.shape[0] - 1, points.shape[1] - 1)).reshape(2, -1).T
    whole = np.isfinite(quads).all(axis=(1, 2))
    facets, names = cut(quads[whole], float(SIZE[2]), names[whole])
    if points[..., 2].min(initial=0.0, where=np.isfinite(points[..., 2])) < FLOOR * SIZE[2]:
        facets, names = above(facets, names, FLOOR * float(SIZE[2]))
    level = np.clip(facets[:, :, 2].mean(axis=1) / SIZE[2], 0.0, 1.0)
    ramp = (style.mix(theme.background, theme.far, 0.35), theme.far) if muted else theme.surface
    colours = style.ramp(ramp, np.sqrt(level)) * _shade(facets)[:, None]
    if grid.warp is None:
        return Mesh(facets, colours, names)
    cells_of = cell_corners(points).mean(axis=2)[names[:, 0], names[:, 1], :2]
    return Mesh(facets, colours, cells_of, points[..., :2], names, grid.warp)


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


def far_to_near(cells: Points, eye: Eye) -> np.ndarray:
    """Return the painting order of cells of a height field, given their middles ``(n, 2)``.

    Vertical planes between rows of cells separate them, so rows go from far to near, and in a row its cells do: that
    is exact for cells of any length.
    """
    depth = abs(cells - eye.position[:2])
    return np.lexsort((-depth[:, 0], -np.round(depth[:, 1], 9)))


def woven_order(warps: Points, woven: np.ndarray, warp: int, eye: Eye) -> np.ndarray:
    """Return the same for cells between the warps of a woven grid, given the numbers of both ends' first nodes.

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


def _grown(flat: Points, by: float) -> Points:
    """Push the corners of facets ``(n, 5, 2)`` outward along both of their edges, however thin the facet is."""
    grown = flat.copy()
    for neighbour in (-1, 1):
        edge = flat - np.roll(flat, neighbour, axis=1)
        grown += by * edge / np.maximum(np.hypot(edge[..., 0], edge[..., 1])[..., None], 1e-12)
    return grown


def _shade(facets: Points) -> Points:
    """Return a gentle brightness ``(n,)`` by how squarely each facet faces the light."""
    normal = np.cross(facets[:, 1] - facets[:, 0], facets[:, 2] - facets[:, 0])
    length = np.linalg.norm(normal, axis=1)
    facing = abs(normal @ (LIGHT / np.linalg.norm(LIGHT))) / np.maximum(length, 1e-12)
    shade: Points = 0.80 + 0.20 * facing
    return shade
