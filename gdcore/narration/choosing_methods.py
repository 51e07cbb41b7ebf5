"""Captions and spoken words of the built-in clips whose method chooses its own steps, by beat."""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.text.language import translatable

WORDS: Mapping[str, Mapping[str, str]] = {
    "adaptive": {
        "introduce": translatable("What rate does each parameter get?"),
        "slope": translatable("Without memory b hardly moves. With it, both do."),
        "steps": translatable("Same proportion of rates. Divided by past slopes, those of a and b become alike."),
        "verdict": translatable("Alike. Without memory: {apart_4} times apart."),
    },
    "adam-edge": {
        "introduce": translatable("x², and a rate beyond plain descent’s edge."),
        "slope": translatable("Plain descent lands higher. Adam’s step is η."),
        "steps": translatable(
            "Adam shakes, then settles, and its rate grows. Past {memory_edge} the loss rises again."
        ),
        "verdict": translatable("So Adam has an edge too, and comes back from it."),
    },
    "clipping": {
        "introduce": translatable("Two runs, η = {rate}: too much for x²."),
        "slope": translatable("One is clipped: steeper than {clip} counts as {clip}."),
        "steps": translatable("The free run flies out. The clipped one jumps to and fro across the bottom."),
        "verdict": translatable("Tamed, not steered: {rate} to and fro, for ever."),
    },
}
SCRIPT: Mapping[str, Mapping[str, str]] = {
    "adaptive": {
        "introduce": translatable(
            "Beside the map are the rates in effect, one line for a and one for b, each times the curvature along it."
        ),
        "slope": translatable(
            "All four are given rates in the same proportion. Without a memory, b hardly moves. With one, both do."
        ),
        "steps": translatable(
            "They divide the rate of each parameter by how steep its slopes have been. So the two lines of each method "
            "become alike. They would not, had we not also chosen how far a step may go in a and in b."
        ),
        "verdict": translatable(
            "With a memory, the rates of a and b are alike. Without one, in the same proportion, they are {apart_4} "
            "times apart."
        ),
    },
    "adam-edge": {
        "introduce": translatable(
            "This is x² again, with a learning rate of {rate}, beyond the edge of plain descent."
        ),
        "slope": translatable("Plain descent lands higher. The first step of Adam is as long as the rate, no longer."),
        "steps": translatable(
            "Adam is shaken, and then it settles. But small slopes let its effective rate grow. At step {past_edge} it "
            "is past {memory_edge}, and from there the loss rises again."
        ),
        "verdict": translatable("So Adam has an edge too. Once thrown out, it sees steep slopes, and comes back."),
    },
    "clipping": {
        "introduce": translatable("Two runs start here. Both have a learning rate of {rate}, which is too much."),
        "slope": translatable(
            "One of them is clipped. Wherever the slope is steeper than {clip}, it counts as {clip}. So no step is "
            "longer than {rate} times {clip}."
        ),
        "steps": translatable(
            "The free run flies out, farther with every jump. The clipped one stays, and jumps to and fro across the "
            "bottom."
        ),
        "verdict": translatable("Clipping has tamed the run. But it does not steer it, and it never arrives."),
    },
}
PASSAGES: Mapping[str, str] = {
    "adaptive": translatable("So far, every rate was chosen beforehand. Can a method choose its own?"),
    "adam-edge": translatable("Does a method that chooses its rate still have an edge?"),
    "clipping": translatable("And what if a rate is simply too high? Then a belt can hold the run."),
}
"""What leads to each of them from the clip before."""
