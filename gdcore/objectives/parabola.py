"""The parabola of the built-in story: f(x) = x²."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gdcore.arrays import Array, frozen, squared
from gdcore.objectives.function import Plain
from gdcore.objectives.objective import Objective


@dataclass(frozen=True)
class Parabola:
    """f(x) = x**2, with constant curvature 2."""

    def value(self, points: Array) -> Array:
        """Return x**2, shape ``(...)``."""
        return squared(points[..., 0])

    def gradient(self, points: Array) -> Array:
        """Return 2x, shape ``(..., 1)``."""
        return 2.0 * points

    def hessian(self, points: Array) -> Array:
        """Return 2, shape ``(..., 1, 1)``."""
        return np.full((*points.shape, 1), 2.0)

    def plain(self) -> Plain:
        """Return value and gradient on Python floats."""
        return lambda x: x * x, lambda x: [2.0 * x]


def parabola() -> Objective:
    """Return f(x) = x**2, with its minimum 0 at x = 0.

    >>> parabola().gradient(np.array([[-1.0], [0.5]])).tolist()
    [[-2.0], [1.0]]
    """
    curve = Parabola()
    return Objective(
        name="parabola",
        parameters=("x",),
        value=curve.value,
        gradient=curve.gradient,
        hessian=curve.hessian,
        function=curve,
        domain=frozen([[-2.0, 2.0]]),
        minimiser=frozen([0.0]),
        quadratic=True,
        formula="x^2",
    )
