"""Text for readers, in pictures, page and packages: as it was written, without what would break what stands around it.

Soft hyphens, joiners, direction marks, isolates and no-break spaces belong to writing and stay. A line for a terminal
is another matter: see ``gdcore.faults.in_one_line``.
"""

from __future__ import annotations

import re
import unicodedata

BREAKS = re.compile("[\t-\r\x1c- \x85\u2028\u2029]+")
"""What ends a line or sets words apart; spaces at which no line may break are no part of it."""
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]")
EMBEDDINGS, ISOLATES = "\u202a\u202b\u202d\u202e", "\u2066\u2067\u2068"
CLOSING = {"\u202c": EMBEDDINGS, "\u2069": ISOLATES}
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
RIGHT_TO_LEFT = ("R", "AL")


def on_one_line(text: str) -> str:
    """Return ``text`` with one space for each run of spaces, tabs and line ends.

    >>> on_one_line(" 5\\u00a0kWh\\n a day")
    '5\\xa0kWh a day'
    """
    return BREAKS.sub(" ", text).strip(" ")


def readable(text: str) -> str:
    """Return ``text`` on one line, spelling out what is no text: see ``spelled``."""
    return spelled(on_one_line(text))


def spelled(text: str) -> str:
    """Return ``text`` with control characters, lone surrogates, noncharacters and unpaired direction controls spelled.

    An embedding, override or isolate that is never closed would turn the words after it, so it is shown instead.
    """
    unpaired = _unpaired(text)
    return "".join(ascii(c)[1:-1] if i in unpaired or _is_no_text(c) else c for i, c in enumerate(text))


def isolated(text: str) -> str:
    """Return what is to stand in a sentence: in an isolate if there are words in it that run from right to left.

    Without, the sentence's full stop, or a number beside the name, would change sides.
    """
    if text.isascii() or not any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text):
        return text
    return ISOLATE + text + END_OF_ISOLATE


def _is_no_text(letter: str) -> bool:
    return NO_TEXT.match(letter) is not None or ord(letter) & 0xFFFE == 0xFFFE


def _unpaired(text: str) -> set[int]:
    """Return where direction controls stand that open or close alone (Unicode Standard Annex 9, BD9 and BD10)."""
    open_ones: list[int] = []
    alone: set[int] = set()
    for i, letter in enumerate(text):
        if letter in EMBEDDINGS or letter in ISOLATES:
            open_ones.append(i)
        elif letter in CLOSING:
            if open_ones and text[open_ones[-1]] in CLOSING[letter]:
                open_ones.pop()
            else:
                alone.add(i)
    return alone | set(open_ones)
