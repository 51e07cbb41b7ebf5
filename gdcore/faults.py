"""The wording of input errors: one line each with place, expected value, received value and the closest known name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from gdcore.errors import InputError
from gdcore.synonyms import EXAMPLES, meant_field

SHOWN_CHARACTERS = 40
MINUS = "−"

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
    """Several faults of one input: ``faults`` holds one line each, and the message is those lines."""

    def __init__(self, faults: Iterable[str]) -> None:
        """Keep the lines in order."""
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        """Return the faults, one per line."""
        return "\n".join(self.faults)


def fault_lines(error: InputError) -> tuple[str, ...]:
    """Return the faults of an error, one line each."""
    return error.faults if isinstance(error, CombinedInputError) else (str(error),)


@contextmanager
def collecting(faults: list[str], place: str = "") -> Iterator[None]:
    """Add the faults of an ``InputError`` raised in this context to ``faults``, behind their ``place``, and go on."""
    try:
        yield
    except InputError as error:
        faults += _placed(error, place)


@contextmanager
def located_at(place: str) -> Iterator[None]:
    """Put ``place`` in front of each fault of an ``InputError`` raised in this context."""
    try:
        yield
    except InputError as error:
        raise CombinedInputError(_placed(error, place)) from None


def _placed(error: InputError, place: str) -> list[str]:
    return [f"{place}: {line}" if place else line for line in fault_lines(error)]


def close_to(name: str, known: Iterable[str]) -> str:
    """Return the known name that resembles ``name`` or means the same, or an empty string."""
    names = list(known)
    meant = meant_field(name)
    return meant if meant in names else next(iter(difflib.get_close_matches(name, names, n=1)), "")


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``did you mean "..."?`` for the known name that resembles ``name``, or else list all known names."""
    names = list(known)
    close = close_to(name, names)
    return f'did you mean "{close}"?' if close else f"expected one of {', '.join(names)}"


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Return the message for an unknown name: ``unknown slug "mse-blow"; did you mean "mse-blowup"?``."""
    return f'unknown {what} "{in_one_line(name)}"; {nearest(name, known)}'


def in_one_line(text: str) -> str:
    """Return ``text`` with unprintable characters escaped, so that it cannot break or colour a line."""
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def got(value: object) -> str:
    """Return a received value as its author would recognise it, shortened to one line."""
    shown = {True: "true", False: "false"}.get(value, "") if isinstance(value, bool) else ""
    shown = shown or ("a table" if isinstance(value, dict) else "a list" if isinstance(value, list) else repr(value))
    shown = in_one_line(shown)
    return shown if len(shown) <= SHOWN_CHARACTERS else shown[: SHOWN_CHARACTERS - 1] + "…"


def _short(limit: float) -> str:
    """Return a limit without the .0 of a whole number."""
    return str(int(limit)) if limit == int(limit) else str(limit)


def wording(error: Mapping[str, Any], known: Iterable[str]) -> str:
    """Return the message for one of Pydantic's validation errors, with ``type``, ``loc``, ``input`` and ``ctx``.

    ``known`` are the names allowed in the field's table.
    """
    kind, context, field = error["type"], error.get("ctx", {}), _field(error["loc"])
    if kind == "missing":
        return _with_example("missing", field)
    if kind == "extra_forbidden":
        return f"unknown key; {_elsewhere(field, known) or nearest(field, known)}"
    if kind == "literal_error" and isinstance(error["input"], str):
        names = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        return unknown(field, error["input"], names)
    if kind in _LIMITS:
        limit, text = _LIMITS[kind]
        return f"{text.format(_short(context[limit]))}, got {got(error['input'])}"
    message = f"expected {_EXPECTED.get(kind) or context.get('expected') or error['msg']}, got {got(error['input'])}"
    return message if kind == "finite_number" else _instead(message, field, error["input"])


def _field(place: tuple[Any, ...]) -> str:
    """Return the faulty field: the last name in the error's location, unless it is that of a beat."""
    names = [part for part in place if isinstance(part, str) and part not in ("", "[key]")]
    return "words" if len(names) == 2 and names[0] == "words" else next(reversed(names), "")


def _elsewhere(field: str, known: Iterable[str]) -> str:
    """Return where a top-level key belongs that was found in a scenario, or an empty string."""
    whole = field in ("author", "lead", "language", "theme", "voice") and "slug" in known
    return f"{field} = ... belongs above the first [[scenario]]" if whole else ""


def _with_example(message: str, field: str) -> str:
    return f"{message}; write {EXAMPLES[field]}" if field in EXAMPLES else message


def _instead(message: str, field: str, came: object) -> str:
    """Return the message for a value of the wrong type, with the intended value or an example."""
    meant = _as_meant(message, field, came)
    return f"{message}; write {field} = {meant}" if meant else _with_example(message, field)


def _as_meant(message: str, field: str, came: object) -> str:
    """Return the value intended by one of the wrong type, in TOML, or an empty string."""
    if isinstance(came, str):
        text = came.strip().replace(",", ".").replace(MINUS, "-")
        if "number" in message and re.fullmatch(r"[-+]?\d*\.?\d+([eE][-+]?\d+)?", text):
            return re.sub(r"^([-+]?)\.", r"\g<1>0.", text)
        if "true or false" in message and text.lower() in ("true", "false"):
            return text.lower()
        if field == "slug":
            return f'"{"-".join(re.findall("[a-z0-9]+", text.lower())) or "my-valley"}"'
    if isinstance(came, float) and "whole" in message and came.is_integer():
        return str(int(came))
    if isinstance(came, list) and field in ("start", "learning_rate") and came and all(map(_is_number, came)):
        names = "x" if len(came) == 1 else "xyzuvw"[: len(came)]
        if len(came) <= len(names):
            return f"{{ {', '.join(map('{} = {}'.format, names, came))} }}"
    return ""


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
