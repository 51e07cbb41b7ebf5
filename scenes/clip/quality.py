"""The named qualities. No manim here: planning a build must not load it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Quality:
    """A frame size in pixels, and a frame rate in frames per second."""

    name: str
    width_px: int
    height_px: int
    fps: int


QUALITIES = {
    quality.name: quality
    for quality in (
        Quality("draft", 854, 480, 15),
        Quality("medium", 1280, 720, 30),
        Quality("high", 1920, 1080, 60),
        Quality("4k", 3840, 2160, 60),
    )
}
