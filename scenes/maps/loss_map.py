"""The loss seen from above: a map with contours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.expressions.written import typst_name
from gdcore.objectives.objective import Objective
from scenes.geometry import Place, Points
from scenes.maps.contours import contours
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen, Pixels
from scenes.painting.space import Box
from scenes.painting.style import Theme
from scenes.plots.axes import Axes, Frame

TICK_ROOM = 0.6
"""Room for a number at the axis below a map; a narrow map has fewer."""
LEVELS = 9
FIELD, FINEST_FIELD = 160, 640
"""Samples of the loss along each side, which cairo blends; more where they differ too much for that."""
BLENDED = 0.2
"""How much of the whole range of colours may lie between two neighbouring samples."""
FIELD_SHARE, LINE_SHARE = 0.48, 0.22
"""How much of the surface's colour the field keeps over the background, and how far the contours go from there towards
the ink: a path must read on both."""


def map_frame(box: Box, place: Place) -> Frame:
    """Return the frame at ``place`` (left, bottom, width, height) that shows the floor of a box from above."""
    ranges = [(float(low), float(high)) for low, high in zip(box.low, box.high, strict=True)]
    return Frame(*place, ranges[0], ranges[1])


class ContourMap(Painted):
    """The loss over a frame as a field of colour with contours, axes with names, and the minimiser.

    Heights run from the known minimum (or else the lowest sample) up to ``top``; above it the colour stays the same.
    ``axes`` is False for a map whose axes are drawn elsewhere. ``further`` minimisers are those of other runs.
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
        self.further: list[Points] = []
        self.axes = named_axes(objective.parameters, objective.units, frame, theme, size) if axes else None
        self.tones = tuple(style.mix(theme.background, tone, FIELD_SHARE) for tone in theme.surface)
        self.sampled = frame
        heights = self._sample(FIELD)
        self.least = lowest_of(heights) if objective.minimum is None else objective.minimum
        self.top = max(top - self.least, 1e-300)
        self.field = self._field(heights)
        levels = self.least + self.top * (np.arange(1, LEVELS + 1) / LEVELS) ** 2
        box = Box(
            np.array([frame.x[0], frame.y[0]]), np.array([frame.x[1], frame.y[1]]), self.least + self.top, self.least
        )
        self._contours = contours(objective.value, box, levels, n=120)
        self.look(frame)

    def look(self, frame: Frame) -> None:
        """Show the same field and contours in a frame of other ranges or at another place; the axes stay."""
        self.frame = frame
        self.lines = [frame.place(line[..., 0], line[..., 1]) for line in self._contours]

    def _sample(self, n: int) -> Points:
        """Return the loss on a grid ``(n, n)`` over the frame, the first row at the top."""
        x, y = np.linspace(*self.frame.x, n), np.linspace(*self.frame.y, n)
        return np.asarray(self.objective.value(np.stack(np.meshgrid(x, y[::-1], indexing="xy"), axis=-1)))

    def _field(self, heights: Points) -> Pixels:
        """Return the colours of the field, one pixel ``(n, n, 4)`` per sample, clear where there is no number."""
        shares = self._shares(heights)
        while len(shares) < FINEST_FIELD and is_rough(shares):
            shares = self._shares(self._sample(2 * len(shares)))
        known = np.isfinite(shares)
        colours = style.ramp(self.tones, np.nan_to_num(shares).ravel()).reshape(*shares.shape, 3) * known[..., None]
        return np.round(255.0 * np.concatenate([colours, known[..., None]], axis=-1)).astype(np.uint8)

    def _shares(self, heights: Points) -> Points:
        """Return where on the range of colours heights lie: NaN where there is no number, or an endless depth."""
        known = np.where(np.isneginf(heights), np.nan, heights)
        with np.errstate(invalid="ignore"):
            return np.sqrt(np.clip((known - self.least) / self.top, 0.0, 1.0))

    def paint(self, pen: Pen) -> None:
        """Draw field, contours, minimiser and axes."""
        with pen.inside(self.frame.rectangle):
            self._paint_field(pen)
            for level, segments in enumerate(self.lines):
                tone = self.tones[level * len(self.tones) // LEVELS]
                pen.lines(segments, style.mix(tone, self.theme.ink, LINE_SHARE), style.AXIS_WIDTH)
        self._paint_minimisers(pen)
        if self.axes is not None:
            self.axes.paint(pen)

    def _paint_minimisers(self, pen: Pen) -> None:
        own = [] if self.objective.minimiser is None else [self.objective.minimiser]
        for minimiser in (*own, *self.further):
            if self._holds(minimiser):
                pen.cross(self.frame.place(*minimiser), self.theme.ink)

    def _paint_field(self, pen: Pen) -> None:
        """Draw the field over the ranges in which it was sampled."""
        (left, right), (low, high) = self.sampled.x, self.sampled.y
        (west, north), (east, south) = self.frame.place(left, high).tolist(), self.frame.place(right, low).tolist()
        ctx = pen.ctx
        ctx.save()
        ctx.translate(west, north)
        # The middles of the outer pixels lie on the edges of what was sampled.
        last = len(self.field) - 1
        ctx.scale((east - west) / last, (south - north) / last)
        pen.image(self.field)
        ctx.rectangle(0.0, 0.0, last, last)
        ctx.clip()
        ctx.paint_with_alpha(pen.opacity)
        ctx.restore()

    def _holds(self, point: Points) -> bool:
        (left, right), (low, high) = self.frame.x, self.frame.y
        return bool(left <= point[0] <= right and low <= point[1] <= high)


def lowest_of(heights: Points) -> float:
    """Return the lowest finite height; 0 if there is none."""
    found = heights[np.isfinite(heights)]
    return float(found.min()) if len(found) else 0.0


def is_rough(shares: Points) -> bool:
    """Whether neighbouring samples ``(n, n)`` differ by too much of the range to be blended, or a border is there."""
    known = np.isfinite(shares)
    if known.any() and not known.all():
        return True
    steps = (abs(np.diff(shares, axis=axis)).max(initial=0.0) for axis in range(2))
    return bool(max(steps) > BLENDED)


def named_axes(names: Sequence[str], units: Sequence[str], frame: Frame, theme: Theme, size: float) -> Axes:
    """Return axes around a filled frame, named by mathematics ("a") with unit and power of ten in one bracket."""
    n_ticks = min(7, max(2, int(frame.width / TICK_ROOM)))
    axes = Axes(frame, theme, ticks=(n_ticks, 6), grid=False, filled=True, size=size)
    axes.name_ends([f"${typst_name(name)}$" for name in names], units)
    return axes
