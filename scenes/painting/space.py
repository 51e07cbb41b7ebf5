"""Three dimensions: the box of data ranges, the eye that looks at it, and what the surface hides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scenes.geometry import Points

Ends = tuple[Points | float, Points | float]

SIZE = np.array([1.3, 1.12, 1.25])
"""Half width, half depth and height of the box, in its own units."""
MIDDLE = np.array([0.0, 0.0, SIZE[2] / 2.0])
FLOOR = -0.16
"""Where the floor lies below the zero of the height, as a share of the height."""
NUMBERS_AT, NAMES_AT = 0.12, 0.52
"""How far outside the box the numbers and the names of the axes begin, in box units."""
TURNING = 5.0
"""How quickly a side gets room for names as it turns towards the eye, and loses it as it turns away."""
RAY_STEPS = 72
LIFT = 0.012
"""How far a point on the surface is lifted before asking whether it is seen, as a share of the height."""

TALLEST = 1e6
"""Heights are capped at this many box heights: near the end of a run that overflows, some are infinite."""


@dataclass(frozen=True)
class Eye:
    """A perspective view. Angles in radians; ``scale`` and ``centre`` place the picture in the scene."""

    azimuth: float
    elevation: float
    scale: float = 1.0
    centre: tuple[float, float] = (0.0, 0.0)
    distance: float = 7.5

    @cached_property
    def forward(self) -> Points:
        """The unit vector from the box to the eye, shape ``(3,)``."""
        around, up = self.azimuth, self.elevation
        return np.array([np.cos(up) * np.cos(around), np.cos(up) * np.sin(around), np.sin(up)])

    @cached_property
    def _across(self) -> Points:
        """The unit vectors to the right and upward in the picture, as columns ``(3, 2)``."""
        right = np.array([-np.sin(self.azimuth), np.cos(self.azimuth), 0.0])
        return np.column_stack([right, np.cross(self.forward, right)])

    @cached_property
    def position(self) -> Points:
        """Where the eye stands, in box units."""
        return np.asarray(self.forward * self.distance + MIDDLE)

    def project(self, points: Points) -> Points:
        """Return the scene coordinates ``(..., 2)`` of box points ``(..., 3)``."""
        offset = points - MIDDLE
        shrink = self.distance / (self.distance - offset @ self.forward)
        return np.asarray((offset @ self._across) * shrink[..., None] * self.scale + self.centre)

    def fitted(self, left: float, bottom: float, width: float, height: float) -> Eye:
        """Return this view scaled and moved so that the box and the names of its axes fill a rectangle of the scene.

        Names stand on the sides towards the eye; the room for them comes and goes smoothly as the eye walks around.
        """
        signs = np.array([[x, y] for x in (-1, 1) for y in (-1, 1)])
        names = NAMES_AT * np.clip(1.0 + TURNING * signs * self.forward[:2], 0.0, 1.0)
        floor = np.concatenate([signs * (SIZE[:2] + names * axis) for axis in ([1.0, 0.0], [0.0, 1.0])])
        ring = np.concatenate([
            np.column_stack([floor, np.full(len(floor), FLOOR * SIZE[2])]),
            np.column_stack([signs * SIZE[:2], np.full(len(signs), SIZE[2])]),
        ])  # fmt: skip
        flat = Eye(self.azimuth, self.elevation, distance=self.distance).project(ring)
        low, high = flat.min(axis=0), flat.max(axis=0)
        scale = float(min(width / (high[0] - low[0]), height / (high[1] - low[1])))
        middle = np.array([left + width / 2.0, bottom + height / 2.0]) - scale * (low + high) / 2.0
        return Eye(self.azimuth, self.elevation, scale, (float(middle[0]), float(middle[1])), self.distance)


@dataclass(frozen=True, eq=False)
class Box:
    """The data ranges that the box shows: ``low`` and ``high`` of the two parameters, shape ``(2,)``, and of heights.

    Heights run from ``base`` to ``top``; what lies above, or under the floor, is cut off.
    """

    low: Points
    high: Points
    top: float
    base: float = 0.0

    def place(self, parameters: Points, heights: Points) -> Points:
        """Return the box coordinates ``(..., 3)`` of parameters ``(..., 2)`` at heights ``(...)``."""
        flat = (2.0 * (parameters - self.low) / (self.high - self.low) - 1.0) * SIZE[:2]
        return np.concatenate([flat, (np.minimum(self.shares(heights), TALLEST) * SIZE[2])[..., None]], axis=-1)

    def shares(self, heights: Points) -> Points:
        """Return heights as shares of the box's height, 0 at its base."""
        shares: Points = (heights - self.base) / (self.top - self.base)
        return shares

    def parameters(self, points: Points) -> Points:
        """Return the parameters ``(..., 2)`` over which box points ``(..., 3)`` lie."""
        return np.asarray(self.low + (points[..., :2] / SIZE[:2] + 1.0) / 2.0 * (self.high - self.low))

    def holds(self, points: Points) -> np.ndarray:
        """Return whether box points ``(..., 3)`` lie over the floor and under the top, shape ``(...)``."""
        flat = (abs(points[..., :2]) <= SIZE[:2] * (1.0 + 1e-9)).all(axis=-1)
        up = points[..., 2]
        return np.asarray(flat & (up <= SIZE[2] * (1.0 + 1e-9)) & (up >= FLOOR * SIZE[2] * (1.0 + 1e-9)))


def between(here: Box, there: Box, share: float) -> Box:
    """Return the box at a ``share`` of the way from one to another, growing or shrinking by the same factor all along.

    The point that has the same place in both boxes keeps it on the way.
    """
    if share <= 0.0 or share >= 1.0:
        return here if share <= 0.0 else there
    low, high = _between((here.low, here.high), (there.low, there.high), share)
    base, top = _between((here.base, here.top), (there.base, there.top), share)
    return Box(low, high, float(top), float(base))


def _between(here: Ends, there: Ends, share: float) -> tuple[Points, Points]:
    """Return the ends of ranges at a share of the way between two."""
    (a, b), (c, d) = (tuple(np.asarray(end, float) for end in ends) for ends in (here, there))
    width = (b - a) ** (1.0 - share) * (d - c) ** share
    with np.errstate(divide="ignore", invalid="ignore"):
        way = ((b - a) - width) / ((b - a) - (d - c))
    way = np.where(np.isclose(b - a, d - c, rtol=1e-6), share, way)
    low = np.asarray(a + way * (c - a))
    return low, low + width


def visible(points: Points, eye: Eye, box: Box, value: Callable[[Points], Points]) -> np.ndarray:
    """Return which box points ``(n, 3)`` the eye sees past the surface of ``value``, shape ``(n,)``.

    A painter's depth sort answers this by painting over what is hidden, and gets long facets wrong. Here the sight
    line itself is followed from the point out of the box: the point is hidden where the line passes below a part of
    the surface that is shown. The test is exact up to the step length, and a still picture need not be painted again.
    """
    start = points + [0.0, 0.0, LIFT * SIZE[2]]
    way = eye.position - start
    # Squared, because the surface that matters most lies close to the point.
    along = (np.linspace(0.0, 1.0, RAY_STEPS)[1:] ** 2)[:, None, None] * (4.0 * SIZE.max() / eye.distance)
    sight = start + along * way
    parameters = box.parameters(sight)
    heights = box.shares(value(parameters)) * SIZE[2]
    surface = np.concatenate([sight[..., :2], heights[..., None]], axis=-1)
    return np.asarray(~(box.holds(surface) & (sight[..., 2] < heights)).any(axis=0))
