"""The plane of fates as a field of colours."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from gdcore.studies.fate_map import FateMap
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen, Pixels
from scenes.painting.style import Theme
from scenes.plots.axes import Frame
from scenes.theme.fate_colours import cell_colours

FAINT = 0.25
"""How strongly the map is seen before it is scanned."""


class FateField(Painted):
    """The colours of fates. ``plane`` is asked for when first painted: a rehearsal computes none."""

    def __init__(self, plane: Callable[[], FateMap], frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.plane, self.frame, self.theme = plane, frame, theme

    @cached_property
    def image(self) -> Pixels:
        """The map's colours."""
        return cell_colours(self.plane(), self.theme)

    @property
    def fast(self) -> float:
        """The fewest steps of the map; inf if no run of it converges."""
        return float(self.plane().steps.min())

    def paint(self, pen: Pen) -> None:
        """Draw the map, faintly where it is yet to be scanned, and the front of a scan under way."""
        frame = self.frame
        if self.reveal < 1.0:
            self._paint_up_to(1.0, pen, FAINT)
        self._paint_up_to(self.reveal, pen, 1.0)
        if 0.0 < self.reveal < 1.0:
            x = frame.left + self.reveal * frame.width
            front = np.array([[x, frame.bottom], [x, frame.bottom + frame.height]])
            pen.line(front, self.theme.ink, style.GHOST_WIDTH)

    def _paint_up_to(self, share: float, pen: Pen, strength: float) -> None:
        frame, ctx = self.frame, pen.ctx
        ctx.save()
        ctx.rectangle(frame.left, frame.bottom, share * frame.width, frame.height)
        ctx.clip()
        rows, columns, _ = self.image.shape
        ctx.translate(frame.left, frame.bottom + frame.height)
        # The middles of the outer pixels lie on the ends of the axes.
        ctx.scale(frame.width / (columns - 1), -frame.height / (rows - 1))
        pen.image(self.image)
        ctx.paint_with_alpha(strength * pen.opacity)
        ctx.restore()
