"""A 3-D picture of a surface: floor, back walls, contours, the surface itself, and the axes around."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cairo
import numpy as np

from gdcore.objectives.objective import Objective
from scenes.geometry import Points
from scenes.maps.contours import contours
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.labels import clear_shares
from scenes.painting.pen import Pen
from scenes.painting.space import FLOOR, SIZE, Box, Eye, visible
from scenes.painting.style import Theme
from scenes.surface.box_axes import BoxAxes
from scenes.surface.mesh import CELLS, Mesh, surface

TOO_FAR = 0.12
"""A label that ends this far beyond ``names_end`` is hidden: something else stands there."""
CONTOURS = 6
GRID_LINES = (13, 9)
GRID_SAMPLES = 48


class Room(Painted):
    """The box with its surface, seen by ``eye``. Setting ``eye`` or ``box`` and painting again moves the picture.

    The names of the floor's axes keep left of ``names_end``, as far as they can be shortened, that of the heights
    below ``names_top``.
    """

    names_end = names_top = math.inf

    def __init__(self, objective: Objective, box: Box, eye: Eye, theme: Theme, cells: tuple[int, int] = CELLS) -> None:
        super().__init__()
        self.objective, self.theme, self.eye, self.cells = objective, theme, eye, cells
        self._still: tuple[tuple[Mesh, Eye], cairo.Pattern] | None = None
        self._axes: tuple[tuple[Box, Eye, float, float], BoxAxes] | None = None
        self._seen_lines: list[Points] = []
        self.look_into(box)

    def look_into(self, box: Box) -> None:
        """Show other data ranges."""
        self.box = box
        self.mesh = surface(self.objective.value, box, self.theme, self.cells)
        # Even steps of the root of the height, like the colours.
        levels = (box.top - box.base) * (np.arange(1, CONTOURS + 1) / CONTOURS) ** 2 + box.base  # the last is the rim
        *self.levels, self.rim = contours(self.objective.value, box, levels)

    def paint(self, pen: Pen) -> None:
        """Draw from far to near: walls, floor, contours, surface, the lines on it, and the axes around."""
        if pen.opacity < 1.0:  # faded as one picture, or what lies behind would shine through
            pen.ctx.push_group()
        whole = pen.with_opacity(1.0)
        self._paint_walls(whole)
        self._paint_still(whole)
        self._paint_axes(whole)
        if pen.opacity < 1.0:
            pen.ctx.pop_group_to_source()
            pen.ctx.paint_with_alpha(pen.opacity)

    def _paint_still(self, pen: Pen) -> None:
        """Draw contours, mesh and the lines on it; from the same place the same mesh is painted only once."""
        if pen.on_paper:
            self._paint_surface(pen)
            return
        key = (self.mesh, self.eye)
        if self._still is None or self._still[0] != key:
            pen.ctx.push_group()
            self._paint_surface(pen)
            self._still = key, pen.ctx.pop_group()
        pen.ctx.set_source(self._still[1])
        pen.ctx.paint()

    def _paint_surface(self, pen: Pen) -> None:
        self._paint_contours(pen)
        self.mesh.paint(pen, self.eye)
        self._paint_grid(pen)
        self._paint_rim(pen)
        self._paint_minimiser(pen)

    def _paint_walls(self, pen: Pen) -> None:
        axes = self.axes
        pen.lines(axes.wall_lines, self.theme.grid, style.GRID_WIDTH)
        pen.lines(axes.edge_lines, self.theme.grid, style.AXIS_WIDTH)

    def _paint_contours(self, pen: Pen) -> None:
        for level, segments in enumerate(self.levels):
            flat = self.box.place(segments, np.full(segments.shape[:-1], self.box.base))
            flat[..., 2] = FLOOR * SIZE[2]
            stop = level * len(self.theme.surface) // CONTOURS
            colour = style.mix(self.theme.background, self.theme.surface[stop], 0.45)
            pen.lines(self.eye.project(flat), colour, style.AXIS_WIDTH)

    def _paint_grid(self, pen: Pen) -> None:
        """Draw sparse lines on the surface where it is seen."""
        lines = []
        for axis, count in enumerate(GRID_LINES):
            along = np.linspace(self.box.low[1 - axis], self.box.high[1 - axis], GRID_SAMPLES)
            for fixed in np.linspace(self.box.low[axis], self.box.high[axis], count)[1:-1]:
                columns = [np.full_like(along, fixed), along]
                lines.append(self.on_surface(np.column_stack(columns if axis == 0 else columns[::-1])))
        seen = [piece for pieces in self.seen(lines, inside=True) for piece in pieces]
        pen.polylines(seen, self.theme.ink, style.GRID_WIDTH * 0.8, 0.13)
        self._seen_lines = [np.stack([piece[:-1], piece[1:]], axis=1) for piece in seen]

    def _paint_rim(self, pen: Pen) -> None:
        """Draw the line at which the box cuts the surface, once more and as one: its facets end in steps."""
        points = self.box.place(self.rim, np.full(self.rim.shape[:-1], self.box.top))
        shown = visible(points.mean(axis=1), self.eye, self.box, self.objective.value)
        rim = self.eye.project(points[shown])
        pen.lines(rim, self.rim_colour, style.AXIS_WIDTH)
        self._seen_lines.append(rim)

    @property
    def rim_colour(self) -> str:
        """The colour of the surface where it is cut."""
        return style.mix(self.theme.surface[-1], self.theme.background, 0.12)

    def on_surface(self, parameters: Points) -> Points:
        """Return the box points on the surface over parameters ``(n, 2)``."""
        return self.box.place(parameters, self.objective.value(parameters))

    def seen(self, lines: Sequence[Points], *, inside: bool = False) -> list[list[Points]]:
        """Return, for each polyline of box points ``(n, 3)``, its unhidden pieces in scene units.

        ``inside`` also leaves out what lies outside the box.
        """
        points = np.concatenate(lines)
        shown = visible(points, self.eye, self.box, self.objective.value)
        if inside:
            shown &= self.box.holds(points)
        ends = np.cumsum([len(line) for line in lines])[:-1]
        flat = np.split(self.eye.project(points), ends)
        return [_pieces(line, here) for line, here in zip(flat, np.split(shown, ends), strict=True)]

    def _paint_minimiser(self, pen: Pen) -> None:
        """Mark the lowest point of the surface with a cross, where it is known and seen."""
        if self.objective.minimiser is None:
            return
        point = self.on_surface(self.objective.minimiser[None])[0]
        if self.box.holds(point) and self.sees(point):
            pen.cross(self.eye.project(point), self.theme.ink)

    def sees(self, point: Points) -> bool:
        """Return whether one box point ``(3,)`` is seen."""
        return bool(visible(point[None], self.eye, self.box, self.objective.value)[0])

    @property
    def axes(self) -> BoxAxes:
        """The axes around the box, with their numbers and names."""
        seen = self.box, self.eye, self.names_end, self.names_top
        if self._axes is None or self._axes[0] != seen:
            self._axes = seen, BoxAxes(self.objective, *seen)
        return self._axes[1]

    def _paint_axes(self, pen: Pen) -> None:
        """Draw the axes; a number or a name fades where it comes too near to something as the picture turns."""
        axes = self.axes
        lines, labels = axes.lines, axes.labels
        pen.lines(lines, self.theme.axis, style.AXIS_WIDTH)
        around = np.concatenate([lines, axes.wall_lines, axes.edge_lines, *self._seen_lines])
        boxes = np.array([label.box for label in labels])
        alphas = clear_shares(boxes, around) * np.clip(1.0 - (boxes[:, 2] - self.names_end) / TOO_FAR, 0.0, 1.0)
        for label, alpha in zip(labels, alphas.tolist(), strict=True):
            pen.text(label.outline, label.at, label.size, self.theme.label, alpha=alpha, still=False)


def _pieces(points: Points, shown: np.ndarray) -> list[Points]:
    """Split a polyline ``(n, 2)`` where ``shown`` changes and return the pieces that are."""
    parts = np.split(np.arange(len(points)), np.flatnonzero(np.diff(shown)) + 1)
    return [points[part] for part in parts if shown[part[0]] and len(part) > 1]
