"""Captions and spoken words of the built-in clips whose learning rate changes from step to step, by beat."""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.text.language import translatable

WORDS: Mapping[str, Mapping[str, str]] = {
    "two-steps": {
        "introduce": translatable("One rate for both. The error has two parts."),
        "slope": translatable("{edges} times beyond the edge: the flat part is erased, the steep one thrown up."),
        "steps": translatable("Step 2 erases the steep part. It lands on the best line, exactly."),
        "other": translatable("In the other order: first the steep part goes, then the flat one."),
        "verdict": translatable("Two directions, two steps."),
    },
    "too-high-on-purpose": {
        "introduce": translatable("The rate of each step. Dashed: the edge."),
        "slope": translatable("Chebyshev steps go beyond the edge on purpose."),
        "steps": translatable(
            "{n_beyond} of {steps} are beyond it, up to {highest_edges} times. Each is right for a curvature of its "
            "own."
        ),
        "verdict": translatable("{above_1} above the minimum. One fixed rate: {above_2}."),
    },
    "range-test": {
        "introduce": translatable("One run. Its rate grows with every step."),
        "slope": translatable("At first it is tiny, and the loss hardly moves."),
        "steps": translatable("The rate grows by the same factor each time. The loss falls ever faster, and turns."),
        "verdict": translatable("First rise: at {turn_rate}, just past the edge. A usual rule picks {suggested_rate}."),
    },
    "warmup-decay": {
        "introduce": translatable("One house a step, and three ways to set the rate."),
        "slope": translatable("Two begin at the full rate. Warm-up begins low."),
        "steps": translatable("A constant rate keeps the noise. Where the rate falls, so does the noise."),
        "verdict": translatable("Above the minimum: {above_1}, {above_2}, {above_3}."),
    },
}
SCRIPT: Mapping[str, Mapping[str, str]] = {
    "two-steps": {
        "introduce": translatable(
            "The same houses, but now one learning rate for both numbers. On the right is the error, in its two parts."
        ),
        "slope": translatable(
            "The first step is made for the flat part, and erases it. For the steep part it is {edges} times beyond "
            "the edge. The loss is now {loss_1}, and beside that line all houses lie at zero."
        ),
        "steps": translatable(
            "The second step is made for the steep part. It erases that, and lands on the best line. Exactly."
        ),
        "other": translatable(
            "Now in the other order. The short step erases the steep part, and the long one the flat part. It ends on "
            "the same line, without the detour."
        ),
        "verdict": translatable("There are two directions, and each step erases one of them."),
    },
    "too-high-on-purpose": {
        "introduce": translatable(
            "Above is the rate of each step. A rate that is kept above the dashed line, the edge, drives the run away."
        ),
        "slope": translatable("Chebyshev steps go beyond that edge on purpose, but never for long."),
        "steps": translatable(
            "{n_beyond} of {steps} steps are beyond it, one of them {highest_edges} times. Each is just right for a "
            "curvature of its own, and the others mend what it spoils."
        ),
        "verdict": translatable(
            "The fixed rate that is best in the long run ends thousands of times higher. Silver steps come between "
            "the two at best, and they need to know only the steepest curvature."
        ),
    },
    "range-test": {
        "introduce": translatable("How does one find a good learning rate? Let it grow during a single run."),
        "slope": translatable("At first the rate is tiny, and the loss hardly moves."),
        "steps": translatable("Every step multiplies the rate by the same factor. The loss falls faster, and turns."),
        "verdict": translatable(
            "It first rises at a rate of {turn_rate}, just past the edge, {edge_rate}. A usual rule would pick "
            "{suggested_rate}, far below it."
        ),
    },
    "warmup-decay": {
        "introduce": translatable(
            "Each step asks one house, drawn at random. The three runs draw the same houses, but their rates differ."
        ),
        "slope": translatable("Two runs begin at the full rate. The one with warm-up begins low."),
        "steps": translatable(
            "A constant rate keeps the noise of the draws. Where the rate falls to nothing, so does the noise."
        ),
        "verdict": translatable(
            "Decay brings both runs nearer to the minimum. This valley curves alike everywhere, so it does not need a "
            "warm-up."
        ),
    },
}
PASSAGES: Mapping[str, str] = {
    "two-steps": translatable("So a rate beyond the edge is a mistake. Or is it? Here it is one on purpose."),
    "too-high-on-purpose": translatable("So far, a rate beyond the edge was a mistake. Can it be of use?"),
    "range-test": translatable("But who knows the edge? One run can find it, if its rate grows."),
    "warmup-decay": translatable("And a rate can fall, too. What is that good for? Back to one house a step."),
}
"""What leads to each of them from the clip before."""
