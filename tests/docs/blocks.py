"""The code blocks of a page in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from tests.conftest import ROOT

BLOCK = re.compile(r"^(?P<fence>`{3,})(?P<info>[^\n]*)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
CAPTION = re.compile(r":caption: (\S+)\n\n?")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@dataclass(frozen=True)
class Block:
    """A code block: its language, its caption where it has one, its content, and the place it begins at."""

    language: str
    caption: str
    body: str
    place: str


def blocks(page: Path) -> Iterator[Block]:
    """Yield the code blocks of a page in their order."""
    text = page.read_text(encoding="utf-8")
    for found in BLOCK.finditer(text):
        language = found["info"].split()[-1] if found["info"] else ""
        caption = CAPTION.match(found["body"])
        body = found["body"][caption.end() :] if caption else found["body"]
        place = f"{page.relative_to(ROOT)}:{text.count(chr(10), 0, found.start()) + 1}"
        yield Block(language, caption[1] if caption else "", body, place)


def of_language(language: str) -> list[Block]:
    """Return the blocks of all pages in one language."""
    return [block for page in PAGES for block in blocks(page) if block.language == language]


def followed(steps: Sequence[Block]) -> Iterator[tuple[Block, Block | None]]:
    """Yield each block with the one after it."""
    return zip_longest(steps, steps[1:])
