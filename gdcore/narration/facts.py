"""Facts: every number about a run that prose, captions and transcripts may name, already formatted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextvars import copy_context
from functools import cache

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.stochastic import row_share
from gdcore.descent.trajectory import Trajectory
from gdcore.methods.registry import is_plain
from gdcore.narration.map_facts import has_map_facts, map_facts
from gdcore.narration.view_facts import OF_VIEW, of_several
from gdcore.scenario import Scenario
from gdcore.schedules.ramps import RANGE_TEST
from gdcore.schedules.registry import schedule_words
from gdcore.studies.race import amount
from gdcore.studies.range_test import range_tested
from gdcore.text.language import grouped
from gdcore.text.notation import (
    computed,
    factor_of_a_step,
    orders_of_magnitude,
    orders_told,
    rounded,
    together,
)
from gdcore.theory.felt_condition import felt_condition_number
from gdcore.theory.verdict import condition_number


def facts(scenario: Scenario) -> Mapping[str, str]:
    """Return the facts of one run as plain text, by name; ``fact_meanings`` says what each is and which runs have it.

    Those of companions have a prefix from 2 up: ``run2_steps``; those of a map have ``map_``.
    """
    return _Facts(scenario) if scenario.companions or has_map_facts(scenario) else own_facts(scenario)


def own_facts(scenario: Scenario) -> dict[str, str]:
    """Return the facts of one run without those of its companions and its map."""
    found = _of_run(scenario) | _of_iterates(scenario) | _of_verdict(scenario) | _of_objective(scenario)
    if scenario.view in OF_VIEW:
        found |= OF_VIEW[scenario.view](scenario)
    if scenario.is_together:
        found |= of_several(scenario)
    return found


class _Facts(Mapping[str, str]):
    """The facts of a run, its companions and its map; one of these is looked at once somebody asks for a fact of it."""

    def __init__(self, scenario: Scenario) -> None:
        self._language = copy_context()  # all are in the one that is current now
        self._own = own_facts(scenario)
        self._later: dict[str, tuple[Callable[[Scenario], Mapping[str, str]], Scenario]] = {
            f"run{i}": (facts, companion) for i, companion in enumerate(scenario.companions, 2)
        }
        if has_map_facts(scenario):
            self._later["map"] = map_facts, scenario
        self._of = cache(self._looked_at)

    def _looked_at(self, prefix: str) -> Mapping[str, str]:
        look, scenario = self._later[prefix]
        return self._language.run(look, scenario)

    def __getitem__(self, name: str) -> str:
        if name in self._own:
            return self._own[name]
        prefix, _, rest = name.partition("_")
        return self._of(prefix)[rest]

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        for prefix in self._later:
            yield from (f"{prefix}_{name}" for name in self._of(prefix))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _of_run(scenario: Scenario) -> dict[str, str]:
    run = scenario.trajectory
    found = {
        "steps": grouped(run.n_steps),
        "rejected": grouped(len(run.rejected)),
        "evaluations": amount(run.loss_evaluations + row_share(run.method, run.objective) * run.gradient_evaluations),
        "loss_last": str(computed(run.losses[-1])),
    }
    found |= {name: str(rounded(value)) for name, value in run.method.hyperparameters.items()}
    found |= _of_rates(scenario)
    if run.losses[0] > 0.0 and run.losses[-1] > 0.0:
        orders = orders_of_magnitude(run.losses[-1], run.losses[0])
        found["loss_orders"] = str(orders_told(orders))
        found["loss_growth"] = str(computed(10.0**orders)) if orders < 300 else "∞"
    return found


def _of_rates(scenario: Scenario) -> dict[str, str]:
    run, schedule = scenario.trajectory, scenario.method.schedule
    if schedule.is_constant:
        rates = [str(rounded(rate)) for rate in schedule.learning_rate]
        named = zip(scenario.objective.parameters, rates, strict=True)
        return {"rate": _different(schedule.learning_rate)} | {f"rate_{name}": rate for name, rate in named}
    rates_by_step = run.learning_rates if run.n_steps else schedule.rate(np.arange(1))
    ends = {"first": rates_by_step[0], "last": rates_by_step[-1]}
    ends |= {"lowest": rates_by_step.min(axis=0), "highest": rates_by_step.max(axis=0)}
    if schedule.name == RANGE_TEST.name and run.n_steps:
        ends |= _of_range_test(run)
    return {"schedule": schedule_words(schedule)} | {f"{end}_rate": _different(rates) for end, rates in ends.items()}


def _of_range_test(run: Trajectory) -> dict[str, Array]:
    test = range_tested(run)
    steps = {"least": test.least, "turn": test.turn, "stop": test.stop, "suggested": test.suggestion}
    found = {name: run.learning_rates[k] for name, k in steps.items() if k is not None}
    return found | ({} if test.edge is None else {"edge": test.edge})


def _different(rates: Array) -> str:
    """Return the rates of all parameters, those that are equal once."""
    return together(list(dict.fromkeys(str(rounded(rate)) for rate in rates)))


def _of_iterates(scenario: Scenario) -> dict[str, str]:
    run, objective = scenario.trajectory, scenario.objective
    found = {"place": _place(objective.parameters, run.iterates[-1])}
    if run.left_at is not None and np.isfinite(run.left_at).all():
        found["left"] = _place(objective.parameters, run.left_at)
    rows = range(min(run.n_steps + 1, 8))
    found |= {f"loss_{k}": str(computed(run.losses[k])) for k in rows}
    if objective.n_parameters == 1:
        found |= {f"slope_{k}": str(rounded(run.gradients[k, 0])) for k in rows}
    for i, name in enumerate(objective.parameters):
        found |= {f"{name}_{k}": str(computed(run.iterates[k, i])) for k in rows}
        found[f"{name}_last"] = str(computed(run.iterates[-1, i]))
    return found


def _place(names: tuple[str, ...], point: Array) -> str:
    return ", ".join(f"{name} = {computed(value)}" for name, value in zip(names, point.tolist(), strict=True))


def _of_verdict(scenario: Scenario) -> dict[str, str]:
    verdict, found = scenario.verdict, {}
    if verdict.measured_factor is not None:
        found["factor"] = str(factor_of_a_step(verdict.measured_factor))
    if verdict.predicted_factor is not None:
        found["predicted"] = str(factor_of_a_step(verdict.predicted_factor))
        found["loss_factor"] = str(rounded(verdict.predicted_factor * verdict.predicted_factor, 5))
    if verdict.period is not None:
        found["period"] = grouped(verdict.period)
    if verdict.edge_multiple is not None and verdict.stability_limit is not None:
        found["edge"] = str(computed(verdict.edge_multiple))
        for name, limit in zip(scenario.objective.parameters, verdict.stability_limit, strict=True):
            found[f"limit_{name}"] = str(computed(limit))
    if verdict.eigenvalues is not None:
        found |= {f"lambda_{i}": str(computed(lam)) for i, lam in enumerate(verdict.eigenvalues, 1)}
        if is_plain(scenario.method):
            found["multiplier"] = str(computed(1.0 - verdict.eigenvalues[0]))
    method = scenario.method
    is_felt = method.by_slope and method.schedule.is_constant
    felt = felt_condition_number(scenario.objective, method.learning_rate) if is_felt else None
    if felt is not None:
        found["felt"] = str(rounded(felt))
    return found


def _of_objective(scenario: Scenario) -> dict[str, str]:
    objective, found = scenario.objective, {}
    condition = condition_number(objective)
    if condition is not None:
        found["condition"] = str(rounded(condition))
    if objective.minimiser is not None and objective.minimum is not None:
        found["least"] = str(computed(objective.minimum))
        for name, best in zip(objective.parameters, objective.minimiser, strict=True):
            found[f"best_{name}"] = str(computed(best))
    if objective.table is not None:
        found["rows"] = grouped(len(objective.table.x))
    return found
