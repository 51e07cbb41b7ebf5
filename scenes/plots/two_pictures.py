"""Where two pictures of equal weight stand side by side, and the caption above each."""

from __future__ import annotations

from scenes.painting.style import LEFT, Theme
from scenes.painting.text import SmallText, Text
from scenes.plots.axes import Frame

BOTTOM, WIDTH, HEIGHT = -1.72, 5.2, 3.62
LEFT_PLACE = (LEFT + 0.78, BOTTOM, WIDTH, HEIGHT)
RIGHT_PLACE = (1.36, BOTTOM, WIDTH, HEIGHT)
"""Left, bottom, width and height of the two pictures."""
CAPTION_Y = BOTTOM + HEIGHT + 0.14


def caption(frame: Frame, words: str, theme: Theme) -> Text:
    """Return what a picture shows, in words, above its right end; the name of its vertical axis is at the left."""
    return SmallText(words, frame.left + frame.width, CAPTION_Y, theme, "right")
