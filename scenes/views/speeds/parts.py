"""The error of a run as an arrow on the map, split into a fast and a slow part."""

from __future__ import annotations

import math

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.text.language import tr_p
from gdcore.theory.spectra import ErrorComponents
from scenes.geometry import Align, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.labels import plate
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Frame
from scenes.shown_range.near_frame import drawable
from scenes.typesetting.typeset import typeset

DASH = (0.09, 0.1)
NAME_INSIDE = np.array([0.16, 0.34])
NAME_BESIDE = 0.34, -0.14


def part_names() -> tuple[str, str]:
    """Return what the parts are called."""
    return tr_p("part of the error", "fast"), tr_p("part of the error", "slow")


def part_colours(theme: Theme) -> tuple[str, str]:
    """Return the colours of the fast and of the slow part."""
    return theme.runs[3], theme.runs[2]


class ErrorParts(Painted):
    """The error on the map: an arrow from the minimiser to the dot, and its parts along both directions.

    ``grown`` is how much of the arrow is drawn. ``split_share`` goes from 0, the error alone, to 1, both parts with
    the parallelogram that they span. Both directions and their names are there all the time.
    """

    def __init__(self, run: Trajectory, parts: ErrorComponents, frame: Frame, theme: Theme) -> None:
        super().__init__()
        assert run.objective.minimiser is not None  # there are no components without one
        self.run, self.parts, self.theme, self.frame = run, parts, theme, frame
        self.minimiser = run.objective.minimiser
        self.names = typeset(part_names())
        self.grown = self.split_share = 0.0

    @property
    def ends(self) -> tuple[Points, Points, Points, Points]:
        """The minimiser, the ends of the fast and the slow arrow, and the dot, each ``(2,)`` in the scene."""
        k, components = self.moment.k, self.parts.components
        now = components[k] + self.moment.move * (components[min(k + 1, len(components) - 1)] - components[k])
        fast, slow = self.parts.directions.T * now[:, None]
        points = np.array([np.zeros(2), fast, slow, fast + slow]) + self.minimiser
        foot, fast_end, slow_end, dot = self.frame.place(points[:, 0], points[:, 1])
        return foot, fast_end, slow_end, dot

    def paint(self, pen: Pen) -> None:
        """Draw both directions, the parallelogram, the parts and the error."""
        frame = self.frame
        with pen.inside(frame.rectangle):
            foot, fast, slow, dot = self.ends
            for i, colour in enumerate(part_colours(self.theme)):
                self._paint_direction(pen, i, colour)
            for corner in (fast, slow):
                if (side := drawable(corner, dot, frame)) is not None:
                    pen.line(side, self.theme.ink, style.AXIS_WIDTH, 0.8 * self.split_share, DASH)
            if self.grown > 0.0:
                self._arrow(pen, foot, foot + self.grown * (dot - foot), self.theme.ink, style.GHOST_WIDTH, 1.0)
            for end, colour in zip((fast, slow), part_colours(self.theme), strict=True):
                self._arrow(
                    pen, foot, foot + self.split_share * (end - foot), colour, style.ARROW_WIDTH, self.split_share
                )
            for i, colour in enumerate(part_colours(self.theme)):
                self._paint_name(pen, i, colour)

    def _arrow(self, pen: Pen, foot: Points, tip: Points, colour: str, width: float, alpha: float) -> None:
        if (arrow := drawable(foot, tip, self.frame)) is not None and alpha > 0.0:
            pen.line(arrow, self.theme.background, width + style.CASING, 0.5 * alpha)
            pen.arrow(arrow[0], arrow[1], colour, width, alpha)

    def _paint_direction(self, pen: Pen, i: int, colour: str) -> None:
        """Draw a direction through the minimiser."""
        foot, along = self._direction(i)
        ends = foot + np.outer([-1.0, 1.0], along) * 2.0 * (self.frame.width + self.frame.height)
        pen.line(ends, colour, style.AXIS_WIDTH, 0.8, DASH)

    def _paint_name(self, pen: Pen, i: int, colour: str) -> None:
        """Write the name of a direction at the end from which the run does not come, over all lines."""
        align: Align = "left" if self._direction(i)[1][0] > 0.0 else "right"
        plate(pen, self.names[i], self.name_place(i), style.LABEL_SIZE, colour, self.theme, align)

    def name_place(self, i: int) -> Points:
        """Return where the name of direction i begins, or ends if the direction leads to the left, ``(2,)``.

        It stands in the angle between the direction's line and the edge of the frame.
        """
        foot, along = self._direction(i)
        low = np.array([self.frame.left, self.frame.bottom]) + NAME_INSIDE
        high = low + [self.frame.width, self.frame.height] - 2.0 * NAME_INSIDE
        room = np.where(along > 0.0, foot - low, high - foot)
        end = foot - max(float((room / np.maximum(abs(along), 1e-12)).min()), 0.0) * along
        place: Points = end + [math.copysign(NAME_BESIDE[0], along[0]), NAME_BESIDE[1]]
        return place

    def _direction(self, i: int) -> tuple[Points, Points]:
        """Return the minimiser in the scene, and direction i there as a unit vector."""
        frame = self.frame
        scale = np.array([frame.width / (frame.x[1] - frame.x[0]), frame.height / (frame.y[1] - frame.y[0])])
        along = self.parts.directions[:, i] * scale
        return frame.place(*self.minimiser), along / np.hypot(*along)
