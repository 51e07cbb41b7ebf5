"""The title of a page where browsers and search engines show it: on one line, and short."""

from __future__ import annotations

from markupsafe import escape

from gdcore.text.readers import isolated, on_one_line

LONGEST = 70
"""Characters, as they are written in HTML; nobody shows more, and checkers of HTML object to it."""
NAME = " · Valleyjump"


def tab_title(title: str) -> str:
    """Return a title on one line, without its last words where it would be too long."""
    line = cut = on_one_line(title)
    if _length(line) <= LONGEST:
        return line
    while _length(cut) >= LONGEST:
        cut = cut[:-1]
    words = line[: len(cut) + 1].rpartition(" ")[0]
    return f"{words if 2 * len(words) > len(cut) else cut}…"


def named_tab_title(title: str) -> str:
    """Return a title with the program's name behind it where there is room for both."""
    line = tab_title(title)
    return isolated(line) + NAME if _length(line + NAME) <= LONGEST else line


def _length(text: str) -> int:
    return len(escape(text))
