"""The narration of the built-in scenarios, beat by beat; ``{fact}`` stands for an entry of ``gdcore.facts``."""

from __future__ import annotations

from collections.abc import Mapping

PARABOLA = {
    "introduce": "The parabola, a start at x = {x_0}, and a learning rate of {rate}.",
    "slope": "The slope there is {slope_0}. The step is {rate} times that, downhill.",
    "rule": "Each step multiplies x by the same number, 1 − 2η. Here: {multiplier}.",
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "parabola-converges": PARABOLA
    | {
        "steps": "Every step goes too far, past the bottom to {x_1}, {x_2}, {x_3}. Yet every step lands lower.",
        "verdict": "The number is smaller than 1 in size: the distance shrinks to {factor} of itself each time.",
    },
    "parabola-cycles": PARABOLA
    | {
        "steps": "The step is exactly twice as long as it should be: {x_1}, {x_2}, {x_3}, and so on for ever.",
        "verdict": "Never nearer, never farther: η = {limit_x} is the edge between converging and diverging.",
    },
    "parabola-diverges": PARABOLA
    | {
        "steps": "Each jump lands higher, where the slope is steeper: {slope_1}, then {slope_2}. The next is longer.",
        "verdict": "The number is larger than 1 in size: the distance grows {factor} times a step, without end.",
    },
    "mse-converges": {
        "introduce": "Every point of this valley is a line through {rows} house prices; its height, the line's error.",
        "slope": "The first step more than halves the error: {loss_0} becomes {loss_1}.",
        "steps": "Across the valley the ground is steep. A few steps, and the line meets the data.",
        "tail": "Along the floor it is almost flat: the steps shrink, and b creeps towards {best_b}.",
        "verdict": "Converging, slowly: after {steps} steps b is still {b_last} dollars.",
    },
    "mse-blowup": {
        "introduce": "The same houses and the same start. Only the rate for a is higher: {rate_a}.",
        "slope": "The first step crosses the whole valley and lands higher than it began.",
        "steps": "Higher up is steeper, and steeper means a longer step.",
        "pull_back": "{steps} steps later the loss is {loss_last}: the axes grow until the valley is a speck.",
        "log_view": "On a logarithmic axis the same run is a straight line: the loss grows {loss_factor} times a step.",
        "verdict": "That is geometric growth: the distance from the best line grows {predicted} times a step.",
    },
    "mse-valley-jumping": {
        "introduce": "The first {steps} steps of the run that blows up, from close by.",
        "slope": "The gradient points the right way. The step is simply longer than the valley is wide.",
        "steps": "From wall to wall and back: {loss_1}, {loss_2}, {loss_3}. Every landing is higher than the last.",
        "verdict": "With rates {edge} times as large, the jumps would just stop growing.",
    },
    "mse-halving": {
        "introduce": "The rates that blew up, the same start, and one new rule: never uphill.",
        "slope": "The full step would land higher, so it is rejected. Half of it lands at {loss_1}.",
        "steps": "Wherever the loss would rise, the step is halved and tried again.",
        "tail": "{rejected} trials are rejected in {steps} steps. Not one accepted step goes up.",
        "verdict": "From {loss_0} down to {loss_last}, with the very rates that blew up.",
    },
}
