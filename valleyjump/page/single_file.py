"""The page as one HTML file: styles, scripts, pictures, videos and traces inside it, to be opened from anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from gdcore.lesson.prose_checks import Text
from gdcore.prose.links import Link
from valleyjump.markup.media_types import MEDIA_TYPES
from valleyjump.page.assets import ALL_STYLES, FONT_SHEET, all_styles
from valleyjump.page.files import Inside
from valleyjump.page.page import Page, Part, Section
from valleyjump.page.prose import file_name
from valleyjump.page.sheets import whole, written

FONT = re.compile(r"\bfonts/[\w-]+\.\w+")
"""The address of a typeface's file, as the style sheet has it."""


def single_file(page: Page, contents: Mapping[str, bytes]) -> str:
    """Return ``page`` with everything that it links to inside it, given the build's files by name.

    Codes for other pages are left out, since their files are nowhere beside this one. Raises
    ``ValueError`` for a style or a script that could not stand inside a page, and for one that is not among the files.
    """
    fonts = FONT.sub(lambda found: Inside(contents).source(f"assets/{found[0]}"), contents[FONT_SHEET].decode())
    files = Inside({**contents, f"assets/{ALL_STYLES}": all_styles({**contents, FONT_SHEET: fonts.encode()})})
    sheet = whole(page)

    def links(link: Link) -> Mapping[str, str] | None:
        if link.kind != "file":
            return sheet.links(link)
        name = file_name(link.target)
        return files.link(name) if name in contents and PurePosixPath(name).suffix in MEDIA_TYPES else None

    # A video stands inside in one form: another would only make the page larger.
    figures = {slug: replace(figure, video=figure.video.in_one_form) for slug, figure in page.figures.items()}
    alone = replace(
        page.without_codes, parts=tuple(_with_pictures(part, files) for part in page.parts), figures=figures
    )
    return "".join(written(replace(whole(alone), links=links), files))


def _with_pictures(part: Part, files: Inside) -> Part:
    """Return a part whose texts have their pictures inside."""

    def within(text: Text) -> Text:
        shown = text.pictures.items()
        return replace(text, pictures={address: replace(one, name=files.source(one.name)) for address, one in shown})

    def told(section: Section) -> Section:
        return replace(section, before=within(section.before), after=within(section.after))

    return replace(part, sections=tuple(map(told, part.sections)))
