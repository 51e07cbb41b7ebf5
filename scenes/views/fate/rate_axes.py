"""The axes of maps of fates: the single one under the curve, and the two around a plane."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from gdcore.arrays import Array
from gdcore.expressions.written import typst_name
from gdcore.studies.fate_axes import Axis
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Axes, Frame
from scenes.stage.symbols import indexed, subscript, symbol
from scenes.typesetting.typeset import typeset

BAND = 0.38
"""The height of the band of fates under the curve."""
BAND_GAP = 0.1


def map_frame(axes: Sequence[Axis], place: Place) -> Frame:
    """Return the frame at ``place`` for the two axes of a map: rates in their logarithms, other numbers as they are."""
    x, y = (tuple(along(axis, [axis.low, axis.high]).tolist()) for axis in axes)
    return Frame(*place, x, y)


def along(axis: Axis, numbers: ArrayLike) -> Array:
    """Return where numbers lie on an axis."""
    return np.asarray(np.log10(numbers) if axis.log else np.asarray(numbers, dtype=np.float64))


def axis_symbol(axis: Axis, parameters: Sequence[str]) -> str:
    """Return what stands for the numbers of an axis in Typst mathematics."""
    if axis.kind == "hyperparameter":
        return symbol("momentum")
    if axis.kind == "start":
        return indexed(parameters[axis.parameter], 0)
    if axis.kind == "rates":
        return "eta"
    return f"eta_{subscript(parameters[axis.parameter])}"


def _axis_words(axis: Axis, parameters: Sequence[str]) -> str:
    sign = f"${axis_symbol(axis, parameters)}$"
    if axis.kind == "hyperparameter":
        return tr("{symbol}, the momentum", symbol=sign)
    if axis.kind == "start":
        return tr("{symbol}, the start", symbol=sign)
    if axis.kind == "rates":
        return tr("a factor of all rates") if axis.factor else tr("{symbol}, the learning rate", symbol=sign)
    return tr("{rate}, rate for {name}", rate=sign, name=f"${typst_name(parameters[axis.parameter])}$")


class AxisOfFates(Axes):
    """The axis of one thing that differs, under the growth of losses in orders of magnitude."""

    def __init__(self, axis: Axis, frame: Frame, parameters: Sequence[str], theme: Theme) -> None:
        super().__init__(frame, theme, ticks=(6, 5), log_y=True, whole_x=axis.log, filled=True)
        if axis.log:
            self.x_outlines = typeset([_power(t) for t in self.x_ticks])
        self.labels = typeset([_axis_words(axis, parameters), " "])


class MapAxes(Axes):
    """Axes of a map of fates: of rates numbers at powers of ten, and ticks between."""

    def __init__(self, axes: Sequence[Axis], frame: Frame, parameters: Sequence[str], theme: Theme) -> None:
        across, up = axes
        super().__init__(frame, theme, ticks=(5, 5), grid=False, log_y=up.log, whole_x=across.log, filled=True)
        if across.log:
            self.x_outlines = typeset([_power(t) for t in self.x_ticks])
        if up.log:
            self.y_outlines = typeset([_power(t) for t in self.y_ticks])
        self.labels = typeset([_axis_words(axis, parameters) for axis in axes])
        spans = zip(axes, (frame.x, frame.y), strict=True)
        self.minor = [_between(*span) if axis.log else np.zeros(0) for axis, span in spans]

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
