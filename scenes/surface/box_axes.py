"""The axes of a 3-D picture: where the walls and ticks lie, and where names and numbers stand beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gdcore.expressions.written import typst_name
from gdcore.objectives.objective import Objective
from gdcore.text.language import tr
from scenes.geometry import Align, Points
from scenes.painting import style
from scenes.painting.fitting import LEADING, UNIT_ROOM, stacked, unit_in, unit_text
from scenes.painting.labels import EVERYWHERE, Label, Surroundings, beyond, label_at
from scenes.painting.space import FLOOR, NAMES_AT, NUMBERS_AT, SIZE, Box, Eye
from scenes.painting.text import escaped, small
from scenes.painting.traces import Traces
from scenes.plots.axis_names import axis_name
from scenes.plots.ticks import Scale, scale_of
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset

NAME_SIZE = style.READABLE
NAME_ROOM, LEAST_UNIT = 8.0, 4.0
"""The most ems for an axis's name and unit on one line, and the least for a unit on a line of its own."""
OVER, LEFTMOST = 0.35, -6.9
"""How far beyond the axis of heights its name may end, and where any name begins at the earliest."""
ASIDE = np.linspace(0.0, 0.5, 26)
"""How far from its usual place the name of an axis is tried: outward in box units, or half the way to the left."""
TICK = 0.05
NARROW, STRAIGHT = 8.0, 0.9
"""A valley has a way across and one along its floor if it is so many times steeper across, and if the cosine of the
angle between the first and an axis is at least this."""


@dataclass(frozen=True, eq=False)
class BoxAxes:
    """The walls, axes, numbers and names around a box, as they lie in the picture that ``eye`` sees of it.

    The names of the floor's axes keep left of ``names_end``, as far as they can be shortened, that of the heights
    below ``names_top``.
    """

    objective: Objective
    box: Box
    eye: Eye
    names_end: float = math.inf
    names_top: float = math.inf

    @property
    def _near(self) -> Points:
        """The corner of the floor that is nearest to the eye, as signs ``(2,)``."""
        return np.where(self.eye.forward[:2] >= 0.0, 1.0, -1.0)

    @cached_property
    def wall_lines(self) -> Points:
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

    @cached_property
    def edge_lines(self) -> Points:
        """The edges of both back walls, ``(5, 2, 2)``."""
        (a, b), low, high = -self._near * SIZE[:2], FLOOR * SIZE[2], SIZE[2]
        edges = [[(a, b, low), (a, b, high)]]
        for z in (low, high):
            edges += [[(a, b, z), (-a, b, z)], [(a, b, z), (a, -b, z)]]
        return self.eye.project(np.array(edges))

    def _places(self, axis: int) -> Points:
        """Return where the ticks of an axis lie, in box units."""
        ticks = self._scale(axis).ticks
        if axis == 2:
            places: Points = self.box.shares(ticks) * SIZE[2]
            return places
        low, high = self.box.low[axis], self.box.high[axis]
        return np.asarray((2.0 * (ticks - low) / (high - low) - 1.0) * SIZE[axis])

    def _scale(self, axis: int) -> Scale:
        """Return how an axis is numbered; beside a box there is no room for "thousand"."""
        low, high = (self.box.base, self.box.top) if axis == 2 else (self.box.low[axis], self.box.high[axis])
        return replace(scale_of(float(low), float(high), 6), in_words=False)

    def right_of_names(self) -> float:
        """Return where the names of the two parameters end, the farther of both, in scene units."""
        return max(self._labels_of(*axis)[0].box[2] for axis in self._floor_axes())

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

    @cached_property
    def labels(self) -> list[Label]:
        """The names and numbers of all axes, in their places."""
        return [label for axis in self._axes() for label in self._labels_of(*axis)]

    @property
    def lines(self) -> Points:
        """The axes and their ticks, ``(n, 2, 2)`` in the scene."""
        return np.concatenate([self._lines_of(*axis) for axis in self._axes()])

    def _lines_of(self, axis: int, base: Points, outward: Points) -> Points:
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

    def _labels_of(self, axis: int, base: Points, outward: Points) -> list[Label]:
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
        left, right = anchor[0] - LEFTMOST, self.names_end - anchor[0]
        room = {"left": right, "right": left, "centre": 2.0 * min(left, right)}[align]
        outline = self._with_way(axis, self._name(axis, room, align)[0], room / NAME_SIZE, align)
        step = (anchor - foot) / NAMES_AT
        return self._first_clear([beyond(outline, NAME_SIZE, foot, anchor + out * step) for out in ASIDE], numbers)

    def _with_way(self, axis: int, name: Outline, room: float, align: Align) -> Outline:
        """Return the name of an axis on the floor with the way it leads in a valley under it, if there is room."""
        steep = self._across
        if steep is None:
            return name
        words = [tr("across")] if axis == steep else [tr("along the floor"), tr("along")]
        outlines = [outline for outline in typeset([small(escaped(word)) for word in words]) if outline.width <= room]
        return stacked([name, outlines[0]], align=align) if outlines else name

    @cached_property
    def _across(self) -> int | None:
        """The axis that leads across the valley of data, if that is narrow and runs nearly with the other axis."""
        objective, half = self.objective, (self.box.high - self.box.low) / (2.0 * SIZE[:2])
        if objective.table is None or objective.minimiser is None:
            return None
        flat, steep = np.linalg.eigh(objective.hessian(objective.minimiser) * np.outer(half, half))
        axis = int(np.argmax(abs(steep[:, 1])))
        return axis if flat[1] > NARROW * flat[0] and abs(steep[axis, 1]) > STRAIGHT else None

    def _name_above(self, base: Points, numbers: Sequence[Label]) -> Label:
        """Return the name of the axis of heights, in the middle above it or as far to its left as the walls ask for."""
        x, y = self.eye.project(np.array([*base[:2], SIZE[2]])) + [0.0, 0.22]
        outline, n_lines = self._name(2, x - LEFTMOST, "right")
        width, y = outline.width * NAME_SIZE, y + (n_lines - 1) * LEADING * NAME_SIZE
        y = min(y, self.names_top - outline.bounds[3] * NAME_SIZE)
        ends = np.maximum(x + min(width / 2.0, OVER) - 2.0 * ASIDE, LEFTMOST + width)
        return self._first_clear([label_at(outline, NAME_SIZE, np.array([end - width, y])) for end in ends], numbers)

    def _first_clear(self, tried: Sequence[Label], numbers: Sequence[Label]) -> Label:
        """Return the first of some places of a name that is clear of numbers and walls, or the first of all."""
        texts = Traces([number.box for number in numbers])
        texts.strokes = [(np.concatenate([self.wall_lines, self.edge_lines]), style.AXIS_WIDTH, "")]
        free = Surroundings(EVERYWHERE, texts).free(np.array([label.box for label in tried]))
        return tried[int(np.argmax(free))]

    def _name(self, axis: int, room: float, align: Align) -> tuple[Outline, int]:
        """Return the name of an axis with what it counts, under it where that is long, and the number of lines."""
        objective, scale = self.objective, self._scale(axis)
        name, unit = (objective.symbol, objective.value_unit) if axis == 2 else (
            typst_name(objective.parameters[axis]), objective.units[axis])  # fmt: skip
        whole, bare = typeset([axis_name(f"${name}$", unit, scale), small(f"({scale.counted()})")])
        if not scale.counted(unit) or (whole.width <= NAME_ROOM and unit_in(unit, UNIT_ROOM) == unit):
            return whole, 1
        short = unit_text(unit, max(LEAST_UNIT, min(UNIT_ROOM, room / NAME_SIZE - bare.width)))
        return stacked(typeset([f"${name}$", small(f"({scale.counted(short)})")]), align=align), 2


def _align(ends: Points) -> Align:
    """Return on which side text must stand that lies outward along ``ends``, so that it grows away from the box."""
    across = float(ends[1, 0] - ends[0, 0]) / float(np.hypot(*(ends[1] - ends[0])))
    return "centre" if abs(across) < 0.55 else "left" if across > 0.0 else "right"
