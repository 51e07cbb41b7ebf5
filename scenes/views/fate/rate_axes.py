"""Axes of learning rates: the single axis under the curve of fates, and the two logarithmic ones around the plane."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gdcore.expressions.written import typst_name
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Axes, Frame
from scenes.stage.symbols import subscript
from scenes.typesetting.typeset import typeset

BAND = 0.38
"""The height of the band of fates under the curve."""
BAND_GAP = 0.1


def log_frame(reach: Points, place: tuple[float, float, float, float]) -> Frame:
    """Return the frame at ``place`` for the logarithms of rates ``(2, 2)``: lowest and highest of each parameter."""
    low, high = np.log10(reach[:, 0]).tolist(), np.log10(reach[:, 1]).tolist()
    return Frame(*place, (low[0], high[0]), (low[1], high[1]))


class RatePairAxes(Axes):
    """Axes of two learning rates around a frame of their logarithms: numbers at powers of ten, ticks between."""

    def __init__(self, frame: Frame, parameters: Sequence[str], theme: Theme) -> None:
        super().__init__(frame, theme, ticks=(5, 5), grid=False, log_y=True, whole_x=True, filled=True)
        self.x_outlines, self.y_outlines = (
            typeset([_power(t) for t in ticks]) for ticks in (self.x_ticks, self.y_ticks)
        )
        self.labels = typeset([
            tr("{rate}, rate for {name}", rate=f"$eta_{subscript(name)}$", name=f"${typst_name(name)}$")
            for name in parameters
        ])  # fmt: skip
        self.minor = [_between(*span) for span in (frame.x, frame.y)]

    def paint(self, pen: Pen) -> None:
        """Draw axes and ticks, then the ticks between the powers of ten."""
        super().paint(pen)
        x, y = self.frame.place(self.minor[0], self.frame.y[0]), self.frame.place(self.frame.x[0], self.minor[1])
        ticks = [np.stack([x, x - [0.0, 0.05]], axis=1), np.stack([y, y - [0.05, 0.0]], axis=1)]
        pen.lines(np.concatenate(ticks), self.theme.axis, style.AXIS_WIDTH)


def _power(exponent: float) -> str:
    return f"${rounded(10.0**exponent).typst}$" if -2 <= exponent <= 2 else f"$10^({exponent:.0f})$"


def _between(low: float, high: float) -> np.ndarray:
    """Return the logarithms of 2 .. 9 times each power of ten inside a range of logarithms."""
    powers = np.arange(math.floor(low), math.ceil(high))
    ticks = (powers[:, None] + np.log10(np.arange(2, 10))).ravel()
    return ticks[(ticks > low) & (ticks < high)]


class UprightAxes(Axes):
    """Axes whose numbers along x stand elsewhere."""

    def _paint_x(self, pen: Pen, floor: float) -> None:
        """Leave the numbers to the plot below."""


class RateAxes(Axes):
    """The axis of rates alone, under the band of fates."""

    def __init__(self, frame: Frame, theme: Theme) -> None:
        under = Frame(frame.left, frame.bottom - BAND_GAP - BAND - 0.06, frame.width, 0.0, frame.x, (0.0, 1.0))
        super().__init__(under, theme, labels=("$eta$", ""), ticks=(8, 2), grid=False)

    def _paint_y(self, pen: Pen) -> None:
        """There is no second axis."""
