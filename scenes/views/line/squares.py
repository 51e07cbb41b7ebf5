"""The data with the squares of the errors: their mean is the loss."""

from __future__ import annotations

import numpy as np

from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.pen import Pen
from scenes.plots.data_plot import DataPlot

FILLED, EDGED = 0.07, 0.4
"""How much of the colour of the errors their squares keep: they lie over one another."""
GLOW = 3.5
"""By how many widths a line that is pointed at is widened at most."""


class SquaresPlot(DataPlot):
    """The data, the line and its errors as bars, each with a square of its length; ``squares`` is their opacity.

    While the line is pointed at, a glow runs along it: ``glow`` goes from 0 to 1 as it covers the line from the left,
    and to 2 as it leaves it.
    """

    squares = glow = 0.0

    def paint(self, pen: Pen) -> None:
        """Draw the squares under all else."""
        with pen.inside(self.frame.rectangle):
            if self.squares > 0.0:
                for corners in self.corners:
                    pen.fill(corners, self.theme.slope, FILLED * self.squares)
                edges = np.stack([self.corners, np.roll(self.corners, -1, axis=1)], axis=2).reshape(-1, 2, 2)
                pen.lines(edges, self.theme.slope, style.GRID_WIDTH, EDGED * self.squares)
            if 0.0 < self.glow < 2.0:
                x = np.array(self.frame.x)
                left, right = self._place(x, self.table.fitted(x, self.line))
                ends = np.array([[max(0.0, self.glow - 1.0)], [min(1.0, self.glow)]])
                pen.line(left + ends * (right - left), self.theme.ink, GLOW * style.CURVE_WIDTH, 0.4)
        super().paint(pen)

    @property
    def corners(self) -> Points:
        """The corners of the squares ``(n, 4, 2)``: each stands beside its bar, on the side where there is room."""
        points, on_line = self.strokes[:, 0], self.strokes[:, 1]
        side = abs(on_line[:, 1] - points[:, 1])
        middle = self.frame.left + self.frame.width / 2.0
        side = np.where(points[:, 0] > middle, -side, side)
        across = np.stack([side, np.zeros(len(side))], axis=1)
        return np.stack([points, on_line, on_line + across, points + across], axis=1)
