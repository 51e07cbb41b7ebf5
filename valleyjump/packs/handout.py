"""The handout: the page on paper, with the first picture of each clip; how it ends and the answers come last."""

from __future__ import annotations

import re
from pathlib import Path

from valleyjump.build.built import Built
from valleyjump.packs.browser import needed_browser, print_page
from valleyjump.packs.taken import PAGE, page_of, told_files
from valleyjump.page.package_pages import ON_PAPER, PAPER_SIZE
from valleyjump.page.page import page_files
from valleyjump.store.files import checked_target, scratch_beside, write_result

SHEET = b"@page {\n  size: A4;\n}\n"
"""By default a browser uses the paper size of its locale."""
PRINTED = (".css", ".woff2", ".png", ".jpg", ".gif", ".webp", ".svg")
DATE = re.compile(rb"(?<=Date \(D:)\d{14}[+-]\d\d'\d\d'(?=\))")
NO_DATE = b"19800101000000+00'00'"
"""As long as a real date, so that offsets in the file stay valid."""
CELL = re.compile(rb"(?<=\(node)\d{8}(?=\))")
"""The number in the name of a table cell: increasing, but different from one run of the browser to the next."""


def write(built: Built, target: Path) -> Path:
    """Print the page of ``built`` and return ``target``. Raises like ``packed``."""
    browser, target = needed_browser(), checked_target(target)
    # Beside the target: a sandboxed browser may not be allowed to read the usual temporary folder.
    with scratch_beside(target) as scratch:
        _lay_out(built, scratch / "page")
        printed = print_page(browser, scratch / "page" / PAGE, scratch)
    return write_result(target, _settled(printed))


def _lay_out(built: Built, folder: Path) -> None:
    """Copy what is printed: the page, its style sheets, its fonts and its pictures.

    Scripts stay behind: they have nothing to do on paper, and what one does while the browser prints is not always the
    same.
    """
    names = page_files(built.clips, built.fonts, built.logo) | told_files(built, built.prose.values()).keys()
    files = {name: built.read(name) for name in names if name.endswith(PRINTED)}
    for name, content in {**files, PAPER_SIZE: SHEET, PAGE: page_of(built, ON_PAPER)}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _settled(printed: bytes) -> bytes:
    """Return a printed document without what differs between runs."""
    cells = {name: b"%08d" % number for number, name in enumerate(sorted(set(CELL.findall(printed))), 1)}
    return CELL.sub(lambda cell: cells[cell[0]], DATE.sub(NO_DATE, printed))
