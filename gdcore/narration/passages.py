"""What leads from one built-in clip to the next in the film."""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.narration import changing_rates, choosing_methods
from gdcore.text.language import tr, translatable

PASSAGES: Mapping[str, str] = {
    "parabola-converges": translatable("Now take these three one by one, and count. First, the one that arrives."),
    "parabola-cycles": translatable("Now a slightly higher rate. Does the point still come closer?"),
    "parabola-diverges": translatable("And once more a slightly higher rate. What lies beyond the edge?"),
    "parabola-race": translatable("Three rates had three fates. Now five rates start at once."),
    "slope-fit": translatable("So far, there was one number to find. A line through data has two."),
    "mse-converges": translatable("That was the loss seen from above. Now look at the same run in the valley itself."),
    "two-speeds": translatable("Why was that so fast at first, and so slow later? Take the error apart, and it shows."),
    "mse-blowup": translatable("If it is so slow, why not take longer steps? Here, one of the rates is raised."),
    "mse-valley-jumping": translatable("How does such a run begin? Look at its first seven jumps."),
    "fate-parabola": translatable("So there is an edge. Where exactly does it lie? Back to the simple valley."),
    "fate-houses": translatable("The houses have two rates. So the same question has a map for an answer."),
    "mse-halving": translatable("Hardly anybody knows the edge beforehand. But a run can look before it leaps."),
    "mse-backtracking": translatable("Never uphill is not much to ask. We can ask for more: every step has to pay."),
    "mse-momentum": translatable("Refusing a step is one remedy. Another is to remember the last one."),
    "mse-sgd": translatable("So far, every step asked all of the data. What if each step asks only one house?"),
    "mse-normalised": translatable("Until now, only the steps were changed. Now we change the valley."),
    **changing_rates.PASSAGES,
    **choosing_methods.PASSAGES,
    "remedies-race": translatable("Which of these ways is the best? Now six of them race."),
    "opening": translatable(
        "A slope, a step, and one number between the two. Now you have seen what that number decides."
    ),
}
"""Why the film goes on to this clip from the one before it: said while its title stands. It ends with the opening's."""


def passage_of(slug: str) -> str:
    """Return what leads to a built-in clip in the film, in the current language; empty where nothing does."""
    return tr(PASSAGES[slug]) if slug in PASSAGES else ""
