"""From the learning rate of an entry to the schedule of its run, with what follows from the run and its objective."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.method import learning_rates
from gdcore.errors import InputError
from gdcore.lesson.fields.rule import Rule
from gdcore.lesson.fields.schedule import ScheduleTable, rates_named, rows_of, settings_of
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
            settings[one.name] = rows_of(settings[one.name], one.name, objective.parameters)
        if one.of_steps is not None:
            settings.setdefault(one.name, one.of_steps(steps))
    return kind.made(rates, **_of_eigenvalues(kind, settings, objective, rates), **settings)


def faults_of_schedule(rule: Rule, objective: Objective, steps: int) -> Iterator[str]:
    """Yield what is wrong with a schedule, if it is one, once its names are known to be right."""
    if isinstance(rule.learning_rate, ScheduleTable):
        try:
            schedule_of(rule, objective, steps)
        except InputError as error:
            yield f"learning_rate.{error}"


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
