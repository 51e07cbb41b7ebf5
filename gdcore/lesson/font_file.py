"""Fonts of a lesson's own: files in its folder, looked at before anything is set in them."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from gdcore.errors import InputError
from gdcore.faults import in_one_line, located_at
from gdcore.own_files import own_file

LIMIT_BYTES = 64_000_000
FORMATS = "a TrueType or OpenType font with outlines (.ttf, .otf)"
COLOURED = {"CBDT", "COLR", "SVG ", "sbix"}
OUTLINES = {"glyf", "CFF ", "CFF2"}


def checked_font(name: str, folder: Path) -> Path:
    """Return the file of a font that is named in a lesson in ``folder``.

    Raises ``InputError`` for a file that lies elsewhere, also by a link, cannot be read, is too large, or is no font.
    """
    with located_at("font"):
        path, shown = own_file(name, folder).resolve(), in_one_line(name)
    try:
        n_bytes = path.stat().st_size
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f'font: "{shown}" cannot be read: {reason}') from None
    if n_bytes > LIMIT_BYTES:
        raise InputError(f'font: "{shown}" is too large: expected at most {LIMIT_BYTES:,} bytes')
    if not _is_font(path, n_bytes):
        raise InputError(f'font: expected {FORMATS}, got "{shown}"')
    return path


def _is_font(path: Path, n_bytes: int) -> bool:
    from fontTools.ttLib import TTFont  # late: few lessons have a font of their own

    try:
        with path.open("rb") as file, TTFont(file, fontNumber=0, lazy=True) as font:
            tables = font.reader.tables.values()
            whole = all(table.offset + table.length <= n_bytes for table in tables)
            return whole and font.flavor is None and not OUTLINES.isdisjoint(font.keys()) and bool(font.getBestCmap())
    except Exception:  # noqa: BLE001 - the reader has no error of its own for all that a file may hold
        return False


def letters_in(file: BinaryIO, index: int = 0) -> frozenset[str]:
    """Return the letters that a font has outlines for; none for an unreadable or a colour font.

    ``index`` is its place in a collection.
    """
    from fontTools.ttLib import TTFont

    try:
        with TTFont(file, fontNumber=index, lazy=True) as font:
            tables = set(font.keys())
            if tables & COLOURED or not tables & OUTLINES:
                return frozenset()
            return frozenset(map(chr, font.getBestCmap() or ()))
    except Exception:  # noqa: BLE001 - as above
        return frozenset()
