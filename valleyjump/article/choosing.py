"""The numbers of the part on methods that choose their own rates."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gdcore.scenario import Scenario
from gdcore.studies.memory_shown import apart, in_own_scale
from gdcore.text.notation import computed, rounded
from valleyjump.markup.quantity import NBSP


def choosing_numbers(runs: Mapping[str, Scenario]) -> dict[str, object]:
    """Return what the prose says beyond the facts of its runs, by name."""
    return _adaptive(runs["adaptive"]) | _shaken(runs["adam-edge"])


def _adaptive(scenario: Scenario) -> dict[str, object]:
    """How alike the rates become, and where the three methods with a memory end."""
    with_memory = [run for run in scenario.runs if not run.method.by_slope]
    times = [ratio for run, ratio in zip(scenario.runs, apart(scenario), strict=True) if run in with_memory]
    rates, first = scenario.method.learning_rate, in_own_scale(scenario.trajectory)
    assert first is not None  # Adam has effective rates
    equal = first[0] / rates  # an effective rate is in proportion to its rate
    found: dict[str, object] = {f"{run.method.name}_loss": computed(run.trajectory.losses[-1]) for run in with_memory}
    return found | {
        "alike": f"{rounded(100.0 * (max(ratio for ratio in times if ratio is not None) - 1.0), 2)}{NBSP}%",
        "equal": rounded(float(equal.max() / equal.min())),
        "adam_a": rounded(float(rates[0])),
        "adam_b": rounded(float(rates[1])),
        "least": computed(scenario.objective.minimum or 0.0),
    }


def _shaken(scenario: Scenario) -> dict[str, object]:
    """How low Adam comes before its edge throws it out, and how high after that."""
    losses = scenario.trajectory.losses
    lowest = int(np.argmin(losses))
    return {"shaken_least": computed(losses[lowest]), "shaken_most": computed(losses[lowest:].max())}
