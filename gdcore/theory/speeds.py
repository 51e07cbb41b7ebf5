"""The two speeds of a run: when its slow part takes over, and the halving time of a part."""

from __future__ import annotations

import math

import numpy as np

from gdcore.arrays import Array
from gdcore.theory.spectra import ErrorComponents

STUCK_FACTOR = 4
"""A run seems stuck at this multiple of the step at which its slow part took over."""


def turning_step(parts: ErrorComponents) -> int:
    """Return the first step, from 1, after which the last direction holds more than half of J - J*.

    The last step if that never happens.
    """
    n_steps = len(parts.losses) - 1
    ahead = np.flatnonzero(parts.losses[1:, -1] > parts.losses[1:, :-1].sum(axis=1))
    return int(ahead[0]) + 1 if len(ahead) else n_steps


def stuck_step(parts: ErrorComponents) -> int:
    """Return the step from which a run has long seemed to be stuck, at most half-way from the turn to its end."""
    turn = turning_step(parts)
    return min(STUCK_FACTOR * turn, (turn + len(parts.losses) - 1) // 2)


def halving_steps(multiplier: float) -> float:
    """Return the number of steps that halve a quantity multiplied by ``multiplier`` per step; inf if it never shrinks.

    It is log(1/2) / log|multiplier|, and 0 for a multiplier of 0.
    """
    size = abs(multiplier)
    if size >= 1.0:
        return math.inf
    return math.log(0.5) / math.log(size) if size > 0.0 else 0.0


def shares_left(parts: ErrorComponents) -> Array:
    """Return the share of each component that is left after each step, shape ``(n_steps + 1, d)``.

    A component that is 0 at the start counts as 1.
    """
    start = abs(parts.components[0])
    left: Array = np.where(start > 0.0, abs(parts.components) / np.where(start > 0.0, start, 1.0), 1.0)
    return left


def loss_shares(parts: ErrorComponents) -> Array:
    """Return the share of J - J* along each direction after each step, shape ``(n_steps + 1, d)``; equal if it is 0."""
    total = parts.losses.sum(axis=1, keepdims=True)
    equal = np.full_like(parts.losses, 1.0 / parts.losses.shape[1])
    shares: Array = np.divide(parts.losses, total, out=equal, where=total > 0.0)
    return shares
