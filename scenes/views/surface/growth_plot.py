"""The loss by step on a linear axis, which becomes a log axis: there geometric growth is a straight line."""

from __future__ import annotations

import math

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from gdcore.theory.surroundings import growth_shape
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.labels import Label, Surroundings, plate
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.traces import traced
from scenes.plots.axes import Axes, Frame
from scenes.stage.arrangement import inside
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset

NOTE_AT, NOTE_GAP = (0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2, 0.9, 0.1), np.array([0.25, 0.18])
"""Of the line on the log axis: where along it words about it may stand, and how far from it."""
ABOVE = np.array([0.0, 0.14])
"""From the top of the axis to its name, which a line of the grid would strike beside it."""
MARGINS = (0.95, 0.5, 0.5, 0.5)
HEADROOM = 1.06
GONE, COME = 0.25, 0.75
"""When the linear axis has gone and the log axis begins to come, as shares of the change from one to the other."""


class GrowthPlot(Painted):
    """Loss by step at a ``place``: ``reveal`` 0 on a linear axis that the run fills, 1 on a log axis.

    It has come by ``grown`` from ``small`` ``(n + 1, 2)``, where the same line stands in another chart. Its slope
    stands beside it in words; ``factor`` is the predicted factor of the error per step, if there is one.
    """

    def __init__(
        self, run: Trajectory, factor: float | None, theme: Theme, place: Place, small: Points | None = None
    ) -> None:
        super().__init__()
        self.theme, self.grown = theme, 1.0
        heights, power = np.log10(run.losses), math.floor(math.log10(run.losses.max()))
        low, high = math.floor(heights.min()) - 1.0, math.ceil(heights.max()) + 1.0
        steps, name = (0.0, float(run.n_steps)), f"${run.objective.symbol}$"
        self.frame = Frame(*inside(place, *MARGINS), steps, (low, high))
        shares = run.losses / 10.0**power
        linear = Frame(*self.frame.rectangle, steps, (0.0, HEADROOM * float(shares.max())))
        self.axes = Axes(self.frame, theme, labels=("$k$", name), log_y=True, whole_x=True)
        counted = f"{name} ($10^({power})$)" if power else name
        self.linear = Axes(linear, theme, labels=("$k$", counted), whole_x=True)
        for axes in (self.axes, self.linear):
            axes.y_name_at = self.frame.place(0.0, high) + ABOVE
        self.line = self.frame.place(np.arange(len(heights)), heights)
        self.curve = linear.place(np.arange(len(heights)), shares)
        self.small = self.curve if small is None else small
        (note,) = typeset([_straight(run, factor)])
        self.note = self._placed(note)
        self.reveal = 0.0

    def paint(self, pen: Pen) -> None:
        """Draw axes and the line; from the corner it moves across before it grows upward, past the numbers."""
        across, up = min(1.0, 2.0 * self.grown), max(0.0, 2.0 * self.grown - 1.0)
        for axes, seen in ((self.linear, 1.0 - self.reveal / GONE), (self.axes, (self.reveal - COME) / (1.0 - COME))):
            if seen > 0.0:
                axes.paint(pen.with_opacity(pen.opacity * min(seen, 1.0) * up))
        line = self.curve + self.reveal * (self.line - self.curve)
        line = self.small + [across, up] * (line - self.small)
        radius = style.SMALL_MARKER_RADIUS + self.grown * (style.MARKER_RADIUS - style.SMALL_MARKER_RADIUS)
        pen.line(line, self.theme.rose, style.GHOST_WIDTH + self.grown * (style.PATH_WIDTH - style.GHOST_WIDTH))
        pen.marker("dot", line[0], radius, self.theme.ink, self.theme.background)
        pen.marker("triangle", line[-1], radius, self.theme.rose, self.theme.background)
        if self.note is not None:
            come = pen.with_opacity(pen.opacity * float(np.clip(4.0 * self.reveal - 3.0, 0.0, 1.0)))
            plate(come, self.note.outline, self.note.at, self.note.size, self.theme.rose, self.theme)

    def _placed(self, note: Outline) -> Label | None:
        """Return the note beside the line, near its middle, where neither the line nor a number is in its way."""
        self.note, self.reveal = None, 1.0
        around = Surroundings(self.frame.bounds, traced([self], self.theme.grid))
        half = np.array([note.width, 1.0]) * style.FORMULA_SIZE / 2.0 + NOTE_GAP
        ways = [(1.0, -1.0), (-1.0, 1.0), (0.0, -1.5), (0.0, 1.5), (-1.0, -1.0), (1.0, 1.0)]
        spots = [self.line[round(share * (len(self.line) - 1))] + way * half for share in NOTE_AT for way in ways]
        left, bottom, right, top = self.frame.bounds
        spots += [np.array([left, top]) + half * [1, -1], np.array([right, bottom]) + half * [-1, 1]]
        found = (around.beside(note, size, np.array(spots)) for size in (style.FORMULA_SIZE, style.POINT_SIZE))
        return next((label for label in found if label is not None), None)


def _straight(run: Trajectory, factor: float | None) -> str:
    shape = growth_shape(run)
    if shape != "even":
        return tr("the growth itself grows") if shape == "faster" else " "
    if not factor or not run.objective.quadratic:
        return tr("a straight line")
    return tr("a straight line: loss {factor} a step", factor=f"$times {rounded(factor**2, 5).typst}$")
