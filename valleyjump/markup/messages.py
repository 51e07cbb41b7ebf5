"""What the page's scripts say: found in their source, and given to the page in the current language."""

from __future__ import annotations

import json
from collections.abc import Iterable
from io import BytesIO

from babel.messages.extract import extract
from markupsafe import Markup

from gdcore.text.language import (
    DECIMALS,
    SOURCE,
    current_language,
    decimal_sign,
    language_name,
    thousands_separator,
    tr,
)

THOUSANDS, LANGUAGE = "between thousands", "language name"
"""Entries that are no messages; templates/assets/modules/messages.js reads them by these names."""


def script_messages(source: str) -> tuple[str, ...]:
    """Return the messages of all calls of ``tr`` in a script, in order."""
    found = extract("javascript", BytesIO(source.encode()), keywords={"tr": None})
    return tuple(str(message) for _, message, _, _ in found)


def messages_json(sources: Iterable[str]) -> Markup:
    """Return the messages of scripts that read otherwise in the current language, as JSON for a script element.

    In another language than English it says too what stands between thousands and before decimals, and what the
    language calls itself.
    """
    found = {message: tr(message) for source in sources for message in script_messages(source)}
    differing = {message: text for message, text in found.items() if text != message}
    notation = {} if current_language() == SOURCE else {THOUSANDS: thousands_separator(), LANGUAGE: language_name()}
    notation |= {} if decimal_sign() == DECIMALS[1] else {DECIMALS[0]: decimal_sign()}
    return script_json(notation | differing)


def script_json(value: object) -> Markup:
    """Return ``value`` as JSON that cannot end the script element it stands in; finite numbers in full precision."""
    text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    escaped = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(escaped)
