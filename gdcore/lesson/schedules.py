"""From the learning rate of an entry to the schedule of its run, with what follows from the run and its objective."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.method import learning_rates
from gdcore.errors import InputError
from gdcore.faults import CombinedInputError, fault_lines, in_one_line, nearest
from gdcore.lesson.fields.rule import Rule
from gdcore.lesson.fields.schedule import (
    ScheduleTable,
    place_of_rates,
    rates_named,
    settings_of,
    without_schedule,
)
from gdcore.objectives.objective import Objective
from gdcore.schedules.kind import Kind
from gdcore.schedules.registry import KINDS
from gdcore.schedules.schedule import Schedule, constant
from gdcore.theory.spectra import rate_eigenvalues


def schedule_of(rule: Rule, objective: Objective, steps: int) -> Schedule:
    """Return the schedule of a run of so many steps.

    Raises ``InputError`` for settings that do not fit each other, or are not known for the objective.
    """
    given, named = rule.learning_rate, rates_named(rule.learning_rate)
    rates = learning_rates(named[""] if named.keys() == {""} else dict(named), objective.parameters)
    if not isinstance(given, ScheduleTable):
        return constant(rates)
    kind, settings = KINDS[given.schedule], settings_of(given)
    for one in kind.settings:
        if one.form == "rows" and one.name in settings:
            settings[one.name] = _rows(settings[one.name], one.name, objective.parameters)
        if one.of_steps is not None:
            settings.setdefault(one.name, one.of_steps(steps))
    return kind.made(rates, **_of_eigenvalues(kind, settings, objective, rates), **settings)


def misnamed_in(
    field: str, numbers: Mapping[str, object] | None, parameters: tuple[str, ...], *, all_needed: bool = True
) -> Iterator[str]:
    """Yield a line for each parameter of a table that does not exist or is not there."""
    if numbers is None or numbers.keys() == {""}:
        return
    for name in numbers:
        if name not in parameters:
            yield f"{field}.{in_one_line(name)}: unknown parameter; {nearest(name, parameters)}"
    for name in parameters if all_needed else ():
        if name not in numbers:
            yield f"{field}.{name}: missing"


def misnamed_rates(rule: Rule, parameters: tuple[str, ...]) -> Iterator[str]:
    """Yield a line for each parameter that has no rate, and for each rate that belongs to none."""
    lost = without_schedule(rule.learning_rate, parameters)
    if lost:
        yield f"learning_rate.{lost}"
    else:
        yield from misnamed_in(place_of_rates(rule.learning_rate), rates_named(rule.learning_rate), parameters)


def faults_of_schedule(rule: Rule, objective: Objective, steps: int) -> Iterator[str]:
    """Yield what is wrong with a schedule, if it is one, once its names are known to be right."""
    if isinstance(rule.learning_rate, ScheduleTable):
        try:
            schedule_of(rule, objective, steps)
        except InputError as error:
            yield from (f"learning_rate.{line}" for line in fault_lines(error))


def _rows(rows: Mapping[str, list[float]], place: str, parameters: tuple[str, ...]) -> list[Any]:
    """Return a list of numbers, or of one per parameter, from the lists of a table. Raises ``InputError``."""
    if "" in rows:
        return rows[""]
    faults = list(misnamed_in(place, rows, parameters))
    if not faults and len({len(numbers) for numbers in rows.values()}) > 1:
        faults.append(f"{place}: expected as many numbers for each parameter")
    if faults:
        raise CombinedInputError(faults)
    return [list(numbers) for numbers in zip(*(rows[name] for name in parameters), strict=True)]


def _of_eigenvalues(kind: Kind, settings: Mapping[str, Any], objective: Objective, rates: Array) -> dict[str, Any]:
    """Return the settings that are left out and follow from the eigenvalues of diag(rate) H."""
    if kind.of_eigenvalues is None:
        return {}
    missing = [one.name for one in kind.settings if one.left_out and one.name not in settings]
    if not missing:
        return {}
    eigenvalues = rate_eigenvalues(objective, rates) if objective.quadratic else None
    if eigenvalues is None or (eigenvalues < 0.0).any() or not (eigenvalues > 0.0).any():
        raise InputError(f"{missing[0]}: missing; only the curvatures of a quadratic with a minimum are known")
    found = kind.of_eigenvalues(eigenvalues[eigenvalues > 0.0])
    return {name: np.asarray(found[name]) for name in missing}
