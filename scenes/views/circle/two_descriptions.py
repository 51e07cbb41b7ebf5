"""The numbers of one line twice: counted from zero in the table's units, and from the mean in standard units."""

from __future__ import annotations

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.objectives.objective import Objective
from gdcore.text.language import tr, translatable
from gdcore.text.notation import rounded
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.fitting import unit_text
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import Text
from scenes.plots.axes import Frame

AT = (-0.3, -2.02)
"""Left and first baseline of the words under the data."""
ROW = 0.37
HEADS, COLUMNS = (translatable("from zero"), translatable("from the mean")), (-0.3, 1.75)
"""What the two pairs count from, and the left ends of their columns."""
END, BETWEEN = 3.45, 0.15
"""Where the words end at the right, before the numbers of the losses, and the gap between two columns."""
MEAN_DASH = (0.05, 0.07)


def change_of_units(objective: Objective, theme: Theme) -> Painted:
    """Return the definition of the standard units, with the data's own mean and spread."""
    standard, table = objective.standard, objective.table
    assert standard is not None
    assert table is not None
    mean, spread, unit = rounded(standard.mean, 5).typst, rounded(standard.spread, 5).typst, unit_text(table.x_unit)
    words = tr("mean"), tr("spread")
    definition = f'$z = (x - "{words[0]}") #h(0.1em) \\/ #h(0.1em) "{words[1]}"$'
    numbers = [
        tr("mean {value}", value=f"${mean}$ {unit}"),
        tr("spread {value}", value=f"${spread}$ {unit}"),
    ]
    return Lines([definition, *numbers], theme)


class Lines(Painted):
    """Some lines of text under the data."""

    def __init__(self, sources: list[str], theme: Theme) -> None:
        super().__init__()
        left, top = AT
        self.texts = [
            Text(source, left, top - i * ROW, style.POINT_SIZE, theme.ink) for i, source in enumerate(sources)
        ]

    def paint(self, pen: Pen) -> None:
        """Draw the lines."""
        for text in self.texts:
            text.paint(pen)


class BothLines(Painted):
    """The last line's numbers in both units, and where each pair counts from: zero, and the mean."""

    def __init__(self, run: Trajectory, frame: Frame, theme: Theme) -> None:
        super().__init__()
        objective = run.objective
        assert objective.standard is not None
        self.frame, self.theme, self.standard = frame, theme, objective.standard
        self.line = objective.standard.original(run.iterates[-1])
        self.colours = (theme.runs[3], theme.runs[2])
        pairs = ((objective.standard.parameters, objective.standard.units, self.line),
                 (objective.parameters, objective.units, run.iterates[-1]))  # fmt: skip
        self.texts = [
            Text(line, left, AT[1] - i * ROW, style.LABEL_SIZE, theme.ink if i else colour)
            for pair, head, left, colour in zip(pairs, HEADS, COLUMNS, self.colours, strict=True)
            for i, line in enumerate([tr(head), *_named(*pair)])
        ]
        for text in self.texts:
            room = next((x for x in COLUMNS if x > text.place[0]), END) - BETWEEN - text.place[0]
            text.size /= max(1.0, text.text_width / room)

    def paint(self, pen: Pen) -> None:
        """Draw both origins on the line, and the numbers."""
        mean, frame = self.standard.mean, self.frame
        height = self.line[0] * mean + self.line[1]
        foot, top = frame.place(mean, frame.y[0]), frame.place(mean, frame.y[1])
        pen.line(np.array([foot, top]), self.colours[1], style.GHOST_WIDTH, 1.0, MEAN_DASH)
        for at, colour in zip((frame.place(0.0, self.line[1]), frame.place(mean, height)), self.colours, strict=True):
            pen.marker("dot", at, style.MARKER_RADIUS, colour, self.theme.background)
        for text in self.texts:
            text.paint(pen)


def _named(names: tuple[str, ...], units: tuple[str, ...], values: np.ndarray) -> list[str]:
    return [
        f"${name} = {rounded(float(value), 6).typst}$ {unit_text(unit)}"
        for name, unit, value in zip(names, units, values, strict=True)
    ]
