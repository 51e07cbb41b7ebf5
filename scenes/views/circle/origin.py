"""The data with the place from which their column is counted: it moves from zero to the mean."""

from __future__ import annotations

import numpy as np

from gdcore.tables.table import Table
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.fitting import unit_text
from scenes.painting.pen import Pen
from scenes.plots.axes import Axes, Frame
from scenes.plots.data_plot import BETWEEN, DataPlot, data_frame, data_names
from scenes.typesetting.typeset import typeset

DASH = (0.06, 0.08)
TICKS = (4, 3)
NEAR = 0.25
"""How far beyond the data the picture follows the line, in multiples of the data's range."""
MOST_UNIT = 3.0
"""The most ems for the unit of the place."""


class CountedData(DataPlot):
    """The data and the line, with a dashed line where the column is counted ``origin`` from.

    A dot marks the line's height there, the second of its numbers. ``before`` is where it was counted from at first,
    shown with opacity ``remembered``.
    """

    origin, before, remembered = 0.0, 0.0, 0.0

    def frame_at(self, place: Place, table: Table) -> Frame:
        """Return a frame that cuts the first line off: what counts here is where the data lie."""
        return data_frame(table, self.lines[0], place, NEAR)

    def axes(self) -> list[Painted]:
        """Return the axes, with room for the words under them."""
        axes = Axes(self.frame, self.theme, ticks=TICKS, grid=False, filled=True)
        mean = float(self.table.x.mean())
        widest = max(outline.width for outline in typeset([self.words(0.0), self.words(mean)]))
        axes.labels = data_names(self.table, axes, beside_x=widest * style.LABEL_SIZE + BETWEEN)
        return [axes]

    def words(self, origin: float) -> str:
        """Return from what the column is counted, as Typst markup."""
        unit = unit_text(self.table.x_unit, MOST_UNIT)
        return tr("from {place}", place=f"${rounded(origin, 4).typst}$ {unit}".strip())

    @property
    def words_at(self) -> tuple[float, float]:
        """Where the words under the axis begin: beside its name."""
        return self.frame.left, self.frame.bottom - 0.22 - 2.1 * style.TICK_SIZE

    def paint(self, pen: Pen) -> None:
        """Draw data and line, and where the column is counted from."""
        super().paint(pen)
        with pen.inside(self.frame.rectangle, style.MARKER_RADIUS):
            if self.remembered > 0.0:
                self._paint_origin(pen, self.before, self.theme.label, self.remembered)
            self._paint_origin(pen, self.origin, self.theme.ink, 1.0)

    def _paint_origin(self, pen: Pen, origin: float, colour: str, alpha: float) -> None:
        foot, top = (self.frame.place(origin, y) for y in self.frame.y)
        pen.line(np.array([foot, top]), colour, style.GHOST_WIDTH, alpha, DASH)
        at = self._place(np.asarray(origin), np.asarray(self.line[0] * origin + self.line[1]))
        pen.marker("dot", at, style.MARKER_RADIUS, colour, self.theme.background, alpha)
