"""The narration of the built-in scenarios by beat; ``{fact}`` is an entry of ``gdcore.narration.facts``."""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.text.language import tr, translatable

PARABOLA = {
    "introduce": translatable("Start at x = {x_0}. Learning rate: {rate}."),
    "slope": translatable("The step: {rate} times the slope, {slope_0}."),
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
        "steps": translatable("Exactly twice as long as it should be: {x_1}, {x_2}, {x_3}, and so on for ever."),
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
        "verdict": translatable("Below {edge_x} every rate arrives, fastest at half of that."),
    },
    "slope-fit": {
        "introduce": translatable("A line through {rows} house prices is one point (a, b) on the map."),
        "turn": translatable("Move the point along a: the line turns."),
        "shift": translatable("Along b, it shifts. J is the mean square of the strokes."),
        "steps": translatable("Descent moves the point; the line swings into the data."),
        "verdict": translatable("The lowest point is the best line: a = {best_a}, b = {best_b}."),
    },
    "remedies-race": {
        "introduce": translatable("Same start. The clock counts evaluations."),
        "slope": translatable("Standard units: one step lands on the minimum."),
        "steps": translatable(
            "Momentum rises at first, then falls steadily. The other two creep along the valley’s floor."
        ),
        "arrivals": translatable(
            "Within {goal_percent} %: standard units after {within_4}, momentum after {within_3}, the others not yet."
        ),
        "verdict": translatable("Not counted: the data’s spread, and finding a good β."),
    },
    "mse-converges": {
        "introduce": translatable("Each point is a line through {rows} houses; its height, the line’s error."),
        "slope": translatable("One step: {loss_0} becomes {loss_1}."),
        "steps": translatable("Across it is steep: a few steps, and the line meets the data."),
        "tail": translatable("Its floor is almost flat: the steps shrink, b creeps to {best_b}."),
        "verdict": translatable("Converging, slowly: after {steps} steps b is still {b_last} dollars."),
    },
    "two-speeds": {
        "introduce": translatable("The error is the arrow from the lowest point to the run."),
        "split": translatable("It has two parts, each with its own direction and speed."),
        "fast": translatable("The fast part: × {fast} a step. {turn} steps later {fast_left} % of it is left."),
        "stuck": translatable("Then the run seems stuck. From close by, it still moves."),
        "slow": translatable("This is the slow part. It was there from the start."),
        "verdict": translatable("Fast: × {fast} a step. Slow: × {slow}, a half every {slow_half} steps."),
    },
    "mse-blowup": {
        "introduce": translatable("Same houses, same start. Only the rate for a is higher: {rate_a}."),
        "slope": translatable("One step crosses the valley and lands higher."),
        "steps": translatable("Higher up is steeper, and steeper means a longer step."),
        "pull_back": translatable(
            "{steps} steps later the loss is {loss_last}: the axes grow until the valley is a speck."
        ),
        "log_view": translatable("On a log axis the run is a straight line: × {loss_factor} a step."),
        "verdict": translatable("Geometric growth: the distance grows {predicted} times a step."),
    },
    "mse-valley-jumping": {
        "introduce": translatable("The first {steps} steps of the run that blows up, from close by."),
        "slope": translatable("The step is longer than the valley is wide."),
        "steps": translatable(
            "From wall to wall and back: {loss_1}, {loss_2}, {loss_3}. Every landing is higher than the last."
        ),
        "verdict": translatable("With rates {edge} times as large, the jumps would just stop growing."),
    },
    "fate-houses": {
        "introduce": translatable("A point is a pair of rates. These two differ in one of them, {ratio_a} times."),
        "scan": translatable("Now all {cells} pairs: each is a run, and its colour says what becomes of it."),
        "edge": translatable("The edge is exact, and the fastest pair stands right beside it."),
        "grow": translatable("Momentum moves the edge. From β = {needed} on, the rates that blew up converge."),
        "verdict": translatable("At β = {beta_last} both rates may be {reach} times as high."),
    },
    "mse-halving": {
        "introduce": translatable("The rates that blew up, the same start, and one new rule: never uphill."),
        "slope": translatable("The full step lands higher. Half of it is taken."),
        "steps": translatable("Wherever the loss would rise, the step is halved and tried again."),
        "tail": translatable("{rejected} trials are rejected in {steps} steps. Not one accepted step goes up."),
        "verdict": translatable("From {loss_0} to {loss_last}, with the rates that blew up."),
    },
    "mse-backtracking": {
        "introduce": translatable("The same rates. Now a step must pay for its length."),
        "enough": translatable("Enough is a fall by {sufficient} of what the slope promises."),
        "slope": translatable("The full step lands above that line. Half of it lands below."),
        "steps": translatable(
            "Step {short_step} falls, but not by enough. Halving would take it: it only asks not to rise."
        ),
        "tail": translatable(
            "In all: the loss is computed {loss_evaluations} times, the gradient {gradient_evaluations} times."
        ),
        "verdict": translatable("From {loss_0} to {loss_last}, with the rates that blew up."),
    },
    "mse-momentum": {
        "introduce": translatable("The rates that blew up: λ = {largest} lies beyond the edge at {edge_at_1}."),
        "rule": translatable("Keep a share β of the last step: the edge moves."),
        "run_2": translatable("β = {beta_2}: the edge is at {edge_at_2}, just short of λ."),
        "run_3": translatable("At β = {beta_needed} the edge passes λ. With {beta_3} the loss falls."),
        "run_4": translatable("β = {beta_4}: λ is far inside, and the loss falls to {end_4}."),
        "verdict": translatable("Same rates, same start, rescued: the edge has moved past λ."),
    },
    "mse-normalised": {
        "introduce": translatable("In raw units the valley is a narrow ellipse. {run2_steps} steps do not arrive."),
        "units": translatable(
            "Standard units: the condition number falls from {run2_condition} to {condition}, a circle."
        ),
        "slope": translatable("Downhill now points at the centre: with η = {rate_p}, step {landed} lands there."),
        "line": translatable("The same line, counted from the mean instead of from zero."),
        "verdict": translatable("One feature, a quadratic loss: one step. Scale new houses alike."),
    },
    "mse-sgd": {
        "introduce": translatable("Descent asks all {rows} houses each step. Here a step asks one."),
        "slope": translatable("Each house asks for its own step. The drawn one decides, not the mean."),
        "steps": translatable("After {near} steps it is close."),
        "tail": translatable(
            "Here {opposed} houses pull the other way, and it trembles: {rose} of {steps} steps go up."
        ),
        "seeds": translatable("At each step {middle} of {seeds} seeds lie in this band. With all houses it falls on."),
        "verdict": translatable("Near fast, never settled: the rate does not shrink."),
    },
}


def words_of(slug: str) -> Mapping[str, str]:
    """Return the narration of a built-in scenario in the current language, with its ``{fact}`` placeholders."""
    return {beat: tr(sentence) for beat, sentence in WORDS.get(slug, {}).items()}
