"""The words for verdicts."""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.text.language import later, tr

KINDS: Mapping[str, str] = {
    "converging": later("converging"),
    "cycling": later("cycling"),
    "wandering": later("wandering"),
    "diverging": later("diverging"),
    "standing": later("standing still"),
    "undefined": later("leaving the domain"),
}


def kind_word(kind: str) -> str:
    """Return the word for a verdict in the current language."""
    return tr(KINDS[kind])
