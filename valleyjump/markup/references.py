"""What a page refers to beside it: known by the names of a build's files, never by what lies on a disk."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

ADDRESSES = ("src", "poster", "href")
ELSEWHERE = re.compile(r"[/#]|[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def file_of(address: str, page: str = "index.html") -> str:
    """Return the name that a relative address on ``page`` has in the build; there may be no such file."""
    path = unquote(re.split("[?#]", address, maxsplit=1)[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
