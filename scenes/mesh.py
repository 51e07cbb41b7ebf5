"""The loss surface and its single-pass painter.

All facets are one array. They are cut exactly where they leave the box, projected in one call, ordered from far to
near, and filled in one loop through the camera's own cairo context: no mobject per facet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scenes import style
from scenes.canvas import Pen, Points
from scenes.space import SIZE, Box, Eye
from scenes.style import Theme

CELLS = (176, 32)
CORNERS = 5
"""A quadrilateral cut by a plane has at most five corners."""
OVERLAP_PX = 0.7
"""How far a facet reaches over its neighbour, in pixels. It hides the seams between antialiased edges."""
LIGHT = np.array([-0.35, -0.45, 0.82])


@dataclass(frozen=True, eq=False)
class Mesh:
    """Facets ``(n, 5, 3)`` in box units, the last corner repeated where there are fewer, and colours ``(n, 3)``.

    ``cells`` ``(n, 2)`` is the middle of the grid cell that each facet was cut from.
    """

    facets: Points
    colours: Points
    cells: Points

    def paint(self, pen: Pen, eye: Eye) -> None:
        """Fill all facets, far ones first."""
        order = far_to_near(self.cells, eye)
        ctx = pen.ctx
        flat = _grown(eye.project(self.facets[order]), ctx.device_to_user_distance(OVERLAP_PX, 0.0)[0])
        move_to, line_to, close, fill = ctx.move_to, ctx.line_to, ctx.close_path, ctx.fill
        set_colour, opacity = ctx.set_source_rgba, pen.opacity
        # Columns of floats: a list for every corner would keep the garbage collector busier than the painter.
        columns = [*flat.reshape(-1, 2 * CORNERS).T.tolist(), *self.colours[order].T.tolist()]
        for ax, ay, bx, by, cx, cy, dx, dy, ex, ey, red, green, blue in zip(*columns, strict=True):
            move_to(ax, ay)
            line_to(bx, by)
            line_to(cx, cy)
            line_to(dx, dy)
            line_to(ex, ey)
            close()
            set_colour(blue, green, red, opacity)
            fill()


def surface(
    value: Callable[[Points], Points], box: Box, theme: Theme, cells: tuple[int, int] = CELLS, muted: bool = False
) -> Mesh:
    """Return the mesh of ``value`` over the floor of ``box``, coloured by the root of the height.

    ``muted`` paints it in the one dark tone of a surface that is only a backdrop.
    """
    across, deep = (np.linspace(box.low[i], box.high[i], cells[i] + 1) for i in range(2))
    parameters = np.stack(np.meshgrid(across, deep, indexing="ij"), axis=-1)
    heights = value(parameters)
    points = box.place(parameters, heights)
    quads = np.stack([points[:-1, :-1], points[1:, :-1], points[1:, 1:], points[:-1, 1:]], axis=2).reshape(-1, 4, 3)
    facets, cells_of = cut(quads, float(SIZE[2]))
    level = np.clip(facets[:, :, 2].mean(axis=1) / SIZE[2], 0.0, 1.0)
    ramp = (style.mix(theme.background, theme.far, 0.35), theme.far) if muted else theme.surface
    return Mesh(facets, style.ramp(ramp, np.sqrt(level)) * _shade(facets)[:, None], cells_of)


def cut(quads: Points, top: float) -> tuple[Points, Points]:
    """Return the parts ``(m, 5, 3)`` of quadrilaterals ``(n, 4, 3)`` below ``top``, and whose middles ``(m, 2)``."""
    below = quads[:, :, 2] <= top
    middles = quads[:, :, :2].mean(axis=1)
    whole, crossing = below.all(axis=1), below.any(axis=1) & ~below.all(axis=1)
    pieces = np.array([_clip(corners, top) for corners in quads[crossing]]).reshape(-1, CORNERS, 3)
    facets = np.concatenate([quads[whole][:, [0, 1, 2, 3, 3]], pieces])
    return facets, np.concatenate([middles[whole], middles[crossing]])


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

    Vertical planes between rows of cells separate them, so rows go from far to near, and in a row its cells do. That is
    exact for cells of any length, where sorting by the distance of their middles is not.
    """
    depth = abs(cells - eye.position[:2])
    return np.lexsort((-depth[:, 0], -np.round(depth[:, 1], 9)))


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


def contours(value: Callable[[Points], Points], box: Box, levels: np.ndarray, n: int = 120) -> list[Points]:
    """Return, for each level, segments ``(m, 2, 2)`` in parameters, by marching squares on an n by n grid."""
    axes = [np.linspace(box.low[i], box.high[i], n + 1) for i in range(2)]
    parameters = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    heights = value(parameters)
    corners = [(slice(None, -1), slice(None, -1)), (slice(1, None), slice(None, -1)),
               (slice(1, None), slice(1, None)), (slice(None, -1), slice(1, None))]  # fmt: skip
    points = np.stack([parameters[c] for c in corners], axis=2).reshape(-1, 4, 2)
    values = np.stack([heights[c] for c in corners], axis=2).reshape(-1, 4)
    return [_crossings(points, values - level) for level in levels]


def _crossings(points: Points, values: Points) -> Points:
    """Return the segments in which the zero line of ``values`` ``(n, 4)`` crosses cells ``(n, 4, 2)``."""
    following = np.roll(values, -1, axis=1)
    crossed = (values < 0.0) != (following < 0.0)
    cells = crossed.sum(axis=1) == 2  # a saddle cell, crossed four times, is left open
    change = np.where(crossed[cells], values[cells] - following[cells], np.inf)  # what is not crossed, is left out
    share = values[cells] / change
    on_edges = points[cells] + share[..., None] * (np.roll(points, -1, axis=1)[cells] - points[cells])
    return on_edges[crossed[cells]].reshape(-1, 2, 2)
