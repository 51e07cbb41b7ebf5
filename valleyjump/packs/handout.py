"""The handout: the page on paper, with the first picture of each clip; how it ends and the answers come last."""

from __future__ import annotations

import re
from pathlib import Path

from valleyjump.build.built import Built
from valleyjump.packs.browser import needed_browser, print_page
from valleyjump.packs.links import PAGE, page_with
from valleyjump.page.page import page_files
from valleyjump.store.files import checked_target, scratch_beside, write_result

SHEET = b"\n@page {\n  size: A4;\n}\n"
"""By default a browser uses the paper size of its locale."""
PRINTED = (".css", ".woff2", ".png", ".jpg")
SHEET_GOES_TO = "assets/print.css"
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
    same. A link to a file would name a folder of this machine, and a picture that waits to be seen would never come.
    """
    html, pictures = page_with(built, (), web={})
    names = {name for name in page_files(built.clips) if name.endswith(PRINTED)}
    for name in names | pictures:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(built.read(name) + (SHEET if name == SHEET_GOES_TO else b""))
    (folder / PAGE).write_text(html.replace(' loading="lazy"', ""), encoding="utf-8", newline="")


def _settled(printed: bytes) -> bytes:
    """Return a printed document without what differs between runs."""
    cells = {name: b"%08d" % number for number, name in enumerate(sorted(set(CELL.findall(printed))), 1)}
    return CELL.sub(lambda cell: cells[cell[0]], DATE.sub(NO_DATE, printed))
