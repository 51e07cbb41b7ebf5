"""What a built page links to, and what it can be linked by, read with the standard library's parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

ADDRESSES = ("href", "src", "poster", "data", "action", "srcset")


@dataclass
class Page:
    """A page: its text, the ids of its elements, and its links as tag, attribute, address."""

    text: str = ""
    ids: set[str] = field(default_factory=set)
    links: list[tuple[str, str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name == "id" and value:
                self.page.ids.add(value)
            elif name in ADDRESSES and value is not None:
                self.page.links.append((tag, name, value))

    def handle_data(self, data: str) -> None:
        self.page.text += data


def read_page(path: Path) -> Page:
    """Return what is on the page."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    return reader.page
