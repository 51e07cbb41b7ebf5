"""Where lines of text lie in a picture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from scenes.geometry import ALIGNED
from scenes.painting.text import Text

Rectangle = tuple[float, float, float, float]


def rectangle(text: Text) -> Rectangle:
    """Return left, bottom, right and top of what a line draws, in scene units."""
    low_x, low_y, high_x, high_y = (bound * text.size for bound in text.outline.bounds)
    x, y = float(text.place[0]) - ALIGNED[text.align] * text.text_width, float(text.place[1])
    return x + low_x, y + low_y, x + high_x, y + high_y


def overlapping(texts: Sequence[Text]) -> list[tuple[Rectangle, Rectangle]]:
    """Return the pairs of lines that overlap."""
    pairs = combinations([rectangle(text) for text in texts], 2)
    return [(a, b) for a, b in pairs if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]
