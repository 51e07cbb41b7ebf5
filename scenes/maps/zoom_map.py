"""The loss from above while the view zooms in: a far map, and a near one that fades in over it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gdcore.objectives.objective import Objective
from scenes.geometry import Points
from scenes.maps.loss_map import ContourMap, named_axes
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.space import Box
from scenes.painting.style import Theme
from scenes.plots.axes import Frame
from scenes.shown_range.zoomed import zoomed

AXES_SHARE = 0.25
"""The share of the zoom at each end over which the numbers of the axes fade: they belong to that end."""
NEAR_ROOM = 1.5
"""How much more than what is looked at the near map shows."""
BEYOND, COMING = 2.0, 0.33
"""The width of the near map as a multiple of its frame's, and the share of the zoom over which it fades in."""


def widened(frame: Frame, factor: float) -> Frame:
    """Return the frame with ranges ``factor`` times as wide around the same middle."""
    x, y = ((low - grow, high + grow) for low, high in (frame.x, frame.y)
            for grow in [(factor - 1.0) * (high - low) / 2.0])  # fmt: skip
    return replace(frame, x=x, y=y)


class ZoomMap(Painted):
    """The loss from above between a far and a near frame; ``come`` says how near."""

    def __init__(self, objective: Objective, far: Frame, near: Frame, tops: tuple[float, float], theme: Theme) -> None:
        super().__init__()
        self.far, self.near = far, near
        self.frame = far
        # The near map is sampled beyond its frame, so that no edge of it is seen while it comes in.
        self.maps = tuple(
            ContourMap(objective, frame, top, theme, axes=False)
            for frame, top in zip((far, widened(near, BEYOND)), tops, strict=True)
        )
        self.come(0.0)
        self.axes = tuple(
            named_axes(objective.parameters, objective.units, frame, theme, size=style.TICK_SIZE)
            for frame in (far, near)
        )

    def come(self, share: float) -> Frame:
        """Come ``share`` of the way from far to near, and return the frame that is then shown."""
        self.share, self.frame = share, zoomed(self.far, self.near, share)
        for shown in self.maps:
            shown.look(self.frame)
        return self.frame

    def paint(self, pen: Pen) -> None:
        """Draw the far map, the near one over it, and the axes of the end that is close."""
        whole = pen.opacity
        for part, alpha in (
            (self.maps[0], 1.0 if self.share < 1.0 else 0.0),
            (self.maps[1], max(0.0, 1.0 - (1.0 - self.share) / COMING)),
            (self.axes[0], max(0.0, 1.0 - self.share / AXES_SHARE)),
            (self.axes[1], max(0.0, 1.0 - (1.0 - self.share) / AXES_SHARE)),
        ):
            pen.opacity = whole * alpha
            if alpha > 0.0:
                part.paint(pen)
        pen.opacity = whole


def near_box(points: Points, objective: Objective) -> Box:
    """Return the ranges that show the minimiser in the middle and ``points`` ``(n, 2)`` around it, with some room."""
    assert objective.minimiser is not None  # there is nothing to come near to without one
    reach = abs(points - objective.minimiser).max(axis=0)
    half = NEAR_ROOM * np.where(reach > 0.0, reach, 1.0)
    low, high = objective.minimiser - half, objective.minimiser + half
    corners = np.array([low, high, [low[0], high[1]], [high[0], low[1]]])
    return Box(low, high, float(objective.value(corners).max()))
