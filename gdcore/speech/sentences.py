"""A text cut into its sentences."""

from __future__ import annotations

import re
import unicodedata

from gdcore.speech.tongue import words

ABBREVIATIONS = words(
    "approx cf dr eq fig figs i.e e.g mr mrs p pp prof resp vs w.r.t aprox cap dra ej núm p.ej pág sr sra"
)
"""In small letters, without their last full stop. "etc." is not among them: it often ends a sentence."""
CUT = re.compile(r"(?P<end>[.!?…]+[\"'”’»)\]*_]*)\s+|(?P<wide>[。\uff01\uff1f।\u06d4؟]+[」』”]?)\s*|\n\s*\n")
LAST_WORD = re.compile(r"([^\W\d_](?:[\w.]*\w)?)$")
BEGINS = "0123456789−-+±×≈<>≤≥√∇|∞½¼¾$€£¿¡\"'“‘«([*_"


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text, without the space between them.

    A sentence begins with a capital, a number, a sign or a single letter, such as a parameter; so "… and on" goes on.

    >>> sentences("η = 0.8: every step, e.g. J/2. b creeps. 1.2 leaves.")
    ('η = 0.8: every step, e.g. J/2.', 'b creeps.', '1.2 leaves.')
    """
    found: list[str] = []
    start = 0
    for match in CUT.finditer(text):
        if match["end"] is None or (
            _begins(text[match.end() :])
            and not _goes_on(text[start : match.start()], match["end"], text[match.end() :])
        ):
            found.append(text[start : match.end()].strip())
            start = match.end()
    found.append(text[start:].strip())
    return tuple(sentence for sentence in found if sentence)


def _begins(text: str) -> bool:
    """Whether a text can be the beginning of a sentence."""
    seen = text.lstrip(UNSEEN)
    if not seen:
        return False
    first = seen[0]
    is_alone = not seen[1:2].isalpha()
    return first in BEGINS or first.isupper() or unicodedata.category(first) == "Lo" or (first.isalpha() and is_alone)


def _goes_on(before: str, end: str, after: str) -> bool:
    """Whether a full stop ends an abbreviation or initial rather than a sentence."""
    word = LAST_WORD.search(before)
    if end[0] != "." or word is None:
        return False
    is_initial = len(word[1]) == 1 and word[1].isupper() and not before[: word.start()].strip()
    is_number = word[1] in ("No", "no", "Nos", "nos") and after[:1].isdecimal()
    return is_initial or is_number or word[1].lower() in ABBREVIATIONS


UNSEEN = "\u2066\u2067\u2068\u2069\u200e\u200f\u202a\u202b\u202c\u00ad\ufeff"
