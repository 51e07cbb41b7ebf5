"""The table of iterates: the first steps and the last, each with its outcome told by shape, word and colour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from gdcore.arrays import Array
from gdcore.descent.outcomes import OUTCOMES, REJECTED, Outcome, outcome
from gdcore.scenario import Scenario
from gdcore.text.language import tr
from valleyjump.markup.quantity import Quantity, quantity, typeset

N_WHOLE = 7
"""Runs of up to this many steps are shown in full."""
N_FIRST = 4
SIGNIFICANT = 4


@dataclass(frozen=True)
class Row:
    """One iterate or rejected trial point; ``outcome`` is what the step to it did. ``skipped`` stand before it."""

    k: str
    outcome: Outcome
    point: tuple[Quantity, ...]
    loss: Quantity
    skipped: str = ""


@dataclass(frozen=True)
class IterateTable:
    """Column heads (name and unit), rows, and the marks among them with their meanings."""

    parameters: tuple[tuple[str, Markup], ...]
    loss: tuple[str, Markup]
    rows: tuple[Row, ...]
    legend: tuple[Outcome, ...]
    caption: str


def iterate_table(scenario: Scenario) -> IterateTable:
    """Return the first rows of a run and its last."""
    objective, rows = scenario.objective, tuple(_rows(scenario))
    seen = {row.outcome for row in rows}
    return IterateTable(
        parameters=tuple(zip(objective.parameters, map(typeset, objective.units), strict=True)),
        loss=(objective.symbol, typeset(objective.value_unit)),
        rows=rows,
        legend=tuple(outcome for outcome in OUTCOMES if outcome.mark and outcome in seen),
        caption=tr("First and last iterates") if any(row.skipped for row in rows) else tr("Iterates"),
    )


def _rows(scenario: Scenario) -> Iterator[Row]:
    run = scenario.trajectory
    whole = run.n_steps <= N_WHOLE
    for k in range(run.n_steps + 1 if whole else N_FIRST + 1):
        if k:
            yield from _rejected_rows(scenario, k)
        yield _row(scenario, k)
    if not whole:
        yield _row(scenario, run.n_steps, skipped=str(run.n_steps - N_FIRST - 1))
    elif run.stopped == "stalled":
        yield from _rejected_rows(scenario, run.n_steps + 1)


def _rejected_rows(scenario: Scenario, k: int) -> Iterator[Row]:
    """Yield the trial points refused on the way to iterate ``k``; of many, the first and the last."""
    found = [trial for trial in scenario.trajectory.rejected if trial.k == k - 1]
    for trial in found if len(found) <= 2 else (found[0], found[-1]):
        yield Row(str(k), REJECTED, _numbers(trial.point), quantity(trial.loss))


def _row(scenario: Scenario, k: int, skipped: str = "") -> Row:
    run = scenario.trajectory
    return Row(str(k), outcome(run, k), _numbers(run.iterates[k]), quantity(run.losses[k], SIGNIFICANT), skipped)


def _numbers(point: Array) -> tuple[Quantity, ...]:
    return tuple(quantity(value, SIGNIFICANT) for value in point)
