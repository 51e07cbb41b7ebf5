"""Two-dimensional pictures: axes, curves, and the loss by step."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gdcore.language import tr
from gdcore.notation import MINUS
from gdcore.trajectory import Trajectory
from scenes import style
from scenes.canvas import Painted, Pen, Points, Shape
from scenes.pacing import Moment
from scenes.style import Theme
from scenes.text import Text
from scenes.typeset import typeset

MOST_DRAWN = 600
"""Of a longer run's points so many are drawn: a line of more has several to a pixel."""
SMALLEST, LARGEST = 1e-300, 1.7e308
"""Ranges stay between these, where their width neither vanishes nor overflows."""


def nice_ticks(low: float, high: float, most: int = 6) -> np.ndarray:
    """Return round numbers inside [low, high]: multiples of 1, 2, 2.5 or 5 times a power of ten, at most ``most``."""
    span = high - low
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(power * m for m in (1.0, 2.0, 2.5, 5.0, 10.0, 20.0) if span / (power * m) <= most - 1)
    return np.arange(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1) * step


def tick_label(value: float, step: float) -> str:
    """Return a tick's number as Typst markup, with as many decimals as the step between ticks needs."""
    decimals = next((d for d in range(16) if math.isclose(step * 10**d, round(step * 10**d), rel_tol=1e-6)), 16)
    text = f"{value:.{decimals}f}"
    return text.replace("-", MINUS) if float(text) else "0"


def unit_power(low: float, high: float) -> int:
    """Return the power of ten in whose units an axis from ``low`` to ``high`` is numbered; 0 for ordinary numbers."""
    largest = max(abs(low), abs(high), SMALLEST)
    return 0 if 1e-3 <= largest < 1e4 else 3 * math.floor(math.log10(largest) / 3)


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
        self.x_ticks = _ticks(*frame.x, ticks[0], whole=whole_x)
        self.y_ticks = _ticks(*frame.y, ticks[1], whole=log_y)
        x_texts, x_unit = _numbers(self.x_ticks, frame.x)
        y_texts, y_unit = ([f"$10^({tick:.0f})$" for tick in self.y_ticks], "") if log_y else _numbers(
            self.y_ticks, frame.y)  # fmt: skip
        self.x_outlines, self.y_outlines = typeset(x_texts), typeset(y_texts)
        self.labels = typeset([label + unit or " " for label, unit in zip(labels, (x_unit, y_unit), strict=True)])

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
        else:
            pen.text(self.labels[0], end + [0.14, -0.06], size, self.theme.label)

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


def _ticks(low: float, high: float, most: int, *, whole: bool) -> np.ndarray:
    if not whole:
        return nice_ticks(low, high, most)
    sizes = (float(size * 10**power) for power in range(309) for size in (1, 2, 5))
    step = next(size for size in sizes if (high - low) / size <= most - 1)
    return np.arange(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1.0) * step


def _numbers(ticks: np.ndarray, shown: tuple[float, float]) -> tuple[list[str], str]:
    """Return the numbers at the ticks of an axis, and the unit that its name takes if they count powers of ten."""
    power = unit_power(*shown)
    unit = 10.0**power
    step = (ticks[1] - ticks[0]) / unit if len(ticks) > 1 else 1.0
    return [tick_label(tick / unit, step) for tick in ticks], f" #h(0.25em) ($10^({power})$)" if power else ""


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
    """Return the marker of iterate k: a triangle where the loss rose, a dot elsewhere."""
    return "triangle" if k > 0 and run.outcomes[k - 1] > 0 else "dot"


def outcome_colours(run: Trajectory, theme: Theme) -> list[str]:
    """Return a colour for each iterate: whether the loss fell, rose or stayed the same; ink for the start."""
    colours = (theme.same, theme.rose, theme.fell)  # of 0, 1 and -1
    return [theme.ink, *(colours[outcome] for outcome in run.outcomes.tolist())]


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
        largest = max(highest, -lowest)
        power = 0 if self.log or largest < 1e4 else 3 * math.floor(math.log10(largest) / 3)
        heights = np.log10(run.losses) if self.log else run.losses / 10.0**power
        self.frame = Frame(*place, (0.0, float(max(run.n_steps, 1))), _loss_range(heights, log=self.log))
        self.axes = Axes(self.frame, theme, ticks=(5, 5), log_y=self.log, whole_x=True, size=style.SMALL_TICK_SIZE)
        self.places = self.frame.place(np.arange(len(heights)), heights)
        self.drawn = thinned(heights)
        title = _title(power, log=self.log)
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


def _title(power: int, *, log: bool) -> str:
    if log:
        return tr("loss by step, log scale")
    return tr("loss by step ({unit})", unit=f"$10^({power})$") if power else tr("loss by step")


def _loss_range(heights: np.ndarray, *, log: bool) -> tuple[float, float]:
    low, high = float(heights.min()), float(heights.max())
    if log:
        return math.floor(low), high + 0.08 * (high - low)
    span = high - low
    if low < 0.0 or (low > FLAT * high and span > 1e-9 * high):  # counted from zero, the line would lie at the top
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
