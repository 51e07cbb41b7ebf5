"""What an objective can be made of: an object with value, gradient and Hessian, and what else some of them know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from gdcore.arrays import Array

Plain = tuple[Callable[..., float], Callable[..., list[float]]]
"""Value and gradient as functions of ``d`` Python numbers, with the bits of those of arrays: what a long run asks.

They raise what Python's numbers raise, where arrays go to infinity or have no value."""


class Function(Protocol):
    """A function of points ``(..., d)``, frozen, so that it can be sent to another process."""

    def value(self, points: Array, /) -> Array:
        """Return the values, shape ``(...)``."""

    def gradient(self, points: Array, /) -> Array:
        """Return the gradients, shape ``(..., d)``."""

    def hessian(self, points: Array, /) -> Array:
        """Return the Hessians, shape ``(..., d, d)``."""


@runtime_checkable
class OnPlainNumbers(Function, Protocol):
    """A function that can also be evaluated on Python numbers."""

    def plain(self) -> Plain | None:
        """Return value and gradient on plain numbers, or None where they would not have the bits of arrays."""


@runtime_checkable
class WithKinks(Function, Protocol):
    """A function that knows where it has no gradient."""

    @property
    def has_kinks(self) -> bool:
        """Whether there may be such points."""

    def kinks(self, point: Array, /) -> tuple[str, ...]:
        """Return the parts that have their kink at ``point`` ``(d,)``, such as abs(x - y)."""
