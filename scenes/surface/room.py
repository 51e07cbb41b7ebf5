"""The furniture of a 3-D picture: floor, back walls, ticks with numbers and names, contours, the surface itself."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cairo
import numpy as np

from gdcore.expressions.written import typst_name
from gdcore.objectives.objective import Objective
from scenes.maps.contours import contours
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.fitting import LEADING, UNIT_ROOM, stacked, unit_in, unit_text
from scenes.painting.labels import EVERYWHERE, Label, Surroundings, beyond, clear_shares, label_at
from scenes.painting.outline import Outline
from scenes.painting.pen import Align, Pen, Points
from scenes.painting.space import FLOOR, NAMES_AT, NUMBERS_AT, SIZE, Box, Eye, visible
from scenes.painting.style import Theme
from scenes.painting.traces import Traces
from scenes.painting.typeset import typeset
from scenes.plots.axis_names import axis_name
from scenes.plots.ticks import Scale, scale_of
from scenes.surface.mesh import CELLS, Mesh, surface

NAME_SIZE = style.TICK_SIZE * 1.12
NAME_ROOM, LEAST_UNIT = 8.0, 4.0
"""Ems for the name of an axis and its unit on one line, and what a unit keeps of a line of its own."""
OVER, LEFTMOST = 0.35, -6.9
"""How far beyond the axis of heights its name may end, and where it begins at the earliest."""
HIGHEST = 2.42
"""Where names end at the top: over them a matrix may stand beside the objective's definition."""
TOO_FAR = 0.12
"""What ends so far beyond where names should end is not shown: something else stands there."""
ASIDE = np.linspace(0.0, 0.5, 26)
"""How far from its usual place the name of an axis is tried: outward in box units, or half the way to the left."""
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

    @property
    def _near(self) -> Points:
        """The corner of the floor that is nearest to the eye, as signs ``(2,)``."""
        return np.where(self.eye.forward[:2] >= 0.0, 1.0, -1.0)

    def _paint_walls(self, pen: Pen) -> None:
        pen.lines(self._wall_lines, self.theme.grid, style.GRID_WIDTH)
        pen.lines(self._edge_lines, self.theme.grid, style.AXIS_WIDTH)

    @property
    def _wall_lines(self) -> Points:
        """The grid on the floor and on both back walls, ``(n, 2, 2)``."""
        (sx, sy), (nx, ny), floor, top = SIZE[:2], self._near, FLOOR * SIZE[2], SIZE[2]
        lines = []
        for x in self._places(0):
            lines += [[(x, -ny * sy, floor), (x, -ny * sy, top)], [(x, -sy, floor), (x, sy, floor)]]
        for y in self._places(1):
            lines += [[(-nx * sx, y, floor), (-nx * sx, y, top)], [(-sx, y, floor), (sx, y, floor)]]
        for z in self._places(2):
            lines += [[(-sx, -ny * sy, z), (sx, -ny * sy, z)], [(-nx * sx, -sy, z), (-nx * sx, sy, z)]]
        return self.eye.project(np.array(lines))

    @property
    def _edge_lines(self) -> Points:
        """The edges of both back walls, ``(5, 2, 2)``."""
        (a, b), low, high = -self._near * SIZE[:2], FLOOR * SIZE[2], SIZE[2]
        edges = [[(a, b, low), (a, b, high)]]
        for z in (low, high):
            edges += [[(a, b, z), (-a, b, z)], [(a, b, z), (a, -b, z)]]
        return self.eye.project(np.array(edges))

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
        return max(self._labels(*axis)[0].box[2] for axis in self._floor_axes())

    def _floor_axes(self) -> list[tuple[int, Points, Points]]:
        """Return the two axes on the floor, each with the middle of its edge and the way outward."""
        (nx, ny), floor = self._near, FLOOR * SIZE[2]
        return [
            (0, np.array([0.0, ny * SIZE[1], floor]), np.array([0.0, ny, 0.0])),
            (1, np.array([nx * SIZE[0], 0.0, floor]), np.array([nx, 0.0, 0.0])),
        ]

    def _axes(self) -> list[tuple[int, Points, Points]]:
        """Return all axes; that of heights stands on the outer edge that is further left in the picture."""
        (nx, ny), floor = self._near, FLOOR * SIZE[2]
        edges = np.array([[-nx * SIZE[0], ny * SIZE[1], floor], [nx * SIZE[0], -ny * SIZE[1], floor]])
        left = edges[int(np.argmin(self.eye.project(edges)[:, 0]))][:2]
        return [*self._floor_axes(), (2, np.array([*left, 0.0]), np.array([*np.sign(left) * 0.7, 0.0]))]

    def _paint_axes(self, pen: Pen) -> None:
        """Draw the axes; a number or a name fades where the turning picture brings it too near to something."""
        axes = self._axes()
        lines = np.concatenate([self._axis_lines(*axis) for axis in axes])
        pen.lines(lines, self.theme.axis, style.AXIS_WIDTH)
        labels = self.labels
        around = np.concatenate([lines, self._wall_lines, self._edge_lines, *self._seen_lines])
        boxes = np.array([label.box for label in labels])
        alphas = clear_shares(boxes, around) * np.clip(1.0 - (boxes[:, 2] - self.names_end) / TOO_FAR, 0.0, 1.0)
        for label, alpha in zip(labels, alphas.tolist(), strict=True):
            pen.text(label.outline, label.at, label.size, self.theme.label, alpha=alpha, still=False)

    @property
    def labels(self) -> list[Label]:
        """The names and numbers of all axes, in their places."""
        return [label for axis in self._axes() for label in self._labels(*axis)]

    def _axis_lines(self, axis: int, base: Points, outward: Points) -> Points:
        """Return an axis and its ticks, ``(n, 2, 2)`` in the scene."""
        ends = np.repeat(base[None], 2, axis=0)
        ends[:, axis] = [FLOOR * SIZE[2], SIZE[2]] if axis == 2 else [-SIZE[axis], SIZE[axis]]
        points = self._points(axis, base)
        return self.eye.project(np.concatenate([ends[None], np.stack([points, points + TICK * outward], axis=1)]))

    def _points(self, axis: int, base: Points) -> Points:
        """Return where the ticks of an axis lie, ``(n, 3)`` in box units."""
        places = self._places(axis)
        points = np.repeat(base[None], len(places), axis=0)
        points[:, axis] = places
        return points

    def _labels(self, axis: int, base: Points, outward: Points) -> list[Label]:
        """Return the name of an axis and its numbers, each at its own distance from the axis, however wide it is."""
        points, outlines = self._points(axis, base), typeset(self._scale(axis).texts)
        numbers = [
            beyond(outline, style.TICK_SIZE, *self.eye.project(np.stack([point, point + NUMBERS_AT * outward])))
            for outline, point in zip(outlines, points, strict=True)
        ]
        name = self._name_above(base, numbers) if axis == 2 else self._name_beside(axis, base, outward, numbers)
        return [name, *numbers]

    def _name_beside(self, axis: int, base: Points, outward: Points, numbers: Sequence[Label]) -> Label:
        """Return the name of an axis on the floor, farther out where wide numbers need the room."""
        foot, anchor = self.eye.project(np.stack([base, base + NAMES_AT * outward]))
        align = _align(np.array([foot, anchor]))
        outline = self._name(axis, self.names_end - anchor[0] if align == "left" else math.inf, align)[0]
        step = (anchor - foot) / NAMES_AT
        return self._first_clear([beyond(outline, NAME_SIZE, foot, anchor + out * step) for out in ASIDE], numbers)

    def _name_above(self, base: Points, numbers: Sequence[Label]) -> Label:
        """Return the name of the axis of heights, in the middle above it or as far to its left as the walls ask for."""
        x, y = self.eye.project(np.array([*base[:2], SIZE[2]])) + [0.0, 0.22]
        outline, n_lines = self._name(2, x - LEFTMOST, "right")
        width, y = outline.width * NAME_SIZE, y + (n_lines - 1) * LEADING * NAME_SIZE
        y = min(y, HIGHEST - outline.bounds[3] * NAME_SIZE)
        ends = np.maximum(x + min(width / 2.0, OVER) - 2.0 * ASIDE, LEFTMOST + width)
        return self._first_clear([label_at(outline, NAME_SIZE, np.array([end - width, y])) for end in ends], numbers)

    def _first_clear(self, tried: Sequence[Label], numbers: Sequence[Label]) -> Label:
        """Return the first of some places of a name that is clear of numbers and walls, or the first of all."""
        texts = Traces([number.box for number in numbers])
        texts.strokes = [(np.concatenate([self._wall_lines, self._edge_lines]), style.AXIS_WIDTH, "")]
        free = Surroundings(EVERYWHERE, texts).free(np.array([label.box for label in tried]))
        return tried[int(np.argmax(free))]

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
