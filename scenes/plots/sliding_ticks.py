"""Ticks of an axis that grows: they move inward and fade while rounder ones come in from outside."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from gdcore.text.notation import rounded
from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Frame
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset

SERIES = (1.0, 2.0, 5.0)
NEAREST, FARTHEST = 0.22, 0.97
"""Which share of the axis ticks are shown on, at least where the axis is long."""
APART_BY = 0.42
"""The least distance of a tick from the middle of a short axis, in scene units."""
LARGE = 1e4
"""From here on a tick's number is a power of ten."""
OUTSIDE, APART = 0.3, 0.08
"""How far numbers may reach beyond the axis, and how near they come to each other at full strength."""


def sliding_ticks(extent: float, nearest: float = NEAREST) -> Iterator[tuple[float, float]]:
    """Yield distances 1, 2 or 5 times a power of ten inside ``extent``, with how strongly each is drawn, from 0 to 1.

    ``nearest`` is the least share of the extent at which ticks are shown.
    While the extent grows, a tick moves inward and fades as a rounder one comes in from outside.
    """
    power = 10.0 ** math.floor(math.log10(extent))
    for value in (base * power * m for base in (0.1, 1.0) for m in SERIES):
        share = value / extent
        strength = min((FARTHEST - share) / 0.04, (share - nearest) / 0.02)
        if strength > 0.0:
            yield value, min(strength, 1.0)


def tick_source(value: float) -> str:
    """Return a tick's number as Typst markup, short at any size: 0.5, 200, 10^5, 2·10^5."""
    if value == 0.0 or 1e-3 <= abs(value) < LARGE:
        return rounded(value).plain
    mantissa, exponent = f"{value:.0e}".split("e")
    power = f"10^({int(exponent)})"
    return f"${power}$".replace("$10", f"${'-' if value < 0 else ''}10") if abs(float(mantissa)) == 1.0 else (
        f"${mantissa} dot {power}$"
    )  # fmt: skip


def paint_axis(pen: Pen, frame: Frame, theme: Theme) -> None:
    """Draw the horizontal axis at the foot of a frame whose middle is a tick that stays, with ticks on both sides."""
    (left, right), bottom, size = frame.x, frame.bottom, style.TICK_SIZE
    ends = np.array([[frame.left, bottom], [frame.left + frame.width, bottom]])
    pen.line(ends, theme.axis, style.AXIS_WIDTH)
    below, centre = np.array([0.0, -0.09 - size]), (left + right) / 2.0
    written = [(-np.inf, frame.left - OUTSIDE), (frame.left + frame.width + OUTSIDE, np.inf)]
    ticks = sliding_ticks((right - left) / 2.0, max(NEAREST, 2.0 * APART_BY / frame.width))
    for distance, strength in [(0.0, 1.0), *sorted(ticks, key=lambda tick: -tick[1])]:
        for value in sorted({centre - distance, centre + distance}):
            at, outline = np.array([frame.place(value, 0.0)[0], bottom]), _outline(value)
            _paint_tick(pen, at, theme, strength)
            low, high = at[0] - outline.width * size / 2.0, at[0] + outline.width * size / 2.0
            room = min(max(low - last, first - high) for first, last in written)
            if room > 0.0:  # a number that comes too near to another one fades
                alpha = strength * min(room / APART, 1.0)
                pen.text(outline, at + below, size, theme.label, "centre", alpha, still=False)
                written.append((low, high))


def _paint_tick(pen: Pen, at: Points, theme: Theme, strength: float) -> None:
    arm = np.array([0.0, 0.05])
    pen.lines(np.array([[at - arm, at + arm]]), theme.axis, style.AXIS_WIDTH, strength)


def _outline(value: float) -> Outline:
    (outline,) = typeset([tick_source(value)])
    return outline
