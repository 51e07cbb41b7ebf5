"""The table of a language; those without one say numbers in their own words and all else in English ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from gdcore.speech.english import ENGLISH
from gdcore.speech.numbers import num2words_of
from gdcore.speech.spanish import SPANISH
from gdcore.speech.tongue import Tongue

TONGUES: Mapping[str, Tongue] = {tongue.code: tongue for tongue in (ENGLISH, SPANISH)}


@cache
def tongue_of(language: str) -> Tongue:
    """Return the table for a language code such as ``es``, ``es-MX`` or ``pt_BR``."""
    short = language.replace("-", "_").split("_")[0].lower()
    return TONGUES[short] if short in TONGUES else _made(language.replace("-", "_"), short)


def _made(code: str, short: str) -> Tongue:
    """Return a table that takes from num2words what it knows; letters that are words somewhere are words."""
    from num2words import CONVERTER_CLASSES  # late: it loads every language

    known = next((name for name in (code, short) if name in CONVERTER_CLASSES), "en")
    converter = CONVERTER_CLASSES[known]
    minus = _word(getattr(converter, "negword", None)) or _first_of_two(known) or ENGLISH.minus
    return replace(
        ENGLISH,
        code=known,
        minus=minus,
        point=_word(getattr(converter, "pointword", None)) or _middle_of_three(known) or ENGLISH.point,
        decimal_signs=SPANISH.decimal_signs,
        grouped=SPANISH.grouped,
        has_ordinal_powers=False,
        ordinal=r"(?!)",
        signs={**ENGLISH.signs, "−": minus},
        keeps_greek=short == "el",
        letters={},
        word_letters=frozenset("aeiouyAEIOUY"),
        closing_letters=frozenset(),
        after_letter=frozenset(),
        abbreviations={},
    )


def _word(word: object) -> str:
    """Return a converter's word for a sign; some have none, some a sign in brackets, some one for each case."""
    word = word[0] if isinstance(word, tuple) else word
    return word.strip() if isinstance(word, str) and word.strip().isalpha() else ""


def _first_of_two(code: str) -> str:
    parts = num2words_of(-2, code).split()
    return _word(parts[0]) if len(parts) == 2 else ""


def _middle_of_three(code: str) -> str:
    parts = num2words_of(2.7, code).split()
    return _word(parts[1]) if len(parts) == 3 else ""
