"""The numbers in a strip below the pictures: method and rates, step and loss, side by side."""

from __future__ import annotations

import numpy as np

from gdcore.scenario import Scenario
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.style import Theme
from scenes.painting.text import Readout, Text
from scenes.stage.hud import Column, longest
from scenes.typesetting.typeset import typeset

GAP = 0.3
"""Between two blocks, at least."""
SCALES = np.linspace(1.0, 0.6, 21).tolist()
"""Scales of the numbers, the largest first that leaves room for all; nothing is set too small to be read."""


class Strip(Column):
    """The lines of a ``Column`` set side by side: the rates under one another, the step under the method, the loss."""

    def __init__(self, scenario: Scenario, place: Place, theme: Theme) -> None:
        super().__init__(scenario, place, theme)
        left, bottom, width, height = place
        texts: list[Text] = [*self.static, *self.readouts]
        *above, step, loss = texts
        method, rates = above[: -self.n_rates], above[-self.n_rates :]
        blocks = [rates, [*method, step], [loss]]
        room, pitch = width - GAP * (len(blocks) - 1), height / (max(map(len, blocks)) + 0.4)
        wide = {text: _ems(text) for text in texts}

        def widths(scale: float) -> list[float]:
            return [max(wide[text] * _scaled(text, scale) for text in block) for block in blocks]

        scale = next((one for one in SCALES if sum(widths(one)) <= room), SCALES[-1])
        gap = (width - sum(widths(scale))) / (len(blocks) - 1)
        for block, taken in zip(blocks, widths(scale), strict=True):
            for i, text in enumerate(block):
                text.size = _scaled(text, scale)
                text.place[:] = left, bottom + height - (i + 1) * pitch
            left += taken + gap


def _scaled(text: Text, scale: float) -> float:
    """Return the size of a text made smaller, but not too small to be read."""
    return max(scale * text.size, min(text.size, style.READABLE))


def _ems(text: Text) -> float:
    """Return the width of a text, of one that changes that of its widest line, in ems."""
    sources = text.sources if isinstance(text, Readout) else None
    return text.outline.width if sources is None else max(line.width for line in typeset(longest(sources)))
