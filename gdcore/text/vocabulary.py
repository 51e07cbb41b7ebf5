"""The words of verdicts."""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.text.language import tr, translatable

KINDS: Mapping[str, str] = {
    "converging": translatable("converging"),
    "cycling": translatable("cycling"),
    "wandering": translatable("wandering"),
    "diverging": translatable("diverging"),
    "standing": translatable("standing still"),
    "undefined": translatable("leaving the domain"),
}


def kind_word(kind: str) -> str:
    """Return a verdict in a word, in the language in force."""
    return tr(KINDS[kind])
