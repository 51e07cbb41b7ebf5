"""The numbers in a strip below the pictures: method and rates, step and loss, side by side."""

from __future__ import annotations

from gdcore.scenario import Scenario
from scenes.geometry import Place
from scenes.painting.style import Theme
from scenes.painting.text import Readout, Text
from scenes.stage.hud import LINE, Column, longest
from scenes.typesetting.typeset import typeset

GAP = 0.5
"""Between two blocks, at least."""


class Strip(Column):
    """The lines of a ``Column`` set side by side: the rates under one another, the step under the method, the loss."""

    def __init__(self, scenario: Scenario, place: Place, theme: Theme) -> None:
        super().__init__(scenario, place, theme)
        left, bottom, width, height = place
        texts: list[Text] = [*self.static, *self.readouts]
        *above, step, loss = texts
        method, rates = above[: -self.n_rates], above[-self.n_rates :]
        blocks = [rates, [*method, step], [loss]]
        widths = [max(map(_width, block)) for block in blocks]
        shrink = min(1.0, (width - GAP * (len(blocks) - 1)) / sum(widths))
        gap = (width - shrink * sum(widths)) / (len(blocks) - 1)
        pitch = height / (max(map(len, blocks)) + 0.4)
        for block, wide in zip(blocks, widths, strict=True):
            for i, text in enumerate(block):
                text.size = min(shrink * text.size, pitch / LINE)
                text.place[:] = left, bottom + height - (i + 1) * pitch
            left += shrink * wide + gap


def _width(text: Text) -> float:
    """Return the width of a text, of one that changes that of its widest line, in scene units."""
    sources = text.sources if isinstance(text, Readout) else None
    return text.text_width if sources is None else max(line.width for line in typeset(longest(sources))) * text.size
