"""What a voice says in the clips of the built-in scenarios, by beat: whole sentences for the ear, one thought each.

Captions are shorter: they are read while the picture is looked at. ``{fact}`` is an entry of
``gdcore.narration.facts``.
"""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.text.language import tr, translatable

PARABOLA = {
    "introduce": translatable("We start at x = {x_0}. The learning rate is {rate}."),
    "slope": translatable(
        "A step is the learning rate times the slope. Here that is {rate} times {slope_0}, downhill."
    ),
}
SCRIPT: Mapping[str, Mapping[str, str]] = {
    "one-number": {
        "introduce": translatable(
            "Here is a valley, and a point on its wall. Each step is η times the slope, downhill."
        ),
        "run_1": translatable(
            "With η = {rate}, every step goes too far and lands on the other side. And yet the point comes to "
            "rest at the bottom."
        ),
        "run_2": translatable(
            "With η = {run2_rate}, the step is exactly twice as long as the way to the bottom. So it jumps "
            "there and back, for ever."
        ),
        "run_3": translatable(
            "With η = {run3_rate}, every jump lands higher up. There the slope is steeper, so the next jump "
            "is longer still."
        ),
        "verdict": translatable("Only one number was changed: the learning rate. It decides."),
    },
    "parabola-converges": PARABOLA
    | {
        "steps": translatable(
            "It goes too far, to {x_1}. Then too far again, to {x_2}, and {x_3}. But each time it lands lower."
        ),
        "rule": translatable("Each step multiplies x by 1 − 2η. Here that is {multiplier}."),
        "verdict": translatable(
            "The minus sign makes it jump across. But {factor} is less than 1, so the distance shrinks."
        ),
    },
    "parabola-cycles": PARABOLA
    | {
        "steps": translatable(
            "The step is exactly twice as long as it should be. From {x_0} to {x_1}, back to {x_2}, and so on for ever."
        ),
        "rule": translatable("Each step multiplies x by 1 − 2η. Here that is {multiplier}."),
        "verdict": translatable(
            "It never comes nearer, and it never goes farther. A learning rate of {limit_x} is the edge."
        ),
    },
    "parabola-diverges": PARABOLA
    | {
        "steps": translatable(
            "The jump lands higher than it began. There the slope is steeper: first {slope_1}, then "
            "{slope_2}. So every jump is longer than the last."
        ),
        "rule": translatable("Each step multiplies x by 1 − 2η. Here that is {multiplier}."),
        "verdict": translatable(
            "In size, that is more than 1. The distance to the bottom is multiplied by {factor} in each step."
        ),
    },
    "parabola-race": {
        "introduce": translatable(
            "These are {n_runs} runs from the same start, x = {x_0}. They differ only in the learning rate."
        ),
        "slope": translatable("After one step each, the run with η = {run2_rate} is already at the bottom."),
        "steps": translatable(
            "The one with {rate} creeps. With {run3_rate} it overshoots, yet closes in. With {run4_rate} it "
            "swings for ever. And with {run5_rate} it leaves."
        ),
        "verdict": translatable("What decides is 1 − 2η. Once that is beyond −1, each step makes it worse."),
    },
    "slope-fit": {
        "introduce": translatable(
            "On the right are {rows} houses, their areas and their prices, and a line through them. The line "
            "has two numbers, a and b. On the left it is one point of a map."
        ),
        "turn": translatable("Move the point along a, and the line turns."),
        "shift": translatable("Move it along b, and the line shifts. The loss, J, is the mean of the squared bars."),
        "steps": translatable("Gradient descent moves the point into the valley. Watch the line swing into the data."),
        "verdict": translatable("It ends at a = {a_last}. The best line of all has {best_a}."),
    },
    "mse-converges": {
        "introduce": translatable(
            "Every point of this valley is a line through the houses. Its height is the error of that line."
        ),
        "slope": translatable("The first step leaves a loss of {loss_1}."),
        "steps": translatable("Across, the valley is steep. So a few steps are enough to reach the data."),
        "tail": translatable(
            "Now look from close by. Along the floor it is almost flat, and b only creeps towards {best_b}."
        ),
        "verdict": translatable("After {steps} steps, b is still at {b_last}."),
    },
    "two-speeds": {
        "introduce": translatable("How far is the run from the lowest point? The arrow shows it. It is the error."),
        "split": translatable("The error has two parts. Each has a direction of its own, and a speed of its own."),
        "fast": translatable(
            "The fast part is multiplied by {fast} in each step. After {turn} steps, {fast_left} % of it is left."
        ),
        "stuck": translatable("From here on, the run seems to be stuck. Seen from close by, it still moves."),
        "slow": translatable("What moves is the slow part. It was there from the start; the fast part only hid it."),
        "verdict": translatable("It is multiplied by {slow} in each step. To halve it takes {slow_half} steps."),
    },
    "mse-blowup": {
        "introduce": translatable("The same houses, and the same start. Only the learning rate for a is higher."),
        "slope": translatable("The first step crosses the valley, and lands higher on the other side."),
        "steps": translatable("Higher up it is steeper. And where it is steeper, the next step is longer."),
        "pull_back": translatable(
            "Now the view has to pull back, again and again. After {steps} steps, the loss is {loss_last}. "
            "The valley is a speck."
        ),
        "log_view": translatable(
            "On a logarithmic axis, this growth is a straight line. The loss is multiplied by {loss_factor} "
            "in each step."
        ),
        "verdict": translatable("The distance to the lowest point grows by a factor of {predicted}."),
    },
    "mse-valley-jumping": {
        "introduce": translatable("On the left are the rates that blow up. On the right, the same rates times {edge}."),
        "slope": translatable("After one step the left run has landed higher. The right one has landed level."),
        "steps": translatable(
            "On the left, each jump lands higher, and the next one is longer. On the right, they stop growing."
        ),
        "verdict": translatable("The left run is beyond the edge. The right one is on it."),
    },
    "fate-parabola": {
        "introduce": translatable("At a learning rate of {rate}, each step multiplies x by {multiplier}."),
        "sweep": translatable(
            "Now take every rate, from 0 upwards. At {best_x_rate} a single step lands on the minimum. From "
            "there on it overshoots. And beyond {edge_x} it grows."
        ),
        "cost": translatable("Too small a rate is slow as well. Towards both ends, the number of steps explodes."),
        "others": translatable(
            "At {run2_rate} it never ends. At {run3_rate} it grows, by a factor of {run3_factor} in each step."
        ),
        "verdict": translatable("Below {edge_x}, every rate arrives. The fastest is half of that."),
    },
    "fate-houses": {
        "introduce": translatable(
            "Each point of this map is a pair of learning rates. The two marked ones differ only in η_a."
        ),
        "scan": translatable(
            "Now the computer tries every pair. The colour tells how soon a run arrives, or how fast it leaves."
        ),
        "edge": translatable(
            "Between the two lies an edge, and it is exact. The fastest pair of all stands close to it."
        ),
        "verdict": translatable(
            "Yet even that pair needs {best_steps} steps until {left_percent} % of the error is left."
        ),
    },
    "mse-halving": {
        "introduce": translatable("These are the rates that blew up, with one new rule: never uphill."),
        "slope": translatable("The full step would land higher. So it is refused, and half of it is taken."),
        "steps": translatable("And so on. Whenever the loss would rise, the step is halved and tried again."),
        "tail": translatable("In {steps} steps, {rejected} trials are refused. Not one step that is taken goes up."),
        "verdict": translatable("The loss goes down to {loss_last}, and never up."),
    },
    "mse-backtracking": {
        "introduce": translatable("This curve is the loss along the first full step."),
        "enough": translatable(
            "The slope promises a certain fall. Of that, a share of {sufficient} has to come true, at least."
        ),
        "slope": translatable(
            "The full step lands above the line, so it is refused. Half of it lands below, and is taken."
        ),
        "steps": translatable("The next step is tried in the same way."),
        "tail": translatable(
            "In all, the loss has been computed {loss_evaluations} times, and the gradient "
            "{gradient_evaluations} times."
        ),
        "verdict": translatable("These were the rates that blew up. Now they are tamed."),
    },
    "mse-momentum": {
        "introduce": translatable("Without momentum, these rates blow up."),
        "slope": translatable("The first push is the slope’s alone."),
        "steps": translatable("From then on, {beta} of each step is kept, and the new push is added to it."),
        "tail": translatable("Across the valley the pushes cancel. Along its floor they add up."),
        "edge": translatable(
            "How much momentum is enough? The run is stable where λ, here {largest}, is below 2(1 + β). With "
            "β = {beta_short}, it is not."
        ),
        "past": translatable("Beyond β = {beta_needed}, it is. So momentum has moved the edge."),
        "verdict": translatable("The same rates, and the same start. Now the run arrives."),
    },
    "mse-sgd": {
        "introduce": translatable("Gradient descent asks all {rows} houses before each step. This run asks only one."),
        "slope": translatable("Each house would have its own step. The one that is drawn decides."),
        "steps": translatable("The path is crooked. Still, after {near} steps it is close."),
        "tail": translatable(
            "Here on the floor, {opposed} of the houses pull the other way, so the point jitters. Of {steps} "
            "steps, {rose} go up."
        ),
        "seeds": translatable(
            "Draw the houses in another order, and the run is another one. These are {seeds} of them."
        ),
        "band": translatable(
            "{middle} of the {seeds} stay within this band. With all houses in each step, the loss falls on."
        ),
        "verdict": translatable("The noise never settles, because the rate does not shrink."),
    },
    "mse-normalised": {
        "introduce": translatable(
            "This valley lies aslant. Even with the best two rates, it takes {run2_steps} steps until "
            "{left_percent} % of the error is left."
        ),
        "stretch": translatable(
            "Other rates only stretch it. The condition number, κ, is {raw_felt} at best. With one rate for "
            "both, it is {run2_condition}."
        ),
        "centre": translatable("Now count each area from the mean of all areas. The slant is gone."),
        "scale": translatable("Now stretching makes it round: κ = {condition}. One rate serves both directions."),
        "slope": translatable("Downhill points straight at the centre. With η = {rate_p}, step {landed} lands there."),
        "verdict": translatable("It was not the units. It was where we counted from."),
    },
    "remedies-race": {
        "introduce": translatable("Four remedies, from one start. The clock counts what they cost: evaluations."),
        "slope": translatable("In standard units, one step lands on the minimum."),
        "steps": translatable("Momentum swings, then falls steadily. The other two creep along the floor."),
        "arrivals": translatable(
            "Standard units have needed {within_4} evaluations, and momentum {within_3}. The others have not "
            "arrived yet."
        ),
        "verdict": translatable("Two things are not counted: measuring the spread of the data, and finding a good β."),
    },
}
PASSAGES: Mapping[str, str] = {}
"""What is said in the film while the title of a clip stands, by its slug."""


def passage_of(slug: str) -> str:
    """Return what leads to a built-in clip in the film, in the current language; empty where nothing does."""
    return tr(PASSAGES[slug]) if slug in PASSAGES else ""


def script_of(slug: str) -> Mapping[str, str]:
    """Return what is said in a built-in scenario, in the current language, with its ``{fact}`` placeholders."""
    return {beat: tr(sentence) for beat, sentence in SCRIPT.get(slug, {}).items()}
