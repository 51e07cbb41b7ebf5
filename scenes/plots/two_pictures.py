"""Room for the numbers and names around a picture that shares the frame with another, and the caption above each."""

from __future__ import annotations

from scenes.painting.style import Theme
from scenes.painting.text import SmallText, Text
from scenes.plots.axes import Frame

MARGINS = (0.95, 0.86, 0.1, 0.46)
"""What numbers and names take of a place at its left, below, at its right, and above."""


def caption(frame: Frame, words: str, theme: Theme) -> Text:
    """Return what a picture shows, in words, above its right end; the name of its vertical axis is at the left."""
    top = frame.bottom + frame.height + 0.14
    return SmallText(words, frame.left + frame.width, top, theme, "right")
