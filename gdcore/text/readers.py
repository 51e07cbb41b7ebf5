"""Text for readers in pictures, page and packages: as written, except for characters that would break the layout.

Soft hyphens, joiners, direction marks, isolates and no-break spaces are part of writing and stay. For lines on a
terminal see ``gdcore.faults.in_one_line``.
"""

from __future__ import annotations

import re
import unicodedata

BREAKS = re.compile("[\t-\r\x1c- \x85\u2028\u2029]+")
"""Line ends and breaking spaces; no-break spaces are not among them."""
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]")
EMBEDDINGS, ISOLATES = "\u202a\u202b\u202d\u202e", "\u2066\u2067\u2068"
CLOSING = {"\u202c": EMBEDDINGS, "\u2069": ISOLATES}
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
RIGHT_TO_LEFT = ("R", "AL")


def on_one_line(text: str) -> str:
    """Return ``text`` with each run of spaces, tabs and line ends replaced by one space.

    >>> on_one_line(" 5\\u00a0kWh\\n a day")
    '5\\xa0kWh a day'
    """
    return BREAKS.sub(" ", text).strip(" ")


def readable(text: str) -> str:
    """Return ``text`` on one line, with unprintable characters spelled out: see ``spelled``."""
    return spelled(on_one_line(text))


def spelled(text: str) -> str:
    """Spell out control characters, lone surrogates, noncharacters and unpaired direction controls in ``text``.

    An embedding, override or isolate that is never closed would turn the words after it, so it is shown instead.
    """
    unpaired = _unpaired(text)
    return "".join(ascii(c)[1:-1] if i in unpaired or _is_no_text(c) else c for i, c in enumerate(text))


def isolated(text: str) -> str:
    """Return a value to be inserted into a sentence, in an isolate if it has right-to-left words.

    Otherwise the sentence's full stop, or a number beside the name, would change sides.
    """
    if text.isascii() or not any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text):
        return text
    return ISOLATE + text + END_OF_ISOLATE


def as_sentence(title: str) -> str:
    """Return a title with a full stop, unless it ends in a sign of its own.

    >>> as_sentence("How far?"), as_sentence("Too far")
    ('How far?', 'Too far.')
    """
    return isolated(title) if title.endswith(tuple(".?!…。\uff01\uff1f।\u06d4؟")) else f"{isolated(title)}."


def _is_no_text(letter: str) -> bool:
    return NO_TEXT.match(letter) is not None or ord(letter) & 0xFFFE == 0xFFFE


def _unpaired(text: str) -> set[int]:
    """Return the positions of unpaired direction controls (Unicode Standard Annex 9, BD9 and BD10)."""
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
