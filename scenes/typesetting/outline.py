"""One line of set text as curves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scenes.geometry import Points


@dataclass(frozen=True, eq=False)
class Outline:
    """One set line. ``runs`` pairs a fill colour ("#rrggbb") with cubic Béziers of shape ``(4 n, 2)``.

    Unit: one em; the origin lies on the baseline at the left edge, y points up. ``width`` is the line's advance.
    """

    runs: tuple[tuple[str, Points], ...]
    width: float

    @cached_property
    def strokes(self) -> tuple[tuple[str, list[tuple[bool, tuple[float, ...]]]], ...]:
        """The runs as plain floats: for each curve whether a subpath begins with it, and its eight coordinates."""
        return tuple((fill, _flat(points)) for fill, points in self.runs)

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of what is drawn."""
        points = np.concatenate([np.zeros((1, 2)), *(points for _, points in self.runs)])
        return (*points.min(axis=0).tolist(), *points.max(axis=0).tolist())


def _flat(points: Points) -> list[tuple[bool, tuple[float, ...]]]:
    curves = points.reshape(-1, 8)
    begins = np.append(True, (curves[1:, :2] != curves[:-1, 6:]).any(axis=1))
    return list(zip(begins.tolist(), map(tuple, curves.tolist()), strict=False))
