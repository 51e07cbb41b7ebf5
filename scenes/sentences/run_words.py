"""The sentences that can be said of any run, beat by beat."""

from __future__ import annotations

from collections.abc import Iterator

from gdcore.descent.family import Family
from gdcore.methods.registry import FAMILIES
from gdcore.text.language import translatable, translatable_n
from scenes.sentences import claims
from scenes.sentences.claims import both
from scenes.sentences.sentence import Beats, Sentence, counted


def _of_family(family: Family) -> Iterator[Sentence]:
    """Yield what can be said of a step of the methods of one name."""
    if family.says_outside:
        yield Sentence(family.says_outside, claims.is_method_refusing(family.name))
    yield Sentence(family.says, claims.is_method(family.name))


DRAWN_ROWS = translatable("The slope is that of rows drawn at random. Times the learning rates, it is the step.")
EACH_PART = translatable("The slope has a part for each parameter. Each part, times its own rate, makes the step.")
EACH_PART_TRIED = translatable(
    "The slope has a part for each parameter. Each part, times its own rate, makes the step to try."
)
SENTENCES: Beats = {
    "introduce": (Sentence(translatable("The run starts at a loss of {loss_0}.")),),
    "slope": (
        Sentence(translatable("The slope is 0 here, and so is the step."), claims.stands),
        Sentence(
            translatable("A slope of a few rows, times the rate of this step, is the step."),
            both(claims.steps_by_rows, claims.has_schedule),
        ),
        Sentence(
            translatable("The slope times the rate of this step is the step to try."),
            both(claims.tries_by_slope, claims.has_schedule),
        ),
        Sentence(
            translatable("The slope times the rate of this step is the step."),
            both(claims.steps_by_slope, claims.has_schedule),
        ),
        Sentence(
            translatable("The step is {rate} times a slope of a few rows."),
            both(claims.steps_by_rows, claims.has_one_rate),
        ),
        Sentence(
            translatable("A slope of a few rows, times {rate}, is the step."),
            both(claims.steps_by_rows, claims.has_few_rates),
            voice=DRAWN_ROWS,
        ),
        Sentence(
            translatable("A slope of a few rows, times a rate for each parameter, is the step."),
            claims.steps_by_rows,
            voice=DRAWN_ROWS,
        ),
        Sentence(
            translatable("The step to try is {rate} times the slope."),
            both(claims.tries_by_slope, claims.has_one_rate),
        ),
        Sentence(
            translatable("The slope times {rate} is the step to try."),
            both(claims.tries_by_slope, claims.has_few_rates),
            voice=EACH_PART_TRIED,
        ),
        Sentence(
            translatable("The slope times a rate for each parameter is the step to try."),
            claims.tries_by_slope,
            voice=EACH_PART_TRIED,
        ),
        Sentence(
            translatable("The step is {rate} times the slope, downhill."),
            both(claims.steps_by_slope, claims.has_one_rate),
        ),
        Sentence(
            translatable("The slope times {rate} is the step."),
            both(claims.steps_by_slope, claims.has_few_rates),
            voice=EACH_PART,
        ),
        Sentence(
            translatable("The slope times a rate for each parameter is the step."),
            claims.steps_by_slope,
            voice=EACH_PART,
        ),
        Sentence(translatable("The method’s rule turns the slope into a step.")),
    ),
    "steps": (
        Sentence(translatable("Nothing moves: where the slope is 0, every step is."), claims.stands),
        Sentence(translatable("The steps repeat, there and back."), claims.repeats_in_two),
        Sentence(
            translatable("The steps repeat: after {period} of them the run is back where it was."), claims.repeats
        ),
        Sentence(translatable("Each step lands lower than the last."), claims.all_fall),
        Sentence(translatable("Each step lands higher than the last."), claims.all_rise),
        Sentence(translatable("No step lands lower than the last."), claims.none_falls),
        Sentence(translatable("No step lands higher than the last."), claims.none_rises),
        Sentence(translatable("Some steps land higher, some lower."), claims.some_rise_some_fall),
        Sentence(translatable("Step by step."), voice=translatable("Now follow the run, step by step.")),
    ),
    "tail": (
        Sentence(translatable("And there it stays."), claims.stands),
        Sentence(translatable("And so it goes on, there and back."), claims.ends_in_pairs),
        Sentence(translatable("And so it goes on: every {period} steps it is back."), claims.ends_repeating),
        Sentence(translatable("And so it goes on, lower and lower."), claims.falls_on_to_the_end),
        Sentence(translatable("Then the steps become small: the loss changes ever less."), claims.calms_down),
        Sentence(translatable("And so it goes on, ever farther."), claims.goes_ever_farther),
        Sentence(translatable("And so it goes on, and settles nowhere."), claims.wanders),
        Sentence(translatable("The steps go on, without coming to rest."), claims.still_moves),
        Sentence(translatable("And so it goes on.")),
    ),
    "rule": (
        Sentence(
            translatable("Each step multiplies the distance from the minimum by one number."),
            claims.multiplies_one_distance,
        ),
        Sentence(
            translatable("Each step goes against the slope, the farther the steeper it is."),
            both(claims.is_plain, claims.has_one_rate),
            voice=translatable("Each step goes against the slope. The steeper it is, the farther the step goes."),
        ),
        Sentence(translatable("A slope steeper than {clip} counts as {clip}."), claims.is_clipped),
        Sentence(
            translatable("Each step goes against the slope, at a rate of its own: {schedule}."),
            both(claims.is_plain, claims.has_schedule),
        ),
        *(sentence for family in FAMILIES.values() for sentence in _of_family(family)),
        Sentence(translatable("Each step goes where the method’s own rule leads.")),
    ),
    "pull_back": (
        Sentence(
            translatable("The loss outgrows every axis: {loss_orders} orders of magnitude."),
            claims.grew_by_orders,
            voice=translatable(
                "The loss outgrows every axis, so the axes have to grow. It rises by {loss_orders} orders of magnitude."
            ),
        ),
        Sentence(translatable("The axes grow to hold it.")),
    ),
    "log_view": (
        Sentence(translatable("On a log axis the growth is a straight line."), claims.grows_evenly),
        Sentence(
            translatable("Even on a log axis the line bends upward: the growth itself grows."),
            claims.grows_faster,
        ),
        Sentence(translatable("On a log axis the whole run is seen at once.")),
    ),
    "verdict": (
        Sentence(
            translatable("The start is a maximum: the slope is 0, and nothing moves."), claims.stands_at("maximum")
        ),
        Sentence(
            translatable("The start is a minimum: the slope is 0, and nothing moves."), claims.stands_at("minimum")
        ),
        Sentence(
            translatable("The start is a saddle: higher one way, lower another, and the slope is 0."),
            claims.stands_at("saddle"),
        ),
        Sentence(
            translatable("The ground is level all around: the slope is 0, and nothing moves."),
            claims.stands_at("level"),
        ),
        Sentence(translatable("The slope is 0 at the start, so nothing moves."), claims.stands),
        Sentence(translatable("There is no slope at {place}: the run ends."), claims.ends_without_slope),
        Sentence(translatable("The next step leads to {left}, where the function has no value."), claims.lands_outside),
        Sentence(translatable("The next step needs a slope where there is none: the run ends."), claims.leaves_domain),
        Sentence(
            translatable("The loss first rises at a rate of {turn_rate}; the edge is at {edge_rate}."),
            claims.finds_the_edge,
        ),
        counted(
            translatable_n(
                "After {steps} step the loss is {loss_last}; the next is too large for a double.",
                "After {steps} steps the loss is {loss_last}; the next is too large for a double.",
            ),
            claims.overflows,
        ),
        counted(
            translatable_n(
                "After {steps} step the loss is {loss_last} and still falling: no minimum is in sight.",
                "After {steps} steps the loss is {loss_last} and still falling: no minimum is in sight.",
            ),
            claims.falls_without_end,
        ),
        counted(
            translatable_n(
                "After {steps} step the loss is {loss_last}, and still falling.",
                "After {steps} steps the loss is {loss_last}, and still falling.",
            ),
            claims.falls_on_to_the_end,
        ),
        counted(
            translatable_n(
                "After {steps} step at a loss of {loss_last} the run ends: no further step lowers it.",
                "After {steps} steps at a loss of {loss_last} the run ends: no further step lowers it.",
            ),
            claims.stalls,
        ),
        counted(
            translatable_n(
                "After {steps} step the loss is {loss_last}: the run comes back every {period} steps.",
                "After {steps} steps the loss is {loss_last}: the run comes back every {period} steps.",
            ),
            claims.cycles,
        ),
        counted(
            translatable_n(
                "After {steps} step the loss is {loss_last}, at a rate of {last_rate}.",
                "After {steps} steps the loss is {loss_last}, at a rate of {last_rate}.",
            ),
            claims.has_schedule,
        ),
        counted(
            translatable_n(
                "After {steps} step the loss is {loss_last}: the run is {kind}.",
                "After {steps} steps the loss is {loss_last}: the run is {kind}.",
            )
        ),
    ),
}
"""The last sentence of each beat claims nothing that could be false."""
