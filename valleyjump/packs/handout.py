"""The handout: the page on paper, each clip as it starts, and at the end how it goes on, with the answers."""

from __future__ import annotations

import re
from pathlib import Path

from valleyjump.build.built import Built
from valleyjump.packs.browser import needed_browser, print_page
from valleyjump.packs.links import PAGE, page_with
from valleyjump.page.page import page_files
from valleyjump.store.files import checked_target, scratch_beside, write_result

SHEET = b"\n@page {\n  size: A4;\n}\n"
"""Left to itself a browser takes the paper of its own country."""
SHEET_GOES_TO = "assets/print.css"
DATE = re.compile(rb"(?<=Date \(D:)\d{14}[+-]\d\d'\d\d'(?=\))")
NO_DATE = b"19800101000000+00'00'"
"""Of the same length, so that everything keeps its place in the file."""
CELL = re.compile(rb"(?<=\(node)\d{8}(?=\))")
"""The name of a table's cell: a number that the browser counts up with whatever else it does, though in order."""


def write(built: Built, target: Path) -> Path:
    """Print the page of ``built`` and return ``target``. Raises like ``packed``."""
    browser, target = needed_browser(), checked_target(target)
    # Beside the target: a browser that is shut in by its system may read nothing in the usual place.
    with scratch_beside(target) as scratch:
        _lay_out(built, scratch / "page")
        printed = print_page(browser, scratch / "page" / PAGE, scratch)
    return write_result(target, _settled(printed))


def _lay_out(built: Built, folder: Path) -> None:
    """Copy what is printed: the page, its style sheets and its pictures.

    Scripts stay behind: they have nothing to do on paper, and what one does while the browser prints is not always the
    same. A link to a file would name a folder of this machine, and a picture that waits to be seen would never come.
    """
    html, pictures = page_with(built, (), web={})
    names = {name for name in page_files(built.clips, built.questions) if name.endswith((".css", ".png", ".jpg"))}
    for name in names | pictures:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(built.read(name) + (SHEET if name == SHEET_GOES_TO else b""))
    (folder / PAGE).write_text(html.replace(' loading="lazy"', ""), encoding="utf-8", newline="")


def _settled(printed: bytes) -> bytes:
    """Return a printed document without what differs from one time to the next."""
    cells = {name: b"%08d" % number for number, name in enumerate(sorted(set(CELL.findall(printed))), 1)}
    return CELL.sub(lambda cell: cells[cell[0]], DATE.sub(NO_DATE, printed))
