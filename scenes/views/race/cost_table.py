"""Under a race by cost: each run's name, what it has paid, and when it arrived."""

from __future__ import annotations

import math
from collections.abc import Sequence

from gdcore.scenario import Scenario
from gdcore.studies.race import SHARE, amount, arrivals, costs, goal
from gdcore.text.language import tr
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.style import Theme
from scenes.painting.text import Each, Readout, Text, small
from scenes.runners.headings import fit
from scenes.runners.lines import Runner
from scenes.stage.hud import labelled, written_loss
from scenes.typesetting.typeset import typeset

FEW = 4
"""The most runs that stand side by side under the pictures; of more, only the lines have names."""
BETWEEN = 0.3
"""The least room between two columns, in scene units."""


class RaceTable:
    """A column for each run: its name, its evaluations so far, and when it came near the minimum."""

    def __init__(self, scenario: Scenario, runs: Sequence[Runner], place: Place, theme: Theme) -> None:
        self.scenario, self.runs, self.theme = scenario, runs, theme
        self.left, self.bottom, width, self.height = place
        self.pitch = width / len(runs)
        self.static = [self._text(f"*{run.label}*", i, 0, run.colour) for i, run in enumerate(runs)]
        self.readouts = self._evaluations()
        self.arrivals = [self._text(words, i, 2, runs[i].colour) for i, words in enumerate(self._arrivals())]

    @property
    def in_order_of_arrival(self) -> list[Text]:
        """The words about arrivals, the first one's first; those that have not arrived come last."""
        when = [math.inf if one is None else one for one in arrivals(self.scenario)]
        return [self.arrivals[i] for i in sorted(range(len(when)), key=when.__getitem__)]

    def _at(self, run: int, line: int) -> tuple[float, float]:
        return self.left + run * self.pitch, self.bottom + self.height * (1.0 - (line + 0.8) / 3.0)

    def _text(self, source: str, run: int, line: int, colour: str) -> Text:
        text = Text(source, *self._at(run, line), style.LABEL_SIZE, colour)
        text.size /= max(1.0, text.text_width / (self.pitch - BETWEEN))
        return text

    def _evaluations(self) -> list[Readout]:
        last = math.ceil(max(runner.clock[-1] for runner in self.runs))
        inks = [self.theme.ink] * (last + 1)
        cells = [self._paid(i, last + 1) for i in range(len(self.runs))]
        widest = max(outline.width for cell in cells for outline in typeset([cell[-1]]))
        size = min(style.LABEL_SIZE, (self.pitch - BETWEEN) / widest)
        return [Readout(cell, *self._at(i, 1), size, inks) for i, cell in enumerate(cells)]

    def _paid(self, i: int, n_ticks: int) -> Each:
        paid = costs(self.scenario.runs[i].trajectory)[-1]

        def line(now: int) -> str:
            spent = amount(min(now, paid))
            unit = tr("evaluation") if spent == "1" else tr("evaluations")
            return f"${spent}$ {labelled(unit, self.theme)}"

        return Each(n_ticks, line)

    def _arrivals(self) -> list[str]:
        if goal(self.scenario) is None:
            lowest = [float(run.trajectory.losses.min()) for run in self.scenario.runs]
            written = [written_loss(loss).typst for loss in lowest]
            return [small(tr("lowest loss {loss}", loss=f"${loss}$")) for loss in written]
        share = f"{100.0 * SHARE:g} %"
        return [small(arrival_words(share, when)) for when in arrivals(self.scenario)]


def has_columns(names: Sequence[str], width: float) -> bool:
    """Return whether the runs are so few, and their names, as Typst markup, so short that each has a column."""
    return len(names) <= FEW and fit([names], width / len(names) - BETWEEN, style.READABLE)


def arrival_words(share: str, when: float | None) -> str:
    """Return when a run came within a ``share`` of the minimum, as Typst markup."""
    if when is None:
        return tr("not within {share}", share=share)
    return tr("within {share} after {evaluations}", share=share, evaluations=f"*{amount(when)}*")
