"""The page as one HTML file: styles, scripts, pictures, videos and traces inside it, to be opened from anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from gdcore.lesson.lesson import Lesson
from gdcore.lesson.prose_checks import Text, texts_of
from gdcore.prose.links import Link
from gdcore.prose.pictures import Picture
from gdcore.scenario import Scenario
from valleyjump.markup.media_types import MEDIA_TYPES
from valleyjump.page.files import Inside
from valleyjump.page.page import Page, Section, page_parts
from valleyjump.page.prose import as_html, file_name, on_page


def single_file(page: Page, lesson: Lesson, scenarios: Mapping[str, Scenario], contents: Mapping[str, bytes]) -> str:
    """Return ``page`` with everything that it links to inside it, given the build's files by name.

    What ``lesson`` says about ``scenarios``, by slug, is written anew, with its links and pictures. Codes for other
    pages are left out, since their files are nowhere beside this one. Raises ``ValueError`` for a style or a script
    that could not stand inside a page, and for one that is not among the files.
    """
    files = Inside(contents)
    within = on_page([section.slug for section in page.sections if section.slug])

    def links(link: Link) -> Mapping[str, str] | None:
        if link.kind != "file":
            return within(link)
        name = file_name(link.target)
        return files.link(name) if name in contents and PurePosixPath(name).suffix in MEDIA_TYPES else None

    def written(section: Section) -> Section:
        if not section.slug:
            return section
        texts = texts_of(lesson, scenarios[section.slug])
        before, after = (as_html(replace(text, pictures=_inside(text, files)), links) for text in texts)
        return replace(section, before=before, after=after)

    # A video stands inside in one form: another would only make the page larger.
    figures = {slug: replace(figure, video=figure.video.in_one_form) for slug, figure in page.figures.items()}
    alone = replace(
        page,
        sections=tuple(map(written, page.sections)),
        figures=figures,
        codes=dict.fromkeys(page.codes, ()),
        playground_codes=dict.fromkeys(page.playground_codes, ()),
    )
    return "".join(page_parts(alone, files))


def _inside(text: Text, files: Inside) -> Mapping[str, Picture]:
    return {address: replace(shown, name=files.source(shown.name)) for address, shown in text.pictures.items()}
