"""The sentences of a race by beat, each with the condition under which it is true."""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.scenario import Scenario
from gdcore.studies.race import arrivals, goal, reached
from gdcore.text.language import later
from scenes.stage.claims import Condition, always


def _alone(scenario: Scenario) -> bool:
    return len(scenario.runs) == 1


def _several(scenario: Scenario) -> bool:
    return len(scenario.runs) > 1


def _by_cost(scenario: Scenario) -> bool:
    return scenario.objective.n_parameters > 1


def _without_goal(scenario: Scenario) -> bool:
    return goal(scenario) is None


def _starts_there(scenario: Scenario) -> bool:
    return set(reached(scenario)) == {0}


def _nobody_there(scenario: Scenario) -> bool:
    return set(arrivals(scenario)) == {None}


def _one_there(scenario: Scenario) -> bool:
    return len(_costs(scenario)) == 1


def _one_first(scenario: Scenario) -> bool:
    return _costs(scenario).count(min(_costs(scenario))) == 1


def _costs(scenario: Scenario) -> list[float]:
    return [cost for cost in arrivals(scenario) if cost is not None]


def _both(one: Condition, other: Condition) -> Condition:
    return lambda scenario: one(scenario) and other(scenario)


RACE: Mapping[str, tuple[tuple[Condition, str], ...]] = {
    "introduce": ((_several, later("{title}. One start, one clock. Runs: {n_runs}.")),),
    "slope": (
        (_by_cost, later("First slowly: the clock counts each loss and each gradient that is computed.")),
        (_alone, later("First slowly: what does the first step do?")),
        (_several, later("First slowly: what does the first step of each run do?")),
    ),
    "steps": (
        (_alone, later("Then all further steps.")),
        (_several, later("Then all further steps, on the same clock.")),
    ),
    "arrivals": (
        (_both(_without_goal, _alone), later("The lowest loss of the run is {lowest}.")),
        (_without_goal, later("The lowest loss of all is {lowest}: {lowest_run}.")),
        (_starts_there, later("The start is the goal already: {goal}.")),
        (_both(_nobody_there, _alone), later("The run does not reach the goal, {goal}, in {cost_1} evaluations.")),
        (_nobody_there, later("No run reaches the goal, {goal}.")),
        (_alone, later("The run reaches the goal, {goal}, after {first_cost} evaluations.")),
        (_one_there, later("Only one reaches the goal, {goal}: {first_run}, after {first_cost} evaluations.")),
        (
            _one_first,
            later(
                "{n_arrived} of {n_runs} reach the goal, {goal}. First: {first_run}, after {first_cost} evaluations."
            ),
        ),
        (always, later("{n_arrived} of {n_runs} reach the goal, {goal}, the first after {first_cost} evaluations.")),
    ),
    "verdict": ((_several, later("{fates}")),),
}
"""By beat; the first sentence whose condition holds is said, and where none does, one that fits any run."""
