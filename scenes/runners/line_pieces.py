"""Which parts of a line of losses are drawn, where it has left its plot, and where it runs along other lines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scenes.geometry import Points
from scenes.runners.start_words import HAIR

ROUNDING = 1e-9


def left_at(places: Points, top: float) -> int | None:
    """Return from which point on a line ``(n, 2)`` lies beyond the top of its plot; None if it ends within."""
    inside = np.flatnonzero(places[:, 1] < top - ROUNDING)
    first = int(inside[-1]) + 1 if len(inside) else 0
    return first if 0 < first < len(places) else None


def seen_apart(across: Points) -> NDArray[np.bool_]:
    """Return which points ``(n,)`` of a line must be drawn: of those within a hair's breadth, first and last."""
    hair = np.floor(across / HAIR)
    changes = hair[1:] != hair[:-1]
    drawn: NDArray[np.bool_] = np.append(True, changes) | np.append(changes, True)
    return drawn


def covering(line: Points, others: Sequence[Points], near: float) -> list[bool]:
    """Return whether each segment ``(n - 1,)`` of a line runs along one of the others, nearer than ``near`` to it."""
    beside = [abs(np.interp(line[:, 0], *other.T) - line[:, 1]) < near for other in others]
    over = [points[1:] & points[:-1] for points in beside]
    return np.any(over, axis=0).tolist() if over else [False] * (len(line) - 1)
