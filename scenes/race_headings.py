"""The names of runs over columns: on one line or two, in one size, and cut short where they would be too small."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.text import Text
from scenes.typeset import typeset

SMALLEST, ON_TWO_LINES = 0.2, 0.235
"""The sizes between which names on two lines lie, in scene units: from 18 pixels of 720 lines on."""
LEADING = 1.12
ELLIPSIS = "…"


def headings(
    names: Sequence[Sequence[str]], columns: Sequence[tuple[float, float, str]], width: float, size: float
) -> list[Text]:
    """Return the names, each given as parts in Typst markup, in columns ``(x, y, colour)`` of that ``width``.

    If one does not keep to it on one line, long names take two, the second of which stands at ``y``.
    """
    lines = [[", ".join(parts)] for parts in names]
    if not fit(lines, width, size):
        size = min(size, ON_TWO_LINES)
        lines = [row if fit([row], width, size) else _halves(parts) for row, parts in zip(lines, names, strict=True)]
        size = min(size, max(SMALLEST, width / _widest(lines)))
    return [
        Text(f"*{_cut(line, width, size)}*", x, y + LEADING * size * (len(rows) - 1 - i), size, colour)
        for rows, (x, y, colour) in zip(lines, columns, strict=True)
        for i, line in enumerate(rows)
    ]


def fit(lines: Sequence[Sequence[str]], width: float, size: float) -> bool:
    """Return whether all lines, in bold, keep to a width."""
    return _widest(lines) * size <= width


def _widest(lines: Sequence[Sequence[str]]) -> float:
    return max(outline.width for outline in typeset([f"*{line}*" for rows in lines for line in rows]))


def _halves(parts: Sequence[str]) -> list[str]:
    """Return a name on two lines: cut after its first part, or a title that is one part between words."""
    if len(parts) > 1:
        return [f"{parts[0]},", ", ".join(parts[1:])]
    words = parts[0].split(" ")
    pairs = [[" ".join(words[:i]), " ".join(words[i:])] for i in range(1, len(words)) if "$" not in parts[0]]
    return min(pairs, key=lambda pair: max(map(len, pair)), default=list(parts))


def _cut(line: str, width: float, size: float) -> str:
    """Return a line as it is if it keeps to its width, else as much of its words as does, and an ellipsis."""
    if typeset([f"*{line}*"])[0].width * size <= width * 1.001 or "$" in line:
        return line
    shorter = (line[:n].rstrip("\\ ") + ELLIPSIS for n in range(len(line) - 1, 0, -1))
    return next((cut for cut in shorter if typeset([f"*{cut}*"])[0].width * size <= width), ELLIPSIS)
