"""Two-dimensional pictures: axes, curves, and the loss by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from scenes.geometry import Bounds, Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axis_names import axis_name
from scenes.plots.ticks import decades, scale_of, whole_scale
from scenes.typesetting.typeset import typeset

BESIDE_AXIS = 0.9
"""Room for the name of an axis at its right end; a wider one stands on the axis."""


@dataclass(frozen=True)
class Frame:
    """A rectangle of the scene and the data ranges that it shows, ``(low, high)`` along x and y."""

    left: float
    bottom: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]

    @property
    def rectangle(self) -> Place:
        """Left, bottom, width and height."""
        return self.left, self.bottom, self.width, self.height

    @property
    def bounds(self) -> Bounds:
        """Left, bottom, right and top."""
        return self.left, self.bottom, self.left + self.width, self.bottom + self.height

    def place(self, x: np.ndarray | float, y: np.ndarray | float) -> Points:
        """Return the scene coordinates ``(..., 2)`` of data points."""
        across = self.left + (np.asarray(x) - self.x[0]) / (self.x[1] - self.x[0]) * self.width
        up = self.bottom + (np.asarray(y) - self.y[0]) / (self.y[1] - self.y[0]) * self.height
        places = np.empty((*np.broadcast(across, up).shape, 2))
        places[..., 0], places[..., 1] = across, up
        return places


NAME_SCALE = 1.16
"""How much larger the name of an axis is than its numbers."""


class Axes(Painted):
    """Axes with ticks and numbers; horizontal grid lines where ``grid`` says so.

    ``y_at`` is the data x at which the y axis lies. ``log_y`` says that y holds powers of ten. Around a ``filled``
    frame the names stand outside: above its left edge and under its right end.
    """

    def __init__(
        self,
        frame: Frame,
        theme: Theme,
        *,
        labels: tuple[str, str] = ("", ""),
        ticks: tuple[int, int] = (7, 6),
        grid: bool = True,
        y_at: float | None = None,
        log_y: bool = False,
        whole_x: bool = False,
        filled: bool = False,
        size: float = style.TICK_SIZE,
    ) -> None:
        super().__init__()
        self.frame, self.theme, self.grid, self.size, self.filled = frame, theme, grid, size, filled
        self.y_at = frame.x[0] if y_at is None else y_at
        self.y_name_at: Points | None = None
        """Where the name of the y axis begins, if that is not beside its top."""
        self.scales = (whole_scale if whole_x else scale_of)(*frame.x, ticks[0]), (decades if log_y else scale_of)(
            *frame.y, ticks[1])  # fmt: skip
        (self.x_ticks, self.y_ticks) = (scale.ticks for scale in self.scales)
        self.x_outlines, self.y_outlines = (typeset(scale.texts) for scale in self.scales)
        self.name_ends(labels)

    @property
    def name_size(self) -> float:
        """The size of the names."""
        return NAME_SCALE * self.size

    def name_ends(self, names: Sequence[str], units: Sequence[str] = ("", "")) -> None:
        """Write names, which are Typst markup, and units at the ends, with what the numbers count."""
        counted = zip(names, units, self.scales, strict=True)
        self.labels = typeset([axis_name(name, unit, scale) if name else " " for name, unit, scale in counted])

    def paint(self, pen: Pen) -> None:
        """Draw grid, axes, ticks and numbers."""
        frame, theme = self.frame, self.theme
        (left, right), floor = frame.x, frame.y[0]
        if self.grid:
            pen.lines(self._across(self.y_ticks, left, right), theme.grid, style.GRID_WIDTH)
        axes = np.array([frame.place(np.array(frame.x), floor), frame.place(self.y_at, np.array(frame.y))])
        pen.lines(axes, theme.axis, style.AXIS_WIDTH)
        self._paint_x(pen, floor)
        self._paint_y(pen)

    def _paint_x(self, pen: Pen, floor: float) -> None:
        for tick, outline in zip(self.x_ticks, self.x_outlines, strict=True):
            at = self.frame.place(tick, floor)
            pen.lines(np.array([[at - [0, 0.05], at + [0, 0.05]]]), self.theme.axis, style.AXIS_WIDTH)
            pen.text(outline, at - [0, 0.09 + self.size], self.size, self.theme.label, "centre")
        end, size = self.frame.place(self.frame.x[1], floor), self.name_size
        if self.filled:
            pen.text(self.labels[0], end - [0.0, 0.22 + 2.1 * self.size], size, self.theme.label, "right")
        elif self.labels[0].width * size <= BESIDE_AXIS:
            pen.text(self.labels[0], end + [0.14, -0.06], size, self.theme.label)
        else:
            pen.text(self.labels[0], end + [BESIDE_AXIS, 0.14], size, self.theme.label, "right")

    def _paint_y(self, pen: Pen) -> None:
        for tick, outline in zip(self.y_ticks, self.y_outlines, strict=True):
            at = self.frame.place(self.y_at, tick)
            pen.lines(np.array([[at - [0.05, 0], at + [0.05, 0]]]), self.theme.axis, style.AXIS_WIDTH)
            edge = self.frame.place(self.frame.x[0], tick)
            if tick != self.frame.y[0] or self.y_at == self.frame.x[0]:
                pen.text(outline, edge - [0.16, self.size * 0.33], self.size, self.theme.label, "right")
        beside = [0.0, 0.14] if self.filled else [0.13, 0.0]
        top = self.frame.place(self.y_at, self.frame.y[1]) + beside if self.y_name_at is None else self.y_name_at
        pen.text(self.labels[1], top, self.name_size, self.theme.label)

    def _across(self, ticks: np.ndarray, left: float, right: float) -> Points:
        return np.array([self.frame.place(np.array([left, right]), tick) for tick in ticks]).reshape(-1, 2, 2)


class Curve(Painted):
    """The graph of a function over the frame, drawn from left to right by ``reveal``."""

    def __init__(self, frame: Frame, value: Callable[[Points], Points], theme: Theme, n_points: int = 400) -> None:
        super().__init__()
        self.theme = theme
        x = np.linspace(*frame.x, n_points)
        y = value(x[:, None])
        inside = np.isfinite(y) & (y >= frame.y[0] - 1e-9) & (y <= frame.y[1])
        parts = np.split(np.arange(n_points), np.flatnonzero(np.diff(inside)) + 1)
        self.pieces = [frame.place(x[part], y[part]) for part in parts if inside[part[0]]]

    def paint(self, pen: Pen) -> None:
        """Draw the revealed part."""
        for piece in self.pieces:
            shown = piece[: max(2, round(self.reveal * len(piece)))]
            pen.line(shown, self.theme.curve, style.CURVE_WIDTH)
