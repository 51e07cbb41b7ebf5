"""Numbers read back from English and Spanish words, independently of what wrote them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal


def _numbered(text: str, first: int = 0, step: int = 1) -> dict[str, int]:
    return {word: first + step * i for i, word in enumerate(text.split())}


ENGLISH = _numbered(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
) | _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
ENGLISH_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}
SPANISH = (
    _numbered(
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
        " dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete"
        " veintiocho veintinueve"
    )
    | _numbered("treinta cuarenta cincuenta sesenta setenta ochenta noventa", 30, 10)
    | _numbered("ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos", 100, 100)
    | {"un": 1, "veintiún": 21, "cien": 100, "novecientos": 900}
)


def read(words: str, language: str) -> Decimal:
    """Return the number that a listener hears; raises KeyError for words that are none."""
    said = words.lower().removeprefix("minus ").removeprefix("menos ")
    times, raised = {"en": (" times ten to the ", "ten to the "), "es": (" por diez elevado a ", "diez elevado a ")}[
        language
    ]
    if said.startswith(raised):
        mantissa, exponent = Decimal(1), said.removeprefix(raised)
    else:
        first, _, exponent = said.partition(times)
        mantissa = _plain(first, language)
    value = mantissa.scaleb(_exponent(exponent, language)) if exponent else mantissa
    return -value if words.lower().startswith(("minus ", "menos ")) else value


def _exponent(words: str, language: str) -> int:
    whole = _english if language == "en" else _spanish
    if words.startswith(("minus ", "menos ")):
        return -whole(words.partition(" ")[2])
    return whole(_cardinal(words) if language == "en" else words)


def _cardinal(ordinal: str) -> str:
    """Return the cardinal of an English ordinal: forty-two for forty-second."""
    *before, last = re.split(r"([ -])", ordinal)
    names = {n: name for name, n in ENGLISH.items()}
    if last in ORDINALS:
        last = names[ORDINALS[last]]
    elif last.endswith("ieth"):
        last = f"{last[:-4]}y"
    return "".join([*before, last.removesuffix("th")])


def _plain(words: str, language: str) -> Decimal:
    point, digits = ("point", ENGLISH) if language == "en" else ("coma", SPANISH)
    whole, _, decimals = words.partition(f" {point} ")
    said = (_english if language == "en" else _spanish)(whole)
    return Decimal(f"{said}.{''.join(str(digits[word]) for word in decimals.split())}0")


def _english(words: str) -> int:
    total = group = 0
    for word in words.replace("-", " ").replace(" and ", " ").split():
        if word == "hundred":
            group *= 100
        elif word in ENGLISH_SCALES:
            total, group = total + group * ENGLISH_SCALES[word], 0
        else:
            group += ENGLISH[word]
    return total + group


def _spanish(words: str) -> int:
    """Return a whole number; millions and billions count all that stands before them, thousands included."""
    total = group = 0
    scales: Mapping[str, int] = {"millón": 10**6, "millones": 10**6, "billón": 10**12, "billones": 10**12}
    for word in words.replace(" y ", " ").split():
        if word == "mil":
            group = (group or 1) * 1000
        elif word in scales:
            total, group = total + group * scales[word], 0
        else:
            # after "mil" what follows is added to the thousands
            group += SPANISH[word]
    return total + group
