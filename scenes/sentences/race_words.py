"""The sentences of several runs in one picture, beat by beat; where none is true, that of any run is said."""

from __future__ import annotations

from gdcore.scenario import Scenario
from gdcore.studies.race import (
    arrivals,
    clock_of,
    goal,
    minima_tended_to,
    places_of_start,
    reached,
    rests_on_saddle,
    starts_differ,
)
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
    return clock_of(scenario) == "evaluations"


def _each_its_start(scenario: Scenario) -> bool:
    return len(places_of_start(scenario)) == len(scenario.runs) > 1


def _all_converge(scenario: Scenario) -> bool:
    return all(run.verdict.kind == "converging" for run in scenario.runs)


def _for_several_minima(scenario: Scenario) -> bool:
    return len(minima_tended_to(scenario)) > 1 and not _one_on_saddle(scenario)


def _for_one_minimum(scenario: Scenario) -> bool:
    known = all(run.verdict.minimiser is not None for run in scenario.runs)
    one = known and starts_differ(scenario) and len(minima_tended_to(scenario)) == 1
    return one and not _one_on_saddle(scenario)


def _one_on_saddle(scenario: Scenario) -> bool:
    return any(map(rests_on_saddle, scenario.runs))


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
            translatable("{n_runs} runs, each from a start of its own, on one clock."),
            _each_its_start,
            voice=translatable("{title}. Here are {n_runs} runs, each from a start of its own, and one clock for all."),
        ),
        Sentence(
            translatable("{n_runs} runs from {n_starts} starts, on one clock."),
            starts_differ,
            voice=translatable("{title}. Here are {n_runs} runs from {n_starts} starts, and one clock for all."),
        ),
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
        Sentence(
            translatable("{fates} They head for {n_minima} different minima."),
            both(_all_converge, _for_several_minima),
            voice=translatable("So this is what becomes of them. {fates} They head for {n_minima} different minima."),
        ),
        Sentence(
            translatable("{fates} Those that converge head for {n_minima} different minima."),
            _for_several_minima,
            voice=translatable(
                "So this is what becomes of them. {fates} Those that converge head for {n_minima} different minima."
            ),
        ),
        Sentence(
            translatable("{fates} They head for the same minimum."),
            both(_all_converge, _for_one_minimum),
            voice=translatable("So this is what becomes of them. {fates} They all head for the same minimum."),
        ),
        Sentence(translatable("{fates}"), _several, voice=translatable("So this is what becomes of them. {fates}")),
    ),
}
MEMORY: Beats = {
    **SENTENCES,
    "introduce": (
        Sentence(
            translatable("The rate that each parameter has in effect, times the curvature."),
            voice=translatable(
                "{title}. The chart shows the rate that each parameter has in effect, times the curvature along it."
            ),
        ),
    ),
}
"""Those of the view of memory, for one run as for several."""
