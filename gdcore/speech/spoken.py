"""A written sentence as it is said: every number, sign, power, unit, index and single letter in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from gdcore.speech.groups import BARS, group
from gdcore.speech.letters import is_word, letter_name
from gdcore.speech.numbers import ordinal, power
from gdcore.speech.quantities import EXPONENT, quantity
from gdcore.speech.signs import JOINED, dash_words, sign_words
from gdcore.speech.tokens import CLOSING, Kind, Token, at, tokens_of
from gdcore.speech.tongue import Tongue
from gdcore.speech.tongues import tongue_of
from gdcore.speech.written import plain
from gdcore.text.language import current_language

PAUSE = ", "
DASHES = "-–—"
NO_SPACE_BEFORE, NO_SPACE_AFTER = tuple(".,;:!?…)”’»"), tuple("(¿¡“‘«")
QUOTES = ("'", '"')
ENDS_SENTENCE = (".", "!", "?", "…")
TIDIED = ((r"\s*,(?:\s*,)+", ","), (r",(?=[.;:!?…)])", ""), (r"(?<=[;:(]),", ""), (r"\s+", " "), (r"^[\s,]+", ""))


class Piece(NamedTuple):
    """What is said of one or more tokens, and whether it is words in place of signs."""

    text: str
    gap: bool
    is_made: bool


def spoken(text: str, language: str | None = None) -> str:
    """Return a sentence with all that is not words written out in words.

    Args:
        text: One or more sentences as captions have them; invisible characters and emphasis are dropped.
        language: The code of its language, by default the current one. Languages other than English and Spanish say
            numbers in their own words as far as num2words knows them, and signs by their English names.

    >>> spoken("The loss is 7.31 × 10⁴²: × 1.28 a step.", "en")
    'The loss is seven point three one times ten to the forty-second: times one point two eight a step.'
    >>> spoken("x₁ = −0.36", "es")
    'X uno igual a menos cero coma tres seis'
    """
    tongue = tongue_of(language or current_language())
    return _joined(_pieces(tokens_of(plain(text, tongue), tongue), tongue), capitals=True)


def _said(tongue: Tongue, tokens: Sequence[Token]) -> str:
    """Return what part of a formula says, where no single letter is a word."""
    return _joined(_pieces([token._replace(is_slanted=True) for token in tokens], tongue), capitals=False)


def _pieces(tokens: Sequence[Token], tongue: Tongue) -> list[Piece]:
    pieces: list[Piece] = []
    i = 0
    while i < len(tokens):
        found = quantity(tokens, i, tongue) or group(tokens, i, tongue, partial(_said, tongue))
        if found:
            pieces.append(Piece(found[0], tokens[i].gap, True))
            i = found[1]
        else:
            pieces.append(_piece(tokens, i, tongue))
            i += 1
    return pieces


def _piece(tokens: Sequence[Token], i: int, tongue: Tongue) -> Piece:
    token = tokens[i]
    if token.kind is Kind.SIGN and token.text not in "()":
        return Piece(sign_words(tokens, i, tongue), token.gap, True)
    if token.kind in (Kind.RAISED, Kind.LOWERED, Kind.ORDINAL):
        after_brackets = token.kind is Kind.RAISED and at(tokens, i - 1).text in (*CLOSING, *BARS)
        return Piece(PAUSE * after_brackets + _script(token, tongue), token.gap, True)
    if token.kind is Kind.LETTER and not is_word(tokens, i, tongue):
        return Piece(PAUSE * _is_apart(tokens, i) + letter_name(token.text, tongue), token.gap, True)
    if token.text in tongue.functions and at(tokens, i + 1).text == "(" and not at(tokens, i + 1).gap:
        return Piece(tongue.functions[token.text], token.gap, True)
    if token.text in DASHES:
        words = dash_words(tokens, i, tongue)
        return Piece(words, token.gap and words != ",", words not in (JOINED, ","))
    if token.text in ".:" and _is_between_digits(tokens, i):
        return Piece(tongue.point if token.text == "." else "", False, True)
    return Piece(token.text, token.gap, False)


def _is_between_digits(tokens: Sequence[Token], i: int) -> bool:
    """Whether punctuation is part of a version or a time: 1.2.3, 16:9."""
    before, after = at(tokens, i - 1), at(tokens, i + 1)
    return before.kind is after.kind is Kind.NUMBER and not (tokens[i].gap or after.gap)


def _is_apart(tokens: Sequence[Token], i: int) -> bool:
    """Whether a Greek letter comes after a number but is not multiplied by it: beyond 0.5 λ is inside."""
    is_greek = tokens[i].text.islower() and not tokens[i].text.isascii() and not tokens[i].is_slanted
    return is_greek and tokens[i].gap and at(tokens, i - 1).kind is Kind.NUMBER


def _script(token: Token, tongue: Tongue) -> str:
    """Return a power, an index or an ordinal."""
    if token.kind is Kind.ORDINAL:
        found = re.fullmatch(tongue.ordinal, token.text)
        assert found is not None
        return ordinal(int(found[1].replace(",", "")), tongue, found[2])
    if token.kind is Kind.RAISED and EXPONENT.fullmatch(token.text):
        return power(token.text, tongue)
    if token.kind is Kind.RAISED and token.text == "T":
        return tongue.transposed
    inner = tokens_of(token.text, tongue)
    if len(inner) == 1 and inner[0].kind is Kind.LETTER:
        words = letter_name(inner[0].text, tongue)
    else:
        words = _said(tongue, inner)
    return tongue.raised.format(words) if token.kind is Kind.RAISED else words


def _joined(pieces: Sequence[Piece], capitals: bool) -> str:
    """Return pieces as one text; what begins a sentence has a capital, for espeak-ng hears no end before "b"."""
    text, was_made = "", False
    for piece in pieces:
        said = piece.text
        if said and capitals and piece.is_made and (not text or text.endswith(ENDS_SENTENCE)):
            said = said[0].upper() + said[1:]
        text += " " * _is_spaced(text, piece, was_made) + said
        was_made = piece.is_made or not said
    for pattern, instead in TIDIED:
        text = re.sub(pattern, instead, text)
    return text.strip()


def _is_spaced(text: str, piece: Piece, was_made: bool) -> bool:
    """Whether there is a space between a text and the next piece."""
    if not (text and piece.text and (piece.gap or piece.is_made or was_made)) or piece.text == JOINED:
        return False
    in_quotes = not piece.gap and (piece.text in QUOTES or text.endswith(QUOTES))
    return not (in_quotes or piece.text[0] in NO_SPACE_BEFORE or text.endswith((*NO_SPACE_AFTER, JOINED)))
