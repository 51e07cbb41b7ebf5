"""A room that pulls back from the near surface until that is a speck."""

from __future__ import annotations

import math

import numpy as np

from gdcore.objectives.objective import Objective
from gdcore.text.language import tr
from scenes.geometry import Points
from scenes.maps.contours import contours
from scenes.painting import style
from scenes.painting.labels import label_at, plate
from scenes.painting.pen import Pen
from scenes.painting.space import SIZE, Box, Eye, visible
from scenes.painting.style import Theme
from scenes.painting.text import escaped
from scenes.plots.ticks import LARGEST
from scenes.surface.mesh import CELLS, surface
from scenes.surface.room import Room
from scenes.typesetting.typeset import typeset

PATCH_CELLS = (72, 20)
SPECK_ZOOM = 200.0
"""From here on the near surface is smaller than the dot that marks it."""
NOTE_DOWN = 0.16
"""How far under the speck its name ends."""
RING_ORDERS, RINGS = 2, 3
"""On what is far every so manieth order of magnitude is a line: as many lines below the top as are drawn."""
RING_INK = 0.3


class FarRoom(Room):
    """A room whose ranges grow around the near ones, with the near surface left in it in its colours.

    A quadratic looks the same at every scale, so what is far is painted as one dark backdrop; it is built anew only
    while it still changes. Lines at every other order of magnitude move inward on it. ``speck`` are the near ranges
    from which the view pulls back, where those are not the ones shown at first.
    """

    def __init__(
        self,
        objective: Objective,
        box: Box,
        eye: Eye,
        theme: Theme,
        cells: tuple[int, int] = CELLS,
        speck: Box | None = None,
    ) -> None:
        self.near_box = box if speck is None else speck
        self.patch = surface(objective.value, self.near_box, theme, PATCH_CELLS)
        self.zoomed = 1.0
        self.rings: list[Points] = []
        self._shape: Points | None = None
        super().__init__(objective, box, eye, theme, cells)
        (self.note,) = typeset([escaped(tr("the valley"))])

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
        self.rings = self._rings() if far else []
        probe = np.stack(np.meshgrid(*(np.linspace(box.low[i], box.high[i], 9) for i in range(2))), axis=-1)
        shape = box.shares(self.objective.value(probe))
        if self._shape is not None and np.nanmax(abs(np.minimum(shape, 2.0) - np.minimum(self._shape, 2.0))) < 2e-3:
            return
        self._shape = shape
        self.mesh = surface(self.objective.value, box, self.theme, self.cells, muted=far)
        self.levels, (self.rim,) = [], contours(self.objective.value, box, np.array([box.top]))

    def _rings(self) -> list[Points]:
        """Return the lines at the highest even orders of magnitude under the top, above the near surface."""
        highest = math.floor(math.log10(max(self.box.top - self.box.base, 1e-300)) / RING_ORDERS)
        levels = self.box.base + np.array([10.0 ** (RING_ORDERS * (highest - i)) for i in range(RINGS)])
        return contours(self.objective.value, self.box, levels[levels > self.near_box.top], n=48)

    @property
    def rim_colour(self) -> str:
        """The colour of the surface where it is cut."""
        return self.theme.far if self.zoomed > 1.0 else super().rim_colour

    def _paint_still(self, pen: Pen) -> None:
        super()._paint_still(pen)
        if self.zoomed > 1.0:
            self._paint_rings(pen)
            self._paint_patch(pen)

    def _paint_rings(self, pen: Pen) -> None:
        """Draw the lines of the orders of magnitude where they are seen."""
        colour = style.mix(self.theme.far, self.theme.ink, RING_INK)
        for ring in self.rings:
            if len(ring):
                points = self.on_surface(ring.reshape(-1, 2)).reshape(-1, 2, 3)
                shown = visible(points.mean(axis=1), self.eye, self.box, self.objective.value)
                pen.lines(self.eye.project(points[shown]), colour, style.AXIS_WIDTH)

    def _paint_patch(self, pen: Pen) -> None:
        """Draw the near surface at its true size; once it is a speck, say what it is."""
        near = self.near_box
        if self.zoomed < SPECK_ZOOM:
            self.patch.placed(self._outward).paint(pen, self.eye)
        at = self.eye.project(self.box.place((near.low + near.high)[None] / 2.0, np.full(1, near.base)))[0]
        shown = float(np.clip(math.log(self.zoomed, 4.0) - 1.0, 0.0, 1.0))
        if shown > 0.0:
            pen.marker("dot", at, style.SPECK_RADIUS, self.theme.surface[-1], alpha=shown)
            self._paint_note(pen, at, shown)

    def _paint_note(self, pen: Pen, at: Points, alpha: float) -> None:
        """Write what the speck is under it, where no number or name stands."""
        size = style.POINT_SIZE
        _, _, width, height = label_at(self.note, size, np.zeros(2)).box
        label = label_at(self.note, size, at - [width / 2.0, NOTE_DOWN + height])
        others = np.array([one.box for one in self.axes.labels])
        apart = (others[:, :2] >= label.box[2:]) | (others[:, 2:] <= label.box[:2])
        if apart.any(axis=1).all():
            plate(pen.with_opacity(pen.opacity * alpha), self.note, label.at, size, self.theme.ink, self.theme)

    def _outward(self, points: Points) -> Points:
        """Return where points ``(..., 3)`` of the near box lie in the one that is shown."""
        near = self.near_box
        return self.box.place(near.parameters(points), points[..., 2] / SIZE[2] * (near.top - near.base) + near.base)
