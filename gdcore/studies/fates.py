"""The line of fates: the verdict of one run of one parameter at every learning rate, as numbers for clips and page.

For a linear method on a quadratic it has closed forms beside the verdicts of the runs: the multiplier at each rate, the
edge of stability, and the fastest rates.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.descent.trajectory import descend
from gdcore.methods.registry import is_plain, rule_of
from gdcore.scenario import Scenario
from gdcore.studies.edges import (
    Complex,
    best_of,
    limit_of,
    limits_alone,
    multipliers_of,
    solvable,
    steps_until,
)
from gdcore.sweeps.sweep import LEFT_SHARE, Fates, sweep

LINE_CELLS = 1300
BEYOND = 1.3
"""The end of a line of rates, in multiples of the edge or of the largest rate shown."""
ROUNDING = -16.0
"""Orders of magnitude below the initial loss at which float64 resolves nothing more."""


@dataclass(frozen=True, eq=False)
class FateLine:
    """The fates of a run with one parameter; every array has the shape ``(n,)`` and is read-only.

    ``rates`` are evenly spaced above 0. ``fates`` are those of the sweep, ``growth`` the orders of magnitude by which
    the excess loss grew. ``multipliers`` (complex) are the factors of the error per step, ``steps`` the number until
    ``LEFT_SHARE`` of the distance is left (inf for never); both and ``limit``, the edge, are None without a closed
    form. ``best`` ``(1,)`` is the fastest rate, if known.
    """

    rates: Array = field(repr=False)
    fates: Fates = field(repr=False)
    growth: Array = field(repr=False)
    multipliers: Complex | None = field(default=None, repr=False)
    steps: Array | None = field(default=None, repr=False)
    limit: float | None = None
    best: Array | None = None


def fate_line(scenario: Scenario, n: int = LINE_CELLS) -> FateLine:
    """Return the fates of a scenario with one parameter under ``n`` rates, up to beyond those of its companions."""
    objective, rule = scenario.objective, rule_of(scenario.method)
    rates = frozen(line_reach(scenario) * np.arange(1, n + 1) / n)
    fates = sweep(objective, rule, rates[:, None], scenario.start, scenario.steps)
    growth = grown(scenario, fates)
    if not solvable(scenario):
        return FateLine(rates, fates, growth)
    multipliers = multipliers_of(objective, rule, rates[:, None])
    plain = is_plain(scenario.method)
    steps = steps_until(LEFT_SHARE, np.abs(multipliers)) if plain else None
    return FateLine(rates, fates, growth, multipliers, steps, limit_of(scenario), best_of(scenario))


def line_reach(scenario: Scenario) -> float:
    """Return the highest rate of a line of fates: slightly beyond the edge and beyond every run."""
    largest = max(float(run.method.learning_rate[0]) for run in scenario.runs)
    return max(BEYOND * float(limits_alone(scenario)[0]), 1.05 * largest)


def first_iterates(scenario: Scenario, rates: Array, n_steps: int) -> list[Array]:
    """Return the first iterates ``(k + 1, d)`` of the run for each of ``rates`` ``(n, d)``; k <= ``n_steps``."""
    rule = rule_of(scenario.method)
    return [descend(scenario.objective, rule(rate), scenario.start, n_steps).iterates for rate in rates]


def grown(scenario: Scenario, fates: Fates) -> Array:
    """Return the orders of magnitude by which each cell's excess loss has grown."""
    first, known = float(scenario.trajectory.losses[0]), scenario.objective.minimum
    least = min(float(fates.losses.min()), first) if known is None else known
    share = 10.0**ROUNDING
    above = np.maximum(fates.losses - least, share * max(first - least, np.finfo(float).tiny / share))
    return frozen(np.log10(above) - np.log10(max(first - least, np.finfo(float).tiny / share)))
