"""Words, formulas and running numbers, set with Typst's own fonts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import overload

import numpy as np

from gdcore.text.readers import isolated
from scenes.geometry import Align
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import LABEL_SIZE, Theme
from scenes.typesetting.typeset import typeset

SMALL = "#small[{}]"
"""The form of words in the face of labels, where they are fitted into their room."""
SPECIAL = "\\#$*_`<>@[]~/='\"-+."


def escaped(words: str) -> str:
    """Return plain words as Typst markup that shows exactly them, on one line."""
    line = isolated(" ".join(words.splitlines()))
    return "".join(f"\\{letter}" if letter in SPECIAL else letter for letter in line)


def small(markup: str) -> str:
    """Return Typst markup in the face of labels, for ``typeset``."""
    return SMALL.format(markup)


class Text(Painted):
    """One line of Typst markup with its baseline at (x, y); ``size`` is one em in scene units."""

    def __init__(self, source: str, x: float, y: float, size: float, colour: str, align: Align = "left") -> None:
        super().__init__()
        self.place = np.array([x, y])
        self.size, self.colour, self.align = size, colour, align
        (self.outline,) = typeset([source])

    @property
    def text_width(self) -> float:
        """The width of the line in scene units."""
        return self.outline.width * self.size

    def paint(self, pen: Pen) -> None:
        """Draw the line."""
        pen.text(self.outline, self.place, self.size, self.colour, self.align)


class SmallText(Text):
    """A line of small words, in the face and the colour of labels."""

    def __init__(
        self, source: str, x: float, y: float, theme: Theme, align: Align = "left", size: float = LABEL_SIZE
    ) -> None:
        super().__init__(small(source), x, y, size, theme.label, align)


class Each(Sequence[str]):
    """One line per step, written only when it is read: few steps of a long run are ever shown."""

    def __init__(self, n_lines: int, line: Callable[[int], str]) -> None:
        self.n_lines, self.line = n_lines, line

    def __len__(self) -> int:
        """Return the number of lines."""
        return self.n_lines

    @overload
    def __getitem__(self, k: int) -> str: ...
    @overload
    def __getitem__(self, k: slice) -> list[str]: ...
    def __getitem__(self, k: int | slice) -> str | list[str]:
        """Return the line of step k, or of several."""
        if isinstance(k, slice):
            return [self.line(i) for i in range(*k.indices(self.n_lines))]
        if not -self.n_lines <= k < self.n_lines:
            raise IndexError(k)
        return self.line(k % self.n_lines)


class Readout(Text):
    """A line of text that changes with the step: ``sources[k]`` after k steps, in ``colours[k]``."""

    def __init__(
        self, sources: Sequence[str], x: float, y: float, size: float, colours: Sequence[str], align: Align = "left"
    ) -> None:
        self.sources, self.colours = sources, colours
        super().__init__(sources[0], x, y, size, colours[0], align)

    def at(self, moment: Moment) -> None:
        """Show the line for ``moment.k`` completed steps."""
        (self.outline,) = typeset([self.sources[moment.k]])
        self.colour = self.colours[moment.k]

    def prepare(self, moments: Sequence[Moment]) -> None:
        """Set all lines of these moments in one compiler call."""
        typeset([self.sources[k] for k in sorted({moment.k for moment in moments})])
