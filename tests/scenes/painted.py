"""Scenes set up without rendering, what they paint, and where on the frame it comes to lie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import cairo
import numpy as np
from manim import tempconfig

from gdcore.scenario import Scenario
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.stage.base import DescentScene
from scenes.views.by_name import lesson_for

HALF_WIDTH, HALF_HEIGHT = 64.0 / 9.0, 4.0
Box = tuple[float, float, float, float]


def set_up(scenario: Scenario, folder: Path, fps: int = 5) -> Any:
    """Return the scenario's scene after ``setup``."""
    with tempconfig({"media_dir": str(folder), "frame_rate": fps}), np.errstate(over="ignore", invalid="ignore"):
        scene: DescentScene = lesson_for(scenario)(scenario)
        scene.setup()
    return scene


class Recorder(Pen):
    """A pen that remembers the boxes of the lines of text it writes."""

    def __init__(self) -> None:
        surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, 854, 480)
        ctx = cairo.Context(surface)
        scale = 480 / (2.0 * HALF_HEIGHT)
        ctx.translate(854 / 2.0, 480 / 2.0)
        ctx.scale(scale, -scale)
        super().__init__(ctx)
        self.boxes: list[Box] = []
        self.sizes: list[float] = []

    def text(self, outline, at, size, colour, align="left", alpha=1.0, *, still=True) -> None:  # type: ignore[no-untyped-def]
        if alpha > 0.0 and outline.runs:
            left, bottom, right, top = outline.bounds
            x = float(at[0]) - {"left": 0.0, "centre": 0.5, "right": 1.0}[align] * outline.width * size
            self.boxes.append((x + left * size, at[1] + bottom * size, x + right * size, at[1] + top * size))
            self.sizes.append(size)
        super().text(outline, at, size, colour, align, alpha, still=still)


def written(parts: Iterable[Painted]) -> Recorder:
    """Return a pen with which all parts, and their furniture, have been painted."""
    pen = Recorder()
    for painted in dict.fromkeys(shown for part in parts for shown in (*part.furniture, part)):
        if painted.opacity > 0.0:
            pen.ctx.save()
            painted.paint(pen)
            pen.ctx.restore()
    return pen


def overlaps(boxes: Sequence[Box], slack: float = 0.02) -> list[tuple[Box, Box]]:
    """Return the pairs of boxes that cover each other by more than ``slack``."""
    return [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if min(a[2], b[2]) - max(a[0], b[0]) > slack and min(a[3], b[3]) - max(a[1], b[1]) > slack
    ]


def assert_legible(parts: Iterable[Painted], smallest: float = 0.2) -> None:
    """Check that text lies inside the frame, covers no other text and is large enough."""
    pen = written(parts)
    assert pen.boxes
    for left, bottom, right, top in pen.boxes:
        assert -HALF_WIDTH < left < right < HALF_WIDTH
        assert -HALF_HEIGHT < bottom < top < HALF_HEIGHT
    assert overlaps(pen.boxes) == []
    assert min(pen.sizes) >= smallest
