"""The data and the line in a small picture beside a map."""

from __future__ import annotations

from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.geometry import Place
from scenes.plots.axes import Axes
from scenes.plots.data_plot import DataPlot, data_names

BESIDE_MAP: Place = (0.45, -0.85, 2.45, 2.72)
TICKS = (4, 5)


class SmallData(DataPlot):
    """A ``DataPlot`` with fewer and smaller numbers, and no caption."""

    def axes(self) -> list[Painted]:
        """Return the axes with their names."""
        axes = Axes(self.frame, self.theme, ticks=TICKS, grid=False, filled=True, size=style.SMALL_TICK_SIZE)
        axes.labels = data_names(self.table, axes)
        return [axes]
