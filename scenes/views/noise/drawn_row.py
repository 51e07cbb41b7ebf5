"""The data beside a stochastic run: the points, the current line, and the error of the row that is drawn next."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdcore.descent.stochastic import drawn_rows
from gdcore.descent.trajectory import Trajectory
from gdcore.objectives.objective import Objective
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.data_plot import SmallData

KEPT_DRAWS = 3
"""Steps for which a drawn row stays marked: at full speed a step takes one frame, too short to be seen."""
Rows = NDArray[np.int64]


class DrawnRow(SmallData):
    """The data, the line, and the error of the next row to be drawn, with opacity ``marked`` from 0 to 1."""

    def __init__(self, run: Trajectory, place: Place, theme: Theme) -> None:
        super().__init__(run, place, theme)
        assert run.objective.table is not None
        self.table, self.drawn, self.marked, self.k = run.objective.table, draws(run), 1.0, 0
        self.kept = 0

    def at(self, moment: Moment) -> None:
        """Show the line of a moment of the run and what its step draws."""
        super().at(moment)
        self.k = min(moment.k, len(self.drawn) - 1)
        # A step told in full shows its own row alone.
        self.kept = min(KEPT_DRAWS, self.k) if moment.move > 0.0 and moment.slope == 0.0 else 0

    def paint(self, pen: Pen) -> None:
        """Draw errors and lines, and the drawn row on top."""
        super().paint(pen)
        for back in range(self.kept, -1, -1):
            alpha = self.marked * (1.0 - back / (KEPT_DRAWS + 1))
            self._paint_drawn(pen, self.bars(self.drawn[self.k - back]), alpha)

    def _paint_drawn(self, pen: Pen, bars: Points, alpha: float) -> None:
        pen.lines(bars, self.theme.slope, style.PATH_WIDTH, alpha)
        for point in bars[:, 0]:
            pen.marker("dot", point, style.DRAWN_RADIUS, self.theme.slope, self.theme.background, alpha)

    def bars(self, rows: Rows) -> Points:
        """Return the errors of ``rows`` as segments ``(n, 2, 2)`` from the points to the line, cut off at the frame."""
        x, y = self.table.x[rows], self.table.y[rows]
        on_line = np.clip(self.line[0] * x + self.line[1], *self.frame.y)
        return np.stack([self.frame.place(x, y), self.frame.place(x, on_line)], axis=1)


class MovingDrawnRow(Painted):
    """A ``DrawnRow`` with its furniture that moves from one place to another by ``move``."""

    def __init__(self, run: Trajectory, places: tuple[Place, Place], theme: Theme) -> None:
        super().__init__()
        self.run, self.places, self.theme = run, places, theme
        self.plot = DrawnRow(run, places[0], theme)

    def move(self, share: float) -> None:
        """Stand ``share`` of the way from the first place to the second."""
        left, bottom, width, height = (a + share * (b - a) for a, b in zip(*self.places, strict=True))
        plot = DrawnRow(self.run, (left, bottom, width, height), self.theme)
        plot.errors, plot.marked = self.plot.errors, self.plot.marked
        self.plot = plot

    def paint(self, pen: Pen) -> None:
        """Draw the furniture, then the data's line."""
        for part in (*self.plot.furniture, self.plot):
            part.paint(pen)


def n_rows(objective: Objective) -> int:
    """Return the number of rows in the data, from which a stochastic method draws."""
    assert objective.rows is not None  # a stochastic method runs on data alone
    return objective.rows.n_rows


def draws(run: Trajectory) -> list[Rows]:
    """Return, for each step of a stochastic run, the indices of the rows that it draws, ``(batch,)``."""
    batch, seed = (int(run.method.hyperparameters[name]) for name in ("batch", "seed"))
    return [drawn_rows(n_rows(run.objective), batch, seed, k) for k in range(run.n_steps)]
