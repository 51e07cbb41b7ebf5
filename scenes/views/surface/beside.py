"""Several runs on one surface: each has its colour, its name, its losses, and its part of the verdict."""

from __future__ import annotations

from functools import cached_property

from gdcore.scenario import Scenario
from gdcore.studies.race_names import run_names
from gdcore.text.notation import factor_of_a_step
from gdcore.theory.verdict_words import kind_word
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.fitting import shortened
from scenes.painting.style import Theme
from scenes.painting.text import SMALL, Text, escaped, small
from scenes.plots.growing_losses import GrowingLosses
from scenes.plots.run_colours import run_colours
from scenes.stage.symbols import kind_colour
from scenes.stage.verdict_box import VerdictBox
from scenes.surface.room import Room
from scenes.views.surface.descent import SurfaceDescent

DOT = "●"
NAME_LINE = 1.4
"""From the name of one run to the next, in ems."""


class Beside:
    """The runs of a scenario with companions on one surface; the scenario's own run comes first."""

    def __init__(self, scenario: Scenario, room: Room, theme: Theme, sides: tuple[float, float]) -> None:
        self.scenario, self.theme = scenario, theme
        self.runs = [one.trajectory for one in scenario.runs]
        self.colours = _colours(scenario, theme)
        self.descents = [
            SurfaceDescent(run, room, theme, sides, colour)
            for run, colour in zip(self.runs[1:], self.colours[1:], strict=True)
        ]

    @cached_property
    def names(self) -> list[str]:
        """The names of the runs."""
        return run_names(self.scenario)

    def losses(self, place: Place) -> Painted:
        """Return the chart of all losses."""
        colours = [[colour] * (run.n_steps + 1) for run, colour in zip(self.runs, self.colours, strict=True)]
        return GrowingLosses(self.runs, colours, place, self.theme)

    def legend(self, place: Place) -> tuple[list[Text], Place]:
        """Return the names of the runs, from the top of a place down, and what is left of it."""
        left, bottom, width, height = place
        size, texts = style.LABEL_SIZE, []
        for i, (name, colour) in enumerate(zip(self.names, self.colours, strict=True)):
            words = f"{DOT} {small(escaped(shortened(name, width / size - 2.0, SMALL)))}"
            texts.append(Text(words, left, bottom + height - (i + 1) * NAME_LINE * size, size, colour))
        return texts, (left, bottom, width, height - len(texts) * NAME_LINE * size)

    def verdicts(self, place: Place) -> VerdictBox:
        """Return the box with a line for each run: what it does, and by which factor a step in the end."""
        lines = [self._verdict(one, colour) for one, colour in zip(self.scenario.runs, self.colours, strict=True)]
        return VerdictBox(lines[:2], self.theme.label, place)

    def _verdict(self, one: Scenario, colour: str) -> str:
        factor = one.verdict.predicted_factor
        times = "" if factor is None else f" $times {factor_of_a_step(factor).typst}$"
        return f'#text(fill: rgb("{colour}"))[{DOT} *{escaped(kind_word(one.verdict.kind))}*{times}]'


def _colours(scenario: Scenario, theme: Theme) -> list[str]:
    """Return the colour of each run: of its outcome where no two have the same, else one a run."""
    outcomes = [kind_colour(one.verdict.kind, theme) for one in scenario.runs]
    return outcomes if len(set(outcomes)) == len(outcomes) else run_colours(scenario, theme)
