"""The pen that every part of a picture paints with: lines, areas, markers and text in scene units, through cairo."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal, TypeVar

import cairo
import numpy as np
from numpy.typing import NDArray

from gdcore.descent.outcomes import Shape
from scenes.geometry import ALIGNED, Align, Place, Points
from scenes.painting.style import GHOST_WIDTH, MARKER_RADIUS, rgb
from scenes.typesetting.outline import Outline
from scenes.typesetting.stamps import BLACK, stamp, trace

Pixels = NDArray[np.uint8]
Mark = Shape | Literal["square", "wedge", "plus", "cross", "star"]
"""A marker: those of outcomes, and others that tell runs apart."""


def _arms(n: int, reach: float, waist: float, first: float, half: float) -> tuple[tuple[float, float], ...]:
    """Return the corners of ``n`` arms, the first at so many degrees, ``half`` wide to both sides, and between them."""
    found: list[tuple[float, float]] = []
    for turn in (first + 360.0 * i / n for i in range(n)):
        found += [(reach, turn - half), (reach, turn + half)] if half else [(reach, turn)]
        found.append((waist, turn + 180.0 / n))
    return tuple(found)


CORNERS: Mapping[Mark, tuple[tuple[float, float], ...]] = {
    "triangle": ((1.25, 90.0), (1.25, 210.0), (1.25, 330.0)),
    "diamond": ((1.2, 0.0), (1.2, 90.0), (1.2, 180.0), (1.2, 270.0)),
    "square": ((1.2, 45.0), (1.2, 135.0), (1.2, 225.0), (1.2, 315.0)),
    "wedge": ((1.25, 270.0), (1.25, 30.0), (1.25, 150.0)),
    "plus": _arms(4, 1.3, 0.6, 0.0, 20.0),
    "cross": _arms(4, 1.3, 0.6, 45.0, 20.0),
    "star": _arms(5, 1.4, 0.6, 90.0, 0.0),
}
"""How far the corners of a marker lie from its middle, in radii, and in which directions, in degrees."""
Channel = TypeVar("Channel")


class Pen:
    """Draws in scene units, y up, on a frame of manim's camera or on a page of vectors (``on_paper``)."""

    def __init__(self, ctx: cairo.Context[Any], opacity: float = 1.0) -> None:
        self.ctx = ctx
        self.opacity = opacity
        self.on_paper = not isinstance(ctx.get_target(), cairo.ImageSurface)
        ctx.set_line_join(cairo.LineJoin.ROUND)
        ctx.set_line_cap(cairo.LineCap.ROUND)

    def with_opacity(self, opacity: float) -> Pen:
        """Return a pen of another opacity for the same picture."""
        return Pen(self.ctx, opacity)

    @contextmanager
    def inside(self, place: Place, margin: float = 0.0) -> Iterator[None]:
        """Draw, in this context, only what lies in a place or within ``margin`` around it."""
        left, bottom, width, height = place
        self.ctx.save()
        self.ctx.rectangle(left - margin, bottom - margin, width + 2.0 * margin, height + 2.0 * margin)
        self.ctx.clip()
        yield
        self.ctx.restore()

    def colour(self, colour: str, alpha: float = 1.0) -> None:
        """Choose the colour."""
        self.ctx.set_source_rgba(*self.ordered(rgb(colour)), alpha * self.opacity)

    def ordered(self, channels: Sequence[Channel]) -> tuple[Channel, Channel, Channel]:
        """Return red, green and blue in the order that cairo expects.

        Manim's frames are RGBA where cairo writes BGRA, so red and blue change places there.
        """
        red, green, blue = channels
        return (red, green, blue) if self.on_paper else (blue, green, red)

    def image(self, image: Pixels) -> None:
        """Choose an RGBA image ``(rows, columns, 4)``: one unit per pixel, the first pixel centred on the origin.

        Its colours are premultiplied by their opacity, as cairo requires.
        """
        rows, columns, _ = image.shape
        pixels = np.ascontiguousarray(image[..., [2, 1, 0, 3]]) if self.on_paper else image
        surface = cairo.ImageSurface.create_for_data(pixels.data, cairo.FORMAT_ARGB32, columns, rows)
        self.ctx.set_source_surface(surface, -0.5, -0.5)
        if not self.on_paper:  # there it would become a tiled pattern, which viewers draw at their own resolution
            self.ctx.get_source().set_extend(cairo.EXTEND_PAD)

    def line(self, points: Points, colour: str, width: float, alpha: float = 1.0, dash: Sequence[float] = ()) -> None:
        """Stroke a polyline ``(n, 2)``."""
        self.polylines([points], colour, width, alpha, dash)

    def polylines(
        self, pieces: Sequence[Points], colour: str, width: float, alpha: float = 1.0, dash: Sequence[float] = ()
    ) -> None:
        """Stroke polylines as one, so that a translucent colour does not add up where they overlap."""
        for points in pieces:
            if len(points) > 1:
                self._path(points)
        self.colour(colour, alpha)
        self.ctx.set_line_width(width)
        self.ctx.set_dash(dash)
        self.ctx.stroke()
        self.ctx.set_dash(())

    def lines(self, segments: Points, colour: str, width: float, alpha: float = 1.0) -> None:
        """Stroke separate segments ``(n, 2, 2)`` at once."""
        for (ax, ay), (bx, by) in segments.tolist():
            self.ctx.move_to(ax, ay)
            self.ctx.line_to(bx, by)
        self.colour(colour, alpha)
        self.ctx.set_line_width(width)
        self.ctx.stroke()

    def fill(self, points: Points, colour: str, alpha: float = 1.0) -> None:
        """Fill a polygon ``(n, 2)``."""
        self._path(points)
        self.ctx.close_path()
        self.colour(colour, alpha)
        self.ctx.fill()

    def box(self, corner: Points, size: Points, radius: float, colour: str, *, fill_alpha: float, width: float) -> None:
        """Draw a rectangle with round corners from its lower left ``corner``."""
        (x, y), (w, h) = corner, size
        self.ctx.new_sub_path()
        for cx, cy, turn in ((x + w - radius, y + radius, -90), (x + w - radius, y + h - radius, 0),
                             (x + radius, y + h - radius, 90), (x + radius, y + radius, 180)):  # fmt: skip
            self.ctx.arc(cx, cy, radius, math.radians(turn), math.radians(turn + 90))
        self.ctx.close_path()
        self.colour(colour, fill_alpha)
        self.ctx.fill_preserve()
        self.colour(colour)
        self.ctx.set_line_width(width)
        self.ctx.stroke()

    def marker(
        self, shape: Mark, at: Points, radius: float, colour: str, rim: str | None = None, alpha: float = 1.0
    ) -> None:
        """Draw a marker; ``rim`` is the colour of the thin edge that keeps it apart from what lies under it."""
        x, y = float(at[0]), float(at[1])
        if shape in CORNERS:
            reach, degrees = np.array(CORNERS[shape]).T
            turns = np.radians(degrees)
            self._path(np.column_stack([x + reach * radius * np.cos(turns), y + reach * radius * np.sin(turns)]))
            self.ctx.close_path()
        else:
            self.ctx.new_sub_path()
            self.ctx.arc(x, y, radius, 0.0, 2.0 * math.pi)
        if rim is not None:
            self.colour(rim, alpha)
            self.ctx.set_line_width(0.5 * radius)
            self.ctx.stroke_preserve()
        self.colour(colour, alpha)
        if shape == "ring":
            self.ctx.set_line_width(0.36 * radius)
            self.ctx.stroke()
        else:
            self.ctx.fill()

    def cross(self, at: Points, colour: str) -> None:
        """Draw the cross of a minimiser."""
        x, y = at
        arm = 0.7 * MARKER_RADIUS
        cross = np.array([[[x - arm, y - arm], [x + arm, y + arm]], [[x - arm, y + arm], [x + arm, y - arm]]])
        self.lines(cross, colour, GHOST_WIDTH)

    def arrow(self, tail: Points, tip: Points, colour: str, width: float, alpha: float = 1.0) -> None:
        """Draw an arrow; one shorter than its head is drawn as a proportionally smaller head."""
        span = tip - tail
        length = float(np.hypot(*span))
        if length < 1e-6:
            return
        along = span / length
        head = min(4.2 * width, length)
        base = tip - along * head
        if length > head:
            self.line(np.array([tail, base]), colour, width, alpha)
        across = np.array([-along[1], along[0]]) * head * 0.5
        self.fill(np.array([tip, base + across, base - across]), colour, alpha)

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
        """Draw a set line with its baseline's left end, centre or right end ``at`` a point; ``size`` is one em.

        A line that does not move (``still``) is rasterised once and reused; on paper it stays curves.
        """
        ctx = self.ctx
        x, y = ctx.user_to_device(float(at[0]) - ALIGNED[align] * outline.width * size, float(at[1]))
        em = ctx.user_to_device_distance(size, 0.0)[0]
        ctx.save()
        ctx.identity_matrix()
        if still and not self.on_paper:
            left, top, masks = stamp(outline, x, y, em)
            for fill, mask in masks:
                self.colour(colour if fill == BLACK else fill, alpha)
                ctx.mask_surface(mask, left, top)
        else:
            trace(ctx, outline, x, y, em, lambda fill: self.colour(colour if fill == BLACK else fill, alpha))
        ctx.restore()

    def _path(self, points: Points) -> None:
        pairs = points.tolist()
        self.ctx.move_to(*pairs[0])
        for x, y in pairs[1:]:
            self.ctx.line_to(x, y)
