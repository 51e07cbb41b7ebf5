"""One cell of a table: the number it holds, or why it holds none."""

from __future__ import annotations

import re
from math import isfinite

SHOWN_CHARACTERS = 40
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")


def number_in(text: str) -> float | None:
    """Return the finite number that a cell holds, if any."""
    if "_" in text:  # float() would take 1_000, which no spreadsheet writes
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None


def wrong_with(text: str) -> str:
    """Return why the text of a cell is not a finite number."""
    shown = repr(text[:SHOWN_CHARACTERS])
    if "_" not in text:
        try:
            float(text)
        except ValueError:
            pass
        else:
            return f"expected a finite number, got {shown}"
    return f"expected a number, got {shown}{_hint(text)}"


def _hint(text: str) -> str:
    """Return what to do about a number with commas."""
    decimal, whole = text.replace(",", "."), text.replace(",", "")
    if len(text) > SHOWN_CHARACTERS or number_in(whole) is None:
        return ""
    if number_in(decimal) is None:
        return f" (write thousands without a comma: {whole})"
    if _THOUSANDS.fullmatch(text):
        return f" (write decimals with a point, {decimal}, and thousands without a comma, {whole})"
    return f" (write decimals with a point, {decimal}: set the spreadsheet to English numbers and save again)"
