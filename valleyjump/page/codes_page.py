"""The codes that put clips and playgrounds into other pages, on a page of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gdcore.text.language import tr
from gdcore.text.readers import on_one_line
from valleyjump.page.assets import CODES, FONT_SHEET
from valleyjump.page.embed_codes import Code, embed_name, playground_name
from valleyjump.page.page import CODES_PAGE, Page
from valleyjump.page.sharing import shared
from valleyjump.page.templates import environment


@dataclass(frozen=True)
class Shown:
    """What is embedded, the codes for it, and the name of its frame."""

    anchor: str
    title: str
    codes: tuple[Code, ...]
    frame: str


def codes_page(page: Page) -> str:
    """Return ``codes.html`` of a page."""
    title = tr("For teachers: embed clips")
    told = f"{title} · {on_one_line(page.title)}"
    style, script = (f"assets/{name}" for name in CODES)
    frame = {
        "title": title,
        "page": page,
        "shown": tuple(_shown(page)),
        "messages": page.messages,
        "language": page.language,
        "colour_scheme": page.colour_scheme,
        "stylesheets": (FONT_SHEET, "assets/theme.css", "assets/page.css", style),
        "scripts": (script,),
        "shared": shared("website", told, page.lead, page.place, CODES_PAGE, next(iter(page.pictures.values()))),
    }
    return environment().get_template("codes_page.html").render(frame=frame)


def _shown(page: Page) -> Iterator[Shown]:
    for slug, codes in page.codes.items():
        yield Shown(slug, page.pictures[slug][0], codes, embed_name(slug))
    for name, codes in page.playground_codes.items():
        yield Shown(page.places[name].anchor, page.places[name].title, codes, embed_name(playground_name(name)))
