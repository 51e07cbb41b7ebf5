"""The loss seen from above: a map with contours, and a run on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.objectives import Objective
from gdcore.trajectory import Trajectory
from gdcore.written import typst_name
from scenes import style
from scenes.canvas import Painted, Pen, Pixels, Points
from scenes.fitting import unit_text
from scenes.hud import LEFT
from scenes.map_descent import MapDescent
from scenes.mesh import contours
from scenes.plots import Axes, Frame, unit_power
from scenes.space import Box
from scenes.style import Theme
from scenes.typeset import typeset

__all__ = ["PLACE", "ContourMap", "MapDescent", "axis_name", "axis_names", "map_frame", "named_axes", "reach_of"]

PLACE = (LEFT + 1.2, -3.0, 7.1, 4.9)
"""Left, bottom, width and height of a map beside the numbers."""
LEVELS = 9
FIELD = 160
"""Samples of the loss along each side; cairo blends between them."""
FIELD_SHARE, LINE_SHARE = 0.48, 0.22
"""How much of the surface's colour the field keeps over the background, and how far the contours go from there towards
the ink: a path must read on both."""


def map_frame(box: Box, place: tuple[float, float, float, float]) -> Frame:
    """Return the frame at ``place`` (left, bottom, width, height) that shows the floor of a box from above."""
    ranges = [(float(low), float(high)) for low, high in zip(box.low, box.high, strict=True)]
    return Frame(*place, ranges[0], ranges[1])


class ContourMap(Painted):
    """The loss over a frame as a field of colour with contours, axes with names, and the minimiser.

    Heights are counted from the known minimum (or else the lowest one seen) up to ``top``; beyond it the colour stays.
    ``axes`` is False for a map whose axes somebody else draws.
    """

    def __init__(
        self,
        objective: Objective,
        frame: Frame,
        top: float,
        theme: Theme,
        *,
        axes: bool = True,
        size: float = style.TICK_SIZE,
    ) -> None:
        super().__init__()
        self.objective, self.frame, self.theme = objective, frame, theme
        self.axes = named_axes(objective.parameters, objective.units, frame, theme, size) if axes else None
        self.tones = tuple(style.mix(theme.background, tone, FIELD_SHARE) for tone in theme.surface)
        self.sampled = frame
        heights = self._sample()
        self.least = float(np.nanmin(heights)) if objective.minimum is None else objective.minimum
        self.top = max(top - self.least, 1e-300)
        self.field = self._field(heights)
        levels = self.least + self.top * (np.arange(1, LEVELS + 1) / LEVELS) ** 2
        box = Box(np.array([frame.x[0], frame.y[0]]), np.array([frame.x[1], frame.y[1]]), top)
        self._contours = contours(objective.value, box, levels, n=120)
        self.look(frame)

    def look(self, frame: Frame) -> None:
        """Show the same field and contours in a frame of other ranges or at another place; the axes stay."""
        self.frame = frame
        self.lines = [frame.place(line[..., 0], line[..., 1]) for line in self._contours]

    def _sample(self) -> Points:
        """Return the loss on a grid over the frame, the first row at the top."""
        x, y = np.linspace(*self.frame.x, FIELD), np.linspace(*self.frame.y, FIELD)
        return np.asarray(self.objective.value(np.stack(np.meshgrid(x, y[::-1], indexing="xy"), axis=-1)))

    def _field(self, heights: Points) -> Pixels:
        """Return the colours of the field, one pixel ``(FIELD, FIELD, 4)`` a sample."""
        shares = np.sqrt(np.clip((np.nan_to_num(heights, nan=np.inf) - self.least) / self.top, 0.0, 1.0))
        colours = np.round(255.0 * style.ramp(self.tones, shares.ravel())).astype(np.uint8).reshape(FIELD, FIELD, 3)
        return np.concatenate([colours, np.full((FIELD, FIELD, 1), 255, np.uint8)], axis=-1)

    def paint(self, pen: Pen) -> None:
        """Draw field, contours, minimiser and axes."""
        frame, ctx = self.frame, pen.ctx
        ctx.save()
        ctx.rectangle(frame.left, frame.bottom, frame.width, frame.height)
        ctx.clip()
        self._paint_field(pen)
        for level, segments in enumerate(self.lines):
            tone = self.tones[level * len(self.tones) // LEVELS]
            pen.lines(segments, style.mix(tone, self.theme.ink, LINE_SHARE), style.AXIS_WIDTH)
        ctx.restore()
        self._paint_minimiser(pen)
        if self.axes is not None:
            self.axes.paint(pen)

    def _paint_minimiser(self, pen: Pen) -> None:
        if self.objective.minimiser is None or not self._holds(self.objective.minimiser):
            return
        x, y = self.frame.place(*self.objective.minimiser)
        arm = 0.7 * style.MARKER_RADIUS
        cross = np.array([[[x - arm, y - arm], [x + arm, y + arm]], [[x - arm, y + arm], [x + arm, y - arm]]])
        pen.lines(cross, self.theme.ink, style.GHOST_WIDTH)

    def _paint_field(self, pen: Pen) -> None:
        """Draw the field over the ranges in which it was sampled."""
        (left, right), (low, high) = self.sampled.x, self.sampled.y
        (west, north), (east, south) = self.frame.place(left, high).tolist(), self.frame.place(right, low).tolist()
        ctx = pen.ctx
        ctx.save()
        ctx.translate(west, north)
        # The middles of the outer pixels lie on the edges of what was sampled.
        ctx.scale((east - west) / (FIELD - 1), (south - north) / (FIELD - 1))
        pen.image(self.field)
        ctx.rectangle(0.0, 0.0, FIELD - 1, FIELD - 1)
        ctx.clip()
        ctx.paint_with_alpha(pen.opacity)
        ctx.restore()

    def _holds(self, point: Points) -> bool:
        (left, right), (low, high) = self.frame.x, self.frame.y
        return bool(left <= point[0] <= right and low <= point[1] <= high)


def named_axes(names: Sequence[str], units: Sequence[str], frame: Frame, theme: Theme, size: float) -> Axes:
    """Return axes around a filled frame, named by mathematics ("a") with unit and power of ten in one bracket."""
    axes = Axes(frame, theme, grid=False, filled=True, size=size)
    shown = zip(names, units, (frame.x, frame.y), strict=True)
    axes.labels = typeset([axis_name(f"${typst_name(name)}$", unit, unit_power(*ends)) for name, unit, ends in shown])
    return axes


def axis_name(name: str, unit: str, power: int = 0) -> str:
    """Return an axis's name with what its numbers count, "b (10³ $)", as Typst markup; ``name`` is markup already."""
    counted = " ".join(part for part in (f"$10^({power})$" if power else "", unit_text(unit)) if part)
    return f"{name} #h(0.2em) ({counted})" if counted else name


def axis_names(objective: Objective) -> tuple[str, str]:
    """Return the names of both parameters with their units, as Typst markup."""
    names = [
        axis_name(f"${typst_name(name)}$", unit)
        for name, unit in zip(objective.parameters, objective.units, strict=True)
    ]
    return names[0], names[1]


def reach_of(runs: Sequence[Trajectory]) -> Points:
    """Return all iterates of several runs, ``(n, 2)``, for choosing what a map must show."""
    return np.concatenate([run.iterates for run in runs])
