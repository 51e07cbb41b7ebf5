"""Several runs in one picture: a part for each, at its own moment of the common clock, and their marks over all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Mark, Pen
from scenes.painting.style import Theme
from scenes.runners.clock import CommonClock

MARKS: tuple[Mark, ...] = ("dot", "square", "diamond", "triangle", "wedge", "plus", "star", "cross")
"""The mark of each run in order, so that more than its colour tells it."""
HEAD = 1.2 * style.MARKER_RADIUS
SECTOR = 24
"""Points on the rim of each part of a mark that several runs share."""
WIDEST, NARROWEST = 1.5, 0.7
"""The widths of the first and the last path, as multiples of the usual one: where they coincide, all are seen."""


class RunPart(Protocol):
    """What shows one of several runs: its way so far, without the mark where it stands."""

    moment: Moment

    def at(self, moment: Moment) -> None:
        """Take the state of a moment of this run."""

    def paint(self, pen: Pen) -> None:
        """Draw the way so far."""

    def head(self) -> Points | None:
        """Return where the run stands in the scene, ``(2,)``; None where that is not in the picture."""


class RunsTogether(Painted):
    """The runs of a scenario in one picture, the first one lowest; where several stand in one place, in all colours.

    ``one_start`` says that they have the same start: there a single dot belongs to all.
    """

    radius = HEAD
    """That of the marks."""

    def __init__(
        self, parts: Sequence[RunPart], clock: CommonClock, colours: Sequence[str], theme: Theme, *, one_start: bool
    ) -> None:
        super().__init__()
        self.parts, self.clock, self.colours, self.theme, self.one_start = parts, clock, colours, theme, one_start

    def at(self, moment: Moment) -> None:
        """Stand at a moment of the clock."""
        self.moment = moment
        for i, part in enumerate(self.parts):
            part.at(self.clock.of(i, moment))

    def paint(self, pen: Pen) -> None:
        """Draw one run over the other, then their marks."""
        for part in self.parts:
            part.paint(pen)
        self.paint_heads(pen, [part.head() for part in self.parts])

    def paint_heads(self, pen: Pen, heads: Sequence[Points | None]) -> None:
        """Draw the mark of each run at its place, ``(2,)`` in the scene; of those in one place a common one."""
        groups = gathered(heads, self.radius)
        together = {i for runs in groups for i in runs}
        for i, place in enumerate(heads):
            if place is not None and i not in together:
                pen.marker(MARKS[i], place, self.radius, self.colours[i], self.theme.background)
        for runs in groups:
            place = heads[runs[0]]
            assert place is not None  # only those in the picture are gathered
            self._paint_group(pen, place, runs)

    def _paint_group(self, pen: Pen, place: Points, runs: Sequence[int]) -> None:
        """Draw the mark of runs in one place: the dot of the start that all have, or a part in the colour of each."""
        at_start = self.one_start and all(self._at_start(i) for i in runs)
        pen.marker("dot", place, self.radius, self.theme.ink, self.theme.background)
        if not at_start:
            paint_shared(pen, place, self.radius, [self.colours[i] for i in runs])

    def _at_start(self, i: int) -> bool:
        return self.parts[i].moment.k == 0 and self.parts[i].moment.move == 0.0


def gathered(heads: Sequence[Points | None], near: float) -> list[list[int]]:
    """Return which runs stand in one place, place by place; ``None`` stands nowhere."""
    free, found = [i for i, head in enumerate(heads) if head is not None], []
    while free:
        here = heads[free[0]]
        close = [i for i in free if np.hypot(*(heads[i] - here)) < near]  # type: ignore[operator]
        free = [i for i in free if i not in close]
        found += [close] if len(close) > 1 else []
    return found


def paint_shared(pen: Pen, place: Points, radius: float, colours: Sequence[str]) -> None:
    """Draw the sectors of a mark that several runs share."""
    n = len(colours)
    for i, colour in enumerate(colours):
        turns = np.pi * (0.5 + 2.0 * np.linspace(i, i + 1, SECTOR) / n)
        rim = place + radius * np.column_stack([np.cos(turns), np.sin(turns)])
        pen.fill(np.vstack([place, rim]), colour)


def widths(n_runs: int, width: float) -> list[float]:
    """Return the widths of the paths of so many runs, around the usual one, the first the widest."""
    return [share * width for share in np.linspace(WIDEST, NARROWEST, n_runs).tolist()]
