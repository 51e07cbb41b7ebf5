"""What tests of pictures share: a small canvas for scenes of which no frame is painted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from manim import config


@pytest.fixture(scope="module", autouse=True)
def small_canvas() -> Iterator[None]:
    """Clear 320 × 180 pixels for each scene, and not manim's 1920 × 1080; frames are painted at a size of their own."""
    before = config.pixel_width, config.pixel_height
    config.pixel_width, config.pixel_height = 320, 180
    yield
    config.pixel_width, config.pixel_height = before
