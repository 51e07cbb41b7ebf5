"""The column beside the line of fates: a block per run with its rate, factor, verdict and first iterates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from gdcore.arrays import frozen
from gdcore.descent.registry import method_label, rule_of
from gdcore.scenario import Scenario
from gdcore.studies.edges import multipliers_of, solvable
from gdcore.studies.fates import FateLine
from gdcore.text.language import tr
from gdcore.text.notation import Number, fixed, rounded
from gdcore.theory.verdict_words import kind_word
from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import RIGHT, Theme
from scenes.painting.text import SmallText, Text, escaped
from scenes.typesetting.typeset import typeset
from scenes.views.fate.curve import colours_of, role, role_of

COLUMN = 2.35
TOP, PITCH = 2.14, 1.7
"""The baseline of the first block's heading, and the way from one to the next."""
STRIP = 1.0
"""The height of a strip of iterates; its top lies ``DROP`` under the heading."""
DROP = 0.2
REACH = 2.4
"""How many times the start's distance a strip shows on either side of the minimum."""


class Strip:
    """Iterates from left to right, up and down by their distance from the minimum; what leaves the strip is cut off."""

    def __init__(self, scenario: Scenario, bottom: float, height: float, n_steps: int, theme: Theme) -> None:
        self.bottom, self.height, self.n_steps, self.theme = bottom, height, n_steps, theme
        best = scenario.objective.minimiser
        x = scenario.trajectory.iterates[:, 0]
        self.middle = float(x[-1] if best is None else best[0])
        self.unit = abs(float(x[0]) - self.middle) or 1.0

    def place(self, iterates: Points) -> Points:
        """Return the scene coordinates ``(k + 1, 2)`` of iterates ``(k + 1, 1)``."""
        share = np.arange(len(iterates)) / self.n_steps
        up = np.clip((iterates[:, 0] - self.middle) / self.unit, -50.0 * REACH, 50.0 * REACH)
        across = COLUMN + 0.12 + share * (RIGHT - COLUMN - 0.24)
        return np.column_stack([across, self.bottom + self.height * (0.5 + up / (2.0 * REACH))])

    def paint(self, pen: Pen, iterates: Points, colour: str, shown: float) -> None:
        """Draw the strip with the first ``shown`` steps."""
        corner, size = np.array([COLUMN, self.bottom]), np.array([RIGHT - COLUMN, self.height])
        pen.box(corner, size, 0.06, self.theme.grid, fill_alpha=0.35, width=style.AXIS_WIDTH)
        middle = self.bottom + self.height / 2.0
        pen.line(np.array([[COLUMN, middle], [RIGHT, middle]]), self.theme.axis, style.AXIS_WIDTH)
        with pen.inside((COLUMN, self.bottom, RIGHT - COLUMN, self.height)):
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

    def __init__(self, scenario: Scenario, row: int, n_steps: int, theme: Theme) -> None:
        super().__init__()
        self.theme, self.n_steps, self.y = theme, n_steps, TOP - row * PITCH
        self.iterates = scenario.trajectory.iterates[: n_steps + 1]
        self.colour = colours_of(theme)[role_of(scenario)]
        rate, factor = float(scenario.method.learning_rate[0]), None
        if solvable(scenario):
            factor = _signed(complex(multipliers_of(scenario.objective, rule_of(scenario.method), frozen([rate]))))
        self.heading, self.verdict = typeset(
            [
                heading(rounded(rate).typst, None if factor is None else rounded(factor), theme),
                kind_word(scenario.verdict.kind),
            ]
        )
        self.strip = Strip(scenario, self.y - DROP - STRIP, STRIP, n_steps, theme)

    @staticmethod
    def caption(scenario: Scenario, theme: Theme) -> Text:
        """Return the line above the blocks."""
        name, start = scenario.objective.parameters[0], f"${rounded(float(scenario.start[0])).typst}$"
        method, iterates = escaped(method_label(scenario.method.name)), f"${name}_0, {name}_1, {name}_2, dots$"
        source = tr("{method}: {iterates} from {start}", method=method, iterates=iterates, start=start)
        text = SmallText(source, COLUMN, TOP + 0.56, theme)
        text.size /= max(1.0, text.text_width / (RIGHT + 0.1 - COLUMN))
        return text

    def paint(self, pen: Pen) -> None:
        """Draw heading, verdict, and the iterates up to ``reveal``."""
        pen.text(self.heading, np.array([COLUMN, self.y]), style.SMALL_FORMULA_SIZE, self.theme.ink)
        pen.text(self.verdict, np.array([RIGHT, self.y]), style.LABEL_SIZE, self.colour, "right")
        self.strip.paint(pen, self.iterates, self.colour, self.reveal * self.n_steps)


class LiveBlock(Painted):
    """The numbers and iterates at the rate that the sweep has reached, in place of all blocks but the first."""

    def __init__(
        self, line: FateLine, indices: np.ndarray, trails: Sequence[Points], scenario: Scenario, theme: Theme
    ) -> None:
        super().__init__()
        self.rates, self.trails, self.i = line.rates[indices], trails, 0
        self.n_steps = max(len(trail) for trail in trails) - 1
        self.y = TOP - PITCH
        roles = [
            role(int(k), bool(o)) for k, o in zip(line.fates.kind[indices], line.fates.overshoots[indices], strict=True)
        ]
        self.colours = [colours_of(theme)[key] for key in roles]
        factors = (
            [None] * len(indices)
            if line.multipliers is None
            else [fixed(_signed(m)) for m in line.multipliers[indices]]
        )
        sources = [
            heading(fixed(rate).typst if rate >= 0.01 else rounded(rate).typst, factor, theme)
            for rate, factor in zip(self.rates.tolist(), factors, strict=True)
        ]
        kinds = {"straight": "converging", "overshoot": "converging"}
        words = [kind_word(kinds.get(key, key)) for key in roles]
        self.headings, self.verdicts = typeset(sources), typeset(words)
        height = (Block.most - 2) * PITCH + STRIP
        self.strip = Strip(scenario, self.y - DROP - height, height, self.n_steps, theme)
        self.theme = theme

    def point_at(self, rate: float) -> None:
        """Show the computed rate nearest to ``rate``."""
        self.i = int(abs(self.rates - rate).argmin())

    def paint(self, pen: Pen) -> None:
        """Draw heading, verdict and iterates."""
        i = self.i
        pen.text(self.headings[i], np.array([COLUMN, self.y]), style.SMALL_FORMULA_SIZE, self.theme.ink)
        pen.text(self.verdicts[i], np.array([RIGHT, self.y]), style.LABEL_SIZE, self.colours[i], "right")
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
