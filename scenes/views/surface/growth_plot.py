"""The loss by step on a log axis, where geometric growth is a straight line."""

from __future__ import annotations

import math

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from gdcore.theory.surroundings import growth_shape
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.labels import Label, Surroundings, plate
from scenes.painting.pen import Pen
from scenes.painting.style import LEFT, Theme
from scenes.painting.traces import traced
from scenes.plots.axes import Axes, Frame
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset

NOTE_AT, NOTE_GAP = (0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2, 0.9, 0.1), np.array([0.25, 0.18])
"""Of the line on the log axis: where along it words about it may stand, and how far from it."""
ABOVE = np.array([0.0, 0.14])
"""From the top of the log axis to its name, which a line of the grid would strike beside it."""


class GrowthPlot(Painted):
    """Loss by step on a log axis over the picture's place, ``reveal`` from 0 to 1, with its slope in words.

    ``factor`` is the predicted factor of the error per step, if there is one.
    """

    def __init__(self, run: Trajectory, factor: float | None, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        heights = np.log10(run.losses)
        low, high = math.floor(heights.min()) - 1.0, math.ceil(heights.max()) + 1.0
        self.frame = Frame(LEFT + 0.9, -2.4, 8.2, 4.5, (0.0, float(run.n_steps)), (low, high))
        self.axes = Axes(self.frame, self.theme, labels=("$k$", f"${run.objective.symbol}$"), log_y=True, whole_x=True)
        self.axes.y_name_at = self.frame.place(0.0, high) + ABOVE
        self.line = self.frame.place(np.arange(len(heights)), heights)
        (note,) = typeset([_straight(run, factor)])
        self.note = self._placed(note)
        self.reveal = 0.0

    def paint(self, pen: Pen) -> None:
        """Draw axes and the line so far."""
        self.axes.paint(pen)
        shown = self.line[: max(1, round(self.reveal * len(self.line)))]
        pen.line(shown, self.theme.rose, style.PATH_WIDTH)
        pen.marker("dot", self.line[0], style.MARKER_RADIUS, self.theme.ink, self.theme.background)
        if len(shown) == len(self.line):
            pen.marker("triangle", shown[-1], style.MARKER_RADIUS, self.theme.rose, self.theme.background)
        if self.note is not None:
            come = pen.with_opacity(pen.opacity * float(np.clip(4.0 * self.reveal - 3.0, 0.0, 1.0)))
            plate(come, self.note.outline, self.note.at, self.note.size, self.theme.rose, self.theme)

    def _placed(self, note: Outline) -> Label | None:
        """Return the note beside the line, near its middle, where neither the line nor a number is in its way."""
        self.note = None
        around = Surroundings(self.frame.bounds, traced([self], self.theme.grid))
        half = np.array([note.width, 1.0]) * style.FORMULA_SIZE / 2.0 + NOTE_GAP
        ways = [(1.0, -1.0), (-1.0, 1.0), (0.0, -1.5), (0.0, 1.5), (-1.0, -1.0), (1.0, 1.0)]
        spots = [self.line[round(share * (len(self.line) - 1))] + way * half for share in NOTE_AT for way in ways]
        return around.beside(note, style.FORMULA_SIZE, np.array(spots))


def _straight(run: Trajectory, factor: float | None) -> str:
    shape = growth_shape(run)
    if shape != "even":
        return tr("the growth itself grows") if shape == "faster" else " "
    if not factor or not run.objective.quadratic:
        return tr("a straight line")
    return tr("a straight line: loss {factor} a step", factor=f"$times {rounded(factor**2, 5).typst}$")
