"""Which minimum each colour of a plane of fates stands for."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gdcore.expressions.written import typst_name
from gdcore.studies.reached import Minima
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import small
from scenes.theme.fate_colours import minimum_colours
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset

SQUARE = 0.2
INDENT, ROW, BETWEEN = SQUARE + 0.12, 0.38, 0.2
"""From a square's left edge to its words, from line to line, and from one column to the next."""
FIRST_ROW = 0.06
DIGITS = (3, 2)


class MinimaKey:
    """A line that says what the colours tell, then a square for each minimum with the place where it lies.

    ``height`` is what the key may take; it takes more only where a single column of all entries does.
    """

    def __init__(self, minima: Minima, parameters: Sequence[str], place: Place, height: float, theme: Theme) -> None:
        self.left, self.bottom, self.width, _ = place
        self.theme, self.colours = theme, minimum_colours(minima, theme)
        places = minima.places.tolist()
        self.heading = _first_that_fits(_headings(parameters), self.width)
        most_rows = math.floor(height / ROW + 1e-9) - 1
        self.entries, self.columns = self._arranged(places, parameters, most_rows)

    @property
    def rows(self) -> int:
        """The lines of the longer column."""
        return math.ceil(len(self.entries) / self.columns)

    @property
    def height(self) -> float:
        """The room that the key takes."""
        return FIRST_ROW + ROW * (1 + self.rows)

    def _arranged(self, places: list[list[float]], names: Sequence[str], most: int) -> tuple[list[Outline], int]:
        """Return the words and in how many columns they stand: the most digits that fit, in two columns if they do."""
        alone = self.width - INDENT
        tries = [[_lies_at(place, names, digits) for place in places] for digits in DIGITS]
        for words in tries:
            entries = typeset([small(line) for line in words])
            widest = max((entry.width for entry in entries), default=0.0) * style.LABEL_SIZE
            distinct = len(set(words)) == len(words)
            if distinct and len(words) > 2 and 2.0 * (INDENT + widest) + BETWEEN <= self.width:
                return entries, 2
            if distinct and len(words) <= most and widest <= alone:
                return entries, 1
        return [_first_that_fits(_shorter(place, names), alone) for place in places], 1

    def paint(self, pen: Pen) -> None:
        """Write the line and draw the entries, down the first column, then down the second."""
        label, size = self.theme.label, style.LABEL_SIZE
        pen.text(self.heading, np.array([self.left, self.bottom + FIRST_ROW + ROW * self.rows]), size, label)
        corners = SQUARE * np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
        for i, (words, colour) in enumerate(zip(self.entries, self.colours, strict=True)):
            column, row = divmod(i, self.rows)
            across, up = self.width / self.columns * column, ROW * (self.rows - 1 - row)
            at = np.array([self.left + across, self.bottom + FIRST_ROW + up])
            pen.fill(at + corners, colour)
            pen.text(words, at + [INDENT, -0.01], size, label)


def _headings(parameters: Sequence[str]) -> list[str]:
    """Return what may be said of the colours, the longest first."""
    names = ", ".join(map(typst_name, parameters))
    short = tr("tends to")
    named = tr("tends to {point}", point=f"$({names})$" if len(parameters) > 1 else f"${names}$")
    return [tr("{tends_to}; fainter: later", tends_to=words) for words in (named, short)] + [named, short]


def _lies_at(place: Sequence[float], names: Sequence[str], digits: int) -> str:
    """Return a point in parentheses, or the one number with its name."""
    written = _numbers(place, digits)
    return f"${typst_name(names[0])} =$ {written[0]}" if len(written) == 1 else f"({', '.join(written)})"


def _shorter(place: Sequence[float], names: Sequence[str]) -> list[str]:
    """Return ways to tell a place, each shorter than the one before, down to its first number alone."""
    begun = [f"({', '.join(_numbers(place, DIGITS[-1])[:n])}, …)" for n in range(len(place) - 1, 0, -1)]
    return [*(_lies_at(place, names, digits) for digits in DIGITS), *begun]


def _numbers(place: Sequence[float], digits: int) -> list[str]:
    return [f"${rounded(0.0 if abs(number) < 1e-9 else number, digits).typst}$" for number in place]


def _first_that_fits(lines: Sequence[str], width: float) -> Outline:
    """Return the first line that is no wider, else the last."""
    outlines = typeset([small(line) for line in lines])
    return next((outline for outline in outlines if outline.width * style.LABEL_SIZE <= width), outlines[-1])
