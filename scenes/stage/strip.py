"""The numbers in a strip below the pictures: method and rates, step and loss, side by side."""

from __future__ import annotations

from gdcore.scenario import Scenario
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.style import Theme
from scenes.painting.text import Readout, Text
from scenes.stage.hud import Column, widest

GAP = 0.5
"""Between two blocks, at least."""
CLOSE, SMALLEST = 0.93, style.READABLE / style.LABEL_SIZE
"""The size of a line, as a share of the way to the next; and how much smaller lines may be set to stand in a row."""


class Strip(Column):
    """The lines of a ``Column`` side by side, the rates under one another; step and loss too where room is short."""

    def __init__(self, scenario: Scenario, place: Place, theme: Theme) -> None:
        super().__init__(scenario, place, theme)
        left, bottom, width, height = place
        texts: list[Text] = [*self.static, *self.readouts]
        *rates, step, loss = texts
        pitch = height / (len(rates) + 0.4)
        for text in rates:
            text.size = min(text.size, max(style.READABLE, CLOSE * pitch))
        blocks = [rates, [step], [loss]]
        widths = [max(map(_width, block)) for block in blocks]
        if SMALLEST * sum(widths) + GAP * (len(blocks) - 1) > width:
            blocks = [rates, [step, loss]]
            widths = [max(map(_width, block)) for block in blocks]
        shrink = min(1.0, (width - GAP * (len(blocks) - 1)) / sum(widths))
        gap = (width - shrink * sum(widths)) / (len(blocks) - 1)
        for block, wide in zip(blocks, widths, strict=True):
            for i, text in enumerate(block):
                text.size *= shrink
                down = pitch if len(block) == 1 else height / (len(block) + 0.4)
                text.place[:] = left, bottom + height - (i + 1) * down
            left += shrink * wide + gap


def _width(text: Text) -> float:
    """Return the width of a text, of one that changes that of its widest line, in scene units."""
    sources = text.sources if isinstance(text, Readout) else None
    return text.text_width if sources is None else widest(sources) * text.size
