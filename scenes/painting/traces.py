"""The geometry of a picture: boxes of text, strokes and dots, recorded while its parts paint."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import cairo
import numpy as np

from scenes.geometry import ALIGNED, Align, Bounds, Points, clipped
from scenes.painting.canvas import Painted
from scenes.painting.pen import CORNERS, Mark, Pen, Pixels
from scenes.typesetting.outline import Outline

FAINT = 0.05
"""Less opacity than this is invisible."""
SPARSE = 0.04
"""The least distance between points kept of a polyline, in scene units."""
FINE = 1000.0
"""Surface units per scene unit: cairo rounds the extents of a clip."""


@dataclass
class Traces:
    """Boxes of text, strokes with their widths, and dots with their radii; ``colours`` belong to the strokes."""

    texts: list[Bounds] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    opacities: list[float] = field(default_factory=list)
    strokes: list[tuple[Points, float, str]] = field(default_factory=list)
    dots: list[tuple[float, float, float]] = field(default_factory=list)
    panels: list[Bounds] = field(default_factory=list)


class Tracer(Pen):
    """A pen that draws nothing and records what it is asked to draw, as far as that is not clipped away.

    Strokes in the colour ``behind`` are left out: a grid, over which words may stand.
    """

    def __init__(
        self, traces: Traces, opacity: float = 1.0, ctx: cairo.Context[Any] | None = None, behind: str = ""
    ) -> None:
        super().__init__(ctx or _nowhere(), opacity)
        self.traces, self.behind = traces, behind

    def with_opacity(self, opacity: float) -> Tracer:
        """Return a pen of another opacity for the same traces."""
        return Tracer(self.traces, opacity, self.ctx, self.behind)

    def image(self, image: Pixels) -> None:
        """Ignore images: they are background."""

    def fill(self, points: Points, colour: str, alpha: float = 1.0) -> None:
        """Ignore areas: they are background."""

    def polylines(
        self, pieces: Sequence[Points], colour: str, width: float, alpha: float = 1.0, dash: Sequence[float] = ()
    ) -> None:
        """Record polylines; a dashed one counts as solid."""
        del dash
        for points in map(_sparse, pieces):
            if len(points) > 1:
                self._stroke(np.stack([points[:-1], points[1:]], axis=1), colour, width, alpha)

    def lines(self, segments: Points, colour: str, width: float, alpha: float = 1.0) -> None:
        """Record segments."""
        self._stroke(np.asarray(segments, float).reshape(-1, 2, 2), colour, width, alpha)

    def _stroke(self, segments: Points, colour: str, width: float, alpha: float) -> None:
        if alpha * self.opacity > FAINT and len(segments) and colour != self.behind:
            kept = clipped(self._in_scene(segments), self._clip())
            if len(kept):
                self.traces.strokes.append((kept, width, colour))

    def arrow(self, tail: Points, tip: Points, colour: str, width: float, alpha: float = 1.0) -> None:
        """Record an arrow as its line and the sides of its head."""
        super().arrow(tail, tip, colour, width, alpha)
        span = tip - tail
        if (length := float(np.hypot(*span))) > 1e-6:
            head = min(4.2 * width, length)
            along = span / length
            across = np.array([-along[1], along[0]]) * head * 0.5
            base = tip - along * head
            self.polylines([np.array([base + across, tip, base - across])], colour, 0.0, alpha)

    def marker(
        self, shape: Mark, at: Points, radius: float, colour: str, rim: str | None = None, alpha: float = 1.0
    ) -> None:
        """Record a marker as a dot."""
        del colour, rim
        (x, y), (left, bottom, right, top) = self._in_scene(np.asarray(at, float)), self._clip()
        if alpha * self.opacity > FAINT and left <= x <= right and bottom <= y <= top:
            self.traces.dots.append((float(x), float(y), radius * CORNERS.get(shape, ((1.0, 0.0),))[0][0]))

    def box(self, corner: Points, size: Points, radius: float, colour: str, *, fill_alpha: float, width: float) -> None:
        """Record a panel."""
        del radius, colour, fill_alpha, width
        low, high = self._in_scene(np.array([corner, np.add(corner, size)]))
        self.traces.panels.append((*low.tolist(), *high.tolist()))

    def text(
        self,
        outline: Outline,
        at: Points,
        size: float,
        colour: str,
        align: Align = "left",
        alpha: float = 1.0,
        *,
        still: bool = True,
    ) -> None:
        """Record the box around a line of text."""
        del colour, still
        low_x, low_y, high_x, high_y = outline.bounds
        if alpha * self.opacity <= FAINT or high_x - low_x <= 0.0:
            return
        left = float(at[0]) - ALIGNED[align] * outline.width * size
        corners = np.array([[left + size * low_x, at[1] + size * low_y], [left + size * high_x, at[1] + size * high_y]])
        low, high = self._in_scene(corners)
        self.traces.texts.append((*low.tolist(), *high.tolist()))
        self.traces.outlines.append(outline)
        self.traces.opacities.append(alpha * self.opacity)

    def _in_scene(self, points: Points) -> Points:
        matrix = self.ctx.get_matrix()
        placed: Points = points * [matrix.xx, matrix.yy] + [matrix.x0, matrix.y0]
        return placed / FINE

    def _clip(self) -> Bounds:
        matrix, (x0, y0, x1, y1) = self.ctx.get_matrix(), self.ctx.clip_extents()
        left, right = sorted((x * matrix.xx + matrix.x0) / FINE for x in (x0, x1))
        bottom, top = sorted((y * matrix.yy + matrix.y0) / FINE for y in (y0, y1))
        return left, bottom, right, top


def _sparse(points: Points) -> Points:
    """Return a polyline ``(n, 2)`` without points that follow each other closely."""
    if len(points) < 3:
        return points
    way = np.floor(np.append(0.0, np.cumsum(np.hypot(*np.diff(points, axis=0).T))) / SPARSE)
    return np.asarray(points[np.append(np.append(True, way[1:-1] != way[:-2]), True)])


def _nowhere() -> cairo.Context[Any]:
    ctx = cairo.Context(cairo.RecordingSurface(cairo.CONTENT_COLOR_ALPHA, None))
    ctx.scale(FINE, FINE)
    return ctx


def traced(parts: Iterable[Painted], behind: str = "") -> Traces:
    """Return what parts draw in their current state; see ``Tracer``."""
    traces = Traces()
    for part in parts:
        if part.opacity > FAINT:
            part.paint(Tracer(traces, part.opacity, behind=behind))
    return traces
