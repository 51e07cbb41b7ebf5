"""What a page may load, as a content security policy (CSP, level 3)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

PAGE = (
    "default-src 'none'; style-src 'self' file:; script-src 'self' file:{early}; img-src 'self' file: data:; "
    "media-src 'self' file:; font-src 'self' file:; connect-src 'self'; base-uri 'none'; form-action 'none'"
)
"""Files beside the page, and the script whose digest is named; nothing from anywhere else.

No script of the page asks its server for anything; ``connect-src`` is for tools that look at a page from inside, as
Lighthouse does when it reads the site's ``robots.txt``.
"""
INSIDE = (
    "default-src 'none'; style-src {styles}; script-src {scripts}; img-src data:; media-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""Nothing but what stands in the page, and of styles and scripts only those whose digests are named."""


def digests(texts: Iterable[str]) -> str:
    """Return the sources of a policy that allows these styles or scripts."""
    found = (hashlib.sha256(text.encode()).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in found) or "'none'"
