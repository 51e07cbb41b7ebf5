"""Mobjects that paint themselves with cairo, the camera that lets them, and the animations that move them.

Manim keeps the scene, the clock and the frames. What stands still is painted once a beat, because manim caches all
mobjects that lie before the first moving one; what moves draws its few lines straight into the frame.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, Literal, TypeVar

import cairo
import numpy as np
from manim import Animation, Camera, Group, Mobject, Scene, linear
from numpy.typing import NDArray

from gdcore.descent.outcomes import Shape
from scenes.painting.pacing import Moment
from scenes.painting.style import rgb
from scenes.painting.typeset import Outline

Points = NDArray[np.float64]
Pixels = NDArray[np.uint8]
Align = Literal["left", "centre", "right"]
CORNERS = {"triangle": (1.25, 90.0, 210.0, 330.0), "diamond": (1.2, 0.0, 90.0, 180.0, 270.0)}
"""How far the corners of a marker lie from its middle, in radii, and in which directions, in degrees."""
BLACK = "#000000"
"""What Typst writes for text without a colour of its own."""
STAMPS = 256
"""Drawn lines that are kept: more than stand in one picture, few enough that moving ones do not fill the memory."""
SHIFT = {"left": 0.0, "centre": 0.5, "right": 1.0}


Channel = TypeVar("Channel")


class Pen:
    """Draws in scene units, y up, on a frame of manim's camera or on a page of vectors (``on_paper``)."""

    def __init__(self, ctx: cairo.Context, opacity: float = 1.0) -> None:
        self.ctx = ctx
        self.opacity = opacity
        self.on_paper = not isinstance(ctx.get_target(), cairo.ImageSurface)
        ctx.set_line_join(cairo.LineJoin.ROUND)
        ctx.set_line_cap(cairo.LineCap.ROUND)

    def with_opacity(self, opacity: float) -> Pen:
        """Return a pen of another opacity for the same picture."""
        return Pen(self.ctx, opacity)

    def colour(self, colour: str, alpha: float = 1.0) -> None:
        """Choose the colour."""
        self.ctx.set_source_rgba(*self.ordered(rgb(colour)), alpha * self.opacity)

    def ordered(self, channels: Sequence[Channel]) -> tuple[Channel, Channel, Channel]:
        """Return red, green and blue in the order in which cairo must be given them.

        Manim's frames are RGBA where cairo writes BGRA, so red and blue change places there.
        """
        red, green, blue = channels
        return (red, green, blue) if self.on_paper else (blue, green, red)

    def image(self, image: Pixels) -> None:
        """Choose an image ``(rows, columns, 4)`` in RGBA: a unit a pixel, the first one's middle at the origin.

        Its colours are multiplied by their opacity, as cairo has them.
        """
        rows, columns, _ = image.shape
        pixels = np.ascontiguousarray(image[..., [2, 1, 0, 3]]) if self.on_paper else image
        surface = cairo.ImageSurface.create_for_data(memoryview(pixels), cairo.FORMAT_ARGB32, columns, rows)
        self.ctx.set_source_surface(surface, -0.5, -0.5)
        if not self.on_paper:  # there it would be a pattern of tiles, which readers draw in their own resolution
            self.ctx.get_source().set_extend(cairo.EXTEND_PAD)

    def line(self, points: Points, colour: str, width: float, alpha: float = 1.0, dash: Sequence[float] = ()) -> None:
        """Stroke a polyline ``(n, 2)``."""
        self.polylines([points], colour, width, alpha, dash)

    def polylines(
        self, pieces: Sequence[Points], colour: str, width: float, alpha: float = 1.0, dash: Sequence[float] = ()
    ) -> None:
        """Stroke polylines as one: where they overlap, a pale colour is not laid on twice."""
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
        self, shape: Shape, at: Points, radius: float, colour: str, rim: str | None = None, alpha: float = 1.0
    ) -> None:
        """Draw a marker; ``rim`` is the colour of the thin edge that keeps it apart from what lies under it."""
        x, y = float(at[0]), float(at[1])
        if shape in CORNERS:
            reach, *degrees = CORNERS[shape]
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

        A line that stays where it is (``still``) is drawn once and then stamped, but on paper it stays curves.
        """
        ctx = self.ctx
        x, y = ctx.user_to_device(float(at[0]) - SHIFT[align] * outline.width * size, float(at[1]))
        em = ctx.user_to_device_distance(size, 0.0)[0]
        ctx.save()
        ctx.identity_matrix()
        if still and not self.on_paper:
            left, top, masks = _stamp(outline, x, y, em)
            for fill, mask in masks:
                self.colour(colour if fill == BLACK else fill, alpha)
                ctx.mask_surface(mask, left, top)
        else:
            _trace(ctx, outline, x, y, em, lambda fill: self.colour(colour if fill == BLACK else fill, alpha))
        ctx.restore()

    def _path(self, points: Points) -> None:
        pairs = points.tolist()
        self.ctx.move_to(*pairs[0])
        for x, y in pairs[1:]:
            self.ctx.line_to(x, y)


def _trace(ctx: cairo.Context, outline: Outline, x: float, y: float, em: float, colour: Callable[[str], None]) -> None:
    """Fill a line's curves with its baseline beginning at the pixel (x, y), ``em`` pixels to the em."""
    ctx.translate(x, y)
    ctx.scale(em, -em)
    for fill, curves in outline.strokes:
        for begins, (ax, ay, bx, by, cx, cy, dx, dy) in curves:
            if begins:
                ctx.move_to(ax, ay)
            ctx.curve_to(bx, by, cx, cy, dx, dy)
        colour(fill)
        ctx.fill()


def forget_stamps() -> None:
    """Let go of all drawn text: the next clip has its own."""
    _stamp.cache_clear()


@lru_cache(maxsize=STAMPS)
def _stamp(outline: Outline, x: float, y: float, em: float) -> tuple[int, int, list[tuple[str, cairo.ImageSurface]]]:
    """Return the pixel of a line's upper left corner and, for each fill, its coverage."""
    low_x, low_y, high_x, high_y = outline.bounds
    left, top = math.floor(x + em * low_x) - 1, math.floor(y - em * high_y) - 1
    size = math.ceil(x + em * high_x) + 1 - left, math.ceil(y - em * low_y) + 1 - top
    masks = []
    for fill, points in outline.runs:
        mask = cairo.ImageSurface(cairo.FORMAT_A8, *size)
        _trace(
            cairo.Context(mask), Outline(((fill, points),), outline.width), x - left, y - top, em, lambda _fill: None
        )
        masks.append((fill, mask))
    return left, top, masks


class Painted(Mobject):
    """A mobject with a ``paint`` method instead of points. ``opacity`` and ``reveal`` go from 0 to 1."""

    def __init__(self) -> None:
        super().__init__()
        self.points = np.zeros((1, 3))  # manim skips what has none
        self.opacity = 1.0
        self.reveal = 1.0
        self.furniture: list[Painted] = []
        """What belongs to the mobject and stands still: shown under it, painted once a beat."""

    def paint(self, pen: Pen) -> None:
        """Draw the mobject as it stands."""
        raise NotImplementedError

    def at(self, moment: Moment) -> None:
        """Take the state that belongs to a moment of the run."""

    def prepare(self, moments: Sequence[Moment]) -> None:
        """Do beforehand, and at once, what all these moments will need."""

    def fade(self, darkness: float = 0.5, family: bool = True) -> Painted:
        """Be as faint as manim's FadeIn and FadeOut ask for."""
        super().fade(darkness, family)
        self.opacity *= 1.0 - darkness
        return self

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Painted:
        """Stand between two states of the mobject, of which only the opacity may differ."""
        if isinstance(mobject1, Painted) and isinstance(mobject2, Painted):
            self.opacity = (1.0 - alpha) * mobject1.opacity + alpha * mobject2.opacity
        return self


class Canvas(Camera):
    """Manim's camera, able to show ``Painted`` mobjects."""

    def type_or_raise(self, mobject: Mobject) -> Any:
        """Return the class under which ``mobject`` is displayed."""
        kind = super().type_or_raise(mobject)
        self.display_funcs[Painted] = self.display_painted
        return Painted if isinstance(mobject, Painted) else kind

    def display_painted(self, mobjects: Iterable[Painted], pixels: NDArray[np.uint8]) -> None:
        """Let each mobject paint itself into the frame."""
        paint_all(self.get_cairo_context(pixels), mobjects)

    def shown(self, scene: Scene) -> list[Painted]:
        """Return what a scene shows, in the order in which it is painted."""
        return [mobject for mobject in self.get_mobjects_to_display(scene.mobjects) if isinstance(mobject, Painted)]


class Glass(Canvas):
    """A canvas with nothing behind what is painted; colours are multiplied by their opacity, as cairo has them."""

    def init_background(self) -> None:
        """Be clear, whatever the colour of the background."""
        super().init_background()
        self.background[:] = 0


def paint_all(ctx: cairo.Context, parts: Iterable[Painted]) -> None:
    """Let each part paint itself, the first one lowest."""
    for part in parts:
        if part.opacity > 0.0:
            ctx.save()
            ctx.new_path()  # manim leaves the outline of its last letter behind, which would be stroked with ours
            part.paint(Pen(ctx, part.opacity))
            ctx.restore()


class Drive(Animation):
    """Calls ``show(i)`` for the frames i = 0 .. n_frames - 1 while ``parts`` are on the move."""

    def __init__(self, parts: Sequence[Painted], n_frames: int, fps: int, show: Callable[[int], None]) -> None:
        # Half a frame short, so that manim's float arithmetic cannot make one frame more or less.
        super().__init__(Group(*parts), run_time=(n_frames - 0.5) / fps, rate_func=linear, introducer=True)
        self.moved = set(parts)
        self.n_frames = n_frames
        self.show = show

    def _setup_scene(self, scene: Scene) -> None:
        """Put the parts on top, as manim does with a new group, but under those of manim's mobjects they lay under."""
        shown = [mobject.get_family() for mobject in scene.mobjects]
        lowest = next((i for i, family in enumerate(shown) if not self.moved.isdisjoint(family)), len(shown))
        above = [family[0] for family in shown[lowest:] if not any(isinstance(part, Painted) for part in family)]
        scene.add(self.mobject, *above)

    def create_starting_mobject(self) -> Mobject:
        """Return the mobject itself: nothing here is interpolated from a copy."""
        return self.mobject

    def interpolate(self, alpha: float) -> None:
        """Show the frame at ``alpha``."""
        self.show(min(round(alpha * (self.n_frames - 0.5)), self.n_frames - 1))
