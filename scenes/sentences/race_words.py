"""The sentences of a race, beat by beat; where none is true, that of any run is said."""

from __future__ import annotations

from gdcore.scenario import Scenario
from gdcore.studies.race import arrivals, goal, reached
from gdcore.studies.race_names import run_names
from gdcore.text.language import translatable
from scenes.sentences.claims import both
from scenes.sentences.sentence import Beats, Sentence

LONGEST_NAME = 34
"""Characters of a run's name that a caption of two lines has room for."""


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


def _first_is_briefly_named(scenario: Scenario) -> bool:
    paid = zip(arrivals(scenario), run_names(scenario), strict=True)
    return len(min((cost, name) for cost, name in paid if cost is not None)[1]) <= LONGEST_NAME


def _lowest_is_briefly_named(scenario: Scenario) -> bool:
    lows = [float(run.trajectory.losses.min()) for run in scenario.runs]
    return len(run_names(scenario)[lows.index(min(lows))]) <= LONGEST_NAME


def _costs(scenario: Scenario) -> list[float]:
    return [cost for cost in arrivals(scenario) if cost is not None]


SENTENCES: Beats = {
    "introduce": (
        Sentence(
            translatable("One start, one clock. Runs: {n_runs}."),
            _several,
            voice=translatable("{title}. Here are {n_runs} runs from one start, and one clock for all of them."),
        ),
    ),
    "slope": (
        Sentence(
            translatable("First slowly: the clock counts each loss and each gradient that is computed."), _by_cost
        ),
        Sentence(translatable("First slowly: what does the first step do?"), _alone),
        Sentence(translatable("First slowly: what does the first step of each run do?"), _several),
    ),
    "steps": (
        Sentence(translatable("Then all further steps."), _alone, voice=translatable("Then come all further steps.")),
        Sentence(
            translatable("Then all further steps, on the same clock."),
            _several,
            voice=translatable("Then come all further steps, on the same clock."),
        ),
    ),
    "arrivals": (
        Sentence(translatable("The lowest loss of the run is {lowest}."), both(_without_goal, _alone)),
        Sentence(
            translatable("The lowest loss of all is {lowest}: {lowest_run}."),
            both(_without_goal, _lowest_is_briefly_named),
        ),
        Sentence(translatable("The lowest loss of all is {lowest}."), _without_goal),
        Sentence(translatable("The start is the goal already: {goal}."), _starts_there),
        Sentence(
            translatable("The run does not reach the goal, {goal}, in {cost_1} evaluations."),
            both(_nobody_there, _alone),
        ),
        Sentence(translatable("No run reaches the goal, {goal}."), _nobody_there),
        Sentence(translatable("The run reaches the goal, {goal}, after {first_cost} evaluations."), _alone),
        Sentence(
            translatable("Only {first_run} reaches the goal, after {first_cost} evaluations."),
            both(_one_there, _first_is_briefly_named),
        ),
        Sentence(translatable("Only one reaches the goal, {goal}, after {first_cost} evaluations."), _one_there),
        Sentence(
            translatable("{n_arrived} of {n_runs} reach the goal. First: {first_run}, {first_cost} evaluations."),
            both(_one_first, _first_is_briefly_named),
        ),
        Sentence(
            translatable("{n_arrived} of {n_runs} reach the goal, {goal}, the first after {first_cost} evaluations.")
        ),
    ),
    "verdict": (
        Sentence(translatable("{fates}"), _several, voice=translatable("So this is what becomes of them. {fates}")),
    ),
}
