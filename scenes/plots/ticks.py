"""How an axis is numbered: round ticks, short numbers, and the offset or power of ten stated with the axis's name."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gdcore.text.language import decimal_sign, tr, translatable
from gdcore.text.notation import MINUS, Number, computed, rounded, typst_separator, written_out
from scenes.geometry import Points

SMALLEST, LARGEST = 1e-300, 1.7e308
"""Ranges stay between these: their width neither vanishes nor overflows."""
FINEST = 1e-13
"""A difference smaller than this share of the numbers themselves is lost in their rounding."""
MOST_DIGITS, READ_DIGITS = 4, 5
"""Ticks with more digits would be cut at the frame's edge: they then count from an offset stated in the axis's name.
Numbers that change have room for one more."""

EXACT = 15
"""Digits that every double has."""
WORDS = {3: translatable("thousand {unit}"), 6: translatable("million {unit}")}
"""Powers of ten of a unit that have a name in any language."""


def nice_ticks(low: float, high: float, most: int = 6, *, whole: bool = False) -> Points:
    """Return at most ``most`` round numbers in [low, high]: multiples of 1, 2, 2.5 or 5 times a power of ten.

    ``whole`` leaves out 2.5 and all fractions, for an axis of step numbers or of powers of ten.
    """
    span = high - low
    power = 10.0 ** math.floor(math.log10(max(span / most, 1.0) if whole else span / most))
    multiples = (1.0, 2.0, 5.0, 10.0, 20.0) if whole else (1.0, 2.0, 2.5, 5.0, 10.0, 20.0)
    step = next(power * m for m in multiples if span / (power * m) <= most - 1)
    return step * np.arange(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1.0)


def tick_label(value: float, step: float) -> str:
    """Return a tick's number as Typst markup, with as many decimals as the step between ticks needs."""
    decimals = next((d for d in range(16) if math.isclose(step * 10**d, round(step * 10**d), rel_tol=1e-6)), 16)
    text = f"{value:z,.{decimals}f}"
    signs = {ord("-"): MINUS, ord(","): typst_separator(), ord("."): decimal_sign()}
    return text.translate(signs) if text.strip("0.") else "0"


def unit_power(low: float, high: float) -> int:
    """Return the power of ten in whose units an axis from ``low`` to ``high`` is numbered; 0 for ordinary numbers."""
    largest = max(abs(low), abs(high), SMALLEST)
    return 0 if 1e-3 <= largest < 1e4 else 3 * math.floor(math.log10(largest) / 3)


def offset_of(low: float, high: float, step: float, most: int = MOST_DIGITS) -> float:
    """Return what the numbers of an axis count from: 0, unless they would need more than ``most`` digits.

    Else it is the roundest number in the range, or a round one just below a range that is narrow relative to it.
    """
    largest = max(abs(low), abs(high), SMALLEST)
    if math.floor(math.log10(largest) + 1e-9) - math.floor(math.log10(step) + 1e-9) < most:
        return 0.0
    size = 10.0 ** math.ceil(math.log10(high - low) - 1e-9)
    below = math.floor(high / size) * size
    return float(f"{below if below >= low or low > 0.0 else below + size:.{EXACT}g}")


@dataclass(frozen=True, eq=False)
class Scale:
    """Ticks ``(n,)`` in the axis's own numbers and the text of each: ``(tick - offset) / 10**power``.

    ``in_words`` is whether thousands and millions of a unit are written as words, as people say them.
    """

    ticks: Points
    texts: tuple[str, ...]
    offset: float = 0.0
    power: int = 0
    in_words: bool = True

    def counted(self, unit: str = "") -> str:
        """Return the offset, power of ten and unit of every number on the axis, as Typst markup: "100 000 + 10³ $"."""
        if unit and self.in_words and self.power in WORDS and not self.offset:
            return tr(WORDS[self.power], unit=unit)
        parts = [f"${written_out(self.offset, EXACT).typst} +$"] if self.offset else []
        parts += [f"$10^({self.power})$"] if self.power else []
        return " ".join([*parts, *([unit] if unit else [])])


def whole_scale(low: float, high: float, most: int) -> Scale:
    """Return the scale of an axis of whole numbers, such as steps: multiples of 1, 2 or 5 times a power of ten."""
    ticks = nice_ticks(low, high, most, whole=True)
    power = unit_power(low, high)
    return Scale(ticks, tuple(_numbered(ticks, power)), 0.0, power)


def decades(low: float, high: float, most: int) -> Scale:
    """Return the scale of an axis of base-10 logarithms, numbered by powers of ten."""
    ticks = whole_scale(low, high, most).ticks
    return Scale(ticks, tuple(f"$10^({tick:.0f})$" for tick in ticks))


def scale_of(low: float, high: float, most: int = 6) -> Scale:
    """Return the scale of an axis from ``low`` to ``high`` with at most ``most`` ticks.

    >>> scale_of(99_999.7, 100_004.2, 5).texts
    ('+0', '+1', '+2', '+3', '+4')
    """
    ticks = nice_ticks(low, high, most)
    step = float(ticks[1] - ticks[0]) if len(ticks) > 1 else high - low
    offset = offset_of(low, high, step)
    if offset:
        # From the offset, so that the ticks are round there and no digit is lost beside it.
        near = nice_ticks(low - offset, high - offset, most)
        power = unit_power(low - offset, high - offset)
        texts = _numbered(near, power)
        return Scale(near + offset, tuple(text if text[0] == MINUS else f"+{text}" for text in texts), offset, power)
    power = unit_power(low, high)
    return Scale(ticks, tuple(_numbered(ticks, power)), 0.0, power)


def _numbered(ticks: Points, power: int) -> list[str]:
    unit = 10.0**power
    step = (ticks[1] - ticks[0]) / unit if len(ticks) > 1 else 1.0
    return [tick_label(tick / unit, step) for tick in ticks]


def told_apart(values: Points, written: Callable[[float], Number] = computed) -> Callable[[float], str]:
    """Return a formatter of several numbers as Typst mathematics: by ``written``, or as an offset plus the rest.

    The latter where their first digits are all the same, so that readers see what changes.
    """
    low, high = float(values.min()), float(values.max())
    span = high - low
    offset = offset_of(low, high, span / 4.0, READ_DIGITS) if 0.0 < span < math.inf else 0.0
    if not offset:
        return lambda value: written(value).typst
    base = written_out(offset, EXACT).typst
    return lambda value: f"{base} {'-' if value < offset else '+'} {rounded(abs(value - offset)).typst}"
