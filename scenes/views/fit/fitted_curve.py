"""The data with the curve that moves through them, where all features are functions of one column."""

from __future__ import annotations

import numpy as np

from gdcore.descent.trajectory import Trajectory
from scenes.geometry import Place
from scenes.painting.canvas import Painted
from scenes.painting.style import Theme
from scenes.plots.axes import Axes
from scenes.plots.data_dots import sample_note
from scenes.plots.data_plot import MOST_ERRORS, DataPlot, data_names
from scenes.views.fit.predictions import INSIDE, NOTE_DOWN, Counter

TICKS = (6, 6)
ERRORS = 0.45
"""How strong the errors are drawn, of data that have few enough rows."""


class FittedCurve(DataPlot):
    """A ``DataPlot`` with its errors. ``counter`` tells how far the loss has grown."""

    def __init__(self, run: Trajectory, place: Place, theme: Theme) -> None:
        super().__init__(run, place, theme)
        self.errors = ERRORS if len(self.table.y) <= MOST_ERRORS else 0.0
        self.counter = Counter(run, theme)
        up = self.frame.bottom + self.frame.height - INSIDE
        self.counter.place = np.array([self.frame.left + 0.2, up])

    def axes(self) -> list[Painted]:
        """Return the axes with their names, and how many of many rows are drawn."""
        axes = Axes(self.frame, self.theme, ticks=TICKS, grid=False, filled=True)
        axes.labels = data_names(self.table, axes)
        return [axes, *sample_note(len(self.table.y), self.frame, self.theme, NOTE_DOWN)]
