"""The files of a page: all of it on one sheet, or each part of the story on its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from gdcore.lesson.prose_checks import Text
from gdcore.prose.links import Link
from gdcore.scenarios import OPENING, TOGETHER
from gdcore.text.language import tr
from gdcore.text.readers import on_one_line
from valleyjump.clips_on_page.figure import Figure
from valleyjump.page.embed_codes import playground_name
from valleyjump.page.files import Beside
from valleyjump.page.page import FIRST, MORE, Page, Part
from valleyjump.page.prose import Links, as_html, on_page
from valleyjump.page.sharing import Shared, shared
from valleyjump.page.templates import environment

WHOLE = "whole.html"
"""All parts of a page that has several files, to be searched, printed and packed."""


@dataclass(frozen=True)
class Neighbour:
    """A sheet before or after another one."""

    name: str
    title: str


@dataclass(frozen=True)
class Sheet:
    """One file of a page: the parts on it, ``places`` with the file of each id on the page, and the sheets around it.

    ``is_first`` says that it begins with the page's own title, ``is_last`` that the page ends here.
    """

    page: Page
    name: str
    title: str
    parts: tuple[Part, ...]
    shared: Shared
    places: Mapping[str, str]
    links: Links
    is_first: bool = True
    is_last: bool = True
    before: Neighbour | None = None
    after: Neighbour | None = None

    @property
    def figures(self) -> dict[str, Figure]:
        """The figures on this sheet, by slug."""
        return {slug: self.page.figures[slug] for part in self.parts for slug in part.slugs}

    @property
    def is_whole(self) -> bool:
        """Whether everything is on it."""
        return self.is_first and self.is_last

    def to(self, anchor: str) -> str:
        """Return the address of a place of the page; one that is nowhere in particular is on this sheet."""
        file = self.places.get(anchor, self.name)
        return f"#{anchor}" if file == self.name else f"{file}#{anchor}"

    def to_part(self, part: Part) -> str:
        """Return the address where a part begins."""
        alone = not self.is_whole and [other.file for other in self.page.parts].count(part.file) == 1
        return part.file if alone and part.file not in (FIRST, self.name) else self.to(part.place)

    def announces(self, part: Part) -> bool:
        """Whether a part has a heading of its own here: it has not where the sheet's title is its own."""
        return bool(part.title) and (self.is_first or len(self.parts) > 1)

    def prose(self, text: Text) -> Markup:
        """Return a lesson's own text as it is written on this sheet."""
        return as_html(text, self.links)


def sheets(page: Page) -> tuple[Sheet, ...]:
    """Return the files of a page in their order, each with its parts; a lesson has one."""
    names = list(dict.fromkeys(part.file for part in page.parts)) or [FIRST]
    places = {place: part.file for part in page.parts for place in _places(part)}
    places |= {"film": names[0], "numbers": names[-1]}
    made = [_sheet(page, name, tuple(part for part in page.parts if part.file == name), places) for name in names]
    around = [Neighbour(one.name, one.title) for one in made]
    return tuple(
        replace(
            one,
            is_first=number == 0,
            is_last=number == len(made) - 1,
            before=around[number - 1] if number else None,
            after=around[number + 1] if number + 1 < len(made) else None,
        )
        for number, one in enumerate(made)
    )


def addresses(page: Page) -> dict[str, str]:
    """Return where a page tells of each of its clips, by slug, and of each playground, by its frame."""
    places = sheets(page)[0].places
    anchors = {slug: f"clip-{slug if slug in page.figures else TOGETHER}" for slug in page.codes}
    anchors |= {OPENING: "film"} if OPENING not in page.figures and OPENING in anchors else {}
    anchors |= {playground_name(name): place.anchor for name, place in page.places.items()}
    return {name: f"{places[anchor]}#{anchor}" for name, anchor in anchors.items()}


def whole(page: Page) -> Sheet:
    """Return the page on one sheet."""
    several = len({part.file for part in page.parts}) > 1
    name = WHOLE if several else FIRST
    sheet = _sheet(page, name, page.parts, {})
    return replace(sheet, title=page.title, shared=_shared(page, name, page.title, page.lead, page.parts))


def files_of(page: Page) -> tuple[Sheet, ...]:
    """Return everything that a build writes of a page: its sheets, and the whole of it where these are several."""
    found = sheets(page)
    return found if len(found) == 1 else (*found, whole(page))


def written(sheet: Sheet, files: Beside | None = None) -> Iterator[str]:
    """Yield a file piece by piece: of a thousand runs it is long. Without ``files`` they lie beside it."""
    given = {"page": sheet.page, "sheet": sheet, "files": files or Beside()}
    yield from environment().get_template("index.html").generate(given)


def _sheet(page: Page, name: str, parts: tuple[Part, ...], places: Mapping[str, str]) -> Sheet:
    title, told = page.title, page.lead
    if name == MORE:
        title = tr("Further runs")
    elif name != FIRST and len(parts) == 1:
        title, told = parts[0].title, parts[0].told
    here = [section.slug for part in parts for section in part.sections if section.slug]
    sheet = Sheet(page, name, title, parts, _shared(page, name, title, told, parts), places, on_page(here))
    return replace(sheet, links=_across(sheet, here)) if places else sheet


def _across(sheet: Sheet, slugs: list[str]) -> Links:
    """Return the links of a text on a sheet, of which some lead to other sheets."""
    within = on_page(slugs)

    def links(link: Link) -> Mapping[str, str] | None:
        return {"href": sheet.to(link.target)} if link.kind == "place" else within(link)

    return links


def _shared(page: Page, name: str, title: str, told: str, parts: tuple[Part, ...]) -> Shared:
    """Return what a sheet says of itself to those who share it; its picture is its first one, or the page's."""
    own = title if title == page.title else f"{title} · {page.title}"
    slug = next((slug for part in parts for slug in part.slugs), next(iter(page.figures)))
    file = "" if name == FIRST else name
    return shared("article", on_one_line(own), told, page.place, file, page.pictures[slug])


def _places(part: Part) -> Iterator[str]:
    """Yield the ids that are where a part is."""
    yield part.place
    yield from (section.anchor for section in part.sections)
    yield from (f"play-{section.play}" for section in part.sections if section.play)
    for slug in part.slugs:
        yield from (f"clip-{slug}", f"question-{slug}", f"run-{slug}")
