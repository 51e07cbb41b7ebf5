"""Links in a lesson's text: to the web, to an e-mail address, to a clip, to a place or file of the page."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from gdcore.faults import got, nearest

WEB = re.compile(r"(?:https?:)?//[^/?#\s]", re.IGNORECASE)
MAIL = re.compile(r"mailto:[^?\s]", re.IGNORECASE)
SCHEME = re.compile(r"[^/?#]*:")
PAGE = re.compile(r"(?:\./)?index\.html(?:\?[^#]*)?(?=#|$)")
LESSON = re.compile(r"[^?#:]*\.toml(?=#.)", re.IGNORECASE)
"""Another file of the build, before a slug: no two of its clips have the same one, so the page needs no file."""
PLACES = ("content", "film", "numbers")
"""Places that every page has."""
PREFIX = re.compile("^(?:run|clip|question)-")
"""Prefixes of the ids that the page gives to the parts of a clip."""
WANTED = "expected https:, http:, mailto:, # with the slug of a clip, or a file of the page"


@dataclass(frozen=True)
class Link:
    """A target: an address, a fragment for a clip or a place of the page, or a relative path for a file."""

    kind: Literal["web", "mail", "clip", "place", "file", "refused"]
    target: str


def link_of(address: str) -> Link:
    """Return the target of an address in Markdown; anything not known to be harmless is refused."""
    if WEB.match(address):
        return Link("web", f"https:{address}" if address.startswith("//") else address)
    if MAIL.match(address):
        return Link("mail", address)
    own = PAGE.match(address) or LESSON.match(address)
    if own or address.startswith("#"):
        return _within(unquote(address[own.end() if own else 0 :].removeprefix("#")))
    if not address or address.startswith("//") or SCHEME.match(address):
        return Link("refused", address)
    return Link("file", address)


def _within(fragment: str) -> Link:
    if not fragment or fragment in PLACES:
        return Link("place", fragment or PLACES[0])
    return Link("clip", fragment)


def slug_of(fragment: str, slugs: Collection[str]) -> str | None:
    """Return the clip among ``slugs`` that a fragment means: its slug or one of its ids on the page."""
    return next((slug for slug in (fragment, PREFIX.sub("", fragment, count=1)) if slug in slugs), None)


def link_fault(address: str, slugs: Collection[str]) -> str | None:
    """Return the message about a faulty link of a lesson with the clips ``slugs``, or None."""
    link = link_of(address)
    if link.kind == "refused":
        return f"link {got(address)}: {WANTED}"
    if link.kind == "clip" and slug_of(link.target, slugs) is None:
        file = LESSON.match(address)
        hint = f"build {got(unquote(file[0]))} together with this file; " if file else ""
        return f"link {got(address)}: no clip of this lesson; {hint}{nearest(link.target, slugs)}"
    return None
