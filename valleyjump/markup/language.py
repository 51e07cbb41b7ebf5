"""The codes by which HTML knows the current language."""

from __future__ import annotations

from gdcore.text.language import SOURCE, current_language


def page_language() -> str:
    """Return the code of the current language as pages name it: their English is British."""
    return "en-GB" if current_language() == SOURCE else track_language()


def track_language() -> str:
    """Return the code of the current language as captions name it; HTML joins language and country by a hyphen."""
    return current_language().replace("_", "-")
