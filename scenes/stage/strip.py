"""Two pictures of equal weight side by side, and the numbers in a strip under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdcore.scenario import Scenario
from scenes.painting import style
from scenes.painting.style import LEFT, Theme
from scenes.painting.text import Readout, SmallText, Text, small
from scenes.stage.hud import Column, longest
from scenes.typesetting.typeset import typeset

STRIP_TOP = -2.86
FIRST_LINE, NEXT_LINE = 0.36, 0.38
STRIP_END = 1.9
"""Where the strip ends: the verdict stands at its right."""
LEAST_GAP = 0.2
SCALES = np.linspace(1.0, style.READABLE / style.STRIP_VALUE_SIZE, 36).tolist()
"""Scales tried, largest first, until all blocks have room."""


@dataclass(frozen=True)
class Block:
    """A label and the lines under it: what each reads, step by step, in which colours."""

    label: str
    lines: Sequence[Sequence[str]]
    colours: list[str] | None

    @cached_property
    def ems(self) -> tuple[float, float]:
        """The widths of the widest line and of the label, in ems."""
        widest = max(outline.width for sources in self.lines for outline in typeset(longest(sources)))
        return widest, typeset([small(self.label)])[0].width

    def width(self, scale: float) -> float:
        """Return the width of the widest line or of the label, in scene units."""
        line, label = self.ems
        return max(line * scale * style.STRIP_VALUE_SIZE, label * label_size(scale))


def label_size(scale: float) -> float:
    """Return the size of the labels beside numbers that are made smaller."""
    return max(scale * style.LABEL_SIZE, style.READABLE)


class Strip(Column):
    """The numbers of a ``Column``, its blocks side by side: method, step, iterate, loss."""

    def __init__(self, scenario: Scenario, theme: Theme) -> None:
        self._blocks: list[Block] = []
        super().__init__(scenario, LEFT, theme)
        room = STRIP_END - LEFT - (len(self._blocks) - 1) * LEAST_GAP
        scale = next((one for one in SCALES if sum(block.width(one) for block in self._blocks) <= room), SCALES[-1])
        widths = [block.width(scale) for block in self._blocks]
        gap = LEAST_GAP + (room - sum(widths)) / (len(widths) - 1)
        for block, width in zip(self._blocks, widths, strict=True):
            self._lay(block, scale)
            self.x += width + gap

    def _block(self, label: str, lines: Sequence[Sequence[str]], colours: list[str] | None = None) -> None:
        self._blocks.append(Block(label, lines, colours))

    def _lay(self, block: Block, scale: float) -> None:
        size, leading = scale * style.STRIP_VALUE_SIZE, min(NEXT_LINE, 2.0 * NEXT_LINE / len(block.lines))
        self.static.append(SmallText(block.label, self.x, STRIP_TOP, self.theme, size=label_size(scale)))
        for i, sources in enumerate(block.lines):
            y = STRIP_TOP - FIRST_LINE - i * leading
            if block is self._blocks[0]:  # method and rates, which stay
                self.static.append(Text(sources[0], self.x, y, size, self.theme.ink))
            else:
                colours = block.colours or [self.theme.ink] * len(sources)
                self.readouts.append(Readout(sources, self.x, y, size, colours))
