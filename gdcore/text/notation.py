"""The notation of numbers, the same in clips, captions and page.

``plain`` is Unicode text ("7.31 × 10⁴²"), ``typst`` is Typst mathematics ("7.31 times 10^(42)").
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from gdcore.text.language import decimal_sign, thousands_separator, tr, translatable

MINUS = "−"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
LARGEST_PLAIN = 1e6
SMALLEST_PLAIN = 1e-3
EXACTLY_ONE, NEARLY_ONE = 1e-9, 0.02
"""Factors that differ from 1 by less than the first equal 1 up to rounding."""
MOST_WRITTEN = 12
"""Digits of a constant: more than people type, and few enough to hide that 0.1 is not exactly a tenth."""
EXACT_DIGITS = 12
"""Numbers that agree in this many digits differ only by rounding."""
UNDEFINED = translatable("undefined")


@dataclass(frozen=True)
class Number:
    """A rounded number: ``digits`` times ten to the ``exponent``, or ``digits`` alone if that is None.

    Without digits, or with only a sign, it is the power of ten itself. ``digits`` has commas between thousands and a
    point before decimals in all languages; ``plain`` and ``typst`` are what readers see.
    """

    digits: str
    exponent: int | None = None

    @property
    def plain(self) -> str:
        """Unicode text, with a true minus sign."""
        if self.exponent is None:
            return self.written
        return f"{self.written}{' × ' * self._has_digits}10{str(self.exponent).translate(SUPERSCRIPTS)}"

    @property
    def written(self) -> str:
        """Its digits as readers see them."""
        if self.digits == UNDEFINED:
            return tr(UNDEFINED)
        return self.digits.translate({ord("-"): MINUS, ord(","): thousands_separator(), ord("."): decimal_sign()})

    @property
    def typst(self) -> str:
        """Typst mathematics; a comma is an ordinary character there, without space around it."""
        if self.digits == UNDEFINED:
            return f'"{tr(UNDEFINED)}"'
        signs = {",": typst_separator(), ".": decimal_sign()}
        digits = self.digits.translate(
            {ord(sign): shown if shown[0] in "#." else f'class("normal", "{shown}")' for sign, shown in signs.items()}
        )
        return digits if self.exponent is None else f"{digits}{' times ' * self._has_digits}10^({self.exponent})"

    @property
    def _has_digits(self) -> bool:
        return self.digits not in ("", "-")

    def __str__(self) -> str:
        """Return the plain form."""
        return self.plain


def rounded(value: float, significant: int = 3) -> Number:
    """Return ``value`` to ``significant`` digits, in scientific notation if it is very large or small.

    Digits before the decimal point are never rounded away (123,456), and trailing zeros after it are dropped (0.6, not
    0.600). A scientific mantissa keeps them, so that running numbers keep their width, except for whole multiples of a
    power of ten up to rounding (5e-8, 1e16: the way rates are written).
    """
    if value == 0.0:
        return Number("0")
    if not math.isfinite(value):
        return Number("∞" if value > 0 else "-∞" if value < 0 else UNDEFINED)
    mantissa, exponent = f"{value:.{significant - 1}e}".split("e")
    decimals = max(significant - 1 - int(exponent), 0)
    text = f"{value:,.{decimals}f}"
    shown = abs(float(text.replace(",", "")))  # the number as it reads decides: 999999.5 reads 10**6
    if shown >= LARGEST_PLAIN or shown < SMALLEST_PLAIN:
        return Number(_whole(value, significant) or mantissa, int(exponent))
    if decimals:
        text = text.rstrip("0").rstrip(".")
    return Number(text)


def _whole(value: float, significant: int) -> str:
    """Return the digit of a whole multiple of a power of ten, else an empty string."""
    digits, zeros = f"{value:.{max(significant, EXACT_DIGITS) - 1}e}".split("e")[0].split(".")
    return "" if zeros.strip("0") else digits


def scientific(value: float, significant: int = 4) -> Number:
    """Return ``value`` as mantissa and power of ten whatever its size; zero stays zero."""
    if value == 0.0 or not math.isfinite(value):
        return rounded(value)
    mantissa, exponent = f"{value:.{significant - 1}e}".split("e")
    return Number(mantissa, int(exponent))


def written_out(value: float, significant: int = MOST_WRITTEN) -> Number:
    """Return a constant as a person writes it, without rounding noise: 1,000,000, 2.5 × 10⁸, 10⁻⁹.

    >>> [str(written_out(value)) for value in (0.1, 1e6, -1e9, 1.7e9, 1234567891.0, 3e-5)]
    ['0.1', '1,000,000', '−10⁹', '1.7 × 10⁹', '1,234,567,891', '3 × 10⁻⁵']
    """
    mantissa, power = f"{value:.{significant - 1}e}".split("e")
    digits, exponent = (mantissa.rstrip("0").rstrip("."), int(power))
    n_zeros = exponent + 1 - sum(map(str.isdigit, digits))
    if value == 0.0 or -5 < exponent < 7 or (0 < exponent < MOST_WRITTEN and n_zeros < 4):
        text = f"{float(mantissa + 'e' + power):,.{max(-n_zeros, 0)}f}"
        return Number(text)
    return Number(digits.removesuffix("1") if digits in ("1", "-1") else digits, exponent)


def typst_separator() -> str:
    """Return the thousands separator as Typst markup; not every font has a narrow space."""
    return thousands_separator().strip() or "#h(0.17em)"


def whole(n: int) -> Number:
    """Return a whole number with all its digits and thousands separators."""
    return Number(f"{n:,}")


def fixed(value: float, decimals: int = 2) -> Number:
    """Return ``value`` with exactly ``decimals`` decimals (a factor reads ×0.60), or ``rounded`` if very large."""
    text = f"{value:z,.{decimals}f}"
    return Number(text) if abs(float(text.replace(",", ""))) < LARGEST_PLAIN else rounded(value)


def factor_of_a_step(value: float) -> Number:
    """Return a factor as ``computed`` rounds it, with at least two decimals (×0.60), and four near 1.

    There two would not tell shrinking from growing. What is below a thousandth reads 0.00.
    """
    if EXACTLY_ONE < abs(value - 1.0) <= NEARLY_ONE:
        return fixed(value, 4)
    found = computed(value)
    if found.exponent is not None or not math.isfinite(value):
        return fixed(value)
    units, _, decimals = found.digits.partition(".")
    return found if len(units) > 2 else Number(f"{units}.{decimals:0<2}")


def computed(value: float) -> Number:
    """Return what comes out of a run (loss, place, factor), not what is put in, as all sentences, frames and tables say
    it: to four digits, so that a factor of 0.9885 is not 0.99.
    """
    return rounded(value, 4)


def orders_told(orders: float) -> Number:
    """Return a number of orders of magnitude, up or down, as sentences, frames and playgrounds say it."""
    return fixed(abs(orders), 1)


def orders_of_magnitude(value: float, reference: float) -> float:
    """Return log10(value / reference) for positive numbers, even where the ratio itself would overflow."""
    return math.log10(value) - math.log10(reference)


def together(texts: Sequence[str]) -> str:
    """Return texts joined as in a sentence, such as one rate per parameter: "5e-8 and 0.15"."""
    return reduce(lambda before, last: tr("{before} and {last}", before=before, last=last), texts) if texts else ""
