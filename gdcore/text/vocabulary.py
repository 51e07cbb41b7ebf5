"""The words of verdicts."""

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
    """Return a verdict in a word, in the language in force."""
    return tr(KINDS[kind])
