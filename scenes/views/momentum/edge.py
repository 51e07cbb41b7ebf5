"""The edge of stability on a number line: the whole line, and a lens on the eigenvalue that the edge must pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gdcore.descent.momentum import heavy_ball_edge
from gdcore.descent.outcomes import Shape
from gdcore.text.language import tr
from gdcore.text.notation import fixed, rounded
from scenes.geometry import Points, apart
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import LEFT, Theme
from scenes.painting.text import SmallText, Text
from scenes.plots.ticks import nice_ticks, tick_label
from scenes.typesetting.typeset import typeset

WHOLE_PLACE, LENS_PLACE = (LEFT + 0.1, 1.52, 8.3), (-3.1, 0.36, 4.94)
"""Left end, height and width of both strips."""
ROOM = 16.0 / 15.0
"""The end of the number line, as a multiple of the last edge."""
LENS_REACH = 1.3
"""Half the width of the lens, as a multiple of the distance from the eigenvalue to the nearest edges."""
ALONE = 0.02
"""Where there are no edges: as a share of the eigenvalue."""
BAND, BETWEEN = 0.15, 0.1
DECIMALS = 3
"""Decimals of the running momentum: where two runs are close together, more than they need."""


def edge_of(beta: float) -> float:
    """Return the end of the interval (0, edge) in which heavy ball is stable."""
    return heavy_ball_edge(beta)


@dataclass(frozen=True)
class Strip:
    """A piece of the number line, ``low`` to ``high``, at a place in the scene."""

    left: float
    y: float
    width: float
    low: float
    high: float

    def place(self, value: float) -> Points:
        """Return the scene point of a value; values beyond the ends are put at the ends."""
        share = float(np.clip((value - self.low) / (self.high - self.low), 0.0, 1.0))
        return np.array([self.left + share * self.width, self.y])

    def holds(self, value: float) -> bool:
        """Whether the strip shows a value."""
        return self.low <= value <= self.high


class StabilityEdge(Painted):
    """The eigenvalue ``lam``, which stays, and the stable interval, which ends at 2 (1 + ``beta``)."""

    def __init__(self, lam: float, betas: Sequence[float], theme: Theme) -> None:
        super().__init__()
        self.lam, self.theme, self.beta = lam, theme, 0.0
        edges = [edge_of(beta) for beta in betas]
        self.whole = Strip(*WHOLE_PLACE, 0.0, ROOM * max(lam, *edges))
        reach = LENS_REACH * max([abs(edge - lam) for edge in _nearest(lam, edges)] or [ALONE * lam])
        self.lens = Strip(*LENS_PLACE, lam - reach, lam + reach)
        scale = 10**DECIMALS
        shown = np.arange(round(max(betas) * scale) + 1) / scale
        self.labels = typeset(
            [
                f"$beta = {fixed(b, DECIMALS).typst} quad 2 (1 + beta) = {fixed(edge_of(b), DECIMALS).typst}$"
                for b in shown
            ]
        )
        self.furniture = [Scales(self, betas)]

    @property
    def edge(self) -> float:
        """Where the stable interval ends now."""
        return edge_of(self.beta)

    @property
    def outcome(self) -> tuple[Shape, str]:
        """The shape and the colour of the eigenvalue's mark: a dot inside the stable interval, a triangle outside."""
        return ("dot", self.theme.fell) if self.lam < self.edge else ("triangle", self.theme.rose)

    def label_place(self) -> Points:
        """Return where the label of the edge has its middle: above the edge, but inside the picture."""
        half = 0.5 * self.labels[self._label].width * style.POINT_SIZE
        right = self.whole.left + self.whole.width
        x = min(float(self.whole.place(self.edge)[0]), right - half)
        return np.array([x, self.whole.y + 0.66])

    @property
    def _label(self) -> int:
        return min(round(self.beta * 10.0**DECIMALS), len(self.labels) - 1)

    def paint(self, pen: Pen) -> None:
        """Draw the stable part of both strips, its end, and the eigenvalue."""
        for strip in (self.whole, self.lens):
            self._paint_stable(pen, strip)
            x, y = strip.place(self.lam)
            pen.line(np.array([[x, y - BAND], [x, y + BAND]]), self.theme.ink, style.GHOST_WIDTH)
            shape, colour = self.outcome
            pen.marker(shape, np.array([x, y]), style.MARKER_RADIUS, colour, self.theme.background)
        pen.text(self.labels[self._label], self.label_place(), style.POINT_SIZE, self.theme.fell, "centre", still=False)

    def _paint_stable(self, pen: Pen, strip: Strip) -> None:
        start, end = strip.place(0.0), strip.place(self.edge)
        up = np.array([0.0, BAND])
        if end[0] > start[0]:
            pen.fill(np.array([start - up, end - up, end + up, start + up]), self.theme.fell, style.BAND_ALPHA)
        if strip.holds(self.edge):
            pen.line(np.array([end - up, end + up]), self.theme.fell, style.ARROW_WIDTH)


def _nearest(lam: float, edges: Sequence[float]) -> list[float]:
    """Return the nearest edge on either side of the eigenvalue, where there is one."""
    below, above = [edge for edge in edges if edge <= lam], [edge for edge in edges if edge > lam]
    return [*([max(below)] if below else []), *([min(above)] if above else [])]


class Scales(Painted):
    """What stands still of both strips: lines, numbers, names, and the lens's edges."""

    def __init__(self, line: StabilityEdge, betas: Sequence[float]) -> None:
        super().__init__()
        self.whole, self.lens, self.theme, self.lam = line.whole, line.lens, line.theme, line.lam
        self.ticks = nice_ticks(self.whole.low, self.whole.high, 6)
        self.numbers = typeset([tick_label(tick, self.ticks[1] - self.ticks[0]) for tick in self.ticks])
        self.marks = [edge_of(beta) for beta in betas if self.lens.holds(edge_of(beta))]
        near = [beta for beta in betas if self.lens.holds(edge_of(beta))]
        self.names = typeset([f"$beta = {rounded(beta).typst}$" for beta in near])
        wanted = np.array([self.lens.place(edge)[0] for edge in self.marks])
        step = max((name.width for name in self.names), default=0.0) * style.LABEL_SIZE + BETWEEN
        first, last = self.lens.left + step / 2.0, self.lens.left + self.lens.width
        steps = step * np.arange(len(wanted))
        spread = np.minimum(np.maximum(apart(wanted, step), first + steps), last - steps[::-1])
        self.names_x: list[float] = spread.tolist()
        """Where the names have their middles: at their marks, and pushed apart where they would meet."""
        x, y = self.lens.place(self.lam)
        said = tr('a run is stable while\n$lambda$, the largest eigenvalue\nof $"diag"(eta) H$, is inside').split("\n")
        self.texts = [
            Text(f"$lambda = {rounded(self.lam, 5).typst}$", x, y + 0.26, style.POINT_SIZE, self.theme.ink, "centre"),
            *(SmallText(line, LEFT, y + 0.27 - 0.33 * row, self.theme) for row, line in enumerate(said)),
        ]

    def paint(self, pen: Pen) -> None:
        """Draw the lens's fan, then both lines with what is written at them."""
        self._paint_fan(pen)
        for strip in (self.whole, self.lens):
            pen.line(np.array([strip.place(strip.low), strip.place(strip.high)]), self.theme.axis, style.AXIS_WIDTH)
        for tick, number in zip(self.ticks, self.numbers, strict=True):
            self._tick(pen, self.whole.place(tick))
            pen.text(number, self.whole.place(tick) + [0.0, 0.24], style.TICK_SIZE, self.theme.label, "centre")
        for edge, name, x in zip(self.marks, self.names, self.names_x, strict=True):
            self._tick(pen, self.lens.place(edge))
            pen.text(name, np.array([x, self.lens.y - 0.43]), style.LABEL_SIZE, self.theme.label, "centre")
        for text in self.texts:
            text.paint(pen)

    def _tick(self, pen: Pen, at: Points) -> None:
        pen.line(np.array([at - [0.0, 0.06], at + [0.0, 0.06]]), self.theme.axis, style.AXIS_WIDTH)

    def _paint_fan(self, pen: Pen) -> None:
        ends = self.lens.low, self.lens.high
        top = [self.whole.place(end) - [0.0, BAND + 0.02] for end in ends]
        low = [self.lens.place(end) + [0.0, BAND + 0.02] for end in ends]
        pen.fill(np.array([*top, *reversed(low)]), self.theme.grid, style.FAN_ALPHA)
        pen.lines(np.array(list(zip(top, low, strict=True))), self.theme.axis, style.GRID_WIDTH)
