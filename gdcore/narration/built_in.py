"""The narration of the built-in scenarios by beat; ``{fact}`` is an entry of ``gdcore.narration.facts``."""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.text.language import later, tr

PARABOLA = {
    "introduce": later("The parabola, a start at x = {x_0}, and a learning rate of {rate}."),
    "slope": later("Slope {slope_0}: the step is {rate} times that, downhill."),
    "rule": later("Each step multiplies x by the same number, 1 − 2η. Here: {multiplier}."),
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "parabola-converges": PARABOLA
    | {
        "steps": later("Every step goes too far, past the bottom to {x_1}, {x_2}, {x_3}. Yet every step lands lower."),
        "verdict": later("Smaller than 1 in size: the distance shrinks to {factor} of itself."),
    },
    "parabola-cycles": PARABOLA
    | {
        "steps": later("The step is exactly twice as long as it should be: {x_1}, {x_2}, {x_3}, and so on for ever."),
        "verdict": later("Never nearer, never farther: η = {limit_x} is the edge."),
    },
    "parabola-diverges": PARABOLA
    | {
        "steps": later(
            "Each jump lands higher, where the slope is steeper: {slope_1}, then {slope_2}. The next is longer."
        ),
        "verdict": later("Larger than 1 in size: the distance grows {factor} times a step."),
    },
    "parabola-race": {
        "introduce": later("{n_runs} runs from x = {x_0}, on one clock. Only η differs."),
        "slope": later("One step each. With η = {run2_rate} one step is enough."),
        "steps": later(
            "{rate} creeps. {run3_rate} overshoots, yet closes in. {run4_rate} goes there and back. "
            "{run5_rate} leaves: its axes must grow."
        ),
        "verdict": later("One number decides, 1 − 2η. Beyond −1, each step makes it worse."),
    },
    "fate-parabola": {
        "introduce": later("At {rate} a step multiplies x by {multiplier}."),
        "sweep": later("From 0 up: {best_x_rate} lands in one step. Then it overshoots. From {edge_x} on it grows."),
        "cost": later("Too small is slow too: at both ends the steps needed explode."),
        "others": later("At {run2_rate} it circles for ever. At {run3_rate} it grows {run3_factor} times a step."),
        "verdict": later("Any rate below {edge_x} arrives. The fastest is half of that."),
    },
    "slope-fit": {
        "introduce": later("A line through {rows} house prices is one point (a, b) on the map."),
        "turn": later("Move the point along a: the line turns."),
        "shift": later("Along b, it shifts. J is the mean square of the strokes."),
        "steps": later("Descent moves the point; the line swings into the data."),
        "verdict": later("The lowest point is the best line: a = {best_a}, b = {best_b}."),
    },
    "remedies-race": {
        "introduce": later("Same start. The clock counts evaluations."),
        "slope": later("Standard units: one step lands on the minimum."),
        "steps": later("Momentum rises at first, then falls steadily. The other two creep along the valley’s floor."),
        "arrivals": later(
            "Within {goal_percent} %: standard units after {within_4}, momentum after {within_3}, the others not yet."
        ),
        "verdict": later("Not counted: the data’s spread, and finding a good β."),
    },
    "mse-converges": {
        "introduce": later("Each point is a line through {rows} houses; its height, the line’s error."),
        "slope": later("One step: {loss_0} becomes {loss_1}."),
        "steps": later("Across it is steep: a few steps, and the line meets the data."),
        "tail": later("Its floor is almost flat: the steps shrink, b creeps to {best_b}."),
        "verdict": later("Converging, slowly: after {steps} steps b is still {b_last} dollars."),
    },
    "two-speeds": {
        "introduce": later("The error is the arrow from the lowest point to the run."),
        "split": later("It has two parts, each with its own direction and speed."),
        "fast": later("The fast part: × {fast} a step. {turn} steps later {fast_left} % of it is left."),
        "stuck": later("Then the run seems stuck. From close by, it still moves."),
        "slow": later("This is the slow part. It was there from the start."),
        "verdict": later("Fast: × {fast} a step. Slow: × {slow}, a half every {slow_half} steps."),
    },
    "mse-blowup": {
        "introduce": later("Same houses, same start. Only the rate for a is higher: {rate_a}."),
        "slope": later("One step crosses the valley and lands higher."),
        "steps": later("Higher up is steeper, and steeper means a longer step."),
        "pull_back": later("{steps} steps later the loss is {loss_last}: the axes grow until the valley is a speck."),
        "log_view": later("On a log axis the run is a straight line: × {loss_factor} a step."),
        "verdict": later("Geometric growth: the distance grows {predicted} times a step."),
    },
    "mse-valley-jumping": {
        "introduce": later("The first {steps} steps of the run that blows up, from close by."),
        "slope": later("The step is longer than the valley is wide."),
        "steps": later(
            "From wall to wall and back: {loss_1}, {loss_2}, {loss_3}. Every landing is higher than the last."
        ),
        "verdict": later("With rates {edge} times as large, the jumps would just stop growing."),
    },
    "fate-houses": {
        "introduce": later("A point is a pair of rates. These two differ in one of them, {ratio_a} times."),
        "scan": later("Now all {cells} pairs: each is a run, and its colour says what becomes of it."),
        "edge": later("The edge is exact, and the fastest pair stands right beside it."),
        "grow": later("Momentum moves the edge. From β = {needed} on, the rates that blew up converge."),
        "verdict": later("At β = {beta_last} both rates may be {reach} times as high."),
    },
    "mse-halving": {
        "introduce": later("The rates that blew up, the same start, and one new rule: never uphill."),
        "slope": later("The full step lands higher. Half of it is taken."),
        "steps": later("Wherever the loss would rise, the step is halved and tried again."),
        "tail": later("{rejected} trials are rejected in {steps} steps. Not one accepted step goes up."),
        "verdict": later("From {loss_0} to {loss_last}, with the rates that blew up."),
    },
    "mse-backtracking": {
        "introduce": later("The same rates. Now a step must pay for its length."),
        "enough": later("Enough is a fall by {sufficient} of what the slope promises."),
        "slope": later("The full step lands above that line. Half of it lands below."),
        "steps": later("Step {short_step} falls, but not by enough. Halving would take it: it only asks not to rise."),
        "tail": later(
            "In all: the loss is computed {loss_evaluations} times, the gradient {gradient_evaluations} times."
        ),
        "verdict": later("From {loss_0} to {loss_last}, with the rates that blew up."),
    },
    "mse-momentum": {
        "introduce": later("The rates that blew up: λ = {largest} lies beyond the edge at {edge_at_1}."),
        "rule": later("Keep a share β of the last step: the edge moves."),
        "run_2": later("β = {beta_2}: the edge is at {edge_at_2}, just short of λ."),
        "run_3": later("At β = {beta_needed} the edge passes λ. With {beta_3} the loss falls."),
        "run_4": later("β = {beta_4}: λ is far inside, and the loss falls to {end_4}."),
        "verdict": later("Same rates, same start, rescued: the edge has moved past λ."),
    },
    "mse-normalised": {
        "introduce": later("In raw units the valley is a narrow ellipse. {run2_steps} steps do not arrive."),
        "units": later("Standard units: the condition number falls from {run2_condition} to {condition}, a circle."),
        "slope": later("Downhill now points at the centre: with η = {rate_p}, step {landed} lands there."),
        "line": later("The same line, counted from the mean instead of from zero."),
        "verdict": later("One feature, a quadratic loss: one step. Scale new houses alike."),
    },
    "mse-sgd": {
        "introduce": later("Descent asks all {rows} houses each step. Here a step asks one."),
        "slope": later("Each house asks for its own step. The drawn one decides, not the mean."),
        "steps": later("After {near} steps it is close."),
        "tail": later("Here {opposed} houses pull the other way, and it trembles: {rose} of {steps} steps go up."),
        "seeds": later("At each step {middle} of {seeds} seeds lie in this band. With all houses it falls on."),
        "verdict": later("Near fast, never settled: the rate does not shrink."),
    },
}


def words_of(slug: str) -> Mapping[str, str]:
    """Return the narration of a built-in scenario in the current language, with its ``{fact}`` placeholders."""
    return {beat: tr(sentence) for beat, sentence in WORDS.get(slug, {}).items()}
