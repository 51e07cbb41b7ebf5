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

from scenes.geometry import Points
from scenes.maps.sampling import cell_corners, grid_over
from scenes.painting import style
from scenes.painting.pen import Pen
from scenes.painting.space import FLOOR, SIZE, Box, Eye
from scenes.painting.style import Theme
from scenes.surface.cutting import CORNERS, above, cut
from scenes.surface.painting_order import far_to_near, woven_order

CELLS = (176, 32)
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
        larger, so that it covers its own steps. On paper the viewer antialiases all of them, so all are larger.
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

    def height(points: Points) -> Points:
        parameters = box.parameters(points)
        return box.place(parameters, value(parameters))[..., 2]

    facets, names = cut(quads[whole], float(SIZE[2]), names[whole], height)
    if points[..., 2].min(initial=0.0, where=np.isfinite(points[..., 2])) < FLOOR * SIZE[2]:
        facets, names = above(facets, names, FLOOR * float(SIZE[2]))
    level = np.clip(facets[:, :, 2].mean(axis=1) / SIZE[2], 0.0, 1.0)
    ramp = (style.mix(theme.background, theme.far, 0.35), theme.far) if muted else theme.surface
    colours = style.ramp(ramp, np.sqrt(level)) * _shade(facets)[:, None]
    if grid.warp is None:
        return Mesh(facets, colours, names)
    cells_of = cell_corners(points).mean(axis=2)[names[:, 0], names[:, 1], :2]
    return Mesh(facets, colours, cells_of, points[..., :2], names, grid.warp)


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
