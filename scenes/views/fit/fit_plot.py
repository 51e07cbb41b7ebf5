"""The data and the fitted line, small, beside the surface."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdcore.tables.table import Table
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.fitting import LEADING
from scenes.painting.pen import Pen
from scenes.painting.text import Text
from scenes.plots.axes import Axes, Frame
from scenes.plots.axis_names import name_block
from scenes.plots.data_dots import DOTS, data_range, sample_note
from scenes.plots.data_plot import TRAIL, DataPlot

NAMES_BESIDE = 0.5
"""How far the names of the data may reach beyond their axes."""


class FitPlot(DataPlot):
    """A ``DataPlot`` around the data alone, its lines cut where they leave it, with names on two lines."""

    def frame_at(self, place: Place, table: Table) -> Frame:
        """Return the frame at a place that holds the data."""
        return Frame(*place, data_range(table.across, 1.06), data_range(table.y, 1.12))

    def axes(self) -> list[Painted]:
        """Return the axes, the names of both columns, and how many of many rows are drawn."""
        axes = Axes(self.frame, self.theme, ticks=(5, 6))
        return [axes, *self._names(axes), *sample_note(len(self.table.x), self.frame, self.theme)]

    def _names(self, axes: Axes) -> list[Painted]:
        table, frame, size, colour = self.table, self.frame, style.READABLE, self.theme.label
        room = (frame.width + NAMES_BESIDE) / size
        above = Text(" ", frame.left - 0.3, frame.bottom + frame.height + 0.16, size, colour)
        above.outline, n_lines = name_block(table.y_name, table.y_unit, axes.scales[1], room)
        above.place[1] += (n_lines - 1) * LEADING * size
        below = Text(" ", frame.left + frame.width / 2.0, frame.bottom - 0.68, size, colour, "centre")
        most = 1 if len(table.x) > DOTS else 2  # the line under it tells of a sample
        below.outline, _ = name_block(table.x_name, table.x_unit, axes.scales[0], room, most, "centre")
        return [above, below]

    def paint(self, pen: Pen) -> None:
        """Draw the lines of the last few iterates, and the line of this moment."""
        for back, (line, colour) in zip(range(len(self.trail), 0, -1), self.trail, strict=True):
            self._paint_line(pen, line, colour, style.PATH_WIDTH, 0.45 * (1.0 - back / (TRAIL + 1)))
        self._paint_line(pen, self.line, self.colour, style.PATH_WIDTH)

    def is_drawn(self, heights: Points) -> NDArray[np.bool_]:
        """Return which of some heights are drawn: those in the frame."""
        return np.asarray((heights >= self.frame.y[0]) & (heights <= self.frame.y[1]))
