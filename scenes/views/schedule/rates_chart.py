"""Learning rates over steps: a stair for each run, and the edge of stability as a line across."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.arrays import Array
from gdcore.text.language import tr
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.labels import plate
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Axes, Frame
from scenes.typesetting.typeset import typeset

WIDE = 30.0
"""Rates whose highest is more than so many times their median stand on a logarithmic axis."""
LEAST_EDGES = 1.25
"""The axis reaches up to so many edges at least: the line and its name are in the picture."""
HEADROOM, LOWEST_DECADES = 1.08, 6.0
TO_COME, BEYOND = 0.3, 0.1
"""How strongly stairs still to come are drawn, and the ground beyond the edge."""


class RatesChart(Painted):
    """The axes of rates over steps; ``in_edges`` says that rates are multiples of the edge, which is a line then."""

    def __init__(self, rates: Sequence[Array], place: Place, theme: Theme, *, in_edges: bool) -> None:
        super().__init__()
        self.theme, self.in_edges = theme, in_edges
        every = np.concatenate([[1.0] if in_edges else [], *rates])
        positive = every[every > 0.0]
        highest = max(float(positive.max(initial=0.0)), LEAST_EDGES if in_edges else 0.0) or 1.0
        self.is_log = bool(len(positive) and highest > WIDE * np.median(positive))
        self.low = max(float(positive.min(initial=1.0)), highest / 10.0**LOWEST_DECADES) if self.is_log else 0.0
        ends = (np.floor(np.log10(self.low)), np.log10(highest) + 0.1) if self.is_log else (0.0, HEADROOM * highest)
        n_steps = max(len(run) for run in rates)
        self.frame = Frame(*place, (0.0, float(max(n_steps, 1))), (float(ends[0]), float(ends[1])))
        self.axes = Axes(self.frame, theme, ticks=(8, 6), log_y=self.is_log, whole_x=True, filled=True)
        self.axes.labels = typeset([tr("step $k$"), tr("rate, in edges") if in_edges else tr("learning rate $eta_k$")])
        self.edge_name, self.beyond_name = typeset([tr("edge"), tr("beyond the edge")])

    def heights(self, rates: Array) -> Array:
        """Return where rates stand along their axis, shape as given."""
        return np.asarray(np.log10(np.maximum(rates, self.low)) if self.is_log else rates)

    def paint(self, pen: Pen) -> None:
        """Draw the ground beyond the edge, the axes, and the edge with its name."""
        frame = self.frame
        left, _, right, top = frame.bounds
        if self.in_edges:
            edge = float(frame.place(0.0, self.heights(np.array(1.0)))[1])
            corners = np.array([[left, edge], [right, edge], [right, top], [left, top]])
            pen.fill(corners, self.theme.rose, BEYOND)
        self.axes.paint(pen)
        if self.in_edges:
            pen.line(np.array([[left, edge], [right, edge]]), self.theme.rose, style.GHOST_WIDTH)
            if top - edge > 2.0 * style.LABEL_SIZE:
                at = np.array([right - 0.12, top - 1.4 * style.LABEL_SIZE])
                plate(pen, self.beyond_name, at, style.LABEL_SIZE, self.theme.rose, self.theme, "right")


class Stair:
    """The rates of one run on the chart: what is still to come is faint."""

    def __init__(self, rates: Array, chart: RatesChart, colour: str, width: float) -> None:
        self.chart, self.colour, self.width = chart, colour, width
        self.moment = Moment(0)
        self.rates = chart.heights(rates)
        self.corners = chart.frame.place(np.repeat(np.arange(len(rates) + 1), 2)[1:-1], np.repeat(self.rates, 2))

    def at(self, moment: Moment) -> None:
        """Take the state of a moment of this run."""
        self.moment = moment

    def paint(self, pen: Pen) -> None:
        """Draw the stair, the steps taken strongly."""
        if not len(self.rates):
            return
        pen.line(self.corners, self.colour, self.width, TO_COME)
        taken = self.corners[: 2 * self.moment.k]
        head = self.head()
        if self.moment.move > 0.0 and head is not None:
            taken = np.concatenate([taken, self.corners[2 * self.moment.k : 2 * self.moment.k + 1], [head]])
        if len(taken) > 1:
            pen.line(taken, self.colour, self.width)

    def head(self) -> Points | None:
        """Return where the run stands on its stair, ``(2,)``; None for one without steps."""
        if not len(self.rates):
            return None
        k = min(self.moment.k, len(self.rates) - 1)
        return self.chart.frame.place(self.moment.k + self.moment.move, self.rates[k])
