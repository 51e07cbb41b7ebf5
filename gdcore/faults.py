"""How a fault reads: where it is, what was expected, what came, and the nearest thing that exists. One line each."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from gdcore.errors import InputError

SHOWN_CHARACTERS = 40

_EXPECTED = {
    "bool_type": "true or false",
    "dict_type": "a table such as { x = 1.0 }",
    "finite_number": "a finite number",
    "float_type": "a number",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "list_type": "a list",
    "model_type": "a table",
    "string_pattern_mismatch": "a-z, 0-9 and single hyphens",
    "string_type": "text in quotes",
}
_LIMITS = {
    "greater_than": ("gt", "must be > {}"),
    "greater_than_equal": ("ge", "must be >= {}"),
    "less_than": ("lt", "must be < {}"),
    "less_than_equal": ("le", "must be <= {}"),
    "too_short": ("min_length", "expected at least {} entries"),
    "too_long": ("max_length", "expected at most {} entries"),
    "string_too_long": ("max_length", "expected at most {} characters"),
    "string_too_short": ("min_length", "expected at least {} character"),
}


class CombinedInputError(InputError):
    """Several faults of one input: ``faults`` holds a line for each, and the text is those lines."""

    def __init__(self, faults: Iterable[str]) -> None:
        """Keep the lines in their order."""
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        """Return the faults, one a line."""
        return "\n".join(self.faults)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``did you mean "..."?`` for the known name that is like ``name``, or else the list of what is known."""
    names = list(known)
    close = difflib.get_close_matches(name, names, n=1)
    return f'did you mean "{close[0]}"?' if close else f"expected one of {', '.join(names)}"


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Return the line for a name that nothing has: ``unknown slug "mse-blow"; did you mean "mse-blowup"?``."""
    return f'unknown {what} "{in_one_line(name)}"; {nearest(name, known)}'


def in_one_line(text: str) -> str:
    """Return ``text`` with everything escaped that does not print, so that it cannot break or colour a line."""
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def got(value: object) -> str:
    """Return a received value as a person would recognise it, in a few characters of one line."""
    shown = {True: "true", False: "false"}.get(value, "") if isinstance(value, bool) else ""
    shown = shown or ("a table" if isinstance(value, dict) else "a list" if isinstance(value, list) else repr(value))
    shown = in_one_line(shown)
    return shown if len(shown) <= SHOWN_CHARACTERS else shown[: SHOWN_CHARACTERS - 1] + "…"


def _short(limit: float) -> str:
    """Return a limit without the .0 of a whole number."""
    return str(int(limit)) if limit == int(limit) else str(limit)


def wording(error: Mapping[str, Any], known: Iterable[str]) -> str:
    """Return what is wrong with one field, from a validation error with ``type``, ``loc``, ``input`` and ``ctx``.

    ``known`` are the names that the field's table may have.
    """
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return "missing"
    if kind == "extra_forbidden":
        return f"unknown key; {nearest(str(error['loc'][-1]), known)}"
    if kind == "literal_error" and isinstance(error["input"], str):
        names = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        return unknown(str(error["loc"][-1]), error["input"], names)
    if kind in _LIMITS:
        limit, text = _LIMITS[kind]
        return f"{text.format(_short(context[limit]))}, got {got(error['input'])}"
    return f"expected {_EXPECTED.get(kind) or context.get('expected') or error['msg']}, got {got(error['input'])}"
