"""The table of a race that is counted by its cost: a column a run."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from gdcore.language import tr
from gdcore.notation import Number, rounded, scientific
from gdcore.objectives import Array
from gdcore.race import SHARE, amount, arrivals, costs, goal
from gdcore.scenario import Scenario
from scenes import style
from scenes.canvas import Painted
from scenes.hud import LEFT, RIGHT
from scenes.race_plot import Runner, fitted
from scenes.style import Theme
from scenes.text import Each, Readout, Text, unit_text

ROWS_Y, ROW = -2.34, 0.34
NAMES_WIDTH = 2.3
LARGE = 1e6
"""A run with losses from here on is written with powers of ten throughout."""


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
        share = f"{100.0 * SHARE:g} %"
        within = tr("lowest loss") if goal(self.scenario) is None else tr("within {share}", share=share)
        names = (tr("learning rates"), tr("evaluations (steps)"), loss, within)
        texts = [self._text(words, -1, line, self.theme.label) for line, words in enumerate(names, 1)]
        return fitted(texts, [NAMES_WIDTH - 0.15] * len(texts))

    def _headings(self) -> list[Text]:
        texts = [self._text(f"*{run.label}*", i, 0, run.colour) for i, run in enumerate(self.runs)]
        return fitted(texts, [self.pitch - 0.2] * len(texts))

    def _rates(self) -> list[Text]:
        rates = [f"${', '.join(rates_of(run))}$" for run in self.scenario.runs]
        texts = [self._text(source, i, 1, self.theme.label) for i, source in enumerate(rates)]
        return fitted(texts, [self.pitch - 0.2] * len(texts))

    def _running(self, i: int) -> list[Readout]:
        """Return what the cells of evaluations and of the loss read at each tick of the clock."""
        run = self.scenario.runs[i].trajectory
        paid, ticks = costs(run), np.arange(math.ceil(max(runner.clock[-1] for runner in self.runs)) + 1)
        reached = np.maximum(np.searchsorted(paid, ticks, side="right") - 1, 0).tolist()
        written = self._loss_form(run.losses)
        spent = Each(len(ticks), lambda now: f"${amount(min(now, paid[-1]))}$ (${reached[now]}$)")
        losses = Each(len(ticks), lambda now: f"${written(run.losses[reached[now]]).typst}$")
        inks = [self.theme.ink] * len(ticks)
        return [Readout(cells, *self._at(i, line), self.size, inks) for line, cells in ((2, spent), (3, losses))]

    def _loss_form(self, losses: Array) -> Callable[[float], Number]:
        return partial(scientific, significant=4) if losses.max() >= LARGE else rounded

    def _arrivals(self) -> list[Text]:
        if goal(self.scenario) is None:
            every = [run.trajectory.losses for run in self.scenario.runs]
            words = [f"*${self._loss_form(losses)(losses.min()).typst}$*" for losses in every]
        else:
            found = zip(arrivals(self.scenario), self.scenario.runs, strict=True)
            words = [arrival_words(when, costs(run.trajectory)[-1]) for when, run in found]
        texts = [self._text(source, i, 4, self.runs[i].colour) for i, source in enumerate(words)]
        return fitted(texts, [self.pitch - 0.2] * len(texts))


def rates_of(run: Scenario) -> list[str]:
    """Return the rates of a run in Typst mathematics; where more than two parameters share one, only that."""
    rates = [rounded(rate).typst for rate in run.method.learning_rate]
    return rates[:1] if len(rates) > 2 and len(set(rates)) == 1 else rates


def arrival_words(when: float | None, paid: float) -> str:
    """Return when a run arrived, as Typst markup, or what it ``paid`` in all without arriving."""
    if when is None:
        return tr("not in {evaluations}", evaluations=amount(paid))
    return tr("*after {evaluations}*", evaluations=amount(when))
