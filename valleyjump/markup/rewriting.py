"""HTML passed on as it is, tag by tag, but for what a package must change."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser

Attributes = Mapping[str, str | None]


class Rewriter(HTMLParser):
    """Passes a page on. A class below says in ``start`` and ``end`` what stands in the place of a tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []

    def rewritten(self, html: str) -> str:
        """Return ``html`` as it is to be."""
        self.feed(html)
        self.close()
        return "".join(self.parts)

    def start(self, tag: str, given: Attributes) -> str:  # noqa: ARG002
        """Return what stands for a start tag."""
        return self.get_starttag_text() or ""

    def end(self, tag: str) -> str:
        """Return what stands for an end tag."""
        return f"</{tag}>"

    def add(self, text: str) -> None:
        """Pass text on."""
        self.parts.append(text)

    def handle_decl(self, decl: str) -> None:
        """Pass the document type on."""
        self.add(f"<!{decl}>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Put what stands for it in the place of a tag."""
        self.parts.append(self.start(tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Do the same for an element that closes itself, as in SVG."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Put what stands for it in the place of an end."""
        self.parts.append(self.end(tag))

    def handle_data(self, data: str) -> None:
        """Pass text on."""
        self.add(data)

    def handle_entityref(self, name: str) -> None:
        """Pass a named character on."""
        self.add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Pass a numbered character on."""
        self.add(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """Pass a comment on."""
        self.add(f"<!--{data}-->")


def written(tag: str, given: Attributes) -> str:
    """Return a start tag with these attributes."""
    words = (name if value is None else f'{name}="{escape(value)}"' for name, value in given.items())
    return f"<{' '.join((tag, *words))}>"
