"""The rows of a table as dots, and the range that holds a column."""

from __future__ import annotations

import numpy as np

from gdcore.text.language import grouped, tr
from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import SmallText, Text, escaped
from scenes.plots.axes import Frame

DOTS = 1500
NEAR_ZERO = 1.0
"""Zero is shown if the data are no farther from it than this many times their range."""


class Dots(Painted):
    """The data as dots; of very many rows, a random sample that a small picture can hold."""

    def __init__(self, places: Points, theme: Theme) -> None:
        super().__init__()
        self.places, self.theme = places[drawn_rows(len(places))], theme

    def paint(self, pen: Pen) -> None:
        """Draw one dot per row."""
        for place in self.places:
            pen.marker("dot", place, style.DATA_RADIUS, self.theme.rejected, alpha=0.75)


def drawn_rows(n_rows: int) -> np.ndarray:
    """Return the indices of the rows drawn: all, or ``DOTS`` of very many, uniformly at random."""
    if n_rows <= DOTS:
        return np.arange(n_rows)
    # A fixed seed: the same data give the same picture.
    return np.sort(np.random.default_rng(0).choice(n_rows, DOTS, replace=False))


def sample_note(n_rows: int, frame: Frame, theme: Theme, down: float = 0.98) -> list[Text]:
    """Return the line that says how many of the rows are drawn, so far under the frame; none where all are."""
    if n_rows <= DOTS:
        return []
    words = tr("{drawn} of {rows} rows drawn", drawn=grouped(DOTS), rows=grouped(n_rows))
    middle = frame.left + frame.width / 2.0
    return [SmallText(escaped(words), middle, frame.bottom - down, theme, "centre")]


def data_range(values: Points, room: float) -> tuple[float, float]:
    """Return a range that holds ``values`` ``(n,)`` and, if it is near, zero, with ``room`` times what they span.

    Of years, dates or latitudes zero is so far away that all would lie on one line. The room is on the values' side.
    """
    low, high = float(values.min()), float(values.max())
    span = high - low
    if not span:
        around = (room - 1.0) * abs(high) or 1.0
        return low - around, high + around
    if min(abs(low), abs(high)) <= NEAR_ZERO * span or low < 0.0 < high:
        low, high = min(low, 0.0), max(high, 0.0)
        return room * low, room * high
    return low - (room - 1.0) * span, high + (room - 1.0) * span
