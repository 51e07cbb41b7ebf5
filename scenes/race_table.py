"""The table of a race that is counted by its cost: a column a run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from gdcore.language import tr
from gdcore.notation import rounded, scientific
from gdcore.race import SHARE, arrivals, costs
from gdcore.scenario import Scenario
from scenes import style
from scenes.canvas import Painted
from scenes.fitting import unit_text
from scenes.hud import LEFT, RIGHT
from scenes.race_plot import Runner, fitted
from scenes.style import Theme
from scenes.text import Each, Readout, Text

ROWS_Y, ROW = -2.34, 0.34
NAMES_WIDTH = 2.3


class RaceTable:
    """For each run, in a column of its own: what it has paid, its loss, and when it came near the minimum."""

    def __init__(self, scenario: Scenario, runs: Sequence[Runner], theme: Theme) -> None:
        self.scenario, self.runs, self.theme = scenario, runs, theme
        self.pitch = (RIGHT - LEFT - NAMES_WIDTH) / len(runs)
        self.size = min(style.POINT_SIZE, 0.29 * self.pitch / 1.6)
        *names, within = self._names()
        self.static: list[Painted] = [*names, *self._headings(), *self._rates()]
        self.readouts = [row for i in range(len(runs)) for row in self._running(i)]
        self.arrivals = [within, *self._arrivals()]

    def _text(self, source: str, column: int, line: int, colour: str) -> Text:
        return Text(source, *self._at(column, line), self.size, colour)

    def _at(self, column: int, line: int) -> tuple[float, float]:
        x = LEFT if column < 0 else LEFT + NAMES_WIDTH + column * self.pitch
        return x, ROWS_Y - ROW * line

    def _names(self) -> list[Text]:
        objective = self.scenario.objective
        unit = unit_text(objective.value_unit)
        loss = tr("loss {symbol}", symbol=f"${objective.symbol}$") + (f" ({unit})" if unit else "")
        within = tr("within {share}", share=f"{100.0 * SHARE:g} %")
        names = (tr("learning rates"), tr("evaluations (steps)"), loss, within)
        texts = [self._text(words, -1, line, self.theme.label) for line, words in enumerate(names, 1)]
        return fitted(texts, [NAMES_WIDTH - 0.15] * len(texts))

    def _headings(self) -> list[Text]:
        texts = [
            self._text(run.heading((self.pitch - 0.2) / self.size), i, 0, run.colour) for i, run in enumerate(self.runs)
        ]
        return fitted(texts, [self.pitch - 0.2] * len(texts))

    def _rates(self) -> list[Text]:
        rates = [f"${', '.join(rates_of(run))}$" for run in self.scenario.runs]
        texts = [self._text(source, i, 1, self.theme.label) for i, source in enumerate(rates)]
        return fitted(texts, [self.pitch - 0.2] * len(texts))

    def _running(self, i: int) -> list[Readout]:
        """Return what the cells of evaluations and of the loss read at each tick of the clock."""
        run = self.scenario.runs[i].trajectory
        paid, ticks = costs(run), np.arange(max(runner.clock[-1] for runner in self.runs) + 1)
        reached = np.maximum(np.searchsorted(paid, ticks, side="right") - 1, 0).tolist()
        large = run.losses.max() >= 1e6
        written = partial(scientific, significant=4) if large else rounded
        spent = Each(len(ticks), lambda now: f"${min(now, int(paid[-1]))}$ (${reached[now]}$)")
        losses = Each(len(ticks), lambda now: f"${written(run.losses[reached[now]]).typst}$")
        inks = [self.theme.ink] * len(ticks)
        return [Readout(cells, *self._at(i, line), self.size, inks) for line, cells in ((2, spent), (3, losses))]

    def _arrivals(self) -> list[Text]:
        found = arrivals(self.scenario)
        texts = [
            self._text(arrival_words(when, run), i, 4, run.colour)
            for i, (when, run) in enumerate(zip(found, self.runs, strict=True))
        ]
        return fitted(texts, [self.pitch - 0.2] * len(texts))


def rates_of(run: Scenario) -> list[str]:
    """Return the rates of a run in Typst mathematics; where more than two parameters share one, only that."""
    rates = [rounded(rate).typst for rate in run.method.learning_rate]
    return rates[:1] if len(rates) > 2 and len(set(rates)) == 1 else rates


def arrival_words(when: int | None, run: Runner) -> str:
    """Return when a run arrived, as Typst markup."""
    if when is None:
        return tr("not in {evaluations}", evaluations=f"{run.clock[-1]:.0f}")
    return tr("*after {evaluations}*", evaluations=when)
