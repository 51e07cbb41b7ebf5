"""What a page refers to beside it: known by the names of a build's files, never by what lies on a disk."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from urllib.parse import unquote

from valleyjump.markup.rewriting import Attributes, Rewriter, written

ADDRESSES = ("src", "poster", "href")
ELSEWHERE = re.compile(r"[/#]|[a-z][a-z0-9+.-]*:", re.IGNORECASE)
WEB = re.compile(r"https?:", re.IGNORECASE)


def is_beside(address: str) -> bool:
    """Whether an address means a file beside the page, and neither a place on it nor one elsewhere."""
    return bool(address) and not ELSEWHERE.match(address)


def file_of(address: str, page: str = "index.html") -> str:
    """Return the name that a relative address on ``page`` has in the build; there may be no such file."""
    path = unquote(re.split("[?#]", address, maxsplit=1)[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path))


def packaged(html: str, files: Collection[str], page: str = "index.html") -> tuple[str, set[str]]:
    """Return HTML for a package of ``files``, and those of them that it refers to.

    A link to what is beside the page in no package is left as words. One to the web opens in a window of its own: a
    platform shows a package in a frame, where most sites show nothing.
    """
    packager = _Packager(files, page)
    return packager.rewritten(html), packager.found


class _Packager(Rewriter):
    def __init__(self, files: Collection[str], page: str) -> None:
        super().__init__()
        self.files, self.page = files, page
        self.found: set[str] = set()

    def start(self, tag: str, given: Attributes) -> str:
        """Note what is beside the page, and mend links."""
        for address in (given.get(name) or "" for name in ADDRESSES):
            if is_beside(address) and file_of(address, self.page) in self.files:
                self.found.add(file_of(address, self.page))
        return self._link(given) if tag == "a" and given.get("href") else super().start(tag, given)

    def _link(self, given: Attributes) -> str:
        address = given.get("href") or ""
        if WEB.match(address):
            return written("a", {**given, "target": "_blank", "rel": "noopener"})
        leads_nowhere = address.startswith("/") or (
            is_beside(address) and file_of(address, self.page) not in self.files
        )
        kept = {name: value for name, value in given.items() if name != "href"} if leads_nowhere else given
        return written("a", kept)
