"""A line's numbers in other units, and with its column counted from elsewhere: other contours for the same losses."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.descent.trajectory import Trajectory
from gdcore.objectives.objective import Objective

LANDED = 1e-9
"""A run has landed when its loss is this close to its final one, as a share of the total decrease."""


@dataclass(frozen=True, eq=False)
class Rescaled:
    """An objective in the parameters ``u = matrix @ p``, for an invertible matrix ``(d, d)``."""

    objective: Objective
    matrix: Array

    @property
    def back(self) -> Array:
        """The inverse matrix: p = back @ u."""
        return np.asarray(np.linalg.inv(self.matrix))

    def value(self, points: Array) -> Array:
        """Return the loss at points ``(..., d)`` in the new parameters."""
        return self.objective.value(points @ self.back.T)

    def gradient(self, points: Array) -> Array:
        """Return the gradient with respect to the new parameters, ``(..., d)``."""
        return self.objective.gradient(points @ self.back.T) @ self.back

    def hessian(self, points: Array) -> Array:
        """Return the Hessian with respect to the new parameters, ``(..., d, d)``."""
        return self.back.T @ self.objective.hessian(points @ self.back.T) @ self.back


def rescaled(objective: Objective, matrix: Array) -> Objective:
    """Return ``objective`` in the parameters ``matrix @ p``: the same losses, other contours and condition number."""
    changed = Rescaled(objective, frozen(matrix))
    ends = np.sort(np.stack([matrix @ corner for corner in objective.domain.T], axis=1), axis=1)
    return replace(
        objective,
        name=f"rescaled_{objective.name}",
        value=changed.value,
        gradient=changed.gradient,
        hessian=changed.hessian,
        function=changed,
        domain=ends,
        minimiser=None if objective.minimiser is None else matrix @ objective.minimiser,
        rows=None,
        standard=None,
        hessian_root=None if objective.hessian_root is None else objective.hessian_root @ changed.back,
    )


def counted_matrix(origin: float, unit: float) -> Array:
    """Return what takes the line a*x + b to its numbers where x is counted from ``origin`` in ``unit``: ``(2, 2)``.

    They are (a * unit, b + a * origin). From the mean, in standard deviations, they are those of standard units.
    """
    return frozen([[unit, 0.0], [origin, 1.0]])


def landing(run: Trajectory) -> int:
    """Return the first step after which the loss no longer differs from the final one."""
    lost = abs(float(run.losses[0] - run.losses[-1]))
    return int(np.flatnonzero(abs(run.losses - run.losses[-1]) <= LANDED * lost)[0])
