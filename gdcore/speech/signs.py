"""Signs between and before numbers, and what a dash means."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from gdcore.speech.letters import MATHEMATICAL, SIGNED
from gdcore.speech.tokens import OPENING, Kind, Token, at, begins_operand, is_operand
from gdcore.speech.tongue import Tongue

PAUSE, JOINED, APART = ",", "-", ""
"""What is left of a dash that is no minus: a pause, a hyphen, nothing."""


def sign_words(tokens: Sequence[Token], i: int, tongue: Tongue) -> str:
    """Return what a sign is called where it stands; nothing if it cannot be said."""
    token, before, after = tokens[i], at(tokens, i - 1), at(tokens, i + 1)
    if token.text == "/":
        return tongue.over if is_operand(before) and begins_operand(after) else ""
    if token.text == "*" and begins_operand(after):
        return tongue.signs["×"] if is_operand(before) else ""
    if token.text == "*":
        return tongue.signs["*"] if is_operand(before) and not token.gap else ""
    if token.text == "=" and at(tokens, i - 1 - (before.kind is Kind.LOWERED) - 1).text.lower() in tongue.holding:
        return tongue.equal_to
    if token.text in tongue.leading and (_leads(before, tongue) or _is_factor(token, before, after)):
        return tongue.leading[token.text]
    if token.text in tongue.signs:
        return tongue.signs[token.text]
    if unicodedata.category(token.text) == "Sm" and not token.text.isascii():
        return unicodedata.name(token.text, "").lower().replace("-", " ")
    return ""


def _leads(before: Token, tongue: Tongue) -> bool:
    """Whether a sign has nothing at its left to compare."""
    if before.kind is Kind.WORD:
        return before.text.lower() in tongue.linking
    return not is_operand(before)


def _is_factor(token: Token, before: Token, after: Token) -> bool:
    """Whether the sign of a product comes after a word that is no factor: grows × 1.4."""
    return token.text == "×" and before.kind is Kind.WORD and after.kind is Kind.NUMBER


def dash_words(tokens: Sequence[Token], i: int, tongue: Tongue) -> str:
    """Return what a hyphen or dash is: minus, the word of a range, or one of ``PAUSE``, ``JOINED`` and ``APART``."""
    token, before, after = tokens[i], at(tokens, i - 1), at(tokens, i + 1)
    if token.text == "—" or (token.gap and after.gap):
        return _spaced(token, before, after, tongue)
    if begins_operand(after) and not after.gap and (token.gap or not _ends_something(before)):
        return tongue.minus
    if token.gap or after.gap:
        return APART if i else PAUSE
    return _tight(tokens, i, tongue)


def _spaced(token: Token, before: Token, after: Token, tongue: Tongue) -> str:
    if token.text == "—" or not begins_operand(after):
        return PAUSE
    if token.text == "–" and before.kind is after.kind is Kind.NUMBER:
        return tongue.until
    if is_operand(before) or before.kind is Kind.SIGN or before.text in (*OPENING, ",", ""):
        return tongue.minus
    return PAUSE


def _tight(tokens: Sequence[Token], i: int, tongue: Tongue) -> str:
    """Return what a dash without space around it is."""
    before, after = tokens[i - 1], tokens[i + 1]
    if not (is_operand(before) and begins_operand(after)):
        return APART if after.kind is Kind.NUMBER else JOINED
    near = {at(tokens, i - 2).text, at(tokens, i + 2).text}
    in_formula = bool(near & (MATHEMATICAL - SIGNED)) or _multiplied(tokens, i + 1)
    if before.kind is after.kind is Kind.NUMBER:
        return tongue.minus if in_formula else tongue.until
    if tokens[i].text == "–":
        return tongue.until
    if before.kind is after.kind is Kind.LETTER and not in_formula:
        return APART
    return tongue.minus


def _multiplied(tokens: Sequence[Token], i: int) -> bool:
    """Whether a letter or a bracket follows a number at once: 1-2η."""
    following = at(tokens, i + 1)
    return not following.gap and (following.kind is Kind.LETTER or following.text in OPENING)


def _ends_something(before: Token) -> bool:
    return is_operand(before) or before.kind is Kind.WORD
