"""How narrow the valley of the houses is for a run: with one rate or two, in raw units, scaled, centred, or both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from gdcore.arrays import Array
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from gdcore.studies.edges import best_of
from gdcore.sweeps.sweep import LEFT_SHARE
from gdcore.text.language import tr
from gdcore.text.notation import computed, rounded
from gdcore.theory.felt_condition import felt_condition_number, steps_to_leave
from gdcore.theory.speeds import halving_steps
from gdcore.theory.standard_units import rescaled
from gdcore.theory.verdict import best_rate
from valleyjump.markup.quantity import NBSP, Quantity, quantity, typeset

COUNTED = 10_000
"""Up to so many steps are taken to be counted; what needs more is foretold."""


@dataclass(frozen=True)
class Felt:
    """One way to set the rates in one choice of units: the condition number it feels, and how long it takes."""

    label: Markup
    condition: Quantity
    steps: Quantity


@dataclass(frozen=True)
class Setting:
    """The houses in some units, with rates and start in these units."""

    objective: Objective
    rates: Array
    start: Array
    digits: int = 3
    """To how many digits its condition number is told."""

    @property
    def condition(self) -> float:
        """The condition number that a run with these rates feels."""
        found = felt_condition_number(self.objective, self.rates)
        assert found is not None
        return found

    @property
    def steps(self) -> float:
        """How many steps leave a hundredth of every part of the error."""
        return steps_to_leave(LEFT_SHARE, self.objective, self.rates, self.start, COUNTED)


def settings(careful: Scenario) -> dict[str, Setting]:
    """Return the ways to run the houses, by name; ``careful`` is the run whose rates were chosen with care."""
    raw, start = careful.objective, careful.start
    assert raw.table is not None
    mean, spread = float(raw.table.x.mean()), float(raw.table.x.std())
    scale, centre = np.diag([spread, 1.0]), np.array([[1.0, 0.0], [mean, 1.0]])
    scaled, centred, both = (rescaled(raw, matrix) for matrix in (scale, centre, scale @ centre))
    pair = best_of(careful)
    assert pair is not None
    return {
        "one": Setting(raw, _one_rate(raw), start),
        "careful": Setting(raw, careful.method.learning_rate, start),
        "pair": Setting(raw, pair, start, 4),
        "scaled": Setting(scaled, _one_rate(scaled), scale @ start),
        "centred": Setting(centred, 1.0 / np.diagonal(_curvature(centred)), centre @ start),
        "standard": Setting(both, _one_rate(both), scale @ centre @ start),
    }


def _one_rate(objective: Objective) -> Array:
    """Return the best rate that is the same for all parameters, ``(d,)``."""
    return np.full(objective.n_parameters, best_rate(np.linalg.eigvalsh(_curvature(objective))).learning_rate)


def _curvature(objective: Objective) -> Array:
    assert objective.minimiser is not None
    return objective.hessian(objective.minimiser)


def felt_conditions(careful: Scenario) -> tuple[Felt, ...]:
    """Return the table of all settings, from the narrowest valley to the round bowl."""
    found = settings(careful)
    labels = (
        ("one", tr("one rate, raw units")),
        ("scaled", tr("one rate, area scaled but not centred")),
        ("careful", tr("two rates, the careful pair")),
        ("pair", tr("two rates, the best pair")),
        ("centred", tr("two rates, area centred")),
        ("standard", tr("one rate, centred and scaled")),
    )
    return tuple(
        Felt(typeset(label), quantity(found[name].condition, found[name].digits), quantity(found[name].steps, 3))
        for name, label in labels
    )


def condition_numbers(careful: Scenario) -> dict[str, object]:
    """Return what the prose says of them, by name."""
    return dict(_numbers(careful))


def _numbers(careful: Scenario) -> Iterator[tuple[str, object]]:
    found = settings(careful)
    for name, setting in found.items():
        yield f"{name}_condition", rounded(setting.condition, setting.digits)
        yield f"{name}_steps", rounded(setting.steps)
    correlation = best_rate([1.0, found["pair"].condition]).factor
    yield "slant", computed(correlation)
    yield "pair_half", round(halving_steps(correlation))
    yield "left_percent", f"{100.0 * LEFT_SHARE:g}{NBSP}%"
    yield "pair_a", rounded(float(found["pair"].rates[0]))
    yield "pair_b", rounded(float(found["pair"].rates[1]))
