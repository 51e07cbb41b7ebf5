"""One cell of a table: its number, or the reason why it has none."""

from __future__ import annotations

import re
from math import isfinite

SHOWN_CHARACTERS = 40
MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "none", "-", "–", "—", "?", "."})
"""The spellings of a missing value, in lower case."""
_BLANKS = re.compile("[\\s\u00a0\u202f\u2009'’]")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_BY_POINTS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
_GROUPED = {
    ",": re.compile(r"[+-]?\d{1,3}([.\u00a0\u202f\u2009 '’]\d{3})+(,\d*)?"),
    ".": re.compile(r"[+-]?\d{1,3}([,\u00a0\u202f\u2009 '’]\d{3})+(\.\d*)?"),
}
_SIGNS = re.compile(r"\s*[%$€£¥°]\s*|^[A-Z]{3}\s+|\s+[A-Z]{3}$")


def number_in(text: str, decimal: str | None = None) -> float | None:
    """Return the finite number in a cell, if any.

    If the ``decimal`` separator is given, a point or a comma, the other one or blanks may separate thousands.
    """
    if "_" in text:  # float() would accept 1_000, which no spreadsheet writes
        return None
    if decimal:
        text = text.strip()
        if _GROUPED[decimal].fullmatch(text):
            text = re.sub(rf"[^\d{re.escape(decimal)}+-]", "", text)
        elif decimal == "," and "." in text:
            return None
        text = text.replace(decimal, ".")
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None


def is_missing(text: str) -> bool:
    """Return whether a cell is marked as missing its value."""
    return text.strip().lower() in MISSING


def may_be_thousands(text: str) -> bool:
    """Return whether each point of a number may separate thousands: in 1.200, but neither in 1.2 nor in 0.200."""
    return _BY_POINTS.fullmatch(text) is not None


def in_two_ways(text: str) -> str:
    """Return the message for a number that reads in two ways, with the setting that decides."""
    point, thousands = f"{float(text):g}", text.replace(".", "")
    return f'"{text}" may be {point} or {thousands}: set decimal = "." or decimal = "," in data'


def wrong_with(text: str, decimal: str | None = None) -> str:
    """Return why the text of a cell is not a finite number."""
    shown = repr(text[:SHOWN_CHARACTERS])
    if is_missing(text):
        kind = "a finite number" if text.lower() == "nan" else "a number"
        return f'expected {kind}, got {shown} (rows without a number are left out with missing = "drop" in data)'
    if "_" not in text:
        try:
            float(text)
        except ValueError:
            pass
        else:
            if decimal != ",":
                return f"expected a finite number, got {shown}"
    return f"expected a number, got {shown}{_hint(text, decimal)}"


def _hint(text: str, decimal: str | None) -> str:
    """Return a suggestion for a number with extra characters, such as a currency sign."""
    if len(text) > SHOWN_CHARACTERS:
        return ""
    plain = _SIGNS.sub("", text).replace("−", "-").replace("–", "-")
    if plain != text and number_in(_BLANKS.sub("", plain), decimal) is not None:
        return f" (write the number alone: {_BLANKS.sub('', plain)})"
    whole = _BLANKS.sub("", plain)
    if whole != text and number_in(whole, decimal) is not None:
        return f" (write thousands without a sign between them: {whole})"
    if decimal is not None:
        return f' (with decimal = "{decimal}")'
    if _BY_POINTS.fullmatch(text):
        return f" (write thousands without a sign between them: {text.replace('.', '')})"
    if _GROUPED[","].fullmatch(text) and "." in text:
        return ' (set decimal = "," in data)'
    return _about_commas(text) or _about_a_unit(text)


def _about_commas(text: str) -> str:
    decimal, whole = text.replace(",", "."), text.replace(",", "")
    if number_in(whole) is None:
        return ""
    if number_in(decimal) is None:
        return f" (write thousands without a comma: {whole})"
    if _THOUSANDS.fullmatch(text):
        return f" (write decimals with a point, {decimal}, and thousands without a comma, {whole})"
    return f' (write decimals with a point, {decimal}, or set decimal = "," in data)'


def _about_a_unit(text: str) -> str:
    found = re.fullmatch(r"([-+]?\d+(?:\.\d+)?)\s*([^\W\d_].{0,15})", text)
    return f" (write the number alone, {found[1]}; a unit belongs to x_unit or y_unit)" if found else ""
