"""The question before each clip: predict, then see. All answers, wrong ones too, are computed from the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gdcore.question import Choice, Question
from gdcore.questions import changing_rates, choosing_methods, houses, parabola, remedies
from gdcore.questions.any_run import any_question
from gdcore.questions.race import race_question
from gdcore.scenario import Scenario
from gdcore.scenarios import is_built_in

__all__ = ["ASKED", "Choice", "Question", "questions"]

ASKED: Mapping[str, Callable[[Scenario], Question | None]] = {
    "one-number": parabola.same_height,
    "parabola-converges": parabola.third_landing,
    "parabola-cycles": parabola.rates_that_arrive,
    "parabola-diverges": parabola.googol,
    "parabola-race": parabola.nearest_of_race,
    "slope-fit": houses.typical_miss,
    "mse-converges": houses.creeping,
    "two-speeds": houses.slow_part_takes_over,
    "mse-blowup": houses.growth,
    "mse-valley-jumping": houses.back_to_the_edge,
    "fate-parabola": parabola.same_speed,
    "fate-houses": houses.beside_the_edge,
    "mse-halving": remedies.rejected_trials,
    "mse-backtracking": remedies.kept_promise,
    "mse-momentum": remedies.saving_beta,
    "mse-sgd": remedies.rising_steps,
    "mse-normalised": remedies.landing_step,
    "two-steps": houses.second_landing,
    "too-high-on-purpose": changing_rates.steps_beyond,
    "range-test": changing_rates.first_rise,
    "warmup-decay": changing_rates.noise_that_stays,
    "adaptive": choosing_methods.apart_without_memory,
    "adam-edge": choosing_methods.edge_of_a_mean,
    "clipping": parabola.farther_end,
    "remedies-race": remedies.how_many_arrive,
    "opening": houses.back_to_the_edge,
}
"""The question of each built-in clip."""


def questions(scenario: Scenario) -> tuple[Question, ...]:
    """Return the questions before the clip of ``scenario``, in order; none for a run without anything to predict.

    A built-in run has a question of its own, and so has one whose author asks something, or nothing; a different run
    under the same slug gets a general one.
    """
    if scenario.questions is not None:
        return scenario.questions
    if scenario.slug in ASKED and is_built_in(scenario):
        found = ASKED[scenario.slug](scenario)
    else:
        found = race_question(scenario) or any_question(scenario)
    return () if found is None else (found,)
