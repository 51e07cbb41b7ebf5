"""Beside a picture of several runs: the clock, each run's mark and name with what became of it, and all losses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.scenario import Scenario
from gdcore.studies.race import amount
from gdcore.text.language import tr
from scenes.geometry import Place
from scenes.painting import pacing, style
from scenes.painting.fitting import shortened
from scenes.painting.pacing import Moment
from scenes.painting.pen import Mark, Pen
from scenes.painting.style import Theme
from scenes.painting.text import Each, Readout, Text, escaped, small
from scenes.runners.clock import CommonClock
from scenes.runners.fates import word_for
from scenes.runners.headings import as_many
from scenes.runners.lines import Runner, label_parts
from scenes.runners.together import HEAD
from scenes.stage.arrangement import inside
from scenes.stage.hud import Column, counted, labelled, losses_read, widest
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset

LINE, TIGHT = 1.3, 1.14
"""From one line to the next in ems, and the same where room is short."""
CHART_MARGINS = (0.72, 0.86, 0.08, 0.52)
"""Room for the numbers and names of the chart's axes: left, bottom, right, top."""
LEAST_CHART = 1.0
"""The least height of the chart within its axes."""
INDENT, GAP = 0.28, 0.13
"""From a mark's room to the name, and from the name to the word at the end of its line."""


class RunRow(Text):
    """One run: its name behind its mark and, as far as it is revealed, what became of it: at the end or under it."""

    def __init__(
        self, mark: Mark, name: str, word: Outline, colour: str, theme: Theme, spot: Place, *, below: bool
    ) -> None:
        left, top, width, pitch = spot
        super().__init__(name, left + INDENT, top - pitch + 0.27 * style.READABLE, style.READABLE, colour)
        self.mark, self.word, self.theme, self.below = mark, word, theme, below
        self.at_word = self.place - [0.0, pitch] if below else np.array([left + width, self.place[1]])
        self.reveal = 0.0

    def paint(self, pen: Pen) -> None:
        """Draw mark, name and word."""
        super().paint(pen)
        pen.marker(self.mark, self.place + [0.92 * HEAD - INDENT, 0.3 * self.size], HEAD, self.colour)
        if self.reveal > 0.0:
            pen.text(self.word, self.at_word, self.size, self.theme.ink, "left" if self.below else "right", self.reveal)


class RunLoss(Readout):
    """The loss of one run where it stands, under its name until it is told what became of it."""

    def __init__(self, run: Scenario, i: int, clock: CommonClock, spot: RunRow, room: float) -> None:
        self.clock, self.i = clock, i
        sources = losses_read(run, f"{labelled(escaped(tr('loss')), spot.theme)} ")
        size = min(style.READABLE, room / widest(sources))
        sources = sources if size >= style.READABLE else [" "] * len(sources)
        inks = [spot.theme.ink] * len(sources)
        x, y = spot.at_word.tolist()
        super().__init__(sources, x, y, style.READABLE, inks)

    def at(self, moment: Moment) -> None:
        """Show the loss at a moment of the clock."""
        super().at(self.clock.of(self.i, moment))

    def prepare(self, moments: Sequence[Moment]) -> None:
        """Set the lines of these moments in one compiler call."""
        super().prepare([self.clock.of(self.i, moment) for moment in moments])


class RunList(Column):
    """The lines from the top of a place down: the clock, a row for each run, and under them the ``chart``'s place.

    ``static`` are the rows, ``readouts`` what follows the clock: itself and, where rows have two lines, ``losses``.
    """

    def __init__(
        self, scenario: Scenario, runners: Sequence[Runner], marks: Sequence[Mark], clock: CommonClock, place: Place,
        theme: Theme,
    ) -> None:  # fmt: skip
        self.scenario, self.runners, self.theme, self.place = scenario, runners, theme, place
        left, bottom, width, height = place
        room = height - CHART_MARGINS[1] - CHART_MARGINS[3] - LEAST_CHART
        words = typeset([small(f"*{escaped(word_for(run))}*") for run in scenario.runs])
        wide = width - INDENT
        names = [run.label for run in runners]
        pairs = zip(typeset(names), words, strict=True)
        beside = all((name.width + word.width) * style.READABLE + GAP <= wide for name, word in pairs)
        lines = 1 if beside or (2 * len(runners) + 1) * TIGHT * style.READABLE > room else 2
        pitch = min(LINE, max(TIGHT, room / (lines * len(runners) + 1) / style.READABLE)) * style.READABLE
        if not beside:
            ends = [wide - word.width * style.READABLE - GAP if lines == 1 else wide for word in words]
            names = [self._name(i, end / style.READABLE) for i, end in enumerate(ends)]
        self.readouts = [self._counter(clock, left, bottom + height - pitch, width)]
        top = bottom + height - 1.25 * pitch
        self.rows = [
            RunRow(marks[i], names[i], words[i], run.colour, theme, (left, top - i * lines * pitch, width, pitch),
                   below=lines == 2)
            for i, run in enumerate(runners)
        ]  # fmt: skip
        self.static = [*self.rows]
        below = scenario.runs if lines == 2 else ()
        self.losses = [RunLoss(run, i, clock, self.rows[i], wide) for i, run in enumerate(below)]
        self.readouts += self.losses
        self.y = top - lines * len(runners) * pitch

    def tell(self, share: float) -> None:
        """Tell what became of the runs, one after the other, in the place of their losses."""
        for i, told in enumerate(pacing.in_turn(share, len(self.rows))):
            self.rows[i].reveal = max(0.0, 2.0 * told - 1.0)
            for loss in self.losses[i : i + 1]:
                loss.opacity = max(0.0, 1.0 - 2.0 * told)

    @property
    def chart(self) -> Place:
        """What is left under the rows by the numbers and names of a chart's axes."""
        return inside(self.chart_room, *CHART_MARGINS)

    def _name(self, i: int, room: float) -> str:
        """Return a name with as much of it as ``room`` ems hold, as Typst markup; the page has all of it."""
        run = self.runners[i]
        if run.words:
            return escaped(shortened(run.words, room))
        parts = label_parts(self.scenario)[i]
        few = [f"{parts[0].partition(',')[0]}, ...$"] if parts[0].startswith("$") and "," in parts[0] else []
        tried = [as_many(parts, room), *few, "…"]
        outlines = typeset(tried)
        return next(name for name, outline in zip(tried, outlines, strict=True) if outline.width <= room or name == "…")

    def _counter(self, clock: CommonClock, left: float, y: float, width: float) -> Readout:
        last, theme = clock.last, self.theme

        def line(now: int) -> str:
            if clock.counts_steps:
                return counted(now, last, theme)
            spent = amount(max(now, clock.first))
            unit = tr("evaluation") if spent == "1" else tr("evaluations")
            return f"${spent}$ {labelled(unit, theme)}"

        sources = Each(last + 1, line)
        size = min(style.LABEL_SIZE, width / widest(sources))
        return Readout(sources, left, y, size, [theme.ink] * (last + 1))
