"""A room that pulls back from the near surface until that is a speck."""

from __future__ import annotations

import math

import numpy as np

from gdcore.objectives.objective import Objective
from gdcore.text.language import tr
from scenes.geometry import Points, entered
from scenes.maps.contours import contours
from scenes.painting import style
from scenes.painting.pen import Pen
from scenes.painting.space import SIZE, Box, Eye
from scenes.painting.style import LEFT, Theme
from scenes.plots.ticks import LARGEST
from scenes.surface.mesh import CELLS, surface
from scenes.surface.room import Room
from scenes.typesetting.typeset import typeset

PATCH_CELLS = (72, 20)
SPECK_ZOOM = 200.0
"""From here on the near surface is smaller than the dot that marks it."""
NOTE = np.array([LEFT, -3.55])
"""Where the note about the speck stands: the corner that no view of the room fills."""
BROKEN = 0.06
"""The gap around a number that the line from the note would strike."""


class FarRoom(Room):
    """A room whose ranges grow around the near ones, with the near surface left in it in its colours.

    A quadratic looks the same at every scale, so what is far is painted as one dark backdrop; it is built anew only
    while it still changes.
    """

    def __init__(self, objective: Objective, box: Box, eye: Eye, theme: Theme, cells: tuple[int, int] = CELLS) -> None:
        self.near_box = box
        self.patch = surface(objective.value, box, theme, PATCH_CELLS)
        self.zoomed = 1.0
        self._shape: Points | None = None
        super().__init__(objective, box, eye, theme, cells)
        (self.note,) = typeset([tr("the valley of the first steps")])

    def pull_back(self, factor: float, upward: float | None = None) -> None:
        """Show ranges that are ``factor`` times the near ones, and heights ``upward`` times, or its square."""
        near, self.zoomed = self.near_box, factor
        middle, half = (near.low + near.high) / 2.0, (near.high - near.low) / 2.0
        if upward is None:
            top = min(near.top * factor * factor, LARGEST)
        else:
            top = min(near.base + (near.top - near.base) * upward, LARGEST)
            self.zoomed = max(factor, math.sqrt(upward))
        self.look_into(Box(middle - factor * half, middle + factor * half, top, near.base))

    def look_into(self, box: Box) -> None:
        """Show other data ranges, rebuilding the backdrop only when its shape in the box has changed."""
        self.box = box
        far = self.zoomed > 1.0
        probe = np.stack(np.meshgrid(*(np.linspace(box.low[i], box.high[i], 9) for i in range(2))), axis=-1)
        shape = box.shares(self.objective.value(probe))
        if self._shape is not None and np.nanmax(abs(np.minimum(shape, 2.0) - np.minimum(self._shape, 2.0))) < 2e-3:
            return
        self._shape = shape
        self.mesh = surface(self.objective.value, box, self.theme, self.cells, muted=far)
        self.levels, (self.rim,) = [], contours(self.objective.value, box, np.array([box.top]))

    @property
    def rim_colour(self) -> str:
        """The colour of the surface where it is cut."""
        return self.theme.far if self.zoomed > 1.0 else super().rim_colour

    def _paint_still(self, pen: Pen) -> None:
        super()._paint_still(pen)
        if self.zoomed > 1.0:
            self._paint_patch(pen)

    def _paint_patch(self, pen: Pen) -> None:
        """Draw the near surface at its true size; once it is a speck, say what it is."""
        near = self.near_box
        if self.zoomed < SPECK_ZOOM:
            self.patch.placed(self._outward).paint(pen, self.eye)
        at = self.eye.project(self.box.place((near.low + near.high)[None] / 2.0, np.full(1, near.base)))[0]
        shown = float(np.clip(math.log(self.zoomed, 4.0) - 1.0, 0.0, 1.0))
        if self.zoomed > 1.0 and shown > 0.0:
            pen.marker("dot", at, style.SPECK_RADIUS, self.theme.surface[-1], alpha=shown)
            self._paint_leader(pen, np.array([at + [-0.05, -0.08], NOTE + [1.5, 0.32]]), shown)
            pen.text(self.note, NOTE, style.POINT_SIZE, self.theme.ink, alpha=shown)

    def _paint_leader(self, pen: Pen, leader: Points, alpha: float) -> None:
        """Draw the line from the note, broken where a number of an axis will stand on it."""
        pen.line(leader, self.theme.label, style.AXIS_WIDTH, alpha)
        boxes = np.array([label.box for label in self.axes.labels]) + [-BROKEN, -BROKEN, BROKEN, BROKEN]
        for left, bottom, right, top in boxes[entered(leader[None], boxes, np.zeros(1))[:, 0]]:
            pen.fill(np.array([[left, bottom], [right, bottom], [right, top], [left, top]]), self.theme.background)

    def _outward(self, points: Points) -> Points:
        """Return where points ``(..., 3)`` of the near box lie in the one that is shown."""
        near = self.near_box
        return self.box.place(near.parameters(points), points[..., 2] / SIZE[2] * (near.top - near.base) + near.base)
