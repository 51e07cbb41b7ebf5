"""The encoding of tables: bytes as UTF-8, and column names that compare equal however their letters are composed."""

from __future__ import annotations

import codecs
import unicodedata

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""The byte order marks of UTF-16, which spreadsheets write for "Unicode text"."""


def as_utf8(content: bytes) -> bytes:
    """Return the bytes of a table as UTF-8, converting UTF-16 with a byte order mark."""
    if not content.startswith(_WIDE):
        return content
    try:
        return content.decode("utf-16").encode()
    except UnicodeError:
        return content


def composed(name: str) -> str:
    """Return a column's name without surrounding blanks and with ü as one character, not u and two dots."""
    return unicodedata.normalize("NFC", name.strip())


def undecodable(content: bytes) -> str:
    """Return the message for bytes that are not UTF-8, with a way out."""
    try:
        content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start : error.start + 1]
        letter = byte.decode("cp1252", errors="ignore")
        known = f", {letter} in Windows-1252" if letter.isprintable() and letter else ""
        return f'line {line}: expected UTF-8 text, got byte {byte[0]:#04x}{known} (save the file as "CSV UTF-8")'
    raise AssertionError("every byte can be decoded")
