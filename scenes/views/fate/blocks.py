"""The column beside the line of fates: a block per run with its rate, factor, verdict and first iterates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from gdcore.arrays import frozen
from gdcore.methods.registry import method_label, rule_of
from gdcore.scenario import Scenario
from gdcore.studies.edges import multipliers_of, solvable
from gdcore.studies.fates import FateLine
from gdcore.text.language import tr
from gdcore.text.notation import Number, computed, fixed, rounded
from gdcore.theory.verdict_words import kind_word
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import SmallText, Text, escaped
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset
from scenes.views.fate.curve import colours_of, role, role_of

CAPTION, FIRST, PITCH = 0.3, 0.8, 1.22
"""From the top of the panel to the caption's line and to the first block's heading, and from one block to the next."""
STRIP = 0.74
"""The height of a strip of iterates; its top lies ``DROP`` under the heading."""
DROP = 0.16
BETWEEN = 0.2
"""The least gap between a heading and the word at the right of its line."""
REACH = 2.4
"""How many times the start's distance a strip shows on either side of the minimum."""


class Strip:
    """Iterates from left to right, up and down by their distance from the minimum; what leaves the strip is cut off."""

    def __init__(self, scenario: Scenario, place: Place, n_steps: int, theme: Theme) -> None:
        self.left, self.bottom, self.width, self.height = place
        self.n_steps, self.theme = n_steps, theme
        best = scenario.objective.minimiser
        x = scenario.trajectory.iterates[:, 0]
        self.middle = float(x[-1] if best is None else best[0])
        self.unit = abs(float(x[0]) - self.middle) or 1.0

    def place(self, iterates: Points) -> Points:
        """Return the scene coordinates ``(k + 1, 2)`` of iterates ``(k + 1, 1)``."""
        share = np.arange(len(iterates)) / self.n_steps
        up = np.clip((iterates[:, 0] - self.middle) / self.unit, -50.0 * REACH, 50.0 * REACH)
        across = self.left + 0.12 + share * (self.width - 0.24)
        return np.column_stack([across, self.bottom + self.height * (0.5 + up / (2.0 * REACH))])

    def paint(self, pen: Pen, iterates: Points, colour: str, shown: float) -> None:
        """Draw the strip with the first ``shown`` steps."""
        corner, size = np.array([self.left, self.bottom]), np.array([self.width, self.height])
        pen.box(corner, size, 0.06, self.theme.grid, fill_alpha=0.35, width=style.AXIS_WIDTH)
        middle = self.bottom + self.height / 2.0
        pen.line(np.array([[self.left, middle], [self.left + self.width, middle]]), self.theme.axis, style.AXIS_WIDTH)
        with pen.inside((self.left, self.bottom, self.width, self.height)):
            places, whole = self.place(iterates), min(math.floor(shown), len(iterates) - 1)
            path = places[: whole + 1]
            if whole + 1 < len(places):
                path = np.vstack([path, places[whole] + (shown - whole) * (places[whole + 1] - places[whole])])
            pen.line(path, colour, style.GHOST_WIDTH)
            for place in places[: whole + 1]:
                pen.marker("dot", place, style.SMALL_MARKER_RADIUS, colour)


class Block(Painted):
    """One run: its rate, what a step multiplies the distance by, its verdict, and its first iterates."""

    most: ClassVar[int] = 3

    def __init__(self, scenario: Scenario, row: int, n_steps: int, colour: str, panel: Place, theme: Theme) -> None:
        super().__init__()
        self.theme, self.n_steps, self.colour = theme, n_steps, colour
        self.iterates = scenario.trajectory.iterates[: n_steps + 1]
        rate, factor = float(scenario.method.learning_rate[0]), None
        if solvable(scenario):
            factor = _signed(complex(multipliers_of(scenario.objective, rule_of(scenario.method), frozen([rate]))))
        self.line = Heading(row, panel)
        shown = rounded(rate).typst
        full, bare, self.verdict = typeset(
            [
                heading(shown, None if factor is None else computed(factor), theme),
                heading(shown, None, theme),
                kind_word(scenario.verdict.kind),
            ]
        )
        self.heading = full if self.line.holds(full, self.verdict) else bare
        self.fate = colours_of(theme)[role_of(scenario)]
        self.strip = Strip(scenario, self.line.under(STRIP), n_steps, theme)

    @staticmethod
    def caption(scenario: Scenario, panel: Place, theme: Theme) -> Text:
        """Return the line above the blocks: the method and the iterates, or the iterates where both have no room."""
        left, bottom, width, height = panel
        name, start = scenario.objective.parameters[0], f"${rounded(float(scenario.start[0])).typst}$"
        method, iterates = escaped(method_label(scenario.method.name)), f"${name}_0, {name}_1, dots$"
        source = tr("{method}: {iterates} from {start}", method=method, iterates=iterates, start=start)
        for words in (source, tr("{iterates} from {start}", iterates=iterates, start=start), iterates):
            text = SmallText(words, left, bottom + height - CAPTION, theme)
            if text.text_width <= width:
                break
        return text

    def paint(self, pen: Pen) -> None:
        """Draw heading, verdict, and the iterates up to ``reveal``."""
        self.line.paint(pen, self.heading, self.theme.ink, self.verdict, self.fate)
        self.strip.paint(pen, self.iterates, self.colour, self.reveal * self.n_steps)


class Heading:
    """The line over a strip, in row ``row`` of a panel: words at its left, a word at its right."""

    def __init__(self, row: int, panel: Place) -> None:
        self.left, bottom, self.width, height = panel
        self.y = bottom + height - FIRST - row * PITCH

    def holds(self, words: Outline, word: Outline) -> bool:
        """Return whether there is room for both."""
        taken = words.width * style.SMALL_FORMULA_SIZE + word.width * style.LABEL_SIZE
        return bool(taken + BETWEEN <= self.width)

    def under(self, height: float) -> Place:
        """Return the place of a strip under the line."""
        return self.left, self.y - DROP - height, self.width, height

    def paint(self, pen: Pen, words: Outline, ink: str, word: Outline, colour: str) -> None:
        """Write both."""
        pen.text(words, np.array([self.left, self.y]), style.SMALL_FORMULA_SIZE, ink)
        pen.text(word, np.array([self.left + self.width, self.y]), style.LABEL_SIZE, colour, "right")


class LiveBlock(Painted):
    """The numbers and iterates at the rate that the sweep has reached, in place of all blocks but the first."""

    def __init__(
        self,
        line: FateLine,
        indices: np.ndarray,
        trails: Sequence[Points],
        scenario: Scenario,
        panel: Place,
        theme: Theme,
    ) -> None:
        super().__init__()
        self.rates, self.trails, self.i = line.rates[indices], trails, 0
        self.n_steps = max(len(trail) for trail in trails) - 1
        roles = [
            role(int(k), bool(o)) for k, o in zip(line.fates.kind[indices], line.fates.overshoots[indices], strict=True)
        ]
        self.colours = [colours_of(theme)[key] for key in roles]
        sources = [
            heading(fixed(rate).typst if rate >= 0.01 else rounded(rate).typst, None, theme)
            for rate in self.rates.tolist()
        ]
        kinds = {"straight": "converging", "overshoot": "converging"}
        words = [kind_word(kinds.get(key, key)) for key in roles]
        self.headings, self.verdicts = typeset(sources), typeset(words)
        self.line = Heading(1, panel)
        self.strip = Strip(scenario, self.line.under((Block.most - 2) * PITCH + STRIP), self.n_steps, theme)
        self.theme = theme

    def point_at(self, rate: float) -> None:
        """Show the computed rate nearest to ``rate``."""
        self.i = int(abs(self.rates - rate).argmin())

    def paint(self, pen: Pen) -> None:
        """Draw heading, verdict and iterates."""
        i = self.i
        self.line.paint(pen, self.headings[i], self.theme.ink, self.verdicts[i], self.colours[i])
        self.strip.paint(pen, self.trails[i], self.colours[i], float(self.n_steps))


def heading(rate: str, factor: Number | None, theme: Theme) -> str:
    """Return the heading of a block: the rate, and what a step multiplies the distance by where that is known."""
    if factor is None:
        return f"$eta = {rate}$"
    shown = f"({factor.typst})" if factor.digits.startswith("-") else factor.typst
    return f'$eta = {rate}$ #h(0.5em) #text(fill: rgb("{theme.label}"))[$times {shown}$]'


def _signed(multiplier: complex) -> float:
    """Return a real multiplier with its sign, of a complex one the modulus."""
    return float(abs(multiplier)) if multiplier.imag else float(multiplier.real)
