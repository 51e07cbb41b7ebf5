"""What a voice says in the clips of the built-in scenarios, by beat, and between them: whole sentences, for the ear.

Captions are shorter: they are read while the picture is looked at. ``{fact}`` is an entry of
``gdcore.narration.facts``.
"""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.narration import changing_rates, choosing_methods
from gdcore.text.language import tr, translatable

PARABOLA = {
    "introduce": translatable("We start at x = {x_0}. The learning rate is {rate}."),
    "slope": translatable("The slope here is {slope_0}. The step is {rate} times that, and it goes downhill."),
    "rule": translatable("Each step multiplies x by 1 − 2η. Here that is {multiplier}."),
}
SCRIPT: Mapping[str, Mapping[str, str]] = {
    "one-number": {
        "introduce": translatable(
            "Here is a valley, and a point on its wall. Each step is η, the learning rate, times the slope, downhill."
        ),
        "run_1": translatable(
            "With a learning rate of {rate}, every step goes too far and lands on the other side. And yet the point "
            "comes to rest at the bottom."
        ),
        "run_2": translatable(
            "With a rate of {run2_rate}, the step is exactly twice as long as the way to the bottom. So it jumps there "
            "and back, for ever."
        ),
        "run_3": translatable(
            "With a rate of {run3_rate}, every jump lands higher up. There the slope is steeper, so the next jump is "
            "longer still."
        ),
        "verdict": translatable("Only one number was changed, the learning rate. It decides."),
    },
    "parabola-converges": PARABOLA
    | {
        "steps": translatable(
            "It goes too far, to {x_1}. Then too far again, to {x_2}, and again, to {x_3}. But each time it lands "
            "lower."
        ),
        "verdict": translatable(
            "The minus sign makes it jump across. But in size, {multiplier} is less than 1. So the distance shrinks."
        ),
    },
    "parabola-cycles": PARABOLA
    | {
        "steps": translatable(
            "The step is exactly twice as long as it should be. So it jumps from {x_0} to {x_1}, back to {x_2}, and so"
            " on for ever."
        ),
        "verdict": translatable(
            "It never comes nearer, and it never goes farther. A learning rate of {limit_x} is the edge."
        ),
    },
    "parabola-diverges": PARABOLA
    | {
        "steps": translatable(
            "It jumps to {x_1}, then to {x_2}, then to {x_3}. Each time it lands higher, where the slope is steeper. "
            "So the next jump is longer."
        ),
        "verdict": translatable("In size, that is more than 1. So every step takes it farther from the bottom."),
    },
    "parabola-race": {
        "introduce": translatable(
            "These are {n_runs} runs from the same start, x = {x_0}. They differ only in the learning rate."
        ),
        "slope": translatable("After one step each, the run with a rate of {run2_rate} is already at the bottom."),
        "steps": translatable(
            "The one with {rate} creeps. With {run3_rate} it overshoots, yet closes in. With a rate of {run4_rate} it "
            "swings for ever. And with {run5_rate} it leaves."
        ),
        "verdict": translatable("What decides is 1 − 2η. Once that is beyond −1, each step makes it worse."),
    },
    "slope-fit": {
        "introduce": translatable(
            "On the left are {rows} houses, by area and price, and a line. A line has two numbers, a and b. So on the "
            "right, it is one point of a map."
        ),
        "turn": translatable("Move the point along a, and the line turns."),
        "shift": translatable(
            "Move it along b, and the line shifts. The loss, J, is the mean of the squares on the bars."
        ),
        "steps": translatable("Gradient descent moves the point into the valley. Watch the line swing into the data."),
        "verdict": translatable(
            "The line is almost the best of all. On the map, from close by, the lowest point is still some way off."
        ),
    },
    "mse-converges": {
        "introduce": translatable(
            "Every point of this valley stands for a line, like the one on the right. Its height is the error of that "
            "line."
        ),
        "slope": translatable("The first step alone cuts the loss to less than half."),
        "steps": translatable("Across, the valley is steep. So it takes only a few steps to reach the data."),
        "tail": translatable("Now look from close by. Along the floor it is almost flat, so b only creeps."),
        "verdict": translatable("After {steps} steps, b is {b_last} dollars, still thousands too high."),
    },
    "two-speeds": {
        "introduce": translatable("How far is the run from the lowest point? The arrow shows it. It is the error."),
        "split": translatable(
            "There are two parts to this error. Each has a direction of its own, and a speed of its own."
        ),
        "fast": translatable(
            "The fast part loses about a third of its length in each step. After {turn} steps, {fast_left} % of it is "
            "left."
        ),
        "stuck": translatable("From here on, the run seems to be stuck. Seen from close by, it still moves."),
        "slow": translatable("What moves is the slow part. It was there from the start. The fast part only hid it."),
        "verdict": translatable(
            "The slow part loses about one percent in each step. It takes {slow_half} steps to halve."
        ),
    },
    "mse-blowup": {
        "introduce": translatable(
            "The same houses, and the same start. Only the learning rate for a is higher: more than eleven times as "
            "high."
        ),
        "slope": translatable("The first step crosses the valley, and lands higher on the other side."),
        "steps": translatable("Higher up it is steeper. And where it is steeper, the next step is longer."),
        "pull_back": translatable(
            "Now the view has to pull back, again and again. After {steps} steps, the loss is {loss_last}. The valley "
            "is a speck."
        ),
        "log_view": translatable(
            "On a logarithmic axis, this growth is a straight line. So each step multiplies the loss by about the same"
            " number."
        ),
        "verdict": translatable("Each step multiplies the distance to the lowest point by {predicted}."),
    },
    "mse-valley-jumping": {
        "introduce": translatable(
            "Two runs begin here. The first one has the rates that blow up. The other has the same rates, times {edge}."
        ),
        "slope": translatable("After one step, the first run has landed higher. The other one has landed level."),
        "steps": translatable(
            "The first run lands higher with each jump, and each jump is longer than the last. The other one jumps to "
            "and fro, and its jumps do not grow."
        ),
        "verdict": translatable("The first run is beyond the edge. The other one is on it."),
    },
    "fate-parabola": {
        "introduce": translatable("At a learning rate of {rate}, each step multiplies x by {multiplier}."),
        "sweep": translatable(
            "Now take every rate, from 0 upwards. At {best_x_rate} a single step lands on the minimum. From there on "
            "it overshoots. And beyond {edge_x}, the distance grows."
        ),
        "cost": translatable(
            "Below, see how many steps it takes. Towards both ends, their number explodes. So too small a rate is slow"
            " as well."
        ),
        "others": translatable(
            "With a rate of {run2_rate} it never ends. At {run3_rate} each step multiplies x by {run3_multiplier}, so "
            "the distance grows."
        ),
        "verdict": translatable("Between 0 and {edge_x}, every rate arrives. The fastest is half of that."),
    },
    "fate-houses": {
        "introduce": translatable(
            "Each point of this map is a pair of learning rates. Two are marked. They differ only in the rate for a."
        ),
        "scan": translatable(
            "Now the computer tries every pair. The colour tells how soon a run arrives, or how fast it leaves."
        ),
        "edge": translatable(
            "Between the two lies an edge, and it is exact. The fastest pair of all stands close to it."
        ),
        "verdict": translatable(
            "Yet even that pair needs {best_steps} steps until only {left_percent} % of the error is left."
        ),
    },
    "mse-halving": {
        "introduce": translatable("These are the rates that blew up, with one new rule: never uphill."),
        "slope": translatable("The full step would land higher. So it is rejected, and half of it is taken."),
        "steps": translatable("And so on. Whenever the loss would rise, the step is halved and tried again."),
        "tail": translatable("In {steps} steps, {rejected} trials are rejected. Not one step that is taken goes up."),
        "verdict": translatable("The loss goes down to {loss_last}, and never up."),
    },
    "mse-backtracking": {
        "introduce": translatable("Go along the first full step, and draw the loss on the way: it is this curve."),
        "enough": translatable(
            "The slope promises a certain fall. Of that, a share of at least {sufficient} has to come true."
        ),
        "slope": translatable(
            "The full step lands above the line, so it is rejected. Half of it lands below, and is taken."
        ),
        "steps": translatable("The next step is tried in the same way."),
        "tail": translatable(
            "In all, the loss is computed {loss_evaluations} times, and the gradient {gradient_evaluations} times."
        ),
        "verdict": translatable("These were the rates that blew up. Now they are tamed."),
    },
    "mse-momentum": {
        "introduce": translatable("Without momentum, these rates blow up."),
        "slope": translatable("The first push is the slope’s alone."),
        "steps": translatable("From then on, {beta} of each step is kept, and the new push is added to it."),
        "tail": translatable("Across the valley the pushes cancel. Along its floor they add up."),
        "edge": translatable(
            "How much momentum is enough? The run is stable where λ, here {largest}, is below 2(1 + β). With β = "
            "{beta_short}, it is not."
        ),
        "past": translatable("With a little more, it is. So momentum has moved the edge."),
        "verdict": translatable("The same rates, and the same start. Now the run arrives."),
    },
    "mse-sgd": {
        "introduce": translatable(
            "Gradient descent asks all {rows} houses before each step. This run asks only one house."
        ),
        "slope": translatable(
            "Every house asks for a step of its own. One of them is drawn at random, and it decides."
        ),
        "steps": translatable("The path is crooked. Still, after {near} steps it is close."),
        "tail": translatable(
            "Here on the floor, {opposed} of the houses pull the other way, so the point jitters. Of {steps} steps, "
            "{rose} go up."
        ),
        "seeds": translatable("Draw other houses, and the run is another one. These are {seeds} such runs."),
        "band": translatable(
            "{middle} of the {seeds} end within this band. With all houses in each step, the loss falls on."
        ),
        "verdict": translatable("The noise never settles, because the rate does not shrink."),
    },
    "mse-normalised": {
        "introduce": translatable(
            "This valley is slanted. Even with the best two rates, it takes {run2_steps} steps until only "
            "{left_percent} % of the error is left."
        ),
        "stretch": translatable(
            "Other rates stretch the valley, but they leave it slanted. The condition number, κ, is {raw_felt} at best."
        ),
        "centre": translatable("Now count each area from the mean of all areas. The slant is gone."),
        "scale": translatable(
            "Now stretching makes it round. The condition number is {condition}, and one rate serves both directions."
        ),
        "slope": translatable(
            "Now the way down leads straight to the centre. With a rate of {rate_p}, step {landed} lands there."
        ),
        "verdict": translatable("It was not the units. It was where we counted from."),
    },
    "remedies-race": {
        "introduce": translatable(
            "Here are six ways to go, from one start. The clock counts what they cost, every loss and every gradient."
        ),
        "slope": translatable("In standard units, one step lands on the minimum."),
        "steps": translatable(
            "Momentum and Adam swing at first, and then they fall. Halving and backtracking creep along the floor."
        ),
        "arrivals": translatable(
            "Four have arrived, after {within_4}, {within_5}, {within_6} and {within_3} evaluations."
        ),
        # A voice begins the last words while the table is being filled; its last lines are those of two of the runs.
        "verdict": translatable(
            "Halving and backtracking have not arrived yet. And what some of the others know beforehand, spread, "
            "curvatures, or a good β, is not counted."
        ),
    },
    "opening": {
        "introduce": translatable("This point should come to rest in the valley."),
        "slope": translatable("Instead, it jumps."),
        "steps": translatable("And every jump takes it higher up."),
        "verdict": translatable("I changed one number."),
    },
    **changing_rates.SCRIPT,
    **choosing_methods.SCRIPT,
}


def script_of(slug: str) -> Mapping[str, str]:
    """Return what is said in a built-in scenario, in the current language, with its ``{fact}`` placeholders."""
    return {beat: tr(sentence) for beat, sentence in SCRIPT.get(slug, {}).items()}
