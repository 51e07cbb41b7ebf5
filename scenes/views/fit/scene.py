"""Two parameters are a line: the point in the valley and the line through the data move together."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.tables.table import Table
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.fitting import LEADING
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen, Points
from scenes.painting.style import LEFT, Theme
from scenes.painting.text import Text
from scenes.plots.axes import Axes, Frame
from scenes.plots.axis_names import name_block
from scenes.plots.data_dots import DOTS, Dots, data_range, sample_note
from scenes.surface.room import Room
from scenes.views.surface.scene import SurfaceScene

TRAIL = 5
MOST_TRIES = 5
NAMES_BESIDE = 0.5
"""How far the names of the data may reach beyond their axes."""


class FitScene(SurfaceScene):
    """A run on its surface, with the data and the fitted line beside it."""

    picture = (LEFT + 0.95, -3.7, 5.5, 5.7)
    names_end: ClassVar[float] = -0.45
    """Where the names of the surface's axes end at the latest: the numbers of the data's plot begin there."""

    def make_room(self) -> Room:
        """Return the room, smaller where the name of an axis would reach the data."""
        room = self._named_room()
        for _ in range(MOST_TRIES):
            over = room.right_of_names() - self.names_end
            if over <= 0.0:
                break
            left, bottom, width, height = self.picture
            self.picture = (left, bottom, width - over, height)
            room = self._named_room()
        return room

    def _named_room(self) -> Room:
        room = super().make_room()
        room.names_end = self.names_end
        return room

    def setup(self) -> None:
        """Build the data's plot beside the room."""
        super().setup()
        self.fit = FitPlot(self.run, (0.25, -1.75, 2.6, 3.1), self.theme)
        self.moving.append(self.fit)

    @property
    def display(self) -> list[Painted]:
        """The head-up display and the data."""
        title, *rest = super().display
        return [title, *self.fit.furniture, *rest, self.fit]


class FitPlot(Painted):
    """The table's points and the line a*x + b where the run stands."""

    def __init__(self, run: Trajectory, place: tuple[float, float, float, float], theme: Theme) -> None:
        super().__init__()
        table = run.objective.table
        assert table is not None  # the view "fit" is refused without data
        standard = run.objective.standard
        self.lines = run.iterates if standard is None else standard.original(run.iterates)
        self.theme = theme
        self.frame = Frame(*place, data_range(table.x, 1.06), data_range(table.y, 1.12))
        axes = Axes(self.frame, theme, ticks=(5, 6), size=style.SMALL_TICK_SIZE)
        self.furniture = [
            axes,
            *self._captions(table, axes),
            Dots(self.frame.place(table.x, table.y), theme),
            *sample_note(len(table.x), self.frame, theme),
        ]
        self.moment = Moment(0)

    def _captions(self, table: Table, axes: Axes) -> list[Painted]:
        frame, size, colour = self.frame, style.SMALL_TICK_SIZE, self.theme.label
        room = (frame.width + NAMES_BESIDE) / size
        above = Text(" ", frame.left - 0.3, frame.bottom + frame.height + 0.16, size, colour)
        above.outline, n_lines = name_block(table.y_name, table.y_unit, axes.scales[1], room)
        above.place[1] += (n_lines - 1) * LEADING * size
        below = Text(" ", frame.left + frame.width / 2.0, frame.bottom - 0.68, size, colour, "centre")
        most = 1 if len(table.x) > DOTS else 2  # the line under it tells of a sample
        below.outline, _ = name_block(table.x_name, table.x_unit, axes.scales[0], room, most, "centre")
        return [above, below]

    def at(self, moment: Moment) -> None:
        """Stand at a moment."""
        self.moment = moment

    def paint(self, pen: Pen) -> None:
        """Draw the lines of the last few iterates, and the line of this moment."""
        for back in range(min(TRAIL, self.moment.k), 0, -1):
            self._paint_line(pen, self.lines[self.moment.k - back], 0.45 * (1.0 - back / (TRAIL + 1)))
        self._paint_line(pen, self._now(), 1.0)

    def _now(self) -> Points:
        k = self.moment.k
        there = self.lines[min(k + 1, len(self.lines) - 1)]
        line: Points = self.lines[k] + self.moment.move * (there - self.lines[k])
        return line

    def _paint_line(self, pen: Pen, line: Points, alpha: float) -> None:
        """Draw a*x + b across the frame, cut where it leaves it."""
        x = np.linspace(*self.frame.x, 200)
        y = line[0] * x + line[1]
        inside = (y >= self.frame.y[0]) & (y <= self.frame.y[1])
        pen.line(self.frame.place(x[inside], y[inside]), self.theme.fell, style.PATH_WIDTH, alpha)


class MseConverges(FitScene):
    """150 steps into the valley, then slowly along its floor."""

    slug = "mse-converges"
