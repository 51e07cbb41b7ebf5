"""Learning rates over steps: a stair for each run, and the edge of stability as a line across."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.arrays import Array
from gdcore.scenario import Scenario
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Axes, Frame
from scenes.stage.symbols import subscript
from scenes.typesetting.typeset import typeset

WIDE, AROUND = 4.0, 0.12
"""Rates of which one is more than so many times the edge, or where that is unknown their median, stand on a logarithmic
axis, with so much of a decade around them."""
LEAST_EDGES = 1.25
"""The axis reaches up to so many edges at least: the line and its name are in the picture."""
EDGE_DASH = (0.16, 0.12)
TICKS_ALONG = 8
"""Numbers along the axis of steps."""
HEADROOM, LOWEST_DECADES = 1.08, 6.0
TO_COME, BEYOND = 0.3, 0.12
"""How strongly stairs still to come are drawn, and the ground beyond the edge."""


def rate_name(scenario: Scenario, *, in_edges: bool) -> str:
    """Return the name of the axis of rates, as Typst markup."""
    if in_edges:
        return tr("rate, in edges")
    rates = np.concatenate([run.trajectory.learning_rates for run in scenario.runs])
    alike = bool((rates == rates[:, :1]).all())
    index = "k" if alike else f"({subscript(scenario.objective.parameters[0])}, k)"
    return tr("learning rate {eta}", eta=f"$eta_{index}$")


class RatesChart(Painted):
    """The axes of rates over steps under their ``name``, which is Typst markup.

    ``in_edges`` says that rates are multiples of the edge; ``alone``, that its steps are not those of an axis
    under it.
    """

    def __init__(
        self, rates: Sequence[Array], place: Place, theme: Theme, name: str, *, in_edges: bool, alone: bool
    ) -> None:
        super().__init__()
        self.theme, self.in_edges = theme, in_edges
        every = np.concatenate([[1.0] if in_edges else [], *rates])
        positive = every[every > 0.0]
        highest = max(float(positive.max(initial=0.0)), LEAST_EDGES if in_edges else 0.0) or 1.0
        self.is_log = bool(len(positive) and highest > WIDE * (1.0 if in_edges else np.median(positive)))
        low = max(float(positive.min(initial=highest)), highest / 10.0**LOWEST_DECADES)
        low = min(low, 1.0) if in_edges else low
        ends = np.log10([low, highest]) + [-AROUND, AROUND] if self.is_log else (0.0, HEADROOM * highest)
        n_steps = max(len(run) for run in rates)
        self.frame = Frame(*place, (0.0, float(max(n_steps, 1))), (float(ends[0]), float(ends[1])))
        self.axes = Axes(self.frame, theme, ticks=(TICKS_ALONG, 5), log_y=self.is_log, whole_x=True, filled=True)
        self.axes.name_ends([tr("step $k$") if alone else "", name])
        if self.is_log:
            self.axes.y_outlines = typeset([f"${rounded(10.0**tick).typst}$" for tick in self.axes.y_ticks])
        if not alone:
            self.axes.x_outlines = typeset([" "] * len(self.axes.x_ticks))
        (self.beyond_name,) = typeset([tr("beyond the edge")])

    def heights(self, rates: Array) -> Array:
        """Return where rates stand along their axis, shape as given; those too low for it on its floor."""
        return np.asarray(np.log10(np.maximum(rates, 10.0 ** self.frame.y[0])) if self.is_log else rates)

    @property
    def edge(self) -> float:
        """How high in the scene the edge lies."""
        return float(self.frame.place(0.0, self.heights(np.array(1.0)))[1])

    def paint(self, pen: Pen) -> None:
        """Draw the ground beyond the edge with its name above it, and the axes."""
        left, _, right, top = self.frame.bounds
        if self.in_edges:
            corners = np.array([[left, self.edge], [right, self.edge], [right, top], [left, top]])
            pen.fill(corners, self.theme.rose, BEYOND)
            pen.text(self.beyond_name, np.array([right, top + 0.14]), style.LABEL_SIZE, self.theme.rose, "right")
        self.axes.paint(pen)


class Edge(Painted):
    """The edge of stability across a chart, over the stairs: dashed, so that a rate that lies on it shows as well."""

    def __init__(self, chart: RatesChart) -> None:
        super().__init__()
        self.chart = chart

    def paint(self, pen: Pen) -> None:
        """Draw the line, where rates are told in edges."""
        if self.chart.in_edges:
            left, _, right, _ = self.chart.frame.bounds
            line = np.array([[left, self.chart.edge], [right, self.chart.edge]])
            pen.line(line, self.chart.theme.ink, style.GHOST_WIDTH, 1.0, EDGE_DASH)


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
