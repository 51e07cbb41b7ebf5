"""The list of numbers beside a clip: method, rates, start, losses, measured against predicted factor, the edge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gdcore.methods.registry import HYPERPARAMETERS, method_words
from gdcore.scenario import Scenario
from gdcore.schedules.registry import schedule_words
from gdcore.text.language import tr, tr_n, translatable
from valleyjump.markup.quantity import Quantity, count, quantity

ENDINGS = {
    "max_steps": "",
    "tolerance": translatable("then the loss stood still"),
    "overflow": translatable("then the loss left the range of float64"),
    "stalled": translatable("then no step lowered the loss"),
    "domain": translatable("then a step led to where the function has no value"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the list: a label, and words or numbers; whether they are ``found`` by the run, not given to it."""

    label: str
    words: str = ""
    quantities: tuple[Quantity, ...] = ()
    found: bool = False


def quantities(scenario: Scenario) -> tuple[Entry, ...]:
    """Return what stands beside the clip of one run; a number that has no meaning there has no line."""
    return (
        Entry(tr("Method"), words=method_words(scenario.method.name)),
        *_of_rates(scenario),
        *_hyperparameters(scenario),
        Entry(tr("Start"), quantities=tuple(_point(scenario, 0))),
        *(replace(entry, found=True) for entry in _findings(scenario)),
    )


def _findings(scenario: Scenario) -> Iterator[Entry]:
    """Yield what would answer a question about the run."""
    yield Entry(tr("Steps"), quantities=(_steps(scenario),))
    yield Entry(tr("Loss"), quantities=tuple(_losses(scenario)))
    yield from _rejections(scenario)
    yield from _factors(scenario)
    yield from _edge(scenario)
    yield from _best(scenario)


def _of_rates(scenario: Scenario) -> Iterator[Entry]:
    """Yield the rates, or under a schedule its name and the rates of the first and of the last step."""
    schedule = scenario.method.schedule
    if not schedule.is_constant:
        yield Entry(tr("Schedule"), words=schedule_words(schedule))
    yield Entry(tr("Learning rate"), quantities=tuple(_rates(scenario)))


def _rates(scenario: Scenario) -> Iterator[Quantity]:
    names, schedule = scenario.objective.parameters, scenario.method.schedule
    if not schedule.is_constant:
        for k in (0, max(scenario.trajectory.n_steps - 1, 0)):
            yield from (
                quantity(rate, 3, symbol="η", index=f"{name},{k}" if len(names) > 1 else str(k))
                for name, rate in zip(names, schedule.rate(k).tolist(), strict=True)
            )
        return
    for name, rate in zip(names, scenario.method.learning_rate, strict=True):
        yield quantity(rate, 3, symbol="η", index=name if len(names) > 1 else "")


def _hyperparameters(scenario: Scenario) -> Iterator[Entry]:
    for name, value in scenario.method.hyperparameters.items():
        known = HYPERPARAMETERS.get(name)
        if known is None:
            yield Entry(name.replace("_", " ").capitalize(), quantities=(quantity(value),))
        else:
            yield Entry(
                tr(known.label), quantities=(quantity(value, symbol=known.symbol, note=known.note and tr(known.note)),)
            )


def settings(scenario: Scenario, *, start: bool = False) -> tuple[Quantity, ...]:
    """Return the rates, the other hyperparameters and, if asked for, the start of one run, with symbols or names."""
    hyperparameters = (quantity for entry in _hyperparameters(scenario) for quantity in entry.quantities)
    return (*_rates(scenario), *hyperparameters, *(_point(scenario, 0) if start else ()))


def _point(scenario: Scenario, k: int) -> Iterator[Quantity]:
    objective, run = scenario.objective, scenario.trajectory
    for name, unit, value in zip(objective.parameters, objective.units, run.iterates[k], strict=True):
        yield quantity(value, symbol=name, index=str(k), unit=unit)


def _steps(scenario: Scenario) -> Quantity:
    run = scenario.trajectory
    return count(run.n_steps, tr(ENDINGS[run.stopped]))


def _losses(scenario: Scenario) -> Iterator[Quantity]:
    run = scenario.trajectory
    unit = scenario.objective.value_unit
    yield quantity(run.losses[0], symbol=scenario.objective.symbol, index="0", unit=unit)
    yield quantity(run.losses[-1], symbol=scenario.objective.symbol, index=str(run.n_steps), unit=unit)


def _rejections(scenario: Scenario) -> Iterator[Entry]:
    n_rejected = len(scenario.trajectory.rejected)
    if n_rejected:
        yield Entry(tr("Rejected"), quantities=(count(n_rejected, tr_n("trial point", "trial points", n_rejected)),))


def _factors(scenario: Scenario) -> Iterator[Entry]:
    pairs = zip(scenario.verdict.factors, (tr("measured"), tr("predicted")), strict=True)
    found = tuple(quantity(value, note=note) for value, note in pairs if value is not None)
    if found:
        yield Entry(tr("Factor a step"), quantities=found)


def _edge(scenario: Scenario) -> Iterator[Entry]:
    verdict, names = scenario.verdict, scenario.objective.parameters
    if verdict.stability_limit is None or verdict.edge_multiple is None:
        return
    limits = zip(names, verdict.stability_limit, strict=True)
    note = tr("times this rate") if len(names) == 1 else tr("times these rates")
    yield Entry(
        tr("Stable below"),
        quantities=(
            *(quantity(limit, symbol="η", index=name if len(names) > 1 else "") for name, limit in limits),
            quantity(verdict.edge_multiple, note=note),
        ),
    )


def _best(scenario: Scenario) -> Iterator[Entry]:
    objective = scenario.objective
    if objective.table is None or objective.minimiser is None or objective.minimum is None:
        return
    found = zip(objective.parameters, objective.units, objective.minimiser, strict=True)
    yield Entry(
        tr("Least squares") if objective.quadratic else tr("Best fit"),
        quantities=(
            *(quantity(value, symbol=name, index="*", unit=unit) for name, unit, value in found),
            quantity(objective.minimum, symbol="J", index="*", unit=objective.value_unit),
        ),
    )
