"""The files that a clip can have besides its video and its poster. No manim here: planning a build must not load it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

ALWAYS = ("mp4", "png")
EXTRA = ("webm", "gif", "alpha", "svg", "pdf")
"""VP9, a small GIF, VP9 without a background; the last frame as vectors, for screens and for paper."""
ENDINGS = {"alpha": "alpha.webm", "card": "card.mp4", "fade": "fade.mp4"}


BOTH = "light"
"""The further format of a clip that is there in light colours, too."""
SHOWN = (*ALWAYS, "webm")
"""The kinds of files that are made in light colours, too: those that a page shows."""


def light(kind: str) -> str:
    """Return the kind of the file that shows in light colours what one of ``kind`` shows in dark ones."""
    return f"{BOTH}.{kind}"


def kinds_of(formats: Collection[str]) -> set[str]:
    """Return the kinds of the files that a clip has for these further formats."""
    plain = {name for name in formats if name != BOTH}
    return plain | ({light(kind) for kind in SHOWN if kind in {*ALWAYS, *plain}} if BOTH in formats else set())


def ending(kind: str) -> str:
    """Return what follows slug and dot in the name of a file of this kind."""
    return ENDINGS.get(kind, kind)


def extra(formats: Iterable[str]) -> tuple[str, ...]:
    """Return those of ``formats`` that are not made anyway, each once and always in the same order."""
    wanted = set(formats)
    return tuple(name for name in (*EXTRA, BOTH) if name in wanted)
