"""Pages as packages show them: one that reports to a learning platform, one for paper, and frames that lead no further.

They need the page's model, which only a build has, so a build keeps them, packed by gzip.
"""

from __future__ import annotations

import gzip
from collections.abc import Collection
from dataclasses import replace

from gdcore.run_bytes import FAST
from valleyjump.page.assets import REPORTING
from valleyjump.page.page import Page
from valleyjump.page.prose import in_package
from valleyjump.page.sheets import whole, written

ON_PLATFORM, ON_PAPER = "scorm12.html", "handout.html"
PAPER_SIZE = "assets/paper-size.css"
"""The style sheet that the page for paper has besides its own."""


def packed_name(name: str) -> str:
    """Return the name in the build, in one folder, of a page for packages."""
    return f"packages/{name.replace('/', '-')}.gz"


def packed(html: str) -> bytes:
    """Return a page as the build keeps it."""
    return gzip.compress(html.encode(), FAST, mtime=0)


def package_pages(page: Page, files: Collection[str]) -> dict[str, str]:
    """Return the two whole pages by name, for a build with ``files`` besides its pages.

    Codes for other pages are for authors, so neither has them. On paper a link to a file would name a folder of this
    machine, so it leads nowhere.
    """
    page = page.without_codes
    style, script = (f"assets/{name}" for name in REPORTING)
    reporting = replace(page, stylesheets=(*page.stylesheets, style), scripts=(*page.scripts, script))
    printed = replace(page, stylesheets=(*page.stylesheets, PAPER_SIZE))
    return {ON_PLATFORM: _whole(reporting, files), ON_PAPER: _whole(printed, ())}


def _whole(page: Page, files: Collection[str]) -> str:
    sheet = whole(page)
    return "".join(written(replace(sheet, links=in_package(sheet.links, files))))
