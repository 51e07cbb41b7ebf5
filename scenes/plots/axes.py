"""Two-dimensional pictures: axes, curves, and the loss by step."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gdcore.descent import outcomes
from gdcore.descent.trajectory import Trajectory
from gdcore.text.language import tr
from scenes.painting import style
from scenes.painting.canvas import Painted, Pen, Points, Shape
from scenes.painting.pacing import Moment
from scenes.painting.style import Theme
from scenes.painting.text import Text
from scenes.painting.typeset import typeset
from scenes.plots.ticks import axis_name, decades, offset_of, scale_of, unit_power, whole_scale

BESIDE_AXIS = 0.9
"""Room for the name of an axis at its right end; a wider one stands on the axis."""
MOST_DRAWN = 600
"""Of a longer run's points so many are drawn: a line of more has several to a pixel."""
LARGEST = 1.7e308
"""Ranges stay below, where their width does not overflow."""


@dataclass(frozen=True)
class Frame:
    """A rectangle of the scene and the data ranges that it shows, ``(low, high)`` along x and y."""

    left: float
    bottom: float
    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]

    def place(self, x: np.ndarray | float, y: np.ndarray | float) -> Points:
        """Return the scene coordinates ``(..., 2)`` of data points."""
        across = self.left + (np.asarray(x) - self.x[0]) / (self.x[1] - self.x[0]) * self.width
        up = self.bottom + (np.asarray(y) - self.y[0]) / (self.y[1] - self.y[0]) * self.height
        return np.stack(np.broadcast_arrays(across, up), axis=-1)


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
        end, size = self.frame.place(self.frame.x[1], floor), self.size * 1.15
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
        pen.text(self.labels[1], top, self.size * 1.15, self.theme.label)

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


def outcome(run: Trajectory, k: int) -> Shape:
    """Return the marker of iterate k, which tells what the step to it did to the loss."""
    return outcomes.outcome(run, k).shape


def outcome_colours(run: Trajectory, theme: Theme) -> list[str]:
    """Return a colour for each iterate: whether the loss fell, rose or stayed the same; ink for the start."""
    return [getattr(theme, outcome.colour) for outcome in outcomes.outcomes(run)]


def thinned(values: np.ndarray, most: int = MOST_DRAWN) -> np.ndarray:
    """Return the indices of at most about ``most`` rows of ``(n,)`` or ``(n, d)`` that draw the same line as all.

    The first and the last are among them and, of every stretch between, where each column is lowest and highest, so
    that a run that leaps from side to side keeps its width.
    """
    columns = values.reshape(len(values), -1)
    if len(columns) <= most:
        return np.arange(len(columns))
    n_stretches = max(1, most // (2 * columns.shape[1]))
    bounds = np.linspace(0, len(columns), n_stretches + 1).astype(int)
    kept = {0, len(columns) - 1}
    for start, stop in pairwise(bounds.tolist()):
        piece = columns[start:stop]
        kept.update((start + piece.argmin(axis=0)).tolist(), (start + piece.argmax(axis=0)).tolist())
    return np.array(sorted(kept))


FINEST = 1e-13
"""A difference that is smaller beside the numbers themselves is lost in their rounding."""
FLAT = 0.7
"""Losses above this share of the highest fill a plot only if it does not begin at zero."""


class LossPlot(Painted):
    """Loss by step in a small frame; ``log`` None means a log axis where losses span over two orders of magnitude."""

    def __init__(
        self, run: Trajectory, place: tuple[float, float, float, float], theme: Theme, log: bool | None = None
    ) -> None:
        super().__init__()
        self.theme, self.colours = theme, outcome_colours(run, theme)
        self.shapes: list[Shape] = [outcome(run, k) for k in range(len(run.losses))]
        lowest, highest = float(run.losses.min()), float(run.losses.max())
        self.log = lowest > 0.0 and (highest > 100.0 * lowest if log is None else log)
        power = 0 if self.log or _is_shifted(lowest, highest) else max(unit_power(lowest, highest), 0)
        heights = np.log10(run.losses) if self.log else run.losses / 10.0**power
        self.frame = Frame(*place, (0.0, float(max(run.n_steps, 1))), _loss_range(heights, log=self.log))
        self.axes = Axes(self.frame, theme, ticks=(5, 5), log_y=self.log, whole_x=True, size=style.SMALL_TICK_SIZE)
        self.places = self.frame.place(np.arange(len(heights)), heights)
        self.drawn = thinned(heights)
        title = _title(self.axes.scales[1].counted() or (f"$10^({power})$" if power else ""), log=self.log)
        top = self.frame.bottom + self.frame.height + 0.14
        self.furniture = [self.axes, Text(title, self.frame.left, top, style.LABEL_SIZE, theme.label)]
        self.n, self.growing = 0, 0.0

    def at(self, moment: Moment) -> None:
        """Show the points that have landed, and how far the next one has come."""
        self.n, self.growing = moment.k, moment.land

    def paint(self, pen: Pen) -> None:
        """Draw the losses so far."""
        self._paint_line(pen)
        if len(self.places) <= 16:
            for k in range(self.n + 1):
                pen.marker(self.shapes[k], self.places[k], style.SMALL_MARKER_RADIUS, self.colours[k])
        else:
            pen.marker(self.shapes[self.n], self.places[self.n], style.SMALL_MARKER_RADIUS, self.colours[self.n])

    def _paint_line(self, pen: Pen) -> None:
        past = [*self.drawn[self.drawn < self.n].tolist(), self.n]
        for colour, piece in runs_of([self.colours[k] for k in past[1:]], self.places[past]):
            pen.line(piece, colour, style.GHOST_WIDTH)
        if self.growing > 0.0 and self.n + 1 < len(self.places):
            here, there = self.places[self.n], self.places[self.n + 1]
            tip = here + self.growing * (there - here)
            pen.line(np.array([here, tip]), self.colours[self.n + 1], style.GHOST_WIDTH)


def _title(counted: str, *, log: bool) -> str:
    if log:
        return tr("loss by step, log scale")
    return tr("loss by step ({unit})", unit=counted) if counted else tr("loss by step")


def _is_shifted(lowest: float, highest: float) -> bool:
    """Whether the numbers of losses are counted from one of them, so that no common power of ten tells them apart."""
    span = highest - lowest
    return math.isfinite(span) and span > 0.0 and offset_of(lowest, highest, span / 4.0) != 0.0


def _loss_range(heights: np.ndarray, *, log: bool) -> tuple[float, float]:
    low, high = float(heights.min()), float(heights.max())
    if log:
        return math.floor(low), high + 0.08 * (high - low)
    span = high - low
    if low < 0.0 or (low > FLAT * high and span > FINEST * high):  # counted from zero, the line would lie at the top
        room = 0.08 * (span or abs(low))
        return low - room, high + room
    return 0.0, 1.08 * high or 1.0


def runs_of(colours: Sequence[str], points: Points) -> list[tuple[str, Points]]:
    """Split a polyline of ``len(colours)`` segments into pieces of one colour, so that each is one stroke."""
    pieces: list[tuple[str, Points]] = []
    start = 0
    for k in range(1, len(colours) + 1):
        if k == len(colours) or colours[k] != colours[start]:
            pieces.append((colours[start], points[start : k + 1]))
            start = k
    return pieces
