"""The question before each clip: predict, then see. All answers, wrong ones too, are computed from the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

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
from gdcore.scenarios import catalogue

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
"""The question of each built-in clip."""


def question(scenario: Scenario) -> Question | None:
    """Return the question before the clip of ``scenario``; None for a run without anything to predict.

    A built-in run has a question of its own; a different run under the same slug gets a general one.
    """
    own = {built.slug: built for built in catalogue()}.get(scenario.slug)
    if own is not None and scenario.slug in ASKED and _same(scenario, own):
        return ASKED[scenario.slug](scenario)
    return race_question(scenario) or any_question(scenario)


def _same(one: Scenario, other: Scenario) -> bool:
    """Return whether two scenarios have the same run and the same companions."""
    return (
        (one.view, one.objective.name, one.method.name, one.steps, one.tolerance)
        == (other.view, other.objective.name, other.method.name, other.steps, other.tolerance)
        and dict(one.method.hyperparameters) == dict(other.method.hyperparameters)
        and np.array_equal(one.start, other.start)
        and np.array_equal(one.method.learning_rate, other.method.learning_rate)
        and _best(one) == _best(other)
        and len(one.companions) == len(other.companions)
        and all(_same(mine, its) for mine, its in zip(one.companions, other.companions, strict=True))
    )


def _best(scenario: Scenario) -> list[float]:
    """Return the minimiser, which tells apart the data behind two objectives of one name."""
    best = scenario.objective.minimiser
    return [] if best is None else best.tolist()
