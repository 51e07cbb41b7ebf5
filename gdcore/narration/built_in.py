"""The narration of the built-in scenarios by beat; ``{fact}`` is an entry of ``gdcore.narration.facts``."""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.narration import changing_rates, choosing_methods
from gdcore.text.language import tr, translatable

PARABOLA = {
    "introduce": translatable("Start at x = {x_0}. Learning rate: {rate}."),
    "slope": translatable("Slope {slope_0}. The step: {rate} times that, downhill."),
    "rule": translatable("Each step multiplies x by 1 − 2η: here {multiplier}."),
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "one-number": {
        "introduce": translatable("Each step is η × slope, downhill."),
        "run_1": translatable("η = {rate}: every step goes too far, past the bottom. And yet it arrives."),
        "run_2": translatable("η = {run2_rate}: exactly twice the way to the bottom. There and back, for ever."),
        "run_3": translatable("η = {run3_rate}: every jump lands higher, where the slope is steeper."),
        "verdict": translatable("Only η was changed. It decides."),
    },
    "parabola-converges": PARABOLA
    | {
        "steps": translatable("Every step goes too far: {x_1}, {x_2}, {x_3}. Yet each lands lower."),
        "verdict": translatable("Below 1 in size: {factor} of the distance stays."),
    },
    "parabola-cycles": PARABOLA
    | {
        "steps": translatable("Each step goes twice as far as it should: {x_1}, {x_2}, {x_3}, for ever."),
        "verdict": translatable("Never nearer, never farther: η = {limit_x} is the edge."),
    },
    "parabola-diverges": PARABOLA
    | {
        "steps": translatable("Each jump lands higher, where it is steeper: slope {slope_1}, then {slope_2}."),
        "verdict": translatable("Above 1 in size: the distance grows × {factor} a step."),
    },
    "parabola-race": {
        "introduce": translatable("{n_runs} runs from x = {x_0}. Only η differs."),
        "slope": translatable("One step each. With η = {run2_rate} one step is enough."),
        "steps": translatable(
            "{rate} creeps. {run3_rate} overshoots, yet closes in. {run4_rate} swings for ever. {run5_rate} leaves."
        ),
        "verdict": translatable("1 − 2η decides. Beyond −1, each step makes it worse."),
    },
    "fate-parabola": {
        "introduce": translatable("At {rate} a step multiplies x by {multiplier}."),
        "sweep": translatable(
            "From 0 up: {best_x_rate} lands in one step. Then it overshoots. Beyond {edge_x} it grows."
        ),
        "cost": translatable("Too small is slow too: at both ends the steps needed explode."),
        "others": translatable("At {run2_rate} it never ends. At {run3_rate} it grows: × {run3_factor} a step."),
        "verdict": translatable("Between 0 and {edge_x} every rate arrives, fastest at half."),
    },
    "slope-fit": {
        "introduce": translatable("A line through {rows} house prices is one point (a, b) on the map."),
        "turn": translatable("Move the point along a: the line turns."),
        "shift": translatable("Along b, it shifts. J is the mean square of the bars."),
        "steps": translatable("Descent moves the point; the line swings into the data."),
        "verdict": translatable("It ends at a = {a_last}; the best line has a = {best_a}."),
    },
    "remedies-race": {
        "introduce": translatable("Same start. The clock counts evaluations."),
        "slope": translatable("In standard units, one step lands."),
        "steps": translatable("Momentum and Adam swing, then fall. Halving and backtracking creep."),
        "arrivals": translatable("Four arrive: after {within_4}, {within_5}, {within_6} and {within_3} evaluations."),
        "verdict": translatable("Not counted: what one must know beforehand."),
    },
    "mse-converges": {
        "introduce": translatable("A point is a line; its height, that line’s error."),
        "slope": translatable("One step leaves a loss of {loss_1}."),
        "steps": translatable("Across, it is steep: a few steps reach the data."),
        "tail": translatable("From close by: the floor is almost flat. b creeps towards {best_b}."),
        "verdict": translatable("After {steps} steps b is still {b_last}."),
    },
    "two-speeds": {
        "introduce": translatable("The error is the arrow from the lowest point to the run."),
        "split": translatable("It has two parts, each with its own direction and speed."),
        "fast": translatable("Fast part: × {fast} a step. {turn} steps later {fast_left} % is left."),
        "stuck": translatable("Then it seems stuck. From close by, it still moves."),
        "slow": translatable("This is the slow part. It was there from the start."),
        "verdict": translatable("Slow: × {slow} a step: half in {slow_half} steps."),
    },
    "mse-blowup": {
        "introduce": translatable("Same houses, same start, a higher rate for a."),
        "slope": translatable("The step crosses and lands higher."),
        "steps": translatable("Higher up is steeper, and steeper means a longer step."),
        "pull_back": translatable(
            "After {steps} steps the loss is {loss_last}: the axes grow until the valley is a speck."
        ),
        "log_view": translatable("On a log axis it is straight: × {loss_factor} a step."),
        "verdict": translatable("The distance: × {predicted} a step."),
    },
    "mse-valley-jumping": {
        "introduce": translatable("The rates that blow up, and the same times {edge}."),
        "slope": translatable("One run lands higher, the other just as high."),
        "steps": translatable("Each jump lands higher, and the next is longer. At {edge} times they stop growing."),
        "verdict": translatable("Beyond the edge, and on it."),
    },
    "fate-houses": {
        "introduce": translatable("Each point is a pair of rates. These two differ only in the rate for a."),
        "scan": translatable("Now every pair. Colour: how soon it arrives, or how fast it leaves."),
        "edge": translatable("The edge is exact. The fastest pair stands close to it."),
        "verdict": translatable("Even the fastest pair needs {best_steps} steps for {left_percent} %."),
    },
    "mse-halving": {
        "introduce": translatable("The rates that blew up, and one rule: never uphill."),
        "slope": translatable("Full step: higher. So half is taken."),
        "steps": translatable("If the loss would rise, halve the step, try again."),
        "tail": translatable("{rejected} trials are rejected in {steps} steps. Not one accepted step goes up."),
        "verdict": translatable("Down to {loss_last}, never up."),
    },
    "mse-backtracking": {"verdict": translatable("The rates that blew up, tamed.")},
    "mse-momentum": {"verdict": translatable("Same rates, same start: momentum has moved the edge.")},
    "mse-normalised": {
        "introduce": translatable(
            "A slanted valley: even the best two rates take {run2_steps} steps to leave {left_percent} %."
        ),
        "stretch": translatable("Other rates only stretch it; it stays aslant. κ is {raw_felt} at best."),
        "centre": translatable("Count the area from its mean: the slant is gone."),
        "scale": translatable("Now stretching makes it round: κ = {condition}, one rate for both."),
        "slope": translatable("Downhill points at the centre: with η = {rate_p}, step {landed} lands."),
        "verdict": translatable("It was not the units; it was where we counted from."),
    },
    "mse-sgd": {
        "introduce": translatable("Descent asks all {rows} houses. Here a step asks one."),
        "slope": translatable("Each house asks for its own step; the drawn one decides."),
        "steps": translatable("After {near} steps it is close."),
        "tail": translatable(
            "Here {opposed} houses pull the other way, and it jitters: {rose} of {steps} steps go up."
        ),
        "seeds": translatable("{seeds} runs, each with other draws."),
        "band": translatable("{middle} of {seeds} end in this band; with all houses it falls on."),
        "verdict": translatable("Never settled: the rate does not shrink."),
    },
    "opening": {
        "introduce": translatable("It should come to rest."),
        "slope": translatable("It jumps."),
        "steps": translatable("Each jump takes it higher up."),
        "verdict": translatable("One number was changed."),
    },
    **changing_rates.WORDS,
    **choosing_methods.WORDS,
}


def words_of(slug: str) -> Mapping[str, str]:
    """Return the narration of a built-in scenario in the current language, with its ``{fact}`` placeholders."""
    return {beat: tr(sentence) for beat, sentence in WORDS.get(slug, {}).items()}
