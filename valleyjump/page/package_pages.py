"""The page as packages show it: one that reports to a learning platform, and one for paper.

Both need its model, which only a build has, so a build keeps them, packed by gzip.
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

ON_PLATFORM, ON_PAPER = "packages/scorm12.html.gz", "packages/handout.html.gz"
PAPER_SIZE = "assets/paper-size.css"
"""The style sheet that the page for paper has besides its own."""


def package_pages(page: Page, files: Collection[str]) -> dict[str, bytes]:
    """Return both pages by name, for a build with ``files`` besides its pages.

    Codes for other pages are for authors, so neither has them. On paper a link to a file would name a folder of this
    machine, so it leads nowhere.
    """
    page = page.without_codes
    style, script = (f"assets/{name}" for name in REPORTING)
    reporting = replace(page, stylesheets=(*page.stylesheets, style), deferred=(*page.deferred, script))
    printed = replace(page, stylesheets=(*page.stylesheets, PAPER_SIZE))
    return {ON_PLATFORM: _packed(reporting, files), ON_PAPER: _packed(printed, ())}


def _packed(page: Page, files: Collection[str]) -> bytes:
    sheet = whole(page)
    html = "".join(written(replace(sheet, links=in_package(sheet.links, files))))
    return gzip.compress(html.encode(), FAST, mtime=0)
