"""The parts of the story, each about ten minutes long: what is in them, for whom, and what to take away."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from markupsafe import Markup

from gdcore.text.language import tr, translatable
from scenes.clip.clip import Clip
from valleyjump.markup.quantity import typeset

WORDS_A_MINUTE = 200.0
PLAY_MINUTES = 2.0
"""How long a reader stays with a playground."""
SHOWN = re.compile(r'\bshow\("([a-z0-9-]+)"\)')
PLAYED = re.compile(r'\bplay\("[a-z]+"\)')
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
NO_WORDS = re.compile(r"\{[{%].*?[%}]\}|<[^>]*>", re.DOTALL)
Numbers = Mapping[str, Mapping[str, Markup]]


@dataclass(frozen=True)
class TakeAway:
    """A sentence to remember; ``{name}`` in it stands for the number that ``numbers`` gives as "topic.number"."""

    message: str
    numbers: Mapping[str, str]

    def told(self, numbers: Numbers) -> Markup:
        """Return the sentence as the page writes it."""
        found = {name: numbers[topic][number] for name, (topic, number) in self._places()}
        return typeset(tr(self.message)).format(**found)

    def _places(self) -> list[tuple[str, list[str]]]:
        return [(name, place.split(".")) for name, place in self.numbers.items()]


@dataclass(frozen=True)
class Part:
    """One part: its anchor, title and level, its sections by anchor, and three things to take away."""

    anchor: str
    title: str
    level: str
    sections: tuple[str, ...]
    take_away: tuple[TakeAway, TakeAway, TakeAway]

    def clips(self) -> list[str]:
        """Return the slugs of the clips shown in this part, in their order."""
        return [slug for section in self.sections for slug in SHOWN.findall(self._source(section))]

    def minutes(self, clips: Mapping[str, Clip]) -> int:
        """Return how long it takes to read the words, watch the clips and try the playgrounds, in whole minutes."""
        sources = [self._source(section) for section in self.sections]
        read = sum(len(NO_WORDS.sub(" ", source).split()) for source in sources) / WORDS_A_MINUTE
        watched = sum(clips[slug].duration_s for slug in self.clips()) / 60.0
        played = PLAY_MINUTES * sum(len(PLAYED.findall(source)) for source in sources)
        return math.ceil(read + watched + played)

    def template(self, section: str) -> str:
        """Return the name of the template of a section."""
        return f"story/{self.anchor}/{section}.html"

    def _source(self, section: str) -> str:
        """Return the template of a section without its comments."""
        return COMMENT.sub("", (files("templates") / self.template(section)).read_text(encoding="utf-8"))


def _take_away(message: str, **numbers: str) -> TakeAway:
    return TakeAway(message, numbers)


PARTS: tuple[Part, ...] = (
    Part(
        "one-number",
        translatable("One number"),
        translatable("For everyone who knows what a slope is."),
        ("one-number", "why", "play-parabola"),
        (
            _take_away(
                translatable(
                    "A step is the slope times the learning rate. Nothing tells gradient descent how far away the "
                    "bottom is."
                )
            ),
            _take_away(
                translatable(
                    "On a parabola every step multiplies the distance to the bottom by the same number: one minus the "
                    "rate times the curvature."
                )
            ),
            _take_away(
                translatable(
                    "On x² every rate between 0 and {limit} arrives, and every larger one leaves. At {limit} it swings "
                    "for ever. At {half_limit} one step lands."
                ),
                limit="parabola.limit",
                half_limit="parabola.half_limit",
            ),
        ),
    ),
    Part(
        "two-parameters",
        translatable("Two parameters"),
        translatable("For readers who know averages and the equation of a line."),
        ("valley", "too-much"),
        (
            _take_away(
                translatable(
                    "A point of the valley is a line through the data. Its error has a part across the valley and a "
                    "part along the floor, and a step multiplies each by a number of its own."
                )
            ),
            _take_away(
                translatable(
                    "A run can look finished long before it is. Along the floor a careful step leaves {left} of the "
                    "error, and {half_life} steps halve it."
                ),
                left="valley.flat",
                half_life="valley.half_life",
            ),
            _take_away(
                translatable(
                    "In the long run, beyond the edge, the loss grows by the same factor at every step. Here that is "
                    "{growth}, and {orders} orders of magnitude in {steps} steps."
                ),
                growth="blowup.growth",
                orders="mse_blowup.loss_orders",
                steps="mse_blowup.steps",
            ),
        ),
    ),
    Part(
        "edge",
        translatable("The edge"),
        translatable("For readers of the first two parts. Only the algebra uses eigenvalues."),
        ("edge", "play-valley"),
        (
            _take_away(
                translatable("On a quadratic the rates decide before the first step whether plain descent arrives.")
            ),
            _take_away(
                translatable(
                    "The fastest rates lie close to the edge: {times} times the fastest pair is already on it."
                ),
                times="fate_houses.best_edge",
            ),
            _take_away(
                translatable(
                    "Nothing announces the edge. Just below it a run arrives slowly, just above it a run leaves slowly."
                )
            ),
        ),
    ),
    Part(
        "remedies",
        translatable("Remedies"),
        translatable("For readers of the first two parts. Only the algebra uses matrices."),
        ("remedy", "backtracking", "momentum", "stochastic", "standard-units"),
        (
            _take_away(
                translatable(
                    "Halving shortens a step until the loss does not rise, backtracking until it falls by enough. "
                    "Both cost trials, and neither turns a step."
                )
            ),
            _take_away(
                translatable(
                    "Momentum moves the edge outwards: with β above {least_beta} the rates that blew up arrive."
                ),
                least_beta="momentum.edge",
            ),
            _take_away(
                translatable(
                    "Two rates leave the valley of the houses a condition number of {pair}. Counting the area from its "
                    "mean leaves {centred}."
                ),
                pair="conditions.pair_condition",
                centred="conditions.centred_condition",
            ),
        ),
    ),
    Part(
        "rates-that-change",
        translatable("Rates that change"),
        translatable("For readers of the first four parts. Only the algebra uses matrices."),
        ("two-steps", "too-high-on-purpose", "range-test", "warmup-decay"),
        (
            _take_away(
                translatable(
                    "On a quadratic, a rate of one over the curvature erases the part of the error along that "
                    "direction, and no later step brings it back."
                )
            ),
            _take_away(
                translatable(
                    "The edge is one of constant rates. On a quadratic whose curvatures are known, a single step can "
                    "lie {edges} times beyond it, and the run arrives all the same."
                ),
                edges="two_steps.edges",
            ),
            _take_away(
                translatable(
                    "One run with a growing rate shows about where the edge is. If slopes are noisy, let the rate "
                    "fall towards the end, and the noise falls with it."
                )
            ),
        ),
    ),
    Part(
        "methods-that-choose",
        translatable("Methods that choose"),
        translatable("For readers of the first two parts. Only the algebra uses matrices."),
        ("adaptive", "adam-edge", "clipping"),
        (
            _take_away(
                translatable(
                    "Adagrad, RMSProp and Adam divide each parameter’s step by its past slopes. The units of the loss "
                    "cancel; how far a step goes is still yours to choose."
                )
            ),
            _take_away(
                translatable(
                    "Adam has an edge too: with its usual numbers, {edge} over the rate. On the parabola it throws a "
                    "run out, and the run comes back."
                ),
                edge="adam_edge.memory_edge",
            ),
            _take_away(
                translatable("Clipping limits how far one step goes. It does not make a rate that is too large arrive.")
            ),
        ),
    ),
    Part(
        "monday",
        translatable("What to do on Monday"),
        translatable("For everyone who has a rate to choose."),
        ("bill", "monday", "glossary", "sources"),
        (
            _take_away(
                translatable("Make the rate three times as large until the loss rises, then go back one trial.")
            ),
            _take_away(
                translatable("Look at the loss on a logarithmic axis: there a straight line is a constant factor.")
            ),
            _take_away(translatable("Centre and scale the data first. No choice of rates can do the same.")),
        ),
    ),
)
"""In the order of the story."""
