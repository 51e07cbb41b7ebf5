"""What of a path lies in a frame or near enough around it to be drawn."""

from __future__ import annotations

import numpy as np

from scenes.geometry import Points
from scenes.plots.axes import Frame

FAR = 1e3
"""No line is drawn farther out, in scene units: beyond, cairo's fixed-point coordinates overflow."""


def drawable(here: Points, there: Points, frame: Frame) -> Points | None:
    """Return the segment ``(2, 2)`` from here to there, with an end that is too far away pulled in along it.

    None unless an end lies in the frame or within its size around it: a run that blows up leaves by a chord, and those
    that cross the frame later would only cover it.
    """
    near = is_around(np.array([here, there]), frame)
    if not near.any():
        return None
    return np.array([here if near[0] else _pulled(here, there), there if near[1] else _pulled(there, here)])


def is_around(places: Points, frame: Frame) -> np.ndarray:
    """Return which places ``(n, 2)`` lie in the frame or within its size around it, shape ``(n,)``."""
    size = np.array([frame.width, frame.height])
    return np.asarray(np.all(abs(places - [frame.left, frame.bottom] - size / 2.0) <= 1.5 * size, axis=-1))


def within(place: Points, frame: Frame) -> bool:
    """Return whether one place ``(2,)`` lies in the frame."""
    size = np.array([frame.width, frame.height])
    return bool((abs(place - [frame.left, frame.bottom] - size / 2.0) <= size / 2.0 + 1e-6).all())


def _pulled(place: Points, near: Points) -> Points:
    """Return ``place``, or what lies ``FAR`` away from ``near`` on the way to it where that is nearer."""
    with np.errstate(over="ignore", invalid="ignore"):
        away = place / FAR - near / FAR
        reach = abs(away).max()
        pulled: Points = near + away / reach * FAR if reach > 1.0 else place
    return pulled if np.isfinite(pulled).all() else near
