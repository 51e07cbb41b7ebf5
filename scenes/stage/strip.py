"""The numbers in a strip below the pictures: method and rates, step and loss, side by side."""

from __future__ import annotations

from functools import partial

from gdcore.descent.trajectory import Trajectory
from gdcore.expressions.written import typst_name
from gdcore.scenario import Scenario
from gdcore.text.notation import computed
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.fitting import unit_text
from scenes.painting.style import Theme
from scenes.painting.text import Each, Readout, Text
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


class PointStrip(Strip):
    """A ``Strip`` that says, under step and loss, which point the run has reached, where there is room to read it."""

    def __init__(self, scenario: Scenario, place: Place, theme: Theme) -> None:
        super().__init__(scenario, place, theme)
        left, bottom, width, height = place
        texts: list[Text] = [*self.static, *self.readouts]
        *_, step, loss = texts
        if loss.place[0] == step.place[0]:
            return
        row = height / 2.4
        for text in (step, loss):
            text.place[1] = max(text.place[1], bottom + height - row)
        sources = _coordinates(scenario.trajectory)
        widths = [widest(lines) for lines in sources]
        room = left + width - step.place[0] - GAP * (len(widths) - 1)
        size = min(style.LABEL_SIZE, room / sum(widths))
        if size < style.READABLE:
            return
        x, y = step.place[0], bottom + height - 2.0 * row
        for lines, wide in zip(sources, widths, strict=True):
            if len(lines) == 1:
                self.static.append(Text(lines[0], x, y, size, theme.ink))
            else:
                self.readouts.append(Readout(lines, x, y, size, [theme.ink] * len(lines)))
            x += wide * size + GAP


def _coordinates(run: Trajectory) -> list[Each]:
    """Return, for each parameter, what it reads at each step, with its unit, as Typst markup."""

    def line(i: int, k: int) -> str:
        value, unit = computed(float(run.iterates[k, i])).typst, unit_text(run.objective.units[i])
        return f"${typst_name(run.objective.parameters[i])} = {value}$ {unit}"

    return [Each(run.n_steps + 1, partial(line, i)) for i in range(run.objective.n_parameters)]


def _width(text: Text) -> float:
    """Return the width of a text, of one that changes that of its widest line, in scene units."""
    sources = text.sources if isinstance(text, Readout) else None
    return text.text_width if sources is None else widest(sources) * text.size
