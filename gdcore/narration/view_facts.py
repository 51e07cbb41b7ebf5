"""Facts that only the sentences of one view, or of several runs, need; ``fact_meanings`` says what each is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

from gdcore.arrays import frozen
from gdcore.methods.registry import rule_of
from gdcore.scenario import Scenario
from gdcore.studies.edges import best_of, edge_at_best, heavy_balls, limits_alone, multipliers_of, solvable, steps_until
from gdcore.studies.fate_grid import CELLS
from gdcore.studies.memory_shown import apart, edge_shown, past_edge
from gdcore.studies.race import (
    SHARE,
    amount,
    arrivals,
    costs,
    goal,
    heights,
    minima_tended_to,
    minimum_known,
    places_of_start,
)
from gdcore.studies.race_names import run_names
from gdcore.studies.rates_in_edges import beyond, rates_in_edges
from gdcore.studies.seeds import arrival, divided, opposed, reference_of, spread_of
from gdcore.sweeps.sweep import LEFT_SHARE
from gdcore.text.language import grouped, tr
from gdcore.text.notation import computed, rounded
from gdcore.theory.felt_condition import felt_condition_number
from gdcore.theory.observed import Kind
from gdcore.theory.spectra import error_components
from gdcore.theory.speeds import halving_steps, loss_shares, shares_left, turning_step
from gdcore.theory.standard_units import landing
from gdcore.theory.verdict_words import kind_word

ViewFacts = Callable[[Scenario], dict[str, str]]


def _momentum(scenario: Scenario) -> dict[str, str]:
    found = {"beta": str(rounded(scenario.method.momentum))}
    outside, inside = heavy_balls(scenario)
    if outside or inside:
        assert scenario.verdict.eigenvalues is not None
        largest = float(scenario.verdict.eigenvalues[0])
        found |= {"largest": str(computed(largest)), "beta_needed": str(computed(largest / 2.0 - 1.0))}
    if outside:
        found["beta_short"] = str(rounded(outside[-1].method.momentum))
    return found


def _trials(scenario: Scenario) -> dict[str, str]:
    run = scenario.trajectory
    return {
        "loss_evaluations": grouped(run.loss_evaluations),
        "gradient_evaluations": grouped(run.gradient_evaluations),
    }


def _noise(scenario: Scenario) -> dict[str, str]:
    run, spread, full = scenario.trajectory, spread_of(scenario), reference_of(scenario)
    ends = spread.losses[:, -1]
    counts = arrival(run), int(run.rose.sum()), opposed(run, divided(run)), spread.n_seeds, spread.n_middle
    found = dict(zip(("near", "rose", "opposed", "seeds", "middle"), map(str, counts), strict=True))
    losses = {"lowest_end": ends.min(), "median_end": spread.median[-1], "highest_end": ends.max()}
    losses |= {} if full is None else {"full_end": full.losses[-1]}
    return found | {name: str(computed(loss)) for name, loss in losses.items()}


def _fate(scenario: Scenario) -> dict[str, str]:
    names, method = scenario.objective.parameters, scenario.method
    found = {"cells": grouped(CELLS[0] * CELLS[1]), "left_percent": str(rounded(100.0 * LEFT_SHARE))}
    if scenario.companions:
        ratios = scenario.companions[0].method.learning_rate / method.learning_rate
        found |= {f"ratio_{name}": str(rounded(ratio)) for name, ratio in zip(names, ratios, strict=True)}
    if not solvable(scenario):
        return found
    best, edge = best_of(scenario), edge_at_best(scenario)
    found |= {f"edge_{name}": str(rounded(edge)) for name, edge in zip(names, limits_alone(scenario), strict=True)}
    if best is not None and edge is not None:
        found |= {f"best_{name}_rate": str(rounded(rate)) for name, rate in zip(names, best, strict=True)}
        found["best_edge"] = str(rounded(edge))
        factors = frozen(abs(multipliers_of(scenario.objective, rule_of(method), best)))
        found["best_steps"] = str(rounded(float(steps_until(LEFT_SHARE, factors))))
    return found


def _speeds(scenario: Scenario) -> dict[str, str]:
    parts = error_components(scenario.trajectory)
    fast, slow = (1.0 - parts.eigenvalues).tolist()
    turn = turning_step(parts)
    return {
        "fast": str(computed(fast)),
        "slow": str(computed(slow)),
        "fast_half": str(rounded(halving_steps(fast), 2)),
        "slow_half": str(rounded(halving_steps(slow), 2)),
        "turn": str(turn),
        "fast_left": str(rounded(100.0 * shares_left(parts)[turn, 0], 1)),
        "slow_share": str(rounded(100.0 * loss_shares(parts)[0, -1], 1)),
    }


def _directions(scenario: Scenario) -> dict[str, str]:
    """Return by how many times the longest step is beyond the edge, if it is."""
    run, largest = scenario.trajectory, float(error_components(scenario.trajectory).eigenvalues[0])
    multiples = run.learning_rates / scenario.method.learning_rate
    times = float(multiples.max(initial=0.0)) * largest / 2.0
    if not scenario.method.by_slope or times <= 1.0:
        return {}
    digits = float(f"{times:.2g}")
    return {"edges": grouped(digits) if 1e3 <= digits < 1e9 else str(rounded(digits))}


def _race(scenario: Scenario) -> dict[str, str]:
    return of_several(scenario) | _arrivals(scenario, run_names(scenario))


def of_several(scenario: Scenario) -> dict[str, str]:
    """Return the facts about several runs in one picture."""
    kinds, names = [run.verdict.kind for run in scenario.runs], run_names(scenario)
    occurring = [kind for kind in get_args(Kind) if kind in kinds]
    lows = [float(run.trajectory.losses.min()) for run in scenario.runs]
    found = {"n_runs": str(len(kinds)), "lowest": str(computed(min(lows))), "lowest_run": names[lows.index(min(lows))]}
    found["fates"] = " ".join(
        tr("{verdict}: {n}.", verdict=kind_word(kind).capitalize(), n=kinds.count(kind)) for kind in occurring
    )
    found |= {f"n_{kind}": str(kinds.count(kind)) for kind in occurring}
    found["n_starts"], found["n_minima"] = str(len(places_of_start(scenario))), str(len(minima_tended_to(scenario)))
    for i, (run, name) in enumerate(zip(scenario.runs, names, strict=True), 1):
        found |= {f"name_{i}": name, f"cost_{i}": amount(costs(run.trajectory)[-1])}
    return found


def _arrivals(scenario: Scenario, names: list[str]) -> dict[str, str]:
    """Return the facts about arrivals at the goal of a race, if it has one."""
    limit, when = goal(scenario), arrivals(scenario)
    if limit is None:
        return {}
    there = [(cost, name) for cost, name in zip(when, names, strict=True) if cost is not None]
    found = {"goal": limit.words, "goal_percent": str(rounded(100.0 * SHARE)), "n_arrived": str(len(there))}
    if there:
        cost, found["first_run"] = min(there)
        found["first_cost"] = amount(cost)
    for i, (run, cost_then) in enumerate(zip(scenario.runs, when, strict=True), 1):
        paid = amount(costs(run.trajectory)[-1])
        found[f"within_{i}"] = tr("not in {evaluations}", evaluations=paid) if cost_then is None else amount(cost_then)
    return found


def _circle(scenario: Scenario) -> dict[str, str]:
    run, standard = scenario.trajectory, scenario.objective.standard
    assert standard is not None  # the view is for standardised data
    found = {"mean": str(computed(standard.mean)), "spread": str(computed(standard.spread))}
    found["left_percent"] = str(rounded(100.0 * LEFT_SHARE))
    for raw in scenario.companions:
        felt = felt_condition_number(raw.objective, raw.method.learning_rate)
        found["raw_felt"] = "∞" if felt is None else str(computed(felt))
    line = zip(standard.parameters, standard.original(run.iterates[-1]), strict=True)
    original = {f"original_{name}": str(computed(float(value))) for name, value in line}
    return found | {"landed": str(landing(run))} | original


def _schedule(scenario: Scenario) -> dict[str, str]:
    found: dict[str, str] = {}
    rates = rates_in_edges(scenario.trajectory)
    if rates is not None and len(rates):
        found |= {"n_beyond": str(beyond(scenario)), "highest_edges": str(rounded(float(rates.max())))}
    if minimum_known(scenario):
        for i, above in enumerate(heights(scenario), 1):
            found |= {f"above_{i}": str(computed(above[-1])), f"nearest_{i}": str(computed(above.min()))}
    return found


def _memory(scenario: Scenario) -> dict[str, str]:
    found = {f"apart_{i}": str(rounded(times)) for i, times in enumerate(apart(scenario), 1) if times is not None}
    edge, past = edge_shown(scenario.trajectory), past_edge(scenario.trajectory)
    found |= {} if edge is None else {"memory_edge": str(rounded(edge))}
    return found | ({} if past is None else {"past_edge": grouped(past)})


OF_VIEW: Mapping[str, ViewFacts] = {
    "fate": _fate,
    "circle": _circle,
    "memory": _memory,
    "momentum": _momentum,
    "noise": _noise,
    "directions": _directions,
    "trials": _trials,
    "speeds": _speeds,
    "race": _race,
    "schedule": _schedule,
}
