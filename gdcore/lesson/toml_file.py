"""A TOML file as plain tables, or one line that says where it is not TOML."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from gdcore.errors import InputError
from gdcore.faults import in_one_line
from gdcore.lesson.toml_hints import hint
from gdcore.prose.latex_source import LITERAL, swallowed

LIMIT_BYTES = 1_000_000
BACKSLASH = ("Unescaped '\\'", "Invalid hex value")
"""What the parser says of a backslash that begins nothing it knows, as one of LaTeX between double quotes."""


def read_toml(path: Path) -> dict[str, Any]:
    """Return the top table of a UTF-8 file of at most ``LIMIT_BYTES``.

    Raises ``InputError`` without the file's name, for the caller to add: what cannot be read, is too large, not UTF-8
    or not TOML, with line and column, or a formula that TOML garbles.
    """
    content = _content(path)
    try:
        text = content.decode("utf-8-sig")
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(f"line {line}: expected UTF-8 text, got byte {content[error.start]:#04x}") from None
    except RecursionError:
        raise InputError("not TOML: nested too deeply") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(_malformed(str(error), content.decode("utf-8-sig"))) from None
    except ValueError:  # int() refuses to read thousands of digits
        raise InputError("not TOML: a whole number has too many digits") from None
    for line, command in swallowed(text):
        raise InputError(f"line {line}: TOML takes {command[:2]} of {command} for a sign of its own; {LITERAL}")
    return table


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LIMIT_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        raise InputError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(content) > LIMIT_BYTES:
        raise InputError(f"too large for a scenario file: expected at most {LIMIT_BYTES} bytes")
    return content


def _malformed(message: str, content: str) -> str:
    """Return the parser's message with the place in front, and what to write instead where that can be told."""
    place = re.search(r" \(at ([^()]*)\)$", message)
    number = re.search(r" \(at line (\d+)", message)
    text = f"{place[1]}: not TOML: {message[: place.start()]}" if place else f"not TOML: {message}"
    found = hint(content, int(number[1]) if number else None)
    if any(sign in message for sign in BACKSLASH) and not found.startswith("write"):
        found = LITERAL
    return in_one_line(f"{text}; {found}" if found else text)
