"""The list of numbers beside a clip: method, rates, start, losses, measured against predicted factor, the edge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gdcore.scenario import Scenario
from valleyjump.typeset import Quantity, count, quantity

METHODS = {
    "gradient_descent": "gradient descent",
    "halving": "gradient descent with step halving",
    "momentum": "heavy-ball momentum",
    "nesterov": "Nesterov momentum",
    "backtracking": "backtracking line search",
    "sgd": "stochastic gradient descent",
}
HYPERPARAMETERS = {
    "momentum": ("β", "Momentum", ""),
    "sufficient": ("c", "Sufficient decrease", "of what the slope promises"),
    "shrink": ("s", "Shrink", "a trial"),
    "batch": ("B", "Batch", "rows a step"),
    "seed": ("", "Seed", ""),
}
"""By name: symbol, label, and what the number counts."""
ENDINGS = {
    "max_steps": "",
    "tolerance": "then the loss stood still",
    "overflow": "then the loss left the range of float64",
    "stalled": "then no step lowered the loss",
}


@dataclass(frozen=True)
class Entry:
    """One line of the list: a label, and words or numbers."""

    label: str
    words: str = ""
    quantities: tuple[Quantity, ...] = ()


def method_name(scenario: Scenario) -> str:
    """Return the name of the method in words."""
    name = scenario.method.name
    return METHODS.get(name, name.replace("_", " "))


def quantities(scenario: Scenario) -> tuple[Entry, ...]:
    """Return what stands beside the clip of one run; a number that has no meaning there has no line."""
    return (
        Entry("Method", words=method_name(scenario)),
        Entry("Learning rate", quantities=tuple(_rates(scenario))),
        *_hyperparameters(scenario),
        Entry("Start", quantities=tuple(_point(scenario, 0))),
        Entry("Steps", quantities=(_steps(scenario),)),
        Entry("Loss", quantities=tuple(_losses(scenario))),
        *_rejections(scenario),
        *_factors(scenario),
        *_edge(scenario),
        *_best(scenario),
    )


def _rates(scenario: Scenario) -> Iterator[Quantity]:
    names = scenario.objective.parameters
    for name, rate in zip(names, scenario.method.learning_rate, strict=True):
        yield quantity(rate, 3, symbol="η", index=name if len(names) > 1 else "")


def _hyperparameters(scenario: Scenario) -> Iterator[Entry]:
    for name, value in scenario.method.hyperparameters.items():
        symbol, label, note = HYPERPARAMETERS.get(name, ("", name.replace("_", " ").capitalize(), ""))
        yield Entry(label, quantities=(quantity(value, symbol=symbol, note=note),))


def settings(scenario: Scenario) -> tuple[Quantity, ...]:
    """Return the rates and the other hyperparameters of one run, each with its symbol or name."""
    return (*_rates(scenario), *(quantity for entry in _hyperparameters(scenario) for quantity in entry.quantities))


def _point(scenario: Scenario, k: int) -> Iterator[Quantity]:
    objective, run = scenario.objective, scenario.trajectory
    for name, unit, value in zip(objective.parameters, objective.units, run.iterates[k], strict=True):
        yield quantity(value, 6, symbol=name, index=str(k), unit=unit)


def _steps(scenario: Scenario) -> Quantity:
    run = scenario.trajectory
    return count(run.n_steps, ENDINGS[run.stopped])


def _losses(scenario: Scenario) -> Iterator[Quantity]:
    run = scenario.trajectory
    unit = scenario.objective.value_unit
    yield quantity(run.losses[0], symbol=loss_symbol(scenario), index="0", unit=unit)
    yield quantity(run.losses[-1], symbol=loss_symbol(scenario), index=str(run.n_steps), unit=unit)


def loss_symbol(scenario: Scenario) -> str:
    """Return the letter of the loss: J for an error on data, f for a function."""
    return "J" if scenario.objective.table is not None else "f"


def _rejections(scenario: Scenario) -> Iterator[Entry]:
    n_rejected = len(scenario.trajectory.rejected)
    if n_rejected:
        yield Entry("Rejected", quantities=(count(n_rejected, "trial points"),))


def _factors(scenario: Scenario) -> Iterator[Entry]:
    verdict = scenario.verdict
    pairs = ((verdict.measured_factor, "measured"), (verdict.predicted_factor, "predicted"))
    found = tuple(quantity(value, note=note) for value, note in pairs if value is not None)
    if found:
        yield Entry("Factor a step", quantities=found)


def _edge(scenario: Scenario) -> Iterator[Entry]:
    verdict, names = scenario.verdict, scenario.objective.parameters
    if verdict.stability_limit is None or verdict.edge_multiple is None:
        return
    limits = zip(names, verdict.stability_limit, strict=True)
    yield Entry(
        "Stable below",
        quantities=(
            *(quantity(limit, symbol="η", index=name if len(names) > 1 else "") for name, limit in limits),
            quantity(verdict.edge_multiple, note="times this rate" if len(names) == 1 else "times these rates"),
        ),
    )


def _best(scenario: Scenario) -> Iterator[Entry]:
    objective = scenario.objective
    if objective.table is None or objective.minimiser is None or objective.minimum is None:
        return
    found = zip(objective.parameters, objective.units, objective.minimiser, strict=True)
    yield Entry(
        "Least squares",
        quantities=(
            *(quantity(value, 6, symbol=name, index="*", unit=unit) for name, unit, value in found),
            quantity(objective.minimum, symbol="J", index="*", unit=objective.value_unit),
        ),
    )
