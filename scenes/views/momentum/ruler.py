"""The edge of stability on a ruler that comes near to the eigenvalue as the edge does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.descent.momentum import heavy_ball_edge
from gdcore.descent.outcomes import Shape
from gdcore.text.notation import computed, fixed
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.ticks import nice_ticks, tick_label
from scenes.typesetting.typeset import typeset

ROOM = 16.0 / 15.0
"""The end of the whole ruler, as a multiple of the last edge."""
NEAR = 1.6
"""Half the width of what is seen from near, as a multiple of the distance from the eigenvalue to the nearest edges."""
ZOOM = 4.0
"""The ruler comes near only if that makes it this many times as wide."""
BAND = 0.17
"""Half the height of the stable interval."""
DECIMALS = 3
"""Decimals of the running momentum: where two runs are close together, more than they need."""


class Ruler(Painted):
    """The eigenvalue ``lam``, which stays, and the stable interval, which ends at 2 (1 + ``beta``)."""

    def __init__(self, lam: float, betas: Sequence[float], place: Place, theme: Theme) -> None:
        super().__init__()
        self.lam, self.theme, self.beta = lam, theme, 0.0
        self.left, bottom, self.length, _ = place
        self.y = bottom + 0.72
        edges = np.array([2.0, *map(heavy_ball_edge, betas)])
        self.whole = (0.0, ROOM * max(lam, float(edges.max())))
        self.range = self.whole
        away = abs(edges - lam)
        reach = NEAR * float(max(away[side].min() for side in (edges <= lam, edges > lam) if side.any()))
        self.near = (lam - reach, lam + reach) if ZOOM * 2.0 * reach < self.whole[1] else self.whole
        shown = np.arange(round(max(betas) * 10**DECIMALS) + 1) / 10**DECIMALS
        self.labels = typeset(
            [
                f"$beta = {fixed(b, DECIMALS).typst} quad 2 (1 + beta) = {fixed(heavy_ball_edge(b), DECIMALS).typst}$"
                for b in shown
            ]
        )
        (self.symbol,) = typeset([f"$lambda = {computed(lam).typst}$"])

    @property
    def edge(self) -> float:
        """Where the stable interval ends now."""
        return heavy_ball_edge(self.beta)

    @property
    def outcome(self) -> tuple[Shape, str]:
        """The shape and the colour of the eigenvalue's mark: a dot inside the stable interval, a triangle outside."""
        return ("dot", self.theme.fell) if self.lam < self.edge else ("triangle", self.theme.rose)

    def seen_at(self, beta: float) -> tuple[float, float]:
        """Return what the ruler shows once the edge has come to that of ``beta``: what is near, if it lies in it."""
        low, high = self.near
        return self.near if low <= heavy_ball_edge(beta) <= high else self.whole

    def come(self, start: tuple[float, float], end: tuple[float, float], share: float) -> None:
        """Show what lies ``share`` of the way between two ranges, evenly coming nearer or going away."""
        (low, high), (width, last) = start, (start[1] - start[0], end[1] - end[0])
        middle = (low * last - end[0] * width) / (last - width) if last != width else low
        scale = (last / width) ** share
        self.range = (middle + (low - middle) * scale, middle + (high - middle) * scale)

    def place(self, value: float) -> Points:
        """Return the scene point of a value; values beyond the ends are put at the ends."""
        low, high = self.range
        return np.array([self.left + float(np.clip((value - low) / (high - low), 0.0, 1.0)) * self.length, self.y])

    def label_place(self) -> Points:
        """Return where the label of the edge has its middle: above the edge, but inside the picture."""
        half = 0.5 * self.labels[self._label].width * style.POINT_SIZE
        x = float(np.clip(self.place(self.edge)[0], self.left + half, self.left + self.length - half))
        return np.array([x, self.y + 0.72])

    @property
    def _label(self) -> int:
        return min(round(self.beta * 10.0**DECIMALS), len(self.labels) - 1)

    def paint(self, pen: Pen) -> None:
        """Draw the ruler with its numbers, the stable part, its end, and the eigenvalue."""
        theme, (low, high) = self.theme, self.range
        start, end, up = self.place(max(0.0, low)), self.place(self.edge), np.array([0.0, BAND])
        if end[0] > start[0]:
            pen.fill(np.array([start - up, end - up, end + up, start + up]), theme.fell, style.BAND_ALPHA)
        pen.line(np.array([self.place(low), self.place(high)]), theme.axis, style.AXIS_WIDTH)
        self._paint_numbers(pen)
        if low <= self.edge <= high:
            pen.line(np.array([end - up, end + up]), theme.fell, style.ARROW_WIDTH)
        at, (shape, colour) = self.place(self.lam), self.outcome
        pen.line(np.array([at - up, at + up]), theme.ink, style.GHOST_WIDTH)
        pen.marker(shape, at, style.MARKER_RADIUS, colour, theme.background)
        pen.text(self.symbol, at + [0.0, 0.27], style.POINT_SIZE, theme.ink, "centre", still=False)
        pen.text(self.labels[self._label], self.label_place(), style.POINT_SIZE, theme.fell, "centre", still=False)

    def _paint_numbers(self, pen: Pen) -> None:
        ticks = nice_ticks(*self.range, 6)
        numbers = typeset([tick_label(tick, ticks[1] - ticks[0]) for tick in ticks])
        for tick, number in zip(ticks, numbers, strict=True):
            at = self.place(tick)
            pen.line(np.array([at - [0.0, 0.06], at + [0.0, 0.06]]), self.theme.axis, style.AXIS_WIDTH)
            pen.text(number, at - [0.0, BAND + 0.3], style.TICK_SIZE, self.theme.label, "centre", still=False)
