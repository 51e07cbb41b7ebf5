"""What an error of one row costs: its square, its size, or Huber's loss, which is the one near 0 and the other far off.

P. J. Huber, Robust estimation of a location parameter (1964).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from gdcore.arrays import Array


class RowLoss(Protocol):
    """A loss of residuals of any shape; ``slope`` and ``curvature`` are of ``scale`` times the loss."""

    @property
    def scale(self) -> float:
        """1, or 0.5 for the common convention of dropping the 2 of a square."""

    def value(self, residual: Array, /) -> Array:
        """Return the losses."""

    def slope(self, residual: Array, /) -> Array:
        """Return their derivatives."""

    def curvature(self, residual: Array, /) -> Array:
        """Return their second derivatives."""


@dataclass(frozen=True)
class Squared:
    """The square of an error."""

    scale: float = 0.5

    def value(self, residual: Array) -> Array:
        """Return r²."""
        return np.square(residual)

    def slope(self, residual: Array) -> Array:
        """Return r, the derivative of r²/2."""
        return residual

    def curvature(self, residual: Array) -> Array:
        """Return 1."""
        return np.ones_like(residual)


@dataclass(frozen=True)
class Absolute:
    """The size of an error; it has a kink where the error is 0, and its slope is given as 0 there."""

    scale: float = 1.0

    def value(self, residual: Array) -> Array:
        """Return |r|."""
        return np.abs(residual)

    def slope(self, residual: Array) -> Array:
        """Return the sign of r."""
        return np.sign(residual)

    def curvature(self, residual: Array) -> Array:
        """Return 0."""
        return np.zeros_like(residual)


@dataclass(frozen=True)
class Huber:
    """r²/2 for errors of at most ``delta``, and delta (|r| - delta/2) beyond: smooth, with a slope that is bounded."""

    delta: float
    scale: float = 1.0

    def value(self, residual: Array) -> Array:
        """Return the losses."""
        size = np.abs(residual)
        inner = np.minimum(size, self.delta)
        return inner * (size - 0.5 * inner)

    def slope(self, residual: Array) -> Array:
        """Return r, kept within delta."""
        return np.clip(residual, -self.delta, self.delta)

    def curvature(self, residual: Array) -> Array:
        """Return 1 within delta, 0 beyond."""
        return (np.abs(residual) <= self.delta).astype(np.float64)


SQUARED = Squared()
