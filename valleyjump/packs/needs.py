"""Which files of a build go along with others, because pages among them refer to them."""

from __future__ import annotations

from collections.abc import Collection

from valleyjump.build.built import Built
from valleyjump.markup.references import packaged


def with_needs(built: Built, names: Collection[str]) -> set[str]:
    """Return ``names`` with all files that pages among them need in turn."""
    known: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        known.add(name)
        if name.endswith(".html"):
            waiting |= packaged(built.read(name).decode(), built.files, name)[1] - known
    return known
