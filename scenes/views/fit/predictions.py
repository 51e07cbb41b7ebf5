"""What is predicted for each row of the data against what was measured: a perfect fit lies on the diagonal."""

from __future__ import annotations

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.tables.table import Table
from gdcore.text.language import tr
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.labels import plate
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import Readout, SmallText, escaped
from scenes.plots.axes import NAME_SCALE, Axes, Frame
from scenes.plots.axis_names import axis_name
from scenes.plots.data_dots import drawn_rows, sample_note
from scenes.plots.data_plot import MOST_ERRORS
from scenes.plots.ticks import Scale
from scenes.stage.growth import orders_counter
from scenes.typesetting.typeset import typeset

MARGIN = 0.06
"""Room around the data, as a share of their range."""
FARTHEST = 1.0
"""How far beyond the data the frame may follow a prediction, in multiples of the data's range."""
NEAR = 4.0
"""A run whose loss has grown more than this many times has left the picture, which stays with the data."""
DIAGONAL_DASH = (0.12, 0.1)
NOTE_DOWN = 1.2
"""How far under the frame it is said that only a sample of the rows is drawn."""
ABOVE, INSIDE = 0.52, 0.46
"""Where words stand: over the frame, what is seen; below its upper edge, how far the loss has grown."""


class Counter(Readout):
    """The count of orders of magnitude, on a plate over the dots."""

    def __init__(self, run: Trajectory, theme: Theme) -> None:
        count = orders_counter(run, 0.0, theme)
        super().__init__(count.sources, 0.0, 0.0, count.size, count.colours)
        self.theme = theme

    def paint(self, pen: Pen) -> None:
        """Write the count, if there is one."""
        if self.outline.runs:
            plate(pen, self.outline, self.place, self.size, self.colour, self.theme)


class Predictions(Painted):
    """One dot per row at the current iterate, its error as a thin stroke; axes and diagonal are its furniture.

    A dot that leaves the frame stays at its edge as an arrowhead. ``counter`` tells how far the loss has grown.
    """

    def __init__(self, run: Trajectory, place: Place, theme: Theme) -> None:
        super().__init__()
        table, standard = run.objective.table, run.objective.standard
        assert table is not None  # the view "fit" is refused without data
        self.theme = theme
        rows = drawn_rows(len(table.y))
        self.points = run.iterates if standard is None else standard.original(run.iterates)
        self.x, self.measured = table.x[rows], table.y[rows]
        self.frame = Frame(*place, padded(self.measured, MARGIN), self._heights(run))
        self.strokes = len(rows) <= MOST_ERRORS
        self.radius = style.DATA_RADIUS * (1.3 if self.strokes else 0.7)
        self.counter = Counter(run, theme)
        self.counter.place = np.array([self.frame.left + 0.2, self.frame.bottom + self.frame.height - INSIDE])
        self.furniture = [*_axes(table, self.frame, theme), *sample_note(len(table.y), self.frame, theme, NOTE_DOWN)]
        self.at(Moment(0))

    def _heights(self, run: Trajectory) -> tuple[float, float]:
        """Return the range that holds the data and, as far as they keep near, what is predicted first and last."""
        low, high = self.measured.min(), self.measured.max()
        shown = [0] if run.losses[-1] > NEAR * run.losses[0] else [0, -1]
        ends = np.concatenate([self._predicted(self.points[k]) for k in shown])
        far = FARTHEST * ((high - low) or 1.0)
        return padded(np.clip([low, high, ends.min(), ends.max()], low - far, high + far), MARGIN)

    def _predicted(self, point: Points) -> Points:
        """Return what parameters ``(m + 1,)`` predict for the rows drawn, in the data's own units, ``(n,)``."""
        found: Points = np.nan_to_num(self.x @ point[:-1] + point[-1])
        return found

    def at(self, moment: Moment) -> None:
        """Stand at a moment: on the way, each prediction moves straight to where the step takes it."""
        here = self._predicted(self.points[moment.k])
        there = self._predicted(self.points[min(moment.k + 1, len(self.points) - 1)])
        self.now = here + moment.move * (there - here)

    def paint(self, pen: Pen) -> None:
        """Draw errors, dots, and arrowheads at the edge."""
        low, high = self.frame.y
        inside = (self.now >= low) & (self.now <= high)
        at = self.frame.place(self.measured, np.clip(self.now, low, high))
        if self.strokes:
            on_line = self.frame.place(self.measured, np.clip(self.measured, low, high))
            pen.lines(np.stack([at, on_line], axis=1)[inside], self.theme.slope, style.ERROR_WIDTH, 0.45)
        for place in at[inside]:
            pen.marker("dot", place, self.radius, self.theme.curve, alpha=0.9 if self.strokes else 0.6)
        for place, up in zip(at[~inside], self.now[~inside] > high, strict=True):
            paint_head(pen, place, np.array([0.0, 1.0 if up else -1.0]), self.theme.rose)


def paint_head(pen: Pen, tip: Points, along: Points, colour: str) -> None:
    """Draw an arrowhead with its ``tip`` at the edge of a picture, where something has left it in a direction."""
    size = 1.3 * style.MARKER_RADIUS
    across = 0.55 * size * np.array([-along[1], along[0]])
    base = tip - size * along
    pen.fill(np.array([tip, base + across, base - across]), colour)


class Diagonal(Painted):
    """Where predicted and measured agree."""

    def __init__(self, frame: Frame, theme: Theme) -> None:
        super().__init__()
        ends = np.array([max(frame.x[0], frame.y[0]), min(frame.x[1], frame.y[1])])
        self.ends, self.theme = frame.place(ends, ends), theme

    def paint(self, pen: Pen) -> None:
        """Draw it."""
        pen.line(self.ends, self.theme.label, style.GHOST_WIDTH, 1.0, DIAGONAL_DASH)


def padded(values: Points, share: float) -> tuple[float, float]:
    """Return the range of values ``(n,)`` with a ``share`` of its width as room at both ends."""
    low, high = float(values.min()), float(values.max())
    room = share * (high - low) or 0.5 * abs(high) or 1.0
    return low - room, high + room


def _fitted(names: tuple[str, str], unit: str, scale: Scale, room: float) -> str:
    """Return an axis's name with what it counts, as Typst markup: in full where it has room, or else in a word."""
    full, short = (axis_name(name, unit, scale) for name in names)
    return full if typeset([full])[0].width * NAME_SCALE * style.TICK_SIZE <= room else short


def _axes(table: Table, frame: Frame, theme: Theme) -> list[Painted]:
    """Return the axes with their names, the diagonal, and what is seen, in words."""
    axes, name = Axes(frame, theme, ticks=(6, 6), grid=False, filled=True), escaped(table.y_name)
    axes.labels = typeset([
        _fitted((tr("measured {name}", name=name), tr("measured")), table.y_unit, axes.scales[0], frame.width),
        _fitted((tr("predicted {name}", name=name), tr("predicted")), table.y_unit, axes.scales[1], frame.width),
    ])  # fmt: skip
    words = tr("a dot a row; dashed: a perfect fit")
    top = frame.bottom + frame.height + ABOVE
    return [axes, Diagonal(frame, theme), SmallText(words, frame.left, top, theme)]
