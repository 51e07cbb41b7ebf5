"""What a language says for numbers, signs, letters and units: the fields of its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Forms = tuple[str, str]
"""One of a thing, and several."""


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


def as_counted(number: str, _noun: str) -> str:
    """Return a number as it stands before a noun, in languages where that changes nothing."""
    return number


@dataclass(frozen=True, eq=False)
class Tongue:
    """The table of one language. ``{}`` in a phrase stands for what is said of."""

    code: str
    """What num2words calls the language; empty if it does not know it."""
    minus: str
    point: str
    """The word between a number's whole part and its decimals."""
    decimal_signs: str
    """The characters that may be written there."""
    grouped: str
    """A regular expression of whole numbers with thousands set apart by more than narrow spaces."""
    squared: str
    cubed: str
    raised: str
    """To any other power, or of ten."""
    has_ordinal_powers: bool
    """Whether that takes an ordinal: to the fourth."""
    ordinal: str
    """A regular expression of ordinals in digits, with groups for the digits and the ending."""
    ordinals: Mapping[str, tuple[str, ...]]
    """By ending, the first ordinals; num2words makes them where there are none."""
    parts: Mapping[int, Forms]
    """What fractions with this denominator are called."""
    half_more: str
    """Between a number and a fraction with one above: one and a half."""
    signs: Mapping[str, str]
    leading: Mapping[str, str]
    """What a sign is called that has nothing at its left: ≤ 3 is at most three, and x ≤ 3 is x is at most three."""
    linking: frozenset[str]
    """Words that are nothing for a sign to compare: after them it counts as leading."""
    equal_to: str
    """What = is called after one of ``holding`` and an operand: at x equal to three."""
    holding: frozenset[str]
    over: str
    until: str
    """Between the ends of a range."""
    also: str
    """Before the last of several things."""
    quantity: str
    """A sum or difference in brackets."""
    functions: Mapping[str, str]
    """What functions with longer names are called, before their argument."""
    applied: str
    """Before a function's argument."""
    around: Mapping[str, str]
    """What is said of something between two such signs, or after one: |x|, √x, ∇f."""
    accents: Mapping[str, str]
    """After a letter that carries one, by combining character."""
    transposed: str
    greek: Mapping[str, str]
    """Greek letters whose names are not Unicode's in small letters."""
    keeps_greek: bool
    """Whether Greek letters are those of words."""
    letters: Mapping[str, str]
    """Letters that speech programs would not say as such, respelt."""
    word_letters: frozenset[str]
    """Letters that are words, too, such as an article."""
    closing_letters: frozenset[str]
    """Those of them that never are words before punctuation."""
    before_letter: frozenset[str]
    """Words after which one of them is a letter."""
    after_letter: frozenset[str]
    """Words before which it is."""
    units: Mapping[str, Forms]
    square: Forms
    cubic: Forms
    """Of a length."""
    per: str
    scales: Mapping[str, str]
    """What may stand between a price and its currency: million."""
    abbreviations: Mapping[str, str]
    counted: Callable[[str, str], str] = as_counted
    """Changes a number's words to agree with the noun after it."""
