"""The words for verdicts."""

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
    """Return the word for a verdict in the current language."""
    return tr(KINDS[kind])
