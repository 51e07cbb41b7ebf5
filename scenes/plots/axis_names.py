"""The name of an axis with its unit, and what its numbers are counted in."""

from __future__ import annotations

from scenes.geometry import Align
from scenes.painting.fitting import block, shortened, stacked, unit_text
from scenes.painting.text import SMALL, escaped, small
from scenes.plots.ticks import Scale
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset

LEAST_UNIT = 1.5
"""The least ems for a unit, whatever else is in its brackets."""
BETWEEN = 0.5
NO_UNIT = "#h(0pt)"
"""Takes no room where a unit would stand."""


def axis_name(name: str, unit: str = "", scale: Scale | None = None) -> str:
    """Return an axis's name with what its numbers count, "b (thousand $)", as Typst markup, as ``name`` is."""
    counted = unit_text(unit) if scale is None else scale.counted(unit_text(unit))
    return small(f"{name} #h(0.2em) ({counted})" if counted else name)


def name_block(
    name: str, unit: str, scale: Scale, room: float, most: int = 2, align: Align = "left"
) -> tuple[Outline, int]:
    """Return an axis's name with what it counts in brackets, under it where both have no room on a line, and the lines.

    On one line both are shortened where they must be.
    """

    def counted(room: float) -> str:
        return f"({scale.counted(unit_text(unit, max(LEAST_UNIT, room - bare)))})"

    if not scale.counted(unit):
        return block(name, room, most, SMALL, align)
    bare = typeset([small(f"({scale.counted(NO_UNIT if unit else '')})")])[0].width + BETWEEN
    (whole,) = typeset([small(f"{escaped(name)} #h(0.2em) {counted(room)}")])
    if whole.width <= room:
        return whole, 1
    if most == 1:
        half = counted(room / 2.0)
        left = room - typeset([small(half)])[0].width - BETWEEN
        return typeset([small(f"{escaped(shortened(name, left, SMALL))} #h(0.2em) {half}")])[0], 1
    return stacked(typeset([small(escaped(shortened(name, room, SMALL))), small(counted(room))]), align=align), 2
