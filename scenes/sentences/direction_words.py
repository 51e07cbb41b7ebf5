"""The sentences of what each step leaves of both parts of an error."""

from __future__ import annotations

from gdcore.scenario import Scenario
from gdcore.text.language import translatable
from gdcore.theory.spectra import error_components
from gdcore.theory.speeds import shares_left
from scenes.sentences.claims import Condition, both
from scenes.sentences.sentence import Beats, Sentence

GONE = 1e-7
"""Less of a part than this is left by rounding alone."""


def is_erased(part: int, by: int) -> Condition:
    """Return the condition that a step, counted from 1, takes away the steep part, 0, or the flat one, 1."""

    def holds(scenario: Scenario) -> bool:
        left = shares_left(error_components(scenario.trajectory))[:, part]
        return len(left) > by and left[by] < GONE <= left[by - 1]

    return holds


def throws_up(scenario: Scenario) -> bool:
    """Whether the first step makes the steep part longer."""
    left = shares_left(error_components(scenario.trajectory))
    return len(left) > 1 and bool(left[1, 0] > 1.0)


def has_two_steps_that_erase(scenario: Scenario) -> bool:
    """Whether the run has two steps, each of which takes away one part."""
    orders = (both(is_erased(i, 1), is_erased(1 - i, 2)) for i in range(2))
    return scenario.trajectory.n_steps == 2 and any(order(scenario) for order in orders)


DIRECTIONS: Beats = {
    "introduce": (Sentence(translatable("On the right is the error, in its two parts.")),),
    "slope": (
        Sentence(
            translatable("The first step erases the flat part, and throws up the steep one."),
            both(is_erased(1, 1), throws_up),
        ),
        Sentence(translatable("The first step erases the flat part."), is_erased(1, 1)),
        Sentence(translatable("The first step erases the steep part."), is_erased(0, 1)),
        Sentence(translatable("A step multiplies each part by a number of its own.")),
    ),
    "steps": (
        Sentence(translatable("The second step erases the steep part."), is_erased(0, 2)),
        Sentence(translatable("The second step erases the flat part."), is_erased(1, 2)),
        Sentence(translatable("And all other steps.")),
    ),
    "other": (Sentence(translatable("Now the other run, on the same chart.")),),
    "verdict": (Sentence(translatable("Two directions, two steps."), has_two_steps_that_erase),),
}
