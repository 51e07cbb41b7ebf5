"""Where a run starts: the numbers of an entry as a point, and whether a run can begin there."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.errors import InputError
from gdcore.expressions.known import KNOWN
from gdcore.faults import got
from gdcore.objectives.function import WithKinks
from gdcore.objectives.objective import Objective

DEFAULT_START: Mapping[str, tuple[float, ...]] = {"parabola": (-1.0,)}
"""Elsewhere every parameter starts at 0, but for well-known functions, which have a start of their own."""


def check_start(objective: Objective, start: Array) -> None:
    """Raise ``InputError`` where the objective or its gradient does not exist at the start, and say where that is."""
    where = ", ".join(f"{name} = {value:g}" for name, value in zip(objective.parameters, start, strict=True))
    with np.errstate(all="ignore"):
        value, gradient = float(objective.value(start)), objective.gradient(start)
    if np.isnan(value):
        raise InputError(f"start: the objective is not defined at {where}")
    if np.isinf(value):
        raise InputError(f"start: the objective is too large for double precision at {where}")
    parts = objective.function.kinks(start) if isinstance(objective.function, WithKinks) else ()
    if parts:
        has = "jumps" if parts[0].startswith("sign(") else "has a kink"
        raise InputError(f"start: no gradient exists at {where}: {parts[0]} {has} there")
    if not np.isfinite(gradient).all():
        raise InputError(f"start: no finite gradient exists at {where}")


def start_names(objective: Objective) -> tuple[str, ...]:
    """Return the parameters in which a start is given: those of the data's own units."""
    return objective.parameters if objective.standard is None else objective.standard.parameters


def start_of(numbers: Mapping[str, float] | None, objective: Objective) -> Array:
    """Return where a run starts, ``(d,)``, in the parameters of its objective."""
    start = given_start(numbers, objective)
    return start if objective.standard is None else objective.standard.standardised(start)


def given_start(numbers: Mapping[str, float] | None, objective: Objective) -> Array:
    """Return a start in the parameters in which starts are given, the usual one where no numbers are."""
    names = start_names(objective)
    if numbers is None:
        return frozen(_default_start(objective) or (0.0,) * len(names))
    if numbers.keys() == {""}:
        if objective.n_parameters != 1:
            wanted = ", ".join(f"{name} = ..." for name in names)
            raise InputError(f"start: expected a table {{ {wanted} }}, got {got(numbers[''])}")
        return frozen([numbers[""]])
    return frozen([numbers[name] for name in names])


def _default_start(objective: Objective) -> tuple[float, ...]:
    if objective.table is not None or objective.name in DEFAULT_START:
        return DEFAULT_START.get(objective.name, ())
    return KNOWN[objective.name].start if objective.name in KNOWN else ()
