"""The data with the line of a run, on an axis that grows with the line, so far that the data may become a speck."""

from __future__ import annotations

import numpy as np

from gdcore.descent.trajectory import Trajectory
from scenes.geometry import Place, Points
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Axes, Frame
from scenes.plots.data_dots import Dots
from scenes.plots.data_plot import TICKS, DataPlot, data_frame, data_names

ROOM = 1.05


class FarData(DataPlot):
    """The line of a moment over the data; the vertical axis holds both.

    ``zooms`` ``(n_steps + 1, 2)``: by what the reach of the axis below and above its middle grows for each iterate.
    """

    def __init__(self, run: Trajectory, place: Place, theme: Theme) -> None:
        super().__init__(run, place, theme)
        self.furniture = []
        self.near = data_frame(self.table, self.lines[0], place)
        self.zooms = np.array([self._zoom(line) for line in self.lines])

    def axes(self) -> list[Painted]:
        """Return nothing: the axes change with the line."""
        return []

    def _zoom(self, line: Points) -> tuple[float, float]:
        low, high = self.near.y
        beyond = ROOM * (self.table.fitted(np.array(self.near.x), line) - (low + high) / 2.0) / ((high - low) / 2.0)
        return max(1.0, float(-beyond.min())), max(1.0, float(beyond.max()))

    def at(self, moment: Moment) -> None:
        """Show the line of a moment; the axis grows evenly on a log scale, and the line with it."""
        super().at(moment)
        here, there = self.zooms[moment.k], self.zooms[min(moment.k + 1, len(self.zooms) - 1)]
        below, above = np.exp((1.0 - moment.move) * np.log(here) + moment.move * np.log(there))
        if moment.move > 0.0:
            side = int(np.argmax(abs(np.log(there / here))))
            gone = float((below, above)[side] - here[side]), float(there[side] - here[side])
            share = gone[0] / gone[1] if gone[1] else moment.move
            first, second = self.lines[moment.k : moment.k + 2]
            self.line = first + share * (second - first)
        low, high = self.near.y
        middle, half = (low + high) / 2.0, (high - low) / 2.0
        self.frame = Frame(*self.near.rectangle, self.near.x, (middle - below * half, middle + above * half))

    def paint(self, pen: Pen) -> None:
        """Draw axes, data and line."""
        axes = Axes(self.frame, self.theme, ticks=TICKS, grid=False, filled=True)
        axes.labels = data_names(self.table, axes)
        axes.paint(pen)
        Dots(self.frame.place(self.table.across, self.table.y), self.theme).paint(pen)
        super().paint(pen)
