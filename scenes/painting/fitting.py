"""Fit words of any length into a given width: on one line, on several, or cut off with an ellipsis.

What is cut here still appears on the page, in the alternative text and in the transcript.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from scenes.geometry import ALIGNED, Align
from scenes.painting.text import escaped
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset

BREAK = re.compile("(?<=[ \u00ad\u2010\u2013\u2014-])(?! )")
"""After a space, a hyphen, a dash or a soft hyphen; elsewhere only beside the wide letters of East Asia."""
WIDE = "WF"
SOFT_HYPHEN, JOINER, ELLIPSIS = "\u00ad", "\u200d", "…"
UNIT_ROOM = 7.0
"""The most ems that a unit takes beside a number: more would make the number too small."""
LEADING = 1.2
"""From one baseline to the next, in ems."""


def width(words: str, form: str = "{}") -> float:
    """Return how many ems words take, set in a ``form`` of Typst markup such as ``"*{}*"``."""
    return typeset([form.format(escaped(words))])[0].width


def shortened(words: str, room: float, form: str = "{}") -> str:
    """Return the words if they fit into ``room`` ems, else as many as fit before an ellipsis."""
    if width(words, form) <= room:
        return words
    starts = [words[:i].rstrip() + ELLIPSIS for i in range(len(words)) if _is_whole(words, i)]
    return next(reversed(_fitting(starts, room, form)), ELLIPSIS)


def _fitting(texts: Sequence[str], room: float, form: str) -> list[str]:
    """Return the texts that fit into the room, all set in one compiler call."""
    outlines = typeset([form.format(escaped(text)) for text in texts])
    return [text for text, outline in zip(texts, outlines, strict=True) if outline.width <= room]


def _is_whole(words: str, i: int) -> bool:
    """Whether words can end before index i without splitting a letter from its marks or from what it is joined to."""
    return unicodedata.category(words[i])[0] != "M" and JOINER not in words[max(0, i - 1) : i + 1]


def wrapped(words: str, room: float, most: int, form: str = "{}") -> list[str]:
    """Return words on at most ``most`` lines of ``room`` ems, the last shortened if necessary."""
    lines: list[str] = []
    rest = words
    while len(lines) < most - 1 and width(rest, form) > room:
        starts = {shown(rest[:i].rstrip()): i for i in breaks(rest)}
        fitting = _fitting(list(starts), room, form)
        if not fitting:
            break
        lines.append(fitting[-1])
        rest = rest[starts[fitting[-1]] :].lstrip()
    return [*lines, shortened(rest, room, form)]


def breaks(words: str) -> list[int]:
    """Return the indices before which a line may break."""
    wide = [unicodedata.east_asian_width(letter) in WIDE for letter in words]
    beside = {i for i in range(1, len(words)) if wide[i - 1] and wide[i]}
    return sorted(beside | {match.start() for match in BREAK.finditer(words)} - {0, len(words)})


def shown(line: str) -> str:
    """Return a line with a soft hyphen at its end made visible."""
    return f"{line[:-1]}-" if line.endswith(SOFT_HYPHEN) else line


def stacked(lines: Sequence[Outline], leading: float = LEADING, align: Align = "left") -> Outline:
    """Return lines under one another as one outline, the origin on the first baseline, ``leading`` ems apart."""
    widest = max(line.width for line in lines)
    shifts = [np.array([(widest - line.width) * ALIGNED[align], -i * leading]) for i, line in enumerate(lines)]
    runs = [(fill, points + shift) for line, shift in zip(lines, shifts, strict=True) for fill, points in line.runs]
    return Outline(tuple(runs), widest)


def block(words: str, room: float, most: int, form: str = "{}", align: Align = "left") -> tuple[Outline, int]:
    """Return words set on at most ``most`` lines of ``room`` ems, and the number of lines."""
    lines = wrapped(words, room, most, form)
    return stacked(typeset([form.format(escaped(line)) for line in lines]), align=align), len(lines)


def unit_text(unit: str, room: float = UNIT_ROOM) -> str:
    """Return a unit that fits into ``room`` ems as Typst markup, its squares as superscripts."""
    return _superscript(unit_in(unit, room))


def _superscript(unit: str) -> str:
    return escaped(unit).replace("²", '$""^2$')


def unit_in(unit: str, room: float) -> str:
    """Return a unit that fits into ``room`` ems: each part of a quotient is shortened, and a square stays a square."""
    if typeset([_superscript(unit)])[0].width <= room:
        return unit
    if unit.endswith("²"):
        return unit_in(unit[:-1], room - 0.5) + "²"
    parts = unit.split("/")
    widths = [width(part) for part in parts]
    # Long parts get the room that short ones leave.
    order = sorted(range(len(parts)), key=lambda i: widths[i])
    left = room - 0.3 * (len(parts) - 1)
    for rank, i in enumerate(order):
        share = left / (len(parts) - rank)
        parts[i] = shortened(parts[i], share)
        left -= min(widths[i], share)
    return "/".join(parts)
