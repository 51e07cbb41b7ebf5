"""The handout: the page on paper, each clip as it starts, and at the end how it goes on, with the answers."""

from __future__ import annotations

import re
from pathlib import Path

from valleyjump.build.built import Built
from valleyjump.markup.references import is_beside
from valleyjump.markup.rewriting import Attributes, Rewriter, written
from valleyjump.packs.browser import needed_browser, print_page
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
        printed = print_page(browser, scratch / "page" / "index.html", scratch)
    return write_result(target, _settled(printed))


def _lay_out(built: Built, folder: Path) -> None:
    """Copy what is printed: the page, its assets and the pictures, every one of which is asked for at once."""
    for name in built.files:
        if name == "index.html" or name.startswith(("assets/", "pictures/", "openings/")) or name.endswith(".png"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(_for_paper(name, built.read(name)))


def _for_paper(name: str, content: bytes) -> bytes:
    if name == SHEET_GOES_TO:
        return content + SHEET
    return _Paper().rewritten(content.decode()).encode() if name == "index.html" else content


class _Paper(Rewriter):
    """Leaves out what is nothing on paper: scripts, what waits to be seen, and addresses of files beside the page.

    A script has nothing to do there, and what one does while the browser prints is not always the same. And a link to
    a file would name a folder of this machine.
    """

    _in_script = False

    def start(self, tag: str, given: Attributes) -> str:
        """Return a start tag for paper."""
        self._in_script = tag == "script"
        if self._in_script:
            return ""
        address = given.get("href") or ""
        beside = tag == "a" and (address.startswith("/") or is_beside(address))
        kept = {name: value for name, value in given.items() if name != "loading" and not (beside and name == "href")}
        return super().start(tag, given) if kept == given else written(tag, kept)

    def end(self, tag: str) -> str:
        """Return an end tag for paper."""
        self._in_script = False
        return "" if tag == "script" else super().end(tag)

    def add(self, text: str) -> None:
        """Pass text on, but none of a script."""
        if not self._in_script:
            super().add(text)


def _settled(printed: bytes) -> bytes:
    """Return a printed document without what differs from one time to the next."""
    cells = {name: b"%08d" % number for number, name in enumerate(sorted(set(CELL.findall(printed))), 1)}
    return CELL.sub(lambda cell: cells[cell[0]], DATE.sub(NO_DATE, printed))
