"""Set text as pixels: fill the curves of a line, and cache the lines that do not move."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import cairo

from scenes.typesetting.outline import Outline

BLACK = "#000000"
"""The fill that Typst writes for text without a colour of its own."""
STAMPS = 256
"""Rasterised lines kept: more than one picture shows, few enough that moving ones do not fill the memory."""


def trace(
    ctx: cairo.Context[Any], outline: Outline, x: float, y: float, em: float, colour: Callable[[str], None]
) -> None:
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
    """Forget all rasterised text: the next clip has its own."""
    stamp.cache_clear()


@lru_cache(maxsize=STAMPS)
def stamp(outline: Outline, x: float, y: float, em: float) -> tuple[int, int, list[tuple[str, cairo.ImageSurface]]]:
    """Return the pixel of a line's upper left corner and, for each fill, its coverage."""
    low_x, low_y, high_x, high_y = outline.bounds
    left, top = math.floor(x + em * low_x) - 1, math.floor(y - em * high_y) - 1
    size = math.ceil(x + em * high_x) + 1 - left, math.ceil(y - em * low_y) + 1 - top
    masks = []
    for fill, points in outline.runs:
        mask = cairo.ImageSurface(cairo.FORMAT_A8, *size)
        trace(cairo.Context(mask), Outline(((fill, points),), outline.width), x - left, y - top, em, lambda _fill: None)
        masks.append((fill, mask))
    return left, top, masks
