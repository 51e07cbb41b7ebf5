"""Effective rates over steps, in the own scale of each parameter, on a logarithmic axis; the edges are lines across."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.arrays import Array
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.labels import plate
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Axes, Frame
from scenes.typesetting.typeset import typeset

DASHES: tuple[Sequence[float], ...] = ((), (0.12, 0.09), (0.03, 0.07))
"""How the line of each parameter is drawn."""
MOST_DECADES, HEADROOM = 9.0, 0.35
"""So many powers of ten are shown at most, half of them above the highest edge, and so much room around the lines."""
TO_COME = 0.3
"""How strongly lines still to come are drawn."""
MOST_POINTS = 4000
"""A line of more steps is drawn through so many of them."""
KEY_HEIGHT, KEY_LINE, KEY_GAP = 1.7 * style.LABEL_SIZE, 0.55, 0.12
"""The room above the lines for the key; the length of a line in it, and what lies between the parts of the key."""


class EffectiveChart(Painted):
    """The axes, with a line at each edge that a run has, and in them the key of the ``names`` of the lines."""

    def __init__(
        self, runs: Sequence[Array], edges: Sequence[float | None], names: Sequence[str], place: Place, theme: Theme
    ) -> None:
        super().__init__()
        self.theme = theme
        self.edges = sorted({edge for edge in edges if edge is not None})
        every = np.concatenate([self.edges, *(run.ravel() for run in runs)])
        shown = np.log10(every[np.isfinite(every) & (every > 0.0)])
        high = float(shown.max(initial=-np.inf)) + HEADROOM if len(shown) else 1.0
        if self.edges:
            high = min(high, float(np.log10(self.edges[-1])) + MOST_DECADES / 2.0)
        low = max(float(shown.min()) - HEADROOM if len(shown) else -1.0, high - MOST_DECADES)
        self.ends = low, high
        if len(names) > 1:
            high += (high - low) * KEY_HEIGHT / (place[3] - KEY_HEIGHT)
        n_steps = max(len(run) for run in runs)
        self.frame = Frame(*place, (0.0, float(max(n_steps, 1))), (low, high))
        self.axes = Axes(self.frame, theme, ticks=(5, 6), log_y=True, whole_x=True, filled=True)
        self.axes.labels = typeset([tr("step $k$"), tr("effective rate × curvature")])
        self.names = typeset(names) if len(names) > 1 else []
        numbers = ", ".join(f"${rounded(edge).typst}$" for edge in self.edges)
        (self.edge_name,) = typeset([tr("edge: {edge}", edge=numbers) if self.edges else " "])

    def paint(self, pen: Pen) -> None:
        """Draw the axes, the edges with their numbers above, and the key."""
        left, _, right, top = self.frame.bounds
        self.axes.paint(pen)
        for edge in self.edges:
            y = float(self.frame.place(0.0, np.log10(edge))[1])
            pen.line(np.array([[left, y], [right, y]]), self.theme.rose, style.GHOST_WIDTH)
        pen.text(self.edge_name, np.array([right, top + 0.14]), style.LABEL_SIZE, self.theme.rose, "right")
        self._paint_key(pen, right)

    def _paint_key(self, pen: Pen, right: float) -> None:
        y = self.frame.bounds[3] - style.LABEL_SIZE
        for name, dash in reversed(list(zip(self.names, DASHES, strict=False))):
            plate(pen, name, np.array([right - KEY_GAP, y]), style.LABEL_SIZE, self.theme.ink, self.theme, "right")
            right -= 2.0 * KEY_GAP + name.width * style.LABEL_SIZE
            ends = np.array([[right - KEY_LINE, y + 0.1], [right, y + 0.1]])
            pen.line(ends, self.theme.ink, style.PATH_WIDTH, dash=dash)
            right -= KEY_LINE + KEY_GAP


class EffectiveRates:
    """The lines of one run, ``(n_steps, n_lines)``: what is still to come is faint. Line j stands at step k + 1/2."""

    def __init__(self, rates: Array, chart: EffectiveChart, colour: str, width: float) -> None:
        self.chart, self.colour, self.width = chart, colour, width
        self.moment, self.n_steps = Moment(0), len(rates)
        heights = np.clip(np.log10(np.where(rates > 0.0, rates, np.nan)), *chart.ends)
        self.shown = np.unique(np.linspace(0, max(len(rates) - 1, 0), min(len(rates), MOST_POINTS)).astype(int))
        self.lines = [chart.frame.place(np.arange(len(rates)), heights[:, j]) for j in range(rates.shape[1])]

    def at(self, moment: Moment) -> None:
        """Take the state of a moment of this run."""
        self.moment = moment

    @property
    def now(self) -> int:
        """The step that is taken, or the last one."""
        return min(self.moment.k, self.n_steps - 1)

    def paint(self, pen: Pen) -> None:
        """Draw the lines, the steps taken strongly."""
        if not self.n_steps:
            return
        for line, dash in zip(self.lines, DASHES, strict=False):
            self._paint_line(pen, line[self.shown], TO_COME, dash)
            self._paint_line(pen, line[[*self.shown[self.shown < self.now], self.now]], 1.0, dash)
            if np.isfinite(line[self.now]).all():
                pen.marker("dot", line[self.now], style.SMALL_MARKER_RADIUS, self.colour)

    def _paint_line(self, pen: Pen, line: Points, alpha: float, dash: Sequence[float]) -> None:
        known = np.isfinite(line[:, 1])
        ends = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(int)))
        for first, last in zip(ends[::2].tolist(), ends[1::2].tolist(), strict=True):
            if last - first > 1:
                pen.line(line[first:last], self.colour, self.width, alpha, dash)

    def head(self) -> Points | None:
        """Return where the first line stands, ``(2,)``; None where that is not known."""
        if not self.n_steps:
            return None
        place: Points = self.lines[0][self.now]
        return place if np.isfinite(place).all() else None
