"""The narration of the built-in scenarios, beat by beat; ``{fact}`` stands for an entry of ``gdcore.facts``."""

from __future__ import annotations

from collections.abc import Mapping

PARABOLA = {
    "introduce": "The parabola, a start at x = {x_0}, and a learning rate of {rate}.",
    "slope": "The slope is {slope_0}: the step is {rate} times that, downhill.",
    "rule": "Each step multiplies x by the same number, 1 − 2η. Here: {multiplier}.",
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "parabola-converges": PARABOLA
    | {
        "steps": "Every step goes too far, past the bottom to {x_1}, {x_2}, {x_3}. Yet every step lands lower.",
        "verdict": "Smaller than 1 in size: the distance shrinks to {factor} of itself.",
    },
    "parabola-cycles": PARABOLA
    | {
        "steps": "The step is exactly twice as long as it should be: {x_1}, {x_2}, {x_3}, and so on for ever.",
        "verdict": "Never nearer, never farther: η = {limit_x} is the edge.",
    },
    "parabola-diverges": PARABOLA
    | {
        "steps": "Each jump lands higher, where the slope is steeper: {slope_1}, then {slope_2}. The next is longer.",
        "verdict": "Larger than 1 in size: the distance grows {factor} times a step.",
    },
    "parabola-race": {
        "introduce": "{n_runs} runs from x = {x_0}, on one clock. Only η differs.",
        "slope": "One step each. With η = {run2_rate} one step is enough.",
        "steps": "{rate} creeps. {run3_rate} overshoots, yet closes in. {run4_rate} goes there and back. "
        "{run5_rate} leaves: its axes must grow.",
        "verdict": "One number decides, 1 − 2η. Beyond −1, each step makes it worse.",
    },
    "fate-parabola": {
        "introduce": "At a rate of {rate}, each step multiplies x by {multiplier}: it arrives.",
        "sweep": "From 0 up: {best_x_rate} lands in one step. Then it overshoots. From {edge_x} on it grows.",
        "cost": "Too small is slow too: at both ends the steps needed explode.",
        "others": "At {run2_rate} it circles for ever. At {run3_rate} the distance grows {run3_factor} times a step.",
        "verdict": "Any rate below {edge_x} arrives. The fastest is half of that.",
    },
    "slope-fit": {
        "introduce": "A line through {rows} house prices is one point (a, b) on the map.",
        "turn": "Move the point along a: the line turns.",
        "shift": "Along b, it shifts. J is the mean square of the strokes.",
        "steps": "Descent moves the point; the line swings into the data.",
        "verdict": "The lowest point is the best line: a = {best_a}, b = {best_b}.",
    },
    "remedies-race": {
        "introduce": "Same start. The clock counts evaluations.",
        "slope": "Standard units: one step lands on the minimum.",
        "steps": "Momentum rises at first, then falls steadily. The other two creep along the valley's floor.",
        "arrivals": "Within {goal_percent} %: standard units after {within_4}, momentum after {within_3}, "
        "the others not yet.",
        "verdict": "Not counted: standard units need the data's spread, momentum a good β.",
    },
    "mse-converges": {
        "introduce": "Each point is a line through {rows} houses; its height, the line's error.",
        "slope": "One step: {loss_0} becomes {loss_1}.",
        "steps": "Across it is steep: a few steps, and the line meets the data.",
        "tail": "Its floor is almost flat: the steps shrink, b creeps to {best_b}.",
        "verdict": "Converging, slowly: after {steps} steps b is still {b_last} dollars.",
    },
    "two-speeds": {
        "introduce": "The error is the arrow from the lowest point to the run.",
        "split": "It has two parts, each with its own direction and speed.",
        "fast": "The fast part: × {fast} a step. {turn} steps later {fast_left} % of it is left.",
        "stuck": "Then the run seems stuck. From close by, it still moves.",
        "slow": "This is the slow part. It was there from the start.",
        "verdict": "Fast: × {fast} a step. Slow: × {slow}, a half every {slow_half} steps.",
    },
    "mse-blowup": {
        "introduce": "Same houses, same start. Only the rate for a is higher: {rate_a}.",
        "slope": "One step crosses the valley and lands higher.",
        "steps": "Higher up is steeper, and steeper means a longer step.",
        "pull_back": "{steps} steps later the loss is {loss_last}: the axes grow until the valley is a speck.",
        "log_view": "On a log axis the run is a straight line: × {loss_factor} a step.",
        "verdict": "Geometric growth: the distance grows {predicted} times a step.",
    },
    "mse-valley-jumping": {
        "introduce": "The first {steps} steps of the run that blows up, from close by.",
        "slope": "The step is longer than the valley is wide.",
        "steps": "From wall to wall and back: {loss_1}, {loss_2}, {loss_3}. Every landing is higher than the last.",
        "verdict": "With rates {edge} times as large, the jumps would just stop growing.",
    },
    "fate-houses": {
        "introduce": "A point is a pair of rates. These two differ in one of them, {ratio_a} times.",
        "scan": "Now all {cells} pairs. Blue arrives, orange explodes.",
        "edge": "The edge is exact, and the fastest pair stands right beside it.",
        "grow": "Momentum moves the edge. From β = {needed} on, the rates that blew up converge.",
        "verdict": "At β = {beta_last} both rates may be {reach} times as high.",
    },
    "mse-halving": {
        "introduce": "The rates that blew up, the same start, and one new rule: never uphill.",
        "slope": "The full step lands higher: rejected. Half of it is taken.",
        "steps": "Wherever the loss would rise, the step is halved and tried again.",
        "tail": "{rejected} trials are rejected in {steps} steps. Not one accepted step goes up.",
        "verdict": "From {loss_0} down to {loss_last}, with the very rates that blew up.",
    },
    "mse-backtracking": {
        "introduce": "The same rates. Now a step must pay for its length.",
        "enough": "Enough is a fall by {sufficient} of what the slope promises.",
        "slope": "The full step lands above that line. Half of it lands below.",
        "steps": "Step {short_step} falls, but not by enough. Halving would take it: it only asks not to rise.",
        "tail": "In all: the loss is computed {loss_evaluations} times, the gradient {gradient_evaluations} times.",
        "verdict": "From {loss_0} down to {loss_last}, with the very rates that blew up.",
    },
    "mse-momentum": {
        "introduce": "The rates that blew up: λ = {largest} lies beyond the edge at {edge_at_1}.",
        "rule": "Keep a share β of the last step: the edge moves.",
        "run_2": "β = {beta_2}: the edge is at {edge_at_2}, just short of λ. Still diverging.",
        "run_3": "At β = {beta_needed} the edge passes λ. With {beta_3} the loss falls.",
        "run_4": "β = {beta_4}: λ is far inside, and the loss falls to {end_4}.",
        "verdict": "The same rates and the same start, rescued: the edge has moved past λ.",
    },
    "mse-normalised": {
        "introduce": "In raw units the valley is a narrow ellipse. {run2_steps} steps do not arrive.",
        "units": "Standard units: the condition number falls from {run2_condition} to {condition}, a circle.",
        "slope": "Downhill now points at the centre: with η = {rate_p}, step {landed} lands there.",
        "line": "The same line, counted from the mean instead of from zero.",
        "verdict": "One feature, a quadratic loss: one step. Scale new houses alike.",
    },
    "mse-sgd": {
        "introduce": "Descent asks all {rows} houses each step. Here a step asks one.",
        "slope": "Each house asks for its own step. The drawn one decides, not the mean.",
        "steps": "After {near} steps it is close.",
        "tail": "Here {opposed} houses pull the other way, and it trembles: {rose} of {steps} steps go up.",
        "seeds": "At each step {middle} of {seeds} seeds lie in this band. With all houses it falls on.",
        "verdict": "Near fast, never settled: the rate does not shrink.",
    },
}
