"""The table of a language; those without one say numbers in their own words and all else in English ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from gdcore.speech.english import ENGLISH
from gdcore.speech.spanish import SPANISH
from gdcore.speech.tongue import Tongue, as_counted

TONGUES: Mapping[str, Tongue] = {tongue.code: tongue for tongue in (ENGLISH, SPANISH)}


@cache
def tongue_of(language: str) -> Tongue:
    """Return the table for a language code such as ``es``, ``es-MX`` or ``pt_BR``."""
    short = language.replace("-", "_").split("_")[0].lower()
    return TONGUES[short] if short in TONGUES else _made(language.replace("-", "_"), short)


def _made(code: str, short: str) -> Tongue:
    """Return a table that takes from num2words what it knows, and letters of one word for words."""
    from num2words import CONVERTER_CLASSES  # late: it loads every language

    known = next((name for name in (code, short) if name in CONVERTER_CLASSES), "")
    converter = CONVERTER_CLASSES.get(known)
    return replace(
        ENGLISH,
        code=known,
        minus=_word(converter, "negword", ENGLISH.minus),
        point=_word(converter, "pointword", ENGLISH.point),
        decimal_signs=SPANISH.decimal_signs,
        grouped=SPANISH.grouped,
        has_ordinal_powers=False,
        ordinal=r"(?!)",
        keeps_greek=short == "el",
        letters={},
        word_letters=frozenset("aeiouyAEIOUY"),
        closing_letters=frozenset(),
        after_letter=frozenset(),
        abbreviations={},
        counted=as_counted,
    )


def _word(converter: object, name: str, otherwise: str) -> str:
    """Return a converter's word for a sign; some have none, some a sign in brackets, some one for each case."""
    word = getattr(converter, name, None)
    word = word[0] if isinstance(word, tuple) else word
    return word.strip() if isinstance(word, str) and word.strip().isalpha() else otherwise
