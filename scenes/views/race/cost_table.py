"""The table under a race by cost: rates, evaluations, losses and arrivals of each run."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from gdcore.arrays import Array
from gdcore.scenario import Scenario
from gdcore.studies.race import SHARE, amount, arrivals, costs, goal
from gdcore.text.language import tr
from gdcore.text.notation import Number, rounded, scientific
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.fitting import unit_text
from scenes.painting.style import LEFT, RIGHT, Theme
from scenes.painting.text import Each, Readout, Text, small
from scenes.stage.hud import longest
from scenes.typesetting.typeset import typeset
from scenes.views.race.headings import SMALLEST, fit
from scenes.views.race.lines import Runner, fitted

ROWS_Y, ROW = -2.34, 0.34
NAMES_WIDTH = 2.3
FEW = 4
"""The most runs that can be columns."""
COLUMNS = (LEFT, LEFT + 4.6, LEFT + 6.7, LEFT + 9.0, LEFT + 11.2, RIGHT + 0.2)
SMALL_ROW, LOWEST = 0.29, -3.74
LARGE = 1e6
"""A run with losses from here on is written with powers of ten throughout."""


class RaceTable:
    """For each run: what it has paid, its loss, and when it came near the minimum.

    A few runs with short names are columns; more runs, or runs with long names, are rows.
    """

    def __init__(self, scenario: Scenario, runs: Sequence[Runner], theme: Theme) -> None:
        self.scenario, self.runs, self.theme, self.by_row = scenario, runs, theme, has_rows([run.label for run in runs])
        self.pitch = _pitch(len(runs))
        self.size = style.LABEL_SIZE if self.by_row else min(style.POINT_SIZE, 0.29 * self.pitch / 1.6)
        *names, within = self._names()
        self.static: list[Painted] = [*names, *self._headings(), *self._rates()]
        self.readouts = self._running()
        self.arrivals = [within, *self._arrivals()]

    def _text(self, source: str, run: int, line: int, colour: str) -> Text:
        return Text(source, *self._at(run, line), self.size, colour)

    def _at(self, run: int, line: int) -> tuple[float, float]:
        """Return where something stands: a ``line`` of a run, 0 being its name; run -1 are the names of the lines."""
        if self.by_row:
            return COLUMNS[line], table_top([run.label for run in self.runs]) - SMALL_ROW * (run + 1)
        return LEFT if run < 0 else LEFT + NAMES_WIDTH + run * self.pitch, ROWS_Y - ROW * line

    def _room(self, run: int, line: int) -> float:
        if self.by_row:
            return COLUMNS[line + 1] - COLUMNS[line] - 0.2
        return NAMES_WIDTH - 0.15 if run < 0 else self.pitch - 0.2

    def _fitted(self, texts: list[Text], line: int) -> list[Text]:
        return fitted(texts, [self._room(0, line)] * len(texts))

    def _names(self) -> list[Text]:
        objective = self.scenario.objective
        unit = unit_text(objective.value_unit)
        loss = tr("loss {symbol}", symbol=f"${objective.symbol}$") + (f" ({unit})" if unit else "")
        share = f"{100.0 * SHARE:g} %"
        within = tr("lowest loss") if goal(self.scenario) is None else tr("within {share}", share=share)
        names = (tr("learning rates"), tr("evaluations (steps)"), loss, within)
        texts = [self._text(small(words), -1, line, self.theme.label) for line, words in enumerate(names, 1)]
        return fitted(texts, [self._room(-1, line) for line in range(1, len(texts) + 1)])

    def _headings(self) -> list[Text]:
        room = self._room(0, 0) / min(self.size, SMALLEST)  # set smaller before it is cut short
        return self._fitted([self._text(run.heading(room), i, 0, run.colour) for i, run in enumerate(self.runs)], 0)

    def _rates(self) -> list[Text]:
        rates = [f"${', '.join(rates_of(run))}$" for run in self.scenario.runs]
        return self._fitted([self._text(source, i, 1, self.theme.label) for i, source in enumerate(rates)], 1)

    def _running(self) -> list[Readout]:
        """Return, run by run, the cells of the evaluations and of the loss, which change with the clock."""
        last = math.ceil(max(runner.clock[-1] for runner in self.runs))
        inks = [self.theme.ink] * (last + 1)
        cells = [cell for i in range(len(self.runs)) for cell in self._cells(i, last + 1)]
        widest = max(outline.width for cell in cells for outline in typeset(longest(cell)))
        size = min(self.size, self._room(0, 3) / widest)
        return [Readout(cell, *self._at(i // 2, 2 + i % 2), size, inks) for i, cell in enumerate(cells)]

    def _cells(self, i: int, n_ticks: int) -> tuple[Each, Each]:
        run = self.scenario.runs[i].trajectory
        paid, written = costs(run), self._loss_form(run.losses)
        reached = np.maximum(np.searchsorted(paid, np.arange(n_ticks), side="right") - 1, 0)
        reached[-1] = run.n_steps  # the last evaluation may end between two ticks
        return (
            Each(n_ticks, lambda now: f"${amount(min(now, paid[-1]))}$ (${reached[now]}$)"),
            Each(n_ticks, lambda now: f"${written(run.losses[reached[now]]).typst}$"),
        )

    def _loss_form(self, losses: Array) -> Callable[[float], Number]:
        return partial(scientific, significant=4) if losses.max() >= LARGE else rounded

    def _arrivals(self) -> list[Text]:
        if goal(self.scenario) is None:
            every = [run.trajectory.losses for run in self.scenario.runs]
            words = [f"*${self._loss_form(losses)(losses.min()).typst}$*" for losses in every]
        else:
            found = zip(arrivals(self.scenario), self.scenario.runs, strict=True)
            words = [arrival_words(when, costs(run.trajectory)[-1]) for when, run in found]
        return self._fitted([self._text(source, i, 4, self.runs[i].colour) for i, source in enumerate(words)], 4)


def rates_of(run: Scenario) -> list[str]:
    """Return the rates of a run in Typst mathematics; where all parameters share one, only that."""
    rates = [rounded(rate).typst for rate in run.method.learning_rate]
    return rates[:1] if len(set(rates)) == 1 else rates


def table_top(names: Sequence[str]) -> float:
    """Return the height of the first line of a table of runs with these names, as Typst markup."""
    return LOWEST + SMALL_ROW * len(names) if has_rows(names) else ROWS_Y


def has_rows(names: Sequence[str]) -> bool:
    """Return whether each run has a row, because there are many or their names are long."""
    return len(names) > FEW or not fit([names], _pitch(len(names)) - 0.2, style.LABEL_SIZE)


def _pitch(n_runs: int) -> float:
    return (RIGHT - LEFT - NAMES_WIDTH) / n_runs


def arrival_words(when: float | None, paid: float) -> str:
    """Return when a run arrived, as Typst markup, or what it ``paid`` in all without arriving."""
    if when is None:
        return tr("not in {evaluations}", evaluations=amount(paid))
    return tr("*after {evaluations}*", evaluations=amount(when))
