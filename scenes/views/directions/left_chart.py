"""What each step leaves of the steep and of the flat part of an error, on a log axis with a foot for nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.arrays import Array
from gdcore.text.language import tr, tr_p
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Axes, Frame
from scenes.typesetting.typeset import typeset
from scenes.views.speeds.parts import part_colours

LOWEST, FOOT = -3.0, -4.5
"""The power of ten down to which what is left is drawn to scale, and the height of all that is less."""
NOTHING = 1e-7
"""As rounding leaves about so much of a part that a step erases, less is called nothing."""
HEADROOM = 1.7 * style.POINT_SIZE
"""How far above its lines the chart reaches: the names stand there."""
BEFORE = 0.3
"""How strongly a run is drawn once another is shown."""
SAMPLE, BETWEEN = 0.36, 0.32
MARKED = 12


class LeftChart(Painted):
    """Two lines for each run, steep and flat; ``shown`` is the run that the moment is of, those before it are pale."""

    def __init__(self, left: Sequence[Array], place: Place, theme: Theme) -> None:
        super().__init__()
        self.theme, self.shown = theme, 0
        with np.errstate(divide="ignore"):
            powers = [np.log10(shares) for shares in left]
        heights = [np.where(power < LOWEST, FOOT, power) for power in powers]
        top = max(0.0, *(float(height.max()) for height in heights))
        top += (top - FOOT) * HEADROOM / (place[3] - HEADROOM)
        n_steps = max(len(height) - 1 for height in heights)
        self.frame = Frame(*place, (0.0, float(max(n_steps, 1))), (FOOT, top))
        self.lines = [[self.frame.place(np.arange(len(h)), h[:, i]) for i in range(2)] for h in heights]
        low = np.concatenate([shares[shares < 10.0**LOWEST] for shares in left])
        foot = "0" if (low < NOTHING).all() else f"$< 10^({LOWEST:g})$"
        names = tr_p("part of the error", "steep"), tr_p("part of the error", "flat")
        self.foot, *self.names = typeset([foot, *names])
        self.furniture = [self._axes()]

    def _axes(self) -> Axes:
        axes = Axes(self.frame, self.theme, ticks=(6, 9), log_y=True, whole_x=True, filled=True)
        axes.labels = typeset([tr("step $k$"), tr("what is left of each part, log scale")])
        room = self.frame.place(0.0, np.asarray(axes.y_ticks))[:, 1] < self.frame.bounds[3] - HEADROOM
        kept = np.flatnonzero((np.asarray(axes.y_ticks) >= LOWEST) & room)
        axes.y_ticks, axes.y_outlines = axes.y_ticks[kept], [axes.y_outlines[i] for i in kept]
        return axes

    def paint(self, pen: Pen) -> None:
        """Draw the lines so far with their points, the names, and what the foot of the axis stands for."""
        for i in range(self.shown):
            self._paint_run(pen.with_opacity(pen.opacity * BEFORE), self.lines[i])
        self._paint_run(pen, [self._so_far(line) for line in self.lines[self.shown]])
        gap = self.frame.place(0.0, (LOWEST + FOOT) / 2.0)
        for up in (-0.04, 0.04):
            pen.line(gap + np.array([[-0.09, up - 0.05], [0.09, up + 0.05]]), self.theme.axis, style.AXIS_WIDTH)
        foot = self.frame.place(0.0, FOOT) - [0.16, style.TICK_SIZE * 0.33]
        pen.text(self.foot, foot, style.TICK_SIZE, self.theme.label, "right")
        self._paint_names(pen)

    def _paint_run(self, pen: Pen, lines: Sequence[Points]) -> None:
        for line, colour in zip(lines, part_colours(self.theme), strict=True):
            pen.line(line, colour, style.PATH_WIDTH)
            for at in line[: MARKED + 1] if len(line) <= MARKED + 1 else line[-1:]:
                pen.marker("dot", at, style.SMALL_MARKER_RADIUS, colour)

    def _so_far(self, line: Points) -> Points:
        k, move = self.moment.k, self.moment.move
        if move <= 0.0 or k + 1 >= len(line):
            return line[: k + 1]
        return np.concatenate([line[: k + 1], [line[k] + move * (line[k + 1] - line[k])]])

    def _paint_names(self, pen: Pen) -> None:
        _, _, right, top = self.frame.bounds
        at = np.array([right, top - style.POINT_SIZE])
        for name, colour in list(zip(self.names, part_colours(self.theme), strict=True))[::-1]:
            pen.text(name, at, style.POINT_SIZE, colour, "right")
            at = at - [name.width * style.POINT_SIZE + 0.1, 0.0]
            pen.line(np.array([at - [SAMPLE, -0.1], at + [0.0, 0.1]]), colour, style.PATH_WIDTH)
            at = at - [SAMPLE + BETWEEN, 0.0]
