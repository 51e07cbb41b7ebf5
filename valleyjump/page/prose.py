"""A lesson's own text: a safe subset of Markdown as HTML, in which {fact} stands for a number of the run."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markupsafe import Markup

from gdcore.errors import InputError
from gdcore.lesson.prose_checks import Text, with_facts
from gdcore.narration.own_words import filled
from gdcore.prose.latex import markup, mathml_of
from gdcore.prose.links import Link, link_of, slug_of
from gdcore.prose.markdown import FORMULAS, WORDS, html_of, parts, pieces, spoken, tokens_of
from gdcore.text.language import tr
from valleyjump.markup.quantity import nonbreaking

if TYPE_CHECKING:
    from markdown_it.token import Token

PAGE_LEVEL = 2
"""On the page a heading of this level stands above a lesson's."""
ALIGNED = "text-align:"
NEW_WINDOW = {"target": "_blank", "rel": "noopener"}

Links = Callable[[Link], Mapping[str, str] | None]
"""The attributes of a link in a document, or None where it leads nowhere from there: then its words stand alone."""


def on_page(slugs: Collection[str]) -> Links:
    """Return the links of a page with the sections of these runs."""
    return to_clips(slugs, "#run-{}", "#{}")


def to_clips(slugs: Collection[str], clip: str, place: str) -> Links:
    """Return links that lead to the clips of ``slugs`` and to the places of the page, by a format of the address each.

    Where ``place`` is empty links to places lead nowhere.
    """

    def links(link: Link) -> Mapping[str, str] | None:
        if link.kind == "clip":
            slug = slug_of(link.target, slugs)
            return None if slug is None else {"href": clip.format(slug)}
        if link.kind == "place":
            return {"href": place.format(link.target)} if place else None
        return {"href": link.target}

    return links


def in_package(within: Links, files: Collection[str]) -> Links:
    """Return the links of a document in a package of ``files``; ``within`` has those inside the document.

    Those to other files lead nowhere. Those to the web open a window: a learning platform shows a package in a frame,
    where most sites show nothing.
    """

    def links(link: Link) -> Mapping[str, str] | None:
        if link.kind == "web":
            return {"href": link.target, **NEW_WINDOW}
        return None if link.kind == "file" and file_name(link.target) not in files else within(link)

    return links


def linked_files(markdown: str) -> set[str]:
    """Return the names in the build of the files that a text links to; there may be no such files."""
    tokens = pieces(tokens_of(markdown)) if markdown.strip() else ()
    links = (link_of(str(token.attrs["href"])) for _, token in tokens if token.type == "link_open")
    return {file_name(link.target) for link in links if link.kind == "file"}


def file_name(address: str) -> str:
    """Return the name in the build of the file that a relative address on the page means; there may be no such file."""
    return posixpath.normpath(unquote(re.split("[?#]", address, maxsplit=1)[0]))


def as_html(text: Text, links: Links, below: int = PAGE_LEVEL) -> Markup:
    """Return a text as HTML: paragraphs, emphasis, lists, quotations, code, headings, tables, links, images, formulas.

    Its headings begin one level below ``below``. Names in braces that are no facts of the run stand as they are, and so
    does a formula that is none: the reader of the file has refused them.
    """
    return Markup("").join(html_parts(text, links, below))


def html_parts(text: Text, links: Links, below: int = PAGE_LEVEL, *, most: int = 0) -> list[Markup]:
    """Return a text as HTML like ``as_html``, in parts of whole blocks of about ``most`` characters; 0 is no limit."""
    if not text.markdown.strip():
        return []
    known = {name: nonbreaking(value) for name, value in text.facts.items()}
    writer = _Writer(Text(text.markdown, known, text.pictures), links, below)
    return [Markup(html_of(list(writer.blocks(part)))) for part in parts(tokens_of(text.markdown), most)]


@dataclass(frozen=True)
class _Writer:
    """Turns the tokens of a text into those of the page."""

    text: Text
    links: Links
    below: int

    def blocks(self, tokens: list[Token]) -> Iterator[Token]:
        for token in tokens:
            if token.type in ("heading_open", "heading_close"):
                token.tag = f"h{min(6, max(2, int(token.tag[1])) - 1 + self.below)}"
            if token.type == "table_open":
                yield _raw(f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(tr("Table"))}">\n')
            if token.children is not None:
                token.children = list(self.inline(token.children))
            yield self._written(token)
            if token.type == "table_close":
                yield _raw("</div>\n")

    def inline(self, tokens: list[Token]) -> Iterator[Token]:
        left_out: list[bool] = []
        for token in tokens:
            if token.type == "link_open":
                link = link_of(str(token.attrs["href"]))
                given = None if link.kind == "refused" else self.links(link)
                left_out.append(given is None)
                token.attrs |= given or {}
            if token.type == "image":
                yield self._image(token)
            elif not (token.type in ("link_open", "link_close") and left_out[-1]):
                yield self._written(token)
            if token.type == "link_close":
                left_out.pop()

    def _written(self, token: Token) -> Token:
        """Return a token with facts in the place of their names, a formula as MathML, and no styles."""
        if token.type in FORMULAS:
            return _raw(self._formula(token))
        if token.type in WORDS:
            token.content = filled(token.content, self.text.facts)
        if "title" in token.attrs:
            token.attrs["title"] = filled(str(token.attrs["title"]), self.text.facts)
        style = str(token.attrs.pop("style", ""))
        if style.startswith(ALIGNED):
            token.attrs["class"] = style.removeprefix(ALIGNED)
        return token

    def _formula(self, token: Token) -> str:
        source = with_facts(token.content.strip(), self.text.facts)
        try:
            made = markup(mathml_of(source, display=FORMULAS[token.type]))
        except InputError:
            made = f"<code>{escape(source)}</code>"
        return f'<div class="formula" tabindex="0">{made}</div>\n' if token.type == "math_block" else made

    def _image(self, token: Token) -> Token:
        described = escape(filled(spoken(token), self.text.facts))
        picture = self.text.pictures.get(str(token.attrs["src"]))
        if picture is None:
            return _raw(described)
        title = escape(filled(str(token.attrs.get("title", "")), self.text.facts))
        return _raw(
            f'<img src="{picture.name}" alt="{described}" width="{picture.width}" height="{picture.height}" '
            f'loading="lazy" decoding="async"{f" title={chr(34)}{title}{chr(34)}" if title else ""}>'
        )


def _raw(html: str) -> Token:
    """Return a token that is written as it is."""
    from markdown_it.token import Token

    return Token("html_inline", "", 0, content=html)
