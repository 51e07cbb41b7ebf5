"""The data and the line in a small picture beside a map."""

from __future__ import annotations

from gdcore.descent.trajectory import Trajectory
from scenes.painting import style
from scenes.painting.style import Theme
from scenes.plots.axes import Axes
from scenes.plots.data_dots import Dots
from scenes.plots.data_plot import DataPlot, data_names

Place = tuple[float, float, float, float]
"""Left, bottom, width and height in the scene."""
BESIDE_MAP: Place = (0.45, -0.85, 2.45, 2.72)
TICKS = (4, 5)


class SmallData(DataPlot):
    """A ``DataPlot`` with fewer and smaller numbers, and no caption."""

    def __init__(self, run: Trajectory, place: Place, theme: Theme) -> None:
        super().__init__(run, place, theme)
        table, frame = run.objective.table, self.frame
        assert table is not None
        axes = Axes(frame, theme, ticks=TICKS, grid=False, filled=True, size=style.SMALL_TICK_SIZE)
        axes.labels = data_names(table, axes)
        self.furniture = [axes, Dots(frame.place(table.x, table.y), theme)]
