"""A theme's logo, at the end of the title's line."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gdcore.prose.pictures import Picture
from scenes.painting.pen import Pen
from scenes.painting.style import RIGHT, TOP
from scenes.painting.text import Text

HEIGHT, WIDTH = 0.52, 2.4
"""The most that a logo takes, in scene units."""
MIDDLE = TOP + 0.14
"""The height of its middle: that of the title's letters."""
BESIDE = 0.4
MOST_ROWS = 300
"""So many rows of pixels are enough for the largest frame."""


class TitleBesideLogo(Text):
    """A title with a logo at the other end of its line."""

    def __init__(self, source: str, x: float, y: float, size: float, colour: str, logo: Picture) -> None:
        super().__init__(source, x, y, size, colour)
        self.logo = logo

    def paint(self, pen: Pen) -> None:
        """Draw the title and the logo."""
        super().paint(pen)
        paint_logo(pen, self.logo)


@lru_cache(maxsize=1)
def pixels_of(logo: Picture) -> NDArray[np.uint8]:
    """Return a logo ``(rows, columns, 4)``, its colours premultiplied by their opacity."""
    with Image.open(BytesIO(logo.content)) as image:
        image.thumbnail((image.width, MOST_ROWS))
        found = np.array(image.convert("RGBA"), dtype=np.float64)
    found[..., :3] *= found[..., 3:] / 255.0
    return np.ascontiguousarray(np.rint(found).astype(np.uint8))


def paint_logo(pen: Pen, logo: Picture) -> None:
    """Draw a logo as large as its place, the upper right corner, allows."""
    width, height = logo_size(logo)
    pixels, ctx = pixels_of(logo), pen.ctx
    rows, columns, _ = pixels.shape
    ctx.save()
    ctx.rectangle(RIGHT - width, MIDDLE - height / 2.0, width, height)
    ctx.clip()
    ctx.translate(RIGHT - width, MIDDLE + height / 2.0)
    ctx.scale(width / columns, -height / rows)
    ctx.translate(0.5, 0.5)
    pen.image(pixels)
    ctx.paint_with_alpha(pen.opacity)
    ctx.restore()


def logo_size(logo: Picture) -> tuple[float, float]:
    """Return width and height of a logo in scene units."""
    scale = min(HEIGHT / logo.height, WIDTH / logo.width)
    return scale * logo.width, scale * logo.height


def room_beside(logo: Picture | None) -> float:
    """Return how much of the title's line a logo takes."""
    return 0.0 if logo is None else logo_size(logo)[0] + BESIDE
