"""Numbers in words. num2words makes those of whole numbers; it would lose the sign of −0.36 and round decimals."""

from __future__ import annotations

import re

from gdcore.speech.tongue import Tongue

MOST_DIGITS = 66
"""Longer numbers are said digit by digit, as are those that a language has no words for."""
MERGED_ONE = re.compile(r"uno(?= (?:mil|millón|millones|billón|billones|trillón|trillones|cuatrillones)\b)")


def cardinal(digits: str, tongue: Tongue) -> str:
    """Return a whole number in words, given its ASCII digits; one with leading zeros digit by digit."""
    if len(digits) == 1 or (digits[0] != "0" and len(digits) <= MOST_DIGITS):
        words = _words(int(digits), tongue.code)
        if words:
            return words
    return " ".join(_words(int(digit), tongue.code) or _words(int(digit), "en") for digit in digits)


def ordinal(n: int, tongue: Tongue, ending: str = "") -> str:
    """Return the ordinal of ``n``; beyond a language's list, its cardinal."""
    if not tongue.ordinals:
        return _words(n, tongue.code, "ordinal") or cardinal(str(n), tongue)
    found = tongue.ordinals[ending]
    return found[n - 1] if 0 < n <= len(found) else cardinal(str(n), tongue)


def spoken_number(text: str, tongue: Tongue) -> str:
    """Return a number without sign in words, its decimals digit by digit: "0.36", "51923.6", ".5".

    Zeros at its end are left out, but for one if nothing else stands after the point: 0.60 is zero point six.
    """
    whole, point, decimals = text.partition(".")
    said = [cardinal(whole, tongue)] if whole else []
    if point:
        kept = decimals.rstrip("0") or "0"
        said += [tongue.point, *(cardinal(digit, tongue) for digit in kept)]
    return " ".join(said)


def power(exponent: str, tongue: Tongue, of_ten: bool = False) -> str:
    """Return how a power is said, given its exponent in digits; not "squared" of ten."""
    digits = exponent.lstrip("+-−").lstrip("0") or "0"
    if exponent[0] in "-−":
        return tongue.raised.format(f"{tongue.minus} {cardinal(digits, tongue)}")
    if digits in "23" and not of_ten:
        return tongue.squared if digits == "2" else tongue.cubed
    if tongue.has_ordinal_powers and digits != "0" and len(digits) < MOST_DIGITS:
        return tongue.raised.format(ordinal(int(digits), tongue))
    return tongue.raised.format(cardinal(digits, tongue))


def fraction(above: int, below: int, tongue: Tongue) -> str:
    """Return a fraction, three quarters; ``below`` is one of ``tongue.parts``."""
    one, several = tongue.parts[below]
    return f"{tongue.counted(cardinal(str(above), tongue), several)} {one if above == 1 else several}"


def _words(n: int, code: str, to: str = "cardinal") -> str:
    """Return a whole number in words, or nothing where num2words has none."""
    words = num2words_of(n, code, to).replace(",", "")
    return _with_short_one(words) if code == "es" else words


def num2words_of(value: float, code: str, to: str = "cardinal") -> str:
    """Return num2words' words, or nothing where it has none for this number or language."""
    from num2words import num2words  # late: it loads every language

    try:
        words = str(num2words(value, lang=code, to=to))
    except (ArithmeticError, AttributeError, LookupError, NotImplementedError, TypeError, ValueError):
        return ""
    return "" if any(letter.isdigit() for letter in words) else words


def _with_short_one(words: str) -> str:
    """Return Spanish words with "un" before thousands and millions, where num2words writes "uno"."""
    return MERGED_ONE.sub("un", words).replace("veintiun ", "veintiún ")
