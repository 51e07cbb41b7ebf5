"""The bytes of a table as UTF-8, and names that are the same however their letters are composed."""

from __future__ import annotations

import codecs
import unicodedata

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""What a file in UTF-16 begins with, as spreadsheets write it when they are asked for Unicode text."""


def as_utf8(content: bytes) -> bytes:
    """Return the bytes of a table; those of UTF-16 that says so as UTF-8."""
    if not content.startswith(_WIDE):
        return content
    try:
        return content.decode("utf-16").encode()
    except UnicodeError:
        return content


def composed(name: str) -> str:
    """Return the name of a column without what surrounds it, and ü as one letter: some systems write u and two dots."""
    return unicodedata.normalize("NFC", name.strip())


def undecodable(content: bytes) -> str:
    """Return what is wrong with bytes that are not UTF-8, and the way out."""
    try:
        content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start : error.start + 1]
        letter = byte.decode("cp1252", errors="ignore")
        known = f", {letter} in Windows-1252" if letter.isprintable() and letter else ""
        return f'line {line}: expected UTF-8 text, got byte {byte[0]:#04x}{known} (save the file as "CSV UTF-8")'
    raise AssertionError("every byte can be decoded")
