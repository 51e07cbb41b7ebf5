"""Facts about a map of fates that tells which minimum each run reaches."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from gdcore.scenario import Scenario
from gdcore.studies.fate_axes import axes_of
from gdcore.studies.fate_grid import has_map
from gdcore.studies.fate_map import fate_map, tells_minima
from gdcore.studies.reached import OTHER, Minima
from gdcore.text.notation import computed, rounded


def has_map_facts(scenario: Scenario) -> bool:
    """Return whether there are facts about the map of a scenario; they are not computed yet."""
    return has_map(scenario) and tells_minima(scenario, axes_of(scenario))


def map_facts(scenario: Scenario) -> dict[str, str]:
    """Return the facts, without "map_" before their names: minima, the lowest first, and shares of all cells."""
    minima = _minima(scenario)
    if minima is None:
        return {}
    found = {"minima": str(len(minima.places)), "other_percent": _percent(minima, OTHER)}
    for i, (place, loss) in enumerate(zip(minima.places.tolist(), minima.losses.tolist(), strict=True), 1):
        names = zip(scenario.objective.parameters, place, strict=True)
        found[f"place_{i}"] = ", ".join(f"{name} = {computed(value)}" for name, value in names)
        found[f"least_{i}"] = str(computed(loss))
        found[f"percent_{i}"] = _percent(minima, i - 1)
    return found


def _percent(minima: Minima, which: int) -> str:
    return str(rounded(100.0 * float(np.mean(minima.reached == which)), 2))


@lru_cache(maxsize=8)
def _minima(scenario: Scenario) -> Minima | None:
    """Return the minima of the map, which takes seconds: once for all who ask for facts of the same scenario."""
    return fate_map(scenario).minima
