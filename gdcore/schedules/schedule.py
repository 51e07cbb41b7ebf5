"""``Schedule``: the learning rates of every step, as a value that any method takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdcore.arrays import Array, frozen
from gdcore.errors import InputError

Steps = NDArray[np.int64]
CONSTANT = "constant"
LARGEST = float(np.finfo(np.float64).max)
"""No rate is infinite: that times a slope of 0 would be no number."""
IN_THE_END, NOTHING = 1_000_000, 1e-3
"""Rates have faded of which no more than this share is left after so many steps."""
AT_ONCE = 1 << 12
"""Steps whose rates are computed together."""


@dataclass(frozen=True, eq=False)
class Schedule:
    """The learning rates of every step: ``learning_rate`` times what ``multiple`` returns for that step.

    Args:
        name: The name under which ``gdcore.schedules.registry`` may know it.
        learning_rate: Shape ``(d,)``, one finite number > 0 per parameter; ``(n, d)`` for n runs at once.
        multiple: A pure function from step numbers ``(m,)``, from 0, to factors ``(m, 1)`` for all parameters or
            ``(m, d)``, finite and >= 0.
        numbers: All further numbers, by name.
        first: The number of the step that is called 0.

    >>> from gdcore import constant
    >>> constant([0.1, 0.2]).rate(7).tolist()
    [0.1, 0.2]
    """

    name: str
    learning_rate: Array
    multiple: Callable[[Steps], Array] = field(repr=False)
    numbers: Mapping[str, Any] = field(default_factory=dict)
    first: int = 0

    @property
    def is_constant(self) -> bool:
        """Whether every step has the same rates."""
        return self.name == CONSTANT

    def rate(self, k: int | Steps) -> Array:
        """Return the rates ``(d,)`` of step ``k``, ``(n, d)`` for n runs; for m steps of one run ``(m, d)``."""
        if self.is_constant and np.ndim(k) == 0:
            return self.learning_rate
        # Always of an array: numpy may round a single number in another way.
        multiples = self._multiples(np.atleast_1d(np.asarray(k, dtype=np.int64)))
        with np.errstate(over="ignore"):
            rates = (multiples if np.ndim(k) else multiples[0]) * self.learning_rate
        return np.minimum(rates, LARGEST)

    def fades(self, k: int) -> bool:
        """Whether the rates fall from step ``k`` on until next to nothing of them is left."""
        if self.is_constant:
            return False
        now, later = (self._multiples(k + after + np.arange(AT_ONCE)).max() for after in (0, IN_THE_END))
        return bool(later <= NOTHING * now)

    def repeats(self, k: int, period: int) -> bool:
        """Whether from step ``k`` on the rates come back after ``period`` steps, and again and again."""
        steps = k + np.arange(AT_ONCE)
        return self.is_constant or bool((self._multiples(steps) == self._multiples(steps + period)).all())

    def _multiples(self, k: Steps) -> Array:
        return self.multiple(k + self.first)

    def rows(self, n_steps: int) -> Iterator[list[float]]:
        """Yield the rates of each of ``n_steps`` steps as plain numbers."""
        if self.is_constant:
            yield from repeat(self.learning_rate.tolist(), n_steps)
            return
        for k in range(0, n_steps, AT_ONCE):
            yield from self.rate(np.arange(k, min(k + AT_ONCE, n_steps))).tolist()

    def later(self, n_steps: int) -> Schedule:
        """Return the schedule as it goes on after so many steps."""
        return replace(self, first=self.first + n_steps)

    def at(self, learning_rate: ArrayLike) -> Schedule:
        """Return the same schedule of other rates. Raises ``InputError`` unless all are finite and > 0."""
        return replace(self, learning_rate=usable(learning_rate))


Rates = ArrayLike | Schedule
"""What a method takes for its rates: an array stands for a constant rate per parameter."""


def constant(learning_rate: ArrayLike) -> Schedule:
    """Return the schedule of the same rates in each step.

    Args:
        learning_rate: Shape ``(d,)``, one finite number > 0 per parameter.

    Raises:
        InputError: For learning rates out of range.

    >>> constant([0.1]).rate(1000).tolist()
    [0.1]
    """
    return Schedule(CONSTANT, usable(learning_rate), ones)


def ones(k: Steps) -> Array:
    """Return 1 for each step."""
    return np.ones((len(k), 1))


def scheduled(rates: Rates) -> Schedule:
    """Return a schedule as it is, and rates ``(..., d)`` as a constant one. Raises ``InputError`` as ``constant``."""
    return rates if isinstance(rates, Schedule) else constant(rates)


def usable(learning_rate: ArrayLike) -> Array:
    """Return a read-only copy of rates ``(..., d)``. Raises ``InputError`` unless all are finite and > 0."""
    rates = frozen(learning_rate)
    if rates.ndim < 1 or not (np.isfinite(rates) & (rates > 0.0)).all():
        raise InputError(f"learning_rate: expected finite numbers > 0, one per parameter, got {rates.tolist()}")
    return rates
