"""A frame between a wide view and a close one."""

from __future__ import annotations

import math
from dataclasses import replace

from scenes.plots.axes import Frame


def zoomed(wide: Frame, close: Frame, share: float) -> Frame:
    """Return the frame ``share`` of the way from wide to close, 0 to 1: its ranges shrink by equal factors per time."""
    return replace(wide, x=_zoomed(wide.x, close.x, share), y=_zoomed(wide.y, close.y, share))


def _zoomed(wide: tuple[float, float], close: tuple[float, float], share: float) -> tuple[float, float]:
    width, target = wide[1] - wide[0], close[1] - close[0]
    shrunk = math.exp((1.0 - share) * math.log(width) + share * math.log(target))
    # One point does not move in the frame while it shrinks; the low end follows from it.
    done = share if width == target else (width - shrunk) / (width - target)
    low = wide[0] + done * (close[0] - wide[0])
    return low, low + shrunk
