"""Which scenarios of a lesson show one function in one view: their clips share a window."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import numpy as np

from gdcore.objectives.objective import Objective
from gdcore.scenario import TOGETHER, Scenario


def with_alike(scenarios: Sequence[Scenario]) -> tuple[Scenario, ...]:
    """Return the scenarios, each with the others that show the same function in the same view.

    One with a ``domain`` was told what to show, and has no say in what others do; one of several runs shows
    these. Runs are not computed anew.
    """
    return tuple(_with(one, [other for other in scenarios if other is not one and _are_alike(one, other)])
                 for one in scenarios)  # fmt: skip


def _with(scenario: Scenario, alike: Sequence[Scenario]) -> Scenario:
    found = copy(scenario)
    object.__setattr__(found, "alike", tuple(alike))
    return found


def _are_alike(one: Scenario, other: Scenario) -> bool:
    return (
        one.view == other.view
        and one.view in TOGETHER
        and not one.is_together
        and not other.is_together
        and one.domain is None
        and other.domain is None
        and is_same(one.objective, other.objective)
    )


def is_same(one: Objective, other: Objective) -> bool:
    """Whether two objectives are the same function of the same parameters, on the same data."""
    if not one.formula or (one.formula, one.parameters, one.units, one.value_unit) != (
        other.formula, other.parameters, other.units, other.value_unit,
    ):  # fmt: skip
        return False
    if one.table is None or other.table is None:
        return one.table is other.table
    return np.array_equal(one.table.x, other.table.x) and np.array_equal(one.table.y, other.table.y)
