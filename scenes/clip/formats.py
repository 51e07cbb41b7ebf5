"""The files that a clip can have besides its video and its poster. No manim here: planning a build must not load it."""

from __future__ import annotations

from collections.abc import Iterable

ALWAYS = ("mp4", "png")
EXTRA = ("webm", "gif", "alpha", "svg", "pdf")
"""VP9, a small GIF, VP9 without a background; the last frame as vectors, for screens and for paper."""
ENDINGS = {"alpha": "alpha.webm", "card": "card.mp4", "fade": "fade.mp4"}


def ending(kind: str) -> str:
    """Return what follows slug and dot in the name of a file of this kind."""
    return ENDINGS.get(kind, kind)


def extra(formats: Iterable[str]) -> tuple[str, ...]:
    """Return those of ``formats`` that are not made anyway, each once and always in the same order."""
    wanted = set(formats)
    return tuple(name for name in EXTRA if name in wanted)
