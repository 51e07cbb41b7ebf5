"""The data with what is fitted to them, a line or a curve, and the errors between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdcore.descent.trajectory import Trajectory
from gdcore.objectives.objective import Objective
from gdcore.tables.table import Table
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Axes, Frame
from scenes.plots.axis_names import name_block
from scenes.plots.data_dots import Dots, data_range
from scenes.plots.outcomes import outcome_colours
from scenes.typesetting.outline import Outline

TICKS = (4, 5)

TRAIL = 5
"""Lines of this many earlier iterates stay visible, ever paler."""
MOST_ERRORS = 80
ROOM = 1.05
BETWEEN = 0.2
PIECES = 200
"""Of so many straight pieces a curve is made."""
FARTHEST = 1.25
"""How far beyond the data a large picture follows the line, in multiples of the data's range."""


def as_lines(objective: Objective, points: Points) -> Points:
    """Return parameters ``(..., d)`` in the table's units, slope and intercept of a line, of those of the run."""
    return points if objective.standard is None else objective.standard.original(points)


def data_frame(table: Table, line: Points, place: Place, farthest: float = FARTHEST) -> Frame:
    """Return the frame that holds the data, zero if it is near, and the line ``(d,)`` as far as it keeps near them.

    ``farthest`` is how far beyond the data it may follow the line, in multiples of the data's range.
    """
    x, (low, high) = data_range(table.across, ROOM), data_range(table.y, ROOM)
    span = farthest * (high - low)
    heights = table.fitted(np.linspace(*x, PIECES + 1), line)
    ends = np.clip(heights[np.isfinite(heights)], low - span, high + span)
    return Frame(*place, x, (min(low, *ends), max(high, *ends)))


class DataPlot(Painted):
    """The line of a moment over the data, with the errors as thin strokes; axes and data are its furniture.

    ``errors`` is the strokes' opacity. ``stand`` shows any line, ``at`` those of the run. Subclasses choose the frame
    and its furniture.
    """

    def __init__(self, run: Trajectory, place: Place, theme: Theme) -> None:
        super().__init__()
        table = run.objective.table
        assert table is not None  # the views that show one are refused without data
        self.objective, self.theme = run.objective, theme
        self.lines, self.colours = as_lines(run.objective, run.iterates), outcome_colours(run, theme)
        self.table, self.frame = table, self.frame_at(place, table)
        x = table.across
        rows = np.argsort(x, kind="stable")[:: max(1, -(-len(x) // MOST_ERRORS))]
        self.x, self.y = x[rows], table.y[rows]
        self.furniture = [*self.axes(), Dots(self.frame.place(x, table.y), theme)]
        self.errors = 0.0
        self.trail: list[tuple[Points, str]] = []
        self.stand(run.iterates[0])

    def frame_at(self, place: Place, table: Table) -> Frame:
        """Return the frame at a place that holds the data and the first line."""
        return data_frame(table, self.lines[0], place)

    def axes(self) -> list[Painted]:
        """Return the axes with their names."""
        axes = Axes(self.frame, self.theme, grid=False, filled=True)
        axes.labels = data_names(self.table, axes)
        return [axes]

    def stand(self, point: Points) -> None:
        """Show the line of parameters ``(d,)``."""
        self.line, self.colour = as_lines(self.objective, point), self.theme.ink

    def at(self, moment: Moment) -> None:
        """Show the line of a moment of the run."""
        k, lines = moment.k, self.lines
        there = lines[min(k + 1, len(lines) - 1)]
        self.line = lines[k] + moment.move * (there - lines[k])
        self.colour = self.theme.ink if moment.move > 0.0 else self.colours[k]
        before = slice(max(0, k - TRAIL), k)
        self.trail = list(zip(lines[before], self.colours[before], strict=True))

    def paint(self, pen: Pen) -> None:
        """Draw the errors, the lines of the last few iterates, and the line of this moment."""
        with pen.inside(self.frame.rectangle):
            if self.errors > 0.0:
                pen.lines(self.strokes, self.theme.slope, style.ERROR_WIDTH, self.errors)
            for back, (line, colour) in enumerate(self.trail[::-1], 1):
                self._paint_line(pen, line, colour, style.GHOST_WIDTH, 0.5 * (1.0 - back / (TRAIL + 1)))
            self._paint_line(pen, self.line, self.colour, style.CURVE_WIDTH)

    def _paint_line(self, pen: Pen, line: Points, colour: str, width: float, alpha: float = 1.0) -> None:
        """Draw what parameters ``(d,)`` predict across the frame, in pieces where it has gaps."""
        x = np.linspace(*self.frame.x, PIECES + 1)
        heights = self.table.fitted(x, line)
        there = self.is_drawn(heights)
        runs = np.split(np.arange(len(x)), np.flatnonzero(there[1:] != there[:-1]) + 1)
        pieces = [self._place(x[run], heights[run]) for run in runs if there[run[0]]]
        pen.polylines(pieces, colour, width, alpha)

    def is_drawn(self, heights: Points) -> NDArray[np.bool_]:
        """Return which of some heights are drawn: those that exist; what leaves the frame is clipped."""
        return np.asarray(~np.isnan(heights))

    @property
    def strokes(self) -> Points:
        """The errors of the line, ``(n, 2, 2)``: from each point of the data straight to the line."""
        on_line = np.nan_to_num(self.table.fitted(self.x, self.line))
        return np.stack([self._place(self.x, self.y), self._place(self.x, on_line)], axis=1)

    def _place(self, x: Points, y: Points) -> Points:
        low, high = self.frame.y
        # Clamped: far outside, coordinates would overflow cairo's fixed point.
        return self.frame.place(x, np.clip(y, low - 100.0 * (high - low), high + 100.0 * (high - low)))


def data_names(table: Table, axes: Axes, beside_x: float = 0.0) -> list[Outline]:
    """Return the names of both columns, one line each; ``beside_x`` is the width taken beside that of x."""
    size = axes.name_size
    columns = (
        (table.x_name, table.x_unit, axes.frame.width - beside_x),
        (table.y_name, table.y_unit, axes.frame.width),
    )
    return [
        name_block(name, unit, scale, room / size, most=1)[0]
        for (name, unit, room), scale in zip(columns, axes.scales, strict=True)
    ]


class SmallData(DataPlot):
    """A ``DataPlot`` with fewer numbers."""

    def axes(self) -> list[Painted]:
        """Return the axes with their names."""
        axes = Axes(self.frame, self.theme, ticks=TICKS, grid=False, filled=True)
        axes.labels = data_names(self.table, axes)
        return [axes]
