"""The furniture of a 3-D picture: floor, back walls, ticks with numbers and names, contours, the surface itself."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cairo
import numpy as np

from gdcore.expressions.written import typst_name
from gdcore.objectives.objective import Objective
from scenes.painting import style
from scenes.painting.canvas import Align, Painted, Pen, Points
from scenes.painting.fitting import LEADING, UNIT_ROOM, stacked, unit_in, unit_text
from scenes.painting.space import FLOOR, NAMES_AT, NUMBERS_AT, SIZE, Box, Eye, visible
from scenes.painting.style import Theme
from scenes.painting.typeset import Outline, typeset
from scenes.plots.ticks import Scale, axis_name, scale_of
from scenes.surface.mesh import CELLS, Mesh, contours, surface

NAME_SIZE = style.TICK_SIZE * 1.12
NAME_ROOM, LEAST_UNIT = 8.0, 4.0
"""Ems for the name of an axis and its unit on one line, and what a unit keeps of a line of its own."""
WIDEST_ABOVE, LEFTMOST = 0.7, -6.9
"""The widest name that stands in the middle above the axis of heights, and where a wider one begins at the earliest."""
CONTOURS = 6
GRID_LINES = (13, 9)
GRID_SAMPLES = 48
TICK = 0.05


class Room(Painted):
    """The box with its surface, seen by ``eye``. Setting ``eye`` or ``box`` and painting again moves the picture.

    The names of the floor's axes keep left of ``names_end``, as far as they can be shortened.
    """

    names_end = math.inf

    def __init__(self, objective: Objective, box: Box, eye: Eye, theme: Theme, cells: tuple[int, int] = CELLS) -> None:
        super().__init__()
        self.objective, self.theme, self.eye, self.cells = objective, theme, eye, cells
        self._still: tuple[tuple[Mesh, Eye], cairo.Pattern] | None = None
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

    @property
    def _near(self) -> Points:
        """The corner of the floor that is nearest to the eye, as signs ``(2,)``."""
        return np.where(self.eye.forward[:2] >= 0.0, 1.0, -1.0)

    def _paint_walls(self, pen: Pen) -> None:
        (sx, sy), (nx, ny), floor, top = SIZE[:2], self._near, FLOOR * SIZE[2], SIZE[2]
        lines = []
        for x in self._places(0):
            lines += [[(x, -ny * sy, floor), (x, -ny * sy, top)], [(x, -sy, floor), (x, sy, floor)]]
        for y in self._places(1):
            lines += [[(-nx * sx, y, floor), (-nx * sx, y, top)], [(-sx, y, floor), (sx, y, floor)]]
        for z in self._places(2):
            lines += [[(-sx, -ny * sy, z), (sx, -ny * sy, z)], [(-nx * sx, -sy, z), (-nx * sx, sy, z)]]
        pen.lines(self.eye.project(np.array(lines)), self.theme.grid, style.GRID_WIDTH)
        (a, b), low, high = (-nx * sx, -ny * sy), floor, top
        edges = [[(a, b, low), (a, b, high)]]
        for z in (low, high):
            edges += [[(a, b, z), (-a, b, z)], [(a, b, z), (a, -b, z)]]
        pen.lines(self.eye.project(np.array(edges)), self.theme.grid, style.AXIS_WIDTH)

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
        for pieces in self.seen(lines, inside=True):
            for piece in pieces:
                pen.line(piece, self.theme.ink, style.GRID_WIDTH * 0.8, 0.13)

    def _paint_rim(self, pen: Pen) -> None:
        """Draw the line at which the box cuts the surface, once more and as one: its facets end in steps."""
        points = self.box.place(self.rim, np.full(self.rim.shape[:-1], self.box.top))
        shown = visible(points.mean(axis=1), self.eye, self.box, self.objective.value)
        pen.lines(self.eye.project(points[shown]), self.rim_colour, style.AXIS_WIDTH)

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
            x, y = self.eye.project(point)
            arm = 0.7 * style.MARKER_RADIUS
            cross = np.array([[[x - arm, y - arm], [x + arm, y + arm]], [[x - arm, y + arm], [x + arm, y - arm]]])
            pen.lines(cross, self.theme.ink, style.GHOST_WIDTH)

    def sees(self, point: Points) -> bool:
        """Return whether one box point ``(3,)`` is seen."""
        return bool(visible(point[None], self.eye, self.box, self.objective.value)[0])

    def _places(self, axis: int) -> Points:
        """Return where the ticks of an axis lie, in box units."""
        ticks = self._scale(axis).ticks
        if axis == 2:
            places: Points = self.box.shares(ticks) * SIZE[2]
            return places
        low, high = self.box.low[axis], self.box.high[axis]
        return (2.0 * (ticks - low) / (high - low) - 1.0) * SIZE[axis]

    def _scale(self, axis: int) -> Scale:
        """Return how an axis is numbered."""
        low, high = (self.box.base, self.box.top) if axis == 2 else (self.box.low[axis], self.box.high[axis])
        return scale_of(float(low), float(high), 6)

    def right_of_names(self) -> float:
        """Return where the names of the two parameters end, the farther of both, in scene units."""
        return max(self._name_end(axis, base, outward) for axis, base, outward in self._floor_axes())

    def _name_end(self, axis: int, base: Points, outward: Points) -> float:
        name, place, align = self._placed_name(axis, base, outward)
        share = {"left": 1.0, "centre": 0.5, "right": 0.0}[align]
        return float(place[0]) + share * name.width * NAME_SIZE

    def _floor_axes(self) -> list[tuple[int, Points, Points]]:
        """Return the two axes on the floor, each with the middle of its edge and the way outward."""
        (nx, ny), floor = self._near, FLOOR * SIZE[2]
        return [
            (0, np.array([0.0, ny * SIZE[1], floor]), np.array([0.0, ny, 0.0])),
            (1, np.array([nx * SIZE[0], 0.0, floor]), np.array([nx, 0.0, 0.0])),
        ]

    def _paint_axes(self, pen: Pen) -> None:
        nx, ny = self._near
        floor = FLOOR * SIZE[2]
        # The height axis stands on whichever of the two outer edges is further left in the picture.
        edges = np.array([[-nx * SIZE[0], ny * SIZE[1], floor], [nx * SIZE[0], -ny * SIZE[1], floor]])
        left = int(np.argmin(self.eye.project(edges)[:, 0]))
        away = np.sign(edges[left][:2]) * 0.7
        for axis, base, outward in self._floor_axes():
            self._paint_axis(pen, axis, base, outward)
        self._paint_axis(pen, 2, np.array([*edges[left][:2], 0.0]), np.array([*away, 0.0]))

    def _paint_axis(self, pen: Pen, axis: int, base: Points, outward: Points) -> None:
        places = self._places(axis)
        points = np.repeat(base[None], len(places), axis=0)
        points[:, axis] = places
        ends = np.repeat(base[None], 2, axis=0)
        ends[:, axis] = [FLOOR * SIZE[2], SIZE[2]] if axis == 2 else [-SIZE[axis], SIZE[axis]]
        pen.lines(self.eye.project(ends)[None], self.theme.axis, style.AXIS_WIDTH)
        marks = np.stack([points, points + TICK * outward], axis=1)
        pen.lines(self.eye.project(marks), self.theme.axis, style.AXIS_WIDTH)
        size = style.TICK_SIZE
        numbers = self.eye.project(points + NUMBERS_AT * outward)
        for outline, place in zip(typeset(self._scale(axis).texts), numbers, strict=True):
            pen.text(outline, place - [0.0, 0.35 * size], size, self.theme.label, "centre", still=False)
        name, place, align = self._placed_name(axis, base, outward)
        pen.text(name, place, NAME_SIZE, self.theme.label, align, still=False)

    def _placed_name(self, axis: int, base: Points, outward: Points) -> tuple[Outline, Points, Align]:
        """Return the name of an axis, where its first line stands, and on which side of that."""
        if axis < 2:
            place = self.eye.project(base + NAMES_AT * outward) - [0.0, 0.35 * style.TICK_SIZE]
            align = _align(self.eye.project(np.stack([base, base + outward])))
            room = self.names_end - place[0] if align == "left" else math.inf
            return self._name(axis, room, align)[0], place, align
        place = self.eye.project(np.array([*base[:2], SIZE[2]])) + [0.0, 0.22]
        name, n_lines = self._name(axis, place[0] - LEFTMOST, "right")
        width, up = name.width * NAME_SIZE, np.array([0.0, (n_lines - 1) * LEADING * NAME_SIZE])
        if width <= WIDEST_ABOVE:
            return name, place + up, "centre"
        over = WIDEST_ABOVE / 2.0 if n_lines == 1 else 0.0  # farther to the right the surface would begin
        end = max(place[0] + over, LEFTMOST + width)
        return name, np.array([end, place[1]]) + up, "right"

    def _name(self, axis: int, room: float, align: Align) -> tuple[Outline, int]:
        """Return the name of an axis with what it counts, under it where that is long, and the number of lines."""
        objective, scale = self.objective, self._scale(axis)
        name, unit = (objective.symbol, objective.value_unit) if axis == 2 else (
            typst_name(objective.parameters[axis]), objective.units[axis])  # fmt: skip
        whole, bare = typeset([axis_name(f"${name}$", unit, scale), f"({scale.counted()})"])
        if not scale.counted(unit) or (whole.width <= NAME_ROOM and unit_in(unit, UNIT_ROOM) == unit):
            return whole, 1
        short = unit_text(unit, max(LEAST_UNIT, min(UNIT_ROOM, room / NAME_SIZE - bare.width)))
        return stacked(typeset([f"${name}$", f"({scale.counted(short)})"]), align=align), 2


def _align(ends: Points) -> Align:
    """Return on which side text must stand that lies outward along ``ends``, so that it grows away from the box."""
    across = float(ends[1, 0] - ends[0, 0]) / float(np.hypot(*(ends[1] - ends[0])))
    return "centre" if abs(across) < 0.55 else "left" if across > 0.0 else "right"


def _pieces(points: Points, shown: np.ndarray) -> list[Points]:
    """Split a polyline ``(n, 2)`` where ``shown`` changes and return the pieces that are."""
    parts = np.split(np.arange(len(points)), np.flatnonzero(np.diff(shown)) + 1)
    return [points[part] for part in parts if shown[part[0]] and len(part) > 1]
