"""The axes of a small drawing: where a number lies along one, and the round numbers that stand beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdcore.arrays import Array
from gdcore.text.notation import SUPERSCRIPTS, rounded

LARGEST = 1.6e308
"""Ends of an axis stay below it, so that the middle of two of them is a number."""
MARGIN = 0.08
"""How far an axis reaches beyond what it must show, as a share of that."""
ORDERS = 2.0
"""From this many orders of magnitude on, positive numbers are shown on a log axis."""


@dataclass(frozen=True)
class Axis:
    """The range ``low`` to ``high`` of one axis, both finite and ``low < high``; ``log`` needs ``low`` above zero.

    Along a ``whole`` axis things are counted: there is no number between two of them.
    """

    low: float
    high: float
    log: bool = False
    whole: bool = False

    @classmethod
    def around(cls, values: ArrayLike, width: float = 1.0) -> Axis:
        """Return an axis that shows all finite ``values`` with a margin, ``width`` wide where they are all equal."""
        given = np.asarray(values, dtype=np.float64).ravel()
        given = given[np.isfinite(given)]
        low, high = (float(given.min()), float(given.max())) if given.size else (0.0, 0.0)
        half = high / 2.0 - low / 2.0
        size = max(abs(low), abs(high))
        # Equal but for rounding: no axis can tell such numbers apart.
        if half <= 1e-13 * size:
            half = max(abs(width) / 2.0, 1e-6 * size) or 0.5
            middle = low
            low, high = middle - half, middle + half
        reach = 2.0 * MARGIN * half
        return cls(max(low - reach, -LARGEST), min(high + reach, LARGEST))

    @classmethod
    def of_losses(cls, losses: Array) -> Axis:
        """Return an axis for losses ``(n,)``: of logarithms where none is negative and they span ``ORDERS``."""
        positive = losses[losses > 0.0]
        if positive.size > 1 and not (losses < 0.0).any():
            low, high = math.log10(positive.min()), math.log10(positive.max())
            if high - low >= ORDERS:
                reach = MARGIN * (high - low)
                return cls(10.0 ** max(low - reach, -320.0), 10.0 ** min(high + reach, 308.2), log=True)
        return cls.around(losses, abs(float(losses[0])))

    def share(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return where ``values`` ``(...)`` lie, 0 at ``low`` and 1 at ``high``; NaN where they have no place."""
        with np.errstate(all="ignore"):
            given = np.asarray(values, dtype=np.float64)
            given = np.where(np.isfinite(given), given, np.nan)
            if self.log:
                given = np.log10(np.where(given > 0.0, given, np.nan))
                low, high = math.log10(self.low), math.log10(self.high)
            else:
                low, high = self.low, self.high
            # Halves: the difference of two large numbers may overflow.
            shares: NDArray[np.float64] = (given / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0)
            return shares

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Return at most about ``most`` round numbers on the axis, each with the text that stands there."""
        return self._decades(most) if self.log else self._round_numbers(most)

    def _decades(self, most: int) -> list[tuple[float, str]]:
        first, last = math.ceil(math.log10(self.low)), math.floor(math.log10(self.high))
        stride = max(math.ceil((last - first + 1) / most), 1)
        return [
            (10.0**e, f"10{str(e).translate(SUPERSCRIPTS)}")
            for e in range(-(-first // stride) * stride, last + 1, stride)
        ]

    def _round_numbers(self, most: int) -> list[tuple[float, str]]:
        raw = self.high / most - self.low / most
        if not raw > 1e-300:
            return []
        power = 10.0 ** math.floor(math.log10(raw))
        step = next((m * power for m in (1.0, 2.0, 5.0) if m * power >= raw), 10.0 * power)
        step = max(step, 1.0) if self.whole else step
        values = [k * step for k in range(math.ceil(self.low / step), math.floor(self.high / step) + 1)]
        largest = max((abs(value) for value in values), default=0.0)
        digits = math.floor(math.log10(largest)) - math.floor(math.log10(step)) + 1 if largest else 1
        return [(value, rounded(value, min(max(digits, 1), 16)).plain) for value in values]
