"""Single letters: whether one is a word or stands for a number, and how that is said."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from gdcore.speech.tokens import CLOSING, END, OPENING, Kind, Token, at
from gdcore.speech.tongue import Tongue

MATHEMATICAL = frozenset("+−±×·÷=≠≈∝<>≤≥≪≫→∈∇∂√/|‖*′^")
SIGNED = frozenset("+−-±")
ENDS = frozenset(".,;:!?…")


def is_word(tokens: Sequence[Token], i: int, tongue: Tongue) -> bool:
    """Whether the single letter at ``i`` is a word, such as an article, rather than the name of a number."""
    token, before, after = tokens[i], at(tokens, i - 1), at(tokens, i + 1)
    if token.text not in tongue.word_letters or token.is_slanted:
        return False
    touches = (after.kind in (Kind.RAISED, Kind.LOWERED) and not after.gap) or (
        not token.gap and before.kind in (Kind.NUMBER, Kind.LETTER, Kind.LOWERED)
    )
    listed = (after.text in ENDS or not after.text) and at(tokens, i - 2).kind is Kind.LETTER
    if listed and (before.text == "," or before.kind is Kind.LETTER):
        return False
    if after.text in SIGNED and after.gap and not at(tokens, i + 2).gap:
        after = END  # a sign of the number after it
    in_list = at(tokens, i - 2 if before.text == "," else i - 1).kind is Kind.LETTER
    calls_letter = before.text.lower() in tongue.before_letter | tongue.linking or _begins_small(token, before)
    joins = token.text in tongue.word_letters - tongue.closing_letters and not (in_list or calls_letter)
    return not (touches or _in_formula(before, after) or _is_named(token, before, after, tongue, joins))


def _in_formula(before: Token, after: Token) -> bool:
    """Whether there is a sign or a bracket at either side."""
    by_sign = before.text in MATHEMATICAL or after.text in MATHEMATICAL
    return by_sign or before.text in OPENING or after.text in CLOSING or (after.text == "(" and not after.gap)


def _begins_small(token: Token, before: Token) -> bool:
    """Whether it begins a sentence without a capital, as a word would not."""
    return token.text.islower() and (not before.text or before.text in ENDS - {","})


def _is_named(token: Token, before: Token, after: Token, tongue: Tongue, joins: bool) -> bool:
    """Whether the words around it, or the punctuation after it, say that it is a letter.

    What ``joins`` two sentences may stand before a verb: "cae, y es cierto".
    """
    if token.text in tongue.closing_letters and (after.text in ENDS or not after.text) and before.text:
        return True
    if after.text.lower() in tongue.after_letter and not joins:
        return True
    return before.text.lower() in tongue.before_letter and after.text.lower() not in tongue.linking - tongue.holding


def letter_name(text: str, tongue: Tongue) -> str:
    """Return a letter as a speech program is to be given it, with the accent that it carries."""
    base, accents = text[0], text[1:]
    parts = unicodedata.normalize("NFD", base)
    if len(parts) == 2 and parts[1] in tongue.accents and parts[0].isascii():
        base, accents = parts[0], parts[1] + accents
    name = tongue.letters.get(base) or (base if tongue.keeps_greek else _greek(base, tongue))
    return " ".join([name, *(tongue.accents[accent] for accent in accents if accent in tongue.accents)])


def _greek(letter: str, tongue: Tongue) -> str:
    """Return the name of a Greek letter, capital or small, and any other letter itself."""
    name = unicodedata.name(letter, "")
    if not name.startswith("GREEK "):
        return letter
    called = name.partition("LETTER ")[2].partition(" WITH ")[0].split(" ")[-1].lower()
    return tongue.greek.get(called, called or letter)
