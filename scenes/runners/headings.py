"""The names of runs over columns: on one line or two, in one size, and cut short where they would be too small."""

from __future__ import annotations

from collections.abc import Sequence

from gdcore.studies.race_names import Part
from scenes.painting import style
from scenes.painting.fitting import breaks, shortened, shown, wrapped
from scenes.painting.text import Text, escaped
from scenes.runners.lines import markup, words_of
from scenes.typesetting.typeset import typeset

SMALLEST = style.READABLE
"""The size of names on two lines."""
LEADING = 1.12
BOLD = "*{}*"
COMMA = 0.3
"""Ems."""


def headings(
    names: Sequence[Sequence[Part]], columns: Sequence[tuple[float, float, str]], width: float, size: float
) -> list[Text]:
    """Return the names, each given as parts, in columns ``(x, y, colour)`` of that ``width``.

    If one does not keep to it on one line, long names take two, the second of which stands at ``y``.
    """
    lines = [[", ".join(map(markup, parts))] for parts in names]
    if not fit(lines, width, size):
        lines = [row if fit([row], width, size) else _halves(parts) for row, parts in zip(lines, names, strict=True)]
        size = SMALLEST
        room = 1.001 * width / size
        lines = [row if fit([row], room, 1.0) else _cut(parts, room) for row, parts in zip(lines, names, strict=True)]
    return [
        Text(BOLD.format(line), x, y + LEADING * size * (len(rows) - 1 - i), size, colour)
        for rows, (x, y, colour) in zip(lines, columns, strict=True)
        for i, line in enumerate(rows)
    ]


def fit(lines: Sequence[Sequence[str]], width: float, size: float) -> bool:
    """Return whether all lines, in bold, keep to a width."""
    return _widest(lines) * size <= width


def _widest(lines: Sequence[Sequence[str]]) -> float:
    return max(outline.width for outline in typeset([BOLD.format(line) for rows in lines for line in rows]))


def _halves(parts: Sequence[Part]) -> list[str]:
    """Return a name on two lines: cut after its first part, or a title that is one part where it may break."""
    first, *rest = map(markup, parts)
    if rest:
        return [f"{first},", ", ".join(rest)]
    words = words_of(parts)
    pairs = [[shown(words[:i].rstrip()), words[i:].lstrip()] for i in breaks(words)]
    return [escaped(line) for line in min(pairs, key=lambda pair: max(map(len, pair)))] if pairs else [first]


def _cut(parts: Sequence[Part], room: float) -> list[str]:
    """Return a name on two lines of ``room`` ems with as much of its words as there is room for, and an ellipsis."""
    if words := words_of(parts):
        return [escaped(line) for line in wrapped(words, room, 2, BOLD)]
    first, *rest = parts
    if not isinstance(first, str):
        return _halves(parts)
    return [f"{escaped(shortened(first, room - COMMA, BOLD))},", as_many(list(map(markup, rest)), room)]


def as_many(parts: Sequence[str], room: float) -> str:
    """Return as many of the parts as there is room for, with an ellipsis for the others."""
    n = next((n for n in range(len(parts), 1, -1) if fit([[_listed(parts, n)]], room, 1.0)), 1)
    return _listed(parts, n)


def _listed(parts: Sequence[str], n: int) -> str:
    return ", ".join([*parts[:n], *(["…"] if n < len(parts) else [])])
