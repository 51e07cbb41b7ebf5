"""Where the parts of a frame stand: title, formula, pictures, panel and verdict, above the band kept for captions.

A view says what it needs; nothing else in it knows where the frame ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scenes.geometry import Place
from scenes.painting.style import CAPTIONS, LEFT, RIGHT, TOP

BOTTOM = CAPTIONS + 0.06
UNDER_TITLE, UNDER_FORMULA = TOP - 0.42, TOP - 0.92
"""The top of the pictures without and with a line of formula between them and the title."""
GUTTER = 0.42
PANEL_WIDTH = 3.94
STRIP_HEIGHT, VERDICT_HEIGHT = 1.14, 1.02
STRIP_GAP = 0.16


@dataclass(frozen=True)
class Needs:
    """What a view puts into a frame.

    Args:
        pictures: How wide the pictures are that stand side by side, in proportion to each other.
        numbers: Where the numbers stand: in a panel beside the pictures, or in a strip below them.
        formula: Whether a line under the title is kept free for formulas.
        panel_width: The width of a panel beside the pictures, in scene units.
    """

    pictures: tuple[float, ...] = (1.0,)
    numbers: Literal["beside", "below"] = "beside"
    formula: bool = True
    panel_width: float = PANEL_WIDTH


@dataclass(frozen=True)
class Arrangement:
    """The places ``(left, bottom, width, height)`` of a frame's parts, in scene units; pictures include their numbers.

    The panel reaches down to the verdict; a strip ends where the verdict begins.
    """

    pictures: tuple[Place, ...]
    panel: Place
    verdict: Place

    @property
    def picture(self) -> Place:
        """The place of the first picture, or of the only one."""
        return self.pictures[0]


def arrange(needs: Needs) -> Arrangement:
    """Return where the parts of a frame stand that shows what a view ``needs``."""
    top = UNDER_FORMULA if needs.formula else UNDER_TITLE
    verdict_left = RIGHT - needs.panel_width
    if needs.numbers == "beside":
        right, bottom = verdict_left - GUTTER, BOTTOM
        panel_bottom = BOTTOM + VERDICT_HEIGHT + STRIP_GAP
        panel = (verdict_left, panel_bottom, needs.panel_width, top - panel_bottom)
    else:
        right, bottom = RIGHT, BOTTOM + STRIP_HEIGHT + STRIP_GAP
        panel = (LEFT, BOTTOM, verdict_left - GUTTER - LEFT, STRIP_HEIGHT)
    room = right - LEFT - (len(needs.pictures) - 1) * GUTTER
    widths = [room * share / sum(needs.pictures) for share in needs.pictures]
    starts = [LEFT + i * GUTTER + sum(widths[:i]) for i in range(len(widths))]
    pictures = tuple((left, bottom, width, top - bottom) for left, width in zip(starts, widths, strict=True))
    return Arrangement(pictures, panel, (verdict_left, BOTTOM, needs.panel_width, VERDICT_HEIGHT))


def inside(place: Place, left: float = 0.0, bottom: float = 0.0, right: float = 0.0, top: float = 0.0) -> Place:
    """Return what is left of a place when room for axis numbers and names is taken off its sides, in scene units."""
    x, y, width, height = place
    return x + left, y + bottom, width - left - right, height - bottom - top
