"""The mean of any loss of the rows' errors: it asks every row, as sums of the data say nothing about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from gdcore.arrays import Array
from gdcore.objectives.losses import Absolute, RowLoss

AT_ONCE = 2_000_000
"""So many errors are held at a time."""


@dataclass(frozen=True, eq=False)
class RowError:
    """J(p) = mean(loss(p.x + c - y)) over rows ``x`` ``(n, m)`` and ``y`` ``(n,)``."""

    x: Array
    y: Array
    loss: RowLoss

    def value(self, points: Array) -> Array:
        """Return J at points ``(..., m + 1)``."""
        return self._in_parts(lambda part: np.mean(self.loss.value(self._residuals(part)), axis=-1), points, ())

    def gradient(self, points: Array) -> Array:
        """Return the gradient of J, of half of it for squares; where a loss has a kink, with the slope it gives."""
        return self._in_parts(self._slopes, points, (points.shape[-1],))

    def hessian(self, points: Array) -> Array:
        """Return the Hessian of what ``gradient`` is the gradient of, where it exists."""
        return self._in_parts(self._curvatures, points, (points.shape[-1],) * 2)

    @property
    def has_kinks(self) -> bool:
        """Whether there are points without a gradient: where the absolute error of a row is 0."""
        return isinstance(self.loss, Absolute)

    def kinks(self, point: Array) -> tuple[str, ...]:
        """Return the errors that are 0 at ``point`` ``(m + 1,)``, if the loss has a kink there."""
        if not self.has_kinks:
            return ()
        return tuple(f"abs(error of row {row + 1:,})" for row in np.flatnonzero(self._residuals(point) == 0.0))

    def _residuals(self, points: Array) -> Array:
        """Return the errors ``(..., n)``; column by column, for the same bits at one point and at many."""
        terms = (points[..., i : i + 1] * self.x[:, i] for i in range(self.x.shape[1]))
        residuals: Array = reduce(np.add, terms) + points[..., -1:] - self.y
        return residuals

    def _slopes(self, points: Array) -> Array:
        slope = self.loss.slope(self._residuals(points))
        return np.stack([*(np.mean(slope * self.x[:, i], axis=-1) for i in range(self.x.shape[1])),
                         np.mean(slope, axis=-1)], axis=-1)  # fmt: skip

    def _curvatures(self, points: Array) -> Array:
        curvature = self.loss.curvature(self._residuals(points))
        columns = [*self.x.T, np.ones(len(self.y))]
        rows = [np.stack([np.mean(curvature * (a * b), axis=-1) for b in columns], axis=-1) for a in columns]
        return np.stack(rows, axis=-2)

    def _in_parts(self, of: Callable[[Array], Array], points: Array, shape: tuple[int, ...]) -> Array:
        """Return what ``of`` returns for points of any shape, a part of them at a time where they are many."""
        points = np.asarray(points, dtype=np.float64)
        flat = points.reshape(-1, points.shape[-1])
        step = max(1, AT_ONCE // len(self.y))
        parts = [of(flat[start : start + step]) for start in range(0, max(len(flat), 1), step)]
        found: Array = np.concatenate(parts).reshape((*points.shape[:-1], *shape))
        return found[()] if found.ndim == 0 else found
