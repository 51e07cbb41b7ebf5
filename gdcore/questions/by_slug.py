"""One question before each clip: predict, then see. Every answer is computed from the run, the wrong ones too."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gdcore.questions.any_run import any_question
from gdcore.questions.choices import Choice, Question
from gdcore.questions.houses import (
    back_to_the_edge,
    beside_the_edge,
    creeping,
    growth,
    slow_part_takes_over,
    typical_miss,
)
from gdcore.questions.parabola import googol, nearest_of_race, rates_that_arrive, same_speed, third_landing
from gdcore.questions.race import race_question
from gdcore.questions.remedies import (
    how_many_arrive,
    kept_promise,
    landing_step,
    rejected_trials,
    rising_steps,
    saving_beta,
)
from gdcore.scenario import Scenario
from gdcore.scenarios import is_built_in

__all__ = ["ASKED", "Choice", "Question", "question"]

ASKED: Mapping[str, Callable[[Scenario], Question | None]] = {
    "parabola-converges": third_landing,
    "parabola-cycles": rates_that_arrive,
    "parabola-diverges": googol,
    "parabola-race": nearest_of_race,
    "slope-fit": typical_miss,
    "mse-converges": creeping,
    "two-speeds": slow_part_takes_over,
    "mse-blowup": growth,
    "mse-valley-jumping": back_to_the_edge,
    "fate-parabola": same_speed,
    "fate-houses": beside_the_edge,
    "mse-halving": rejected_trials,
    "mse-backtracking": kept_promise,
    "mse-momentum": saving_beta,
    "mse-sgd": rising_steps,
    "mse-normalised": landing_step,
    "remedies-race": how_many_arrive,
}
"""What is asked before each built-in clip."""


def question(scenario: Scenario) -> Question | None:
    """Return what to predict before the clip of ``scenario``; None for a run about which there is nothing to ask.

    A built-in run has a question of its own; one that only borrows its name is asked about like any other.
    """
    if scenario.slug in ASKED and is_built_in(scenario):
        return ASKED[scenario.slug](scenario)
    return race_question(scenario) or any_question(scenario)
