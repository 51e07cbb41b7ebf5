"""A sentence cut into numbers, letters, words and signs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum, auto
from functools import cache
from typing import NamedTuple

from gdcore.speech.tongue import Tongue
from gdcore.speech.written import LETTER, SCRIPTS


class Kind(Enum):
    """What a token is."""

    NUMBER = auto()
    ORDINAL = auto()
    PART = auto()
    """A fraction in one character."""
    LETTER = auto()
    """One letter that stands for something, Greek ones too, with its accent."""
    RAISED = auto()
    LOWERED = auto()
    WORD = auto()
    SIGN = auto()
    MARK = auto()
    """Punctuation."""


class Token(NamedTuple):
    """A piece of a sentence, and whether there is space before it.

    The text of a number has no separators but a point; that of a raised or lowered token is what it holds, unraised.
    """

    kind: Kind
    text: str
    gap: bool
    is_slanted: bool = False
    """Whether it is a letter that was marked as one."""


END = Token(Kind.MARK, "", True)
RAISED_SIGNS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵏᵐᵀˣ", "0123456789+−=()nikmTx")
LOWERED_SIGNS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+−=()aehijklmnoprstuvx")
PARTS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
NARROW = "\u202f\u2009\u00a0"
"""Spaces that stand between thousands."""
ACCENTS = "\u0300-\u036f\u20d7"
HELD = r"\{([^{}]+)\}|\(([^()]+)\)"
BRACKETS = "()[]{}|‖"
OPENING, CLOSING = frozenset("([{"), frozenset(")]}")
PUNCTUATION = frozenset(".,;:!?…()\"'“”‘’«»‹›¿¡-–—„")


def tokens_of(text: str, tongue: Tongue) -> tuple[Token, ...]:
    """Return the tokens of a text that went through ``written.plain``."""
    found: list[Token] = []
    end = 0
    pattern = _pattern(tongue.keeps_greek, tongue.decimal_signs, tongue.grouped, tongue.ordinal)
    for match in pattern.finditer(text):
        name = str(match.lastgroup)
        content = _number(match[0], tongue) if name == "number" else _inner(match[0], name)
        found.append(
            Token(_kind(name, content), content.removeprefix(LETTER), match.start() > end, content.startswith(LETTER))
        )
        end = match.end()
    return tuple(found)


def at(tokens: Sequence[Token], i: int) -> Token:
    """Return a token, or ``END`` before the first and after the last."""
    return tokens[i] if 0 <= i < len(tokens) else END


def is_operand(token: Token) -> bool:
    """Whether a token ends something that can be added or compared."""
    return token.kind in (*VALUES, Kind.RAISED, Kind.LOWERED) or token.text in (
        *CLOSING,
        "∞",
        "%",
        "°",
        "′",
        "″",
        "|",
        "‖",
    )


def begins_operand(token: Token) -> bool:
    """Whether a token begins one."""
    return token.kind in VALUES or token.text in (*OPENING, "∞", "√", "∛", "∇", "∂", "|", "‖", "∑", "$", "€", "£", "¥")


VALUES = (Kind.NUMBER, Kind.PART, Kind.LETTER)


def _number(text: str, tongue: Tongue) -> str:
    """Return a number with a point before its decimals, and nothing between its thousands."""
    text = text.translate(dict.fromkeys(map(ord, NARROW))).replace("−", "-").replace("+", "").lower()
    whole = re.match(rf"(?:{tongue.grouped})(?!\d)", text)
    end = whole.end() if whole else 0
    return re.sub(r"[., ]", "", text[:end]) + text[end:].replace(",", ".")


def _inner(text: str, name: str) -> str:
    if name == "raised":
        text = text.lstrip("*^") if text[0] in "*^" else text.translate(RAISED_SIGNS)
    elif name == "lowered":
        text = text[1:] if text[0] == "_" else text.translate(LOWERED_SIGNS)
    else:
        return text
    return text[1:-1] if text[:1] in OPENING and text[-1:] in CLOSING else text


def _kind(name: str, content: str) -> Kind:
    if name == "word":
        return Kind.LETTER if content.startswith(LETTER) or len(re.sub(f"[{ACCENTS}]", "", content)) == 1 else Kind.WORD
    if name != "other":
        return Kind[name.upper()]
    return Kind.SIGN if content in BRACKETS or _is_sign(content) else Kind.MARK


def _is_sign(letter: str) -> bool:
    """Whether a character is neither punctuation that may be left to a speech program nor part of a word."""
    return not (letter in PUNCTUATION or unicodedata.category(letter)[0] in "LM" or _is_foreign_mark(letter))


def _is_foreign_mark(letter: str) -> bool:
    return ord(letter) > 0x36F and unicodedata.category(letter)[0] == "P" and not "\u2000" <= letter <= "\u2bff"


@cache
def _pattern(keeps_greek: bool, decimal: str, grouped: str, ordinal: str) -> re.Pattern[str]:
    greek = "" if keeps_greek else "\u0370-\u03ff"
    alpha = f"(?:(?![{SCRIPTS}{PARTS}{greek}])[^\\W\\d_])"
    exponent = r"(?:[eE][+\-−]?\d+(?!\w))?"
    spaced = rf"\d{{1,3}}(?:[{NARROW}]\d{{3}})+(?!\d)"
    number = rf"(?:{spaced}|{grouped}|\d+)(?:[{decimal}]\d+)?{exponent}|(?<![\w.,])[.]\d+{exponent}"
    raised = rf"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵏᵐᵀˣ]+|(?:\^|(?<=[\w)\]])\*\*)(?:{HELD}|[-−+]?\d+(?:\.\d+)?|[-−+]?[^\W\d_])"
    lowered = rf"[₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ]+|_(?:{HELD}|[^\W_]+)"
    one_letter = rf"[{greek}][{ACCENTS}]?|" if greek else ""
    word = rf"{LETTER}[^\W\d_]|°[CF]\b|μ[ms]\b|{one_letter}(?:{alpha}[{ACCENTS}]*)+(?:[’']{alpha}+)*"
    return re.compile(
        rf"(?P<ordinal>{ordinal})(?!\w)|(?P<number>{number})|(?P<raised>{raised})|(?P<lowered>{lowered})"
        rf"|(?P<part>[{PARTS}])|(?P<word>{word})|(?P<other>\S)"
    )
