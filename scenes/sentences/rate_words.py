"""The sentences of what a rate does: several rates on one graph, and the two speeds of one run."""

from __future__ import annotations

from gdcore.scenario import Scenario
from gdcore.text.language import translatable
from gdcore.theory.spectra import error_components
from gdcore.theory.speeds import halving_steps, loss_shares, shares_left, stuck_step, turning_step
from scenes.sentences import claims
from scenes.sentences.claims import both
from scenes.sentences.sentence import Beats, Sentence


def has_several(scenario: Scenario) -> bool:
    """Whether other runs stand beside this one."""
    return len(scenario.runs) > 1


def differ_in_rate_alone(scenario: Scenario) -> bool:
    """Whether all runs have the same method and start, and no two the same learning rate."""
    alike = {(run.method.name, str(run.method.hyperparameters), tuple(run.start.tolist())) for run in scenario.runs}
    rates = {tuple(run.method.learning_rate.tolist()) for run in scenario.runs}
    return len(alike) == 1 and len(rates) == len(scenario.runs)


def have_several_fates(scenario: Scenario) -> bool:
    """Whether not all runs have the same verdict."""
    return len({run.verdict.kind for run in scenario.runs}) > 1


def overshoots_and_arrives(scenario: Scenario) -> bool:
    """Whether a run jumps across the minimum and yet converges."""
    return scenario.verdict.kind == "converging" and scenario.verdict.overshoots


def rises_for_ever(scenario: Scenario) -> bool:
    """Whether a diverging run lands higher with each step."""
    return scenario.verdict.kind == "diverging" and scenario.trajectory.n_steps > 0 and claims.all_rise(scenario)


def _factors(scenario: Scenario) -> tuple[float, float]:
    fast, slow = abs(1.0 - error_components(scenario.trajectory).eigenvalues).tolist()
    return fast, slow


def has_two_speeds(scenario: Scenario) -> bool:
    """Whether each step of plain descent multiplies one part of the error by less than the other."""
    return claims.is_plain(scenario) and _factors(scenario)[0] < _factors(scenario)[1]


def fast_part_shrinks(scenario: Scenario) -> bool:
    """Whether the fast part is there at the start and less of it is left when the slow one takes over."""
    parts = error_components(scenario.trajectory)
    left = float(shares_left(parts)[turning_step(parts), 0])
    return has_two_speeds(scenario) and parts.components[0, 0] > 0.0 and left < 1.0


def still_comes_nearer(scenario: Scenario) -> bool:
    """Whether a converging run seems stuck and still moves."""
    run = scenario.trajectory
    moved = run.iterates[stuck_step(error_components(run))] != run.iterates[-1]
    return scenario.verdict.kind == "converging" and bool(moved.any())


def only_the_slow_part_is_left(scenario: Scenario) -> bool:
    """Whether what the loss can still lose belongs to the slow part, which was there from the start."""
    parts = error_components(scenario.trajectory)
    late = float(loss_shares(parts)[stuck_step(parts), -1])
    return has_two_speeds(scenario) and late > 0.5 and bool(parts.components[0, -1] > 0.0)


def slow_part_halves(scenario: Scenario) -> bool:
    """Whether the slow part shrinks, by less than half in a step."""
    return has_two_speeds(scenario) and 2.0 <= halving_steps(_factors(scenario)[1]) < 1e6


RATES: Beats = {
    "introduce": (
        Sentence(
            translatable("From one start, one learning rate after the other."), both(has_several, differ_in_rate_alone)
        ),
        Sentence(translatable("One run after the other, on one graph."), has_several),
    ),
    "run": (
        Sentence(translatable("With η = {rate} nothing moves: the slope is 0."), claims.stands),
        Sentence(translatable("With η = {rate} it goes too far, and yet it arrives."), overshoots_and_arrives),
        Sentence(translatable("With η = {rate} it jumps there and back, for ever."), claims.repeats_in_two),
        Sentence(translatable("With η = {rate} every jump lands higher."), rises_for_ever),
        Sentence(translatable("With η = {rate} the run is {kind}.")),
    ),
    "verdict": (
        Sentence(
            translatable("Only the learning rate was changed. It decides."),
            both(differ_in_rate_alone, have_several_fates),
        ),
        Sentence(translatable("All runs on one graph."), has_several),
    ),
}
"""Those of "run" tell of one run, whichever it is."""

SPEEDS: Beats = {
    "introduce": (Sentence(translatable("The error is the arrow from the lowest point to the run.")),),
    "split": (
        Sentence(translatable("It has two parts, each with its own direction and speed."), has_two_speeds),
        Sentence(translatable("It has two parts, each with its own direction.")),
    ),
    "fast": (
        Sentence(
            translatable("Fast part: × {fast} a step. At step {turn}, {fast_left} % of it is left."), fast_part_shrinks
        ),
        Sentence(translatable("Now the steps, and what is left of each part.")),
    ),
    "stuck": (
        Sentence(translatable("Then it seems stuck. From close by, it still moves."), still_comes_nearer),
        Sentence(translatable("And so it goes on.")),
    ),
    "slow": (
        Sentence(translatable("This is the slow part. It was there from the start."), only_the_slow_part_is_left),
        Sentence(translatable("And so it goes on.")),
    ),
    "verdict": (Sentence(translatable("Slow: × {slow} a step: half in {slow_half} steps."), slow_part_halves),),
}
