"""A made-up language in which every message stands between two marks: what is outside them no catalogue can reach."""

from __future__ import annotations

import re
from gettext import NullTranslations

OPEN, CLOSE = "⟦", "⟧"
WORD = re.compile(r"[^\W\d_]{2,}")


class Marked(NullTranslations):
    """Every message as it is in English, between marks; what stands between thousands is no word."""

    def gettext(self, message: str) -> str:
        """Return the marked message, each line by itself: a picture sets them one by one."""
        return "\n".join(f"{OPEN}{line}{CLOSE}" for line in message.split("\n"))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the marked form for ``n``."""
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """Return the marked message whatever its context."""
        return self.gettext(message) if WORD.search(message) else message


def outside(text: str, depth: int = 0) -> tuple[str, int]:
    """Return what of ``text`` no message holds, and how many messages are open at its end."""
    kept = []
    for letter in text:
        depth += (letter == OPEN) - (letter == CLOSE)
        kept.append(letter if depth == 0 and letter not in (OPEN, CLOSE) else " ")
    return "".join(kept), depth


def unopened(text: str) -> int:
    """Return how many messages that began before ``text`` end in it."""
    depth, least = 0, 0
    for letter in text:
        depth += (letter == OPEN) - (letter == CLOSE)
        least = min(least, depth)
    return -least


def words_outside(text: str) -> list[str]:
    """Return the words of ``text``, of two letters and more, that no message holds."""
    return WORD.findall(outside(text)[0])
