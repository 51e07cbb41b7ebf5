"""Numbers with what belongs to them: powers, fractions, units, prices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from gdcore.speech.numbers import cardinal, fraction, power, spoken_number
from gdcore.speech.tokens import Kind, Token, at
from gdcore.speech.tongue import Tongue

MONEY = frozenset("$€£¥")
LENGTHS = frozenset(("m", "km", "cm", "mm", "μm", "ft", "yd", "mi"))
EXPONENT = re.compile(r"[+−-]?\d+")
Said = tuple[str, int]
"""Words, and the place of the first token after what they say."""


def quantity(tokens: Sequence[Token], i: int, tongue: Tongue) -> Said | None:
    """Return the amount at ``i`` with its unit, or a unit alone; None if there is neither."""
    money = tokens[i].text if tokens[i].text in MONEY else ""
    amount = _amount(tokens, i + bool(money), tongue)
    if amount is None:
        return _unit_alone(tokens, i, tongue)
    words, end = amount
    last = tokens[end - 1]
    is_one = (last.kind is Kind.NUMBER and last.text == "1") or (last.kind is Kind.PART and end - i == 1)
    scale = tongue.scales.get(at(tokens, end).text) if money or at(tokens, end + 1).text in MONEY else None
    if scale:
        words, end, is_one = f"{words} {scale}", end + 1, False
    unit = _unit(tokens, end, tongue, is_one, money)
    if unit is not None:
        return f"{_agreeing(tokens, end, words, unit[0], tongue)} {unit[0]}", unit[1]
    return _before_word(tokens, end, words, tongue), end


def _before_word(tokens: Sequence[Token], end: int, words: str, tongue: Tongue) -> str:
    """Return a number as it agrees with the noun after it, with a pause before a number: one hundred, and five."""
    last, following, then = tokens[end - 1], at(tokens, end), at(tokens, end + 1)
    is_plain = last.kind is Kind.NUMBER and "." not in last.text
    joins = is_plain and len(last.text) > 1 and following.text == tongue.also and then.kind is Kind.NUMBER
    if joins or (following.gap and (following.kind is Kind.NUMBER or following.text.lower() in _digits(tongue))):
        return f"{words},"
    return tongue.counted(words, following.text) if is_plain and following.kind is Kind.WORD else words


@cache
def _digits(tongue: Tongue) -> frozenset[str]:
    """Return the words that would be heard as one more decimal: with 0.5 one step is enough."""
    return frozenset(cardinal(digit, tongue) for digit in "0123456789")


def _agreeing(tokens: Sequence[Token], end: int, words: str, unit: str, tongue: Tongue) -> str:
    """Return a whole number as it agrees with its unit."""
    is_whole = "." not in tokens[end - 1].text and at(tokens, end).text != "%"
    return tongue.counted(words, unit) if is_whole else words


def _amount(tokens: Sequence[Token], i: int, tongue: Tongue) -> Said | None:
    """Return a number or fraction with its power: 7.31 × 10⁴² is one."""
    first, then, last = at(tokens, i), at(tokens, i + 1), at(tokens, i + 2)
    if first.kind is Kind.PART:
        return _part(first.text, tongue), i + 1
    if first.kind is not Kind.NUMBER:
        return None
    if then.kind is Kind.PART and not then.gap:
        return _part(then.text, tongue, spoken_number(first.text, tongue)), i + 2
    if then.text == "/" and not (then.gap or last.gap) and _is_part(first, last) and at(tokens, i + 3).text != "/":
        return fraction(int(first.text), int(last.text), tongue), i + 3
    return _with_power(tokens, i, tongue)


def _with_power(tokens: Sequence[Token], i: int, tongue: Tongue) -> Said:
    mantissa, _, exponent = tokens[i].text.partition("e")
    if exponent:
        return _scientific(
            mantissa, f"{spoken_number('10', tongue)} {power(exponent, tongue, of_ten=True)}", tongue
        ), i + 1
    words, raised = spoken_number(mantissa, tongue), at(tokens, i + 1)
    if raised.kind is Kind.RAISED and EXPONENT.fullmatch(raised.text):
        return f"{words} {power(raised.text, tongue, of_ten=mantissa == '10')}", i + 2
    following = at(tokens, i + 3)
    if raised.text in ("×", "·", "*") and at(tokens, i + 2).text == "10" and following.kind is Kind.RAISED:
        ten, end = _with_power(tokens, i + 2, tongue)
        return _scientific(mantissa, ten, tongue), end
    return words, i + 1


def _scientific(mantissa: str, ten: str, tongue: Tongue) -> str:
    """Return a multiple of a power of ten; one times that is the power alone."""
    return ten if mantissa == "1" else f"{spoken_number(mantissa, tongue)} {tongue.signs['×']} {ten}"


def _is_part(above: Token, below: Token) -> bool:
    """Whether two numbers make a fraction that has a name: 1/2, 3/4."""
    whole = below.kind is Kind.NUMBER and (above.text + below.text).isdecimal()
    return whole and len(above.text + below.text) < 4 and 0 < int(above.text) < int(below.text) <= 10


def _part(letter: str, tongue: Tongue, after: str = "") -> str:
    """Return a fraction of one character, after the words of a number if there are any."""
    value = Fraction(unicodedata.numeric(letter)).limit_denominator(10)
    if not after:
        return fraction(value.numerator, value.denominator, tongue)
    if value.numerator == 1:
        return f"{after} {tongue.half_more} {tongue.parts[value.denominator][0]}"
    return f"{after} {tongue.also} {fraction(value.numerator, value.denominator, tongue)}"


def _unit_alone(tokens: Sequence[Token], i: int, tongue: Tongue) -> Said | None:
    """Return a unit without a number: $/ft², m² after a slash, € alone."""
    found = _unit(tokens, i, tongue, False, "")
    token = tokens[i]
    if found is None or token.text in ("%", "°") or (found[1] == i + 1 and token.text not in MONEY):
        return None
    return found if len(token.text) > 1 or token.text in MONEY else None


def _unit(tokens: Sequence[Token], i: int, tongue: Tongue, is_one: bool, money: str) -> Said | None:
    """Return a unit with what it is divided by; of a price the currency has been read."""
    first = (tongue.units[money][not is_one], i) if money else _factor(tokens, i, tongue, is_one)
    if first is None:
        return None
    unit, end = first
    while at(tokens, end).text == "/" and (below := _factor(tokens, end + 1, tongue, True, is_below=True)):
        unit, end = f"{unit} {tongue.per.format(below[0])}", below[1]
    return unit, end


def _factor(tokens: Sequence[Token], i: int, tongue: Tongue, is_one: bool, is_below: bool = False) -> Said | None:
    token, raised = at(tokens, i), at(tokens, i + 1)
    if token.text not in tongue.units or not (is_below or _is_unit(tokens, i)):
        return None
    named = raised.kind is Kind.RAISED and not raised.gap
    if named and f"{token.text}{_raised(raised)}" in tongue.units:
        return tongue.units[f"{token.text}{_raised(raised)}"][not is_one], i + 2
    words = tongue.units[token.text][not is_one]
    if not named:
        return words, i + 1
    if raised.text in ("-1", "−1"):
        return tongue.per.format(tongue.units[token.text][0]), i + 2
    if raised.text in "23" and token.text in LENGTHS:
        return (tongue.square if raised.text == "2" else tongue.cubic)[not is_one].format(words), i + 2
    return f"{words} {power(raised.text, tongue)}" if EXPONENT.fullmatch(raised.text) else words, i + 2


def _raised(token: Token) -> str:
    return {"2": "²", "3": "³"}.get(token.text, "")


def _is_unit(tokens: Sequence[Token], i: int) -> bool:
    """Whether what may be a unit is not a letter for a number, or the year that is the article "a"."""
    token, after = tokens[i], at(tokens, i + 1)
    if token.text == "a" or (token.kind is Kind.LETTER and not token.gap):
        return False
    return token.kind is not Kind.LETTER or after.kind is not Kind.SIGN or after.text == "/"
