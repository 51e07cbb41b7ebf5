"""What a race says at each beat: sentences, each with the condition under which it is true."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gdcore.scenario import Scenario
from gdcore.studies.race import arrivals, goal, reached
from gdcore.text.language import translatable

Condition = Callable[[Scenario], bool]


def _always(_scenario: Scenario) -> bool:
    return True


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


SENTENCES: Mapping[str, tuple[tuple[Condition, str], ...]] = {
    "introduce": ((_several, translatable("{title}. One start, one clock. Runs: {n_runs}.")),),
    "slope": (
        (_by_cost, translatable("First slowly: the clock counts each loss and each gradient that is computed.")),
        (_alone, translatable("First slowly: what does the first step do?")),
        (_several, translatable("First slowly: what does the first step of each run do?")),
    ),
    "steps": (
        (_alone, translatable("Then all further steps.")),
        (_several, translatable("Then all further steps, on the same clock.")),
    ),
    "arrivals": (
        (_both(_without_goal, _alone), translatable("The lowest loss of the run is {lowest}.")),
        (_without_goal, translatable("The lowest loss of all is {lowest}: {lowest_run}.")),
        (_starts_there, translatable("The start is the goal already: {goal}.")),
        (
            _both(_nobody_there, _alone),
            translatable("The run does not reach the goal, {goal}, in {cost_1} evaluations."),
        ),
        (_nobody_there, translatable("No run reaches the goal, {goal}.")),
        (_alone, translatable("The run reaches the goal, {goal}, after {first_cost} evaluations.")),
        (_one_there, translatable("Only one reaches the goal, {goal}: {first_run}, after {first_cost} evaluations.")),
        (
            _one_first,
            translatable(
                "{n_arrived} of {n_runs} reach the goal, {goal}. First: {first_run}, after {first_cost} evaluations."
            ),
        ),
        (
            _always,
            translatable("{n_arrived} of {n_runs} reach the goal, {goal}, the first after {first_cost} evaluations."),
        ),
    ),
    "verdict": ((_several, translatable("{fates}")),),
}
"""By beat: of the sentences the first whose condition holds; where none does, that of any run."""


def race_sentence(scenario: Scenario, beat: str) -> str | None:
    """Return what a race says at a beat, still in English; None where it says what any run does."""
    return next((sentence for holds, sentence in SENTENCES.get(beat, ()) if holds(scenario)), None)
