"""Links of a lesson's text inside a package: where they lead, and which files of the build they take along."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import unquote

from gdcore.lesson.prose import Text
from gdcore.markup.links import Link
from valleyjump.build.built import Built
from valleyjump.page.frame_files import (
    FRAME_SCRIPTS,
    FRAME_STYLESHEETS,
    PLAYGROUND_SCRIPTS,
    PLAYGROUND_STYLESHEETS,
    embed_name,
)
from valleyjump.page.prose import Address, as_html, on_page
from valleyjump.page.video import video_files

PAGE = "index.html"


@dataclass
class PackageLinks:
    """An ``Address`` for a package of ``files``; ``linked`` collects those that a text links to.

    ``within`` is the address of every link that is not to a file. A link to a file outside the package leads nowhere.
    """

    files: Collection[str]
    within: Address
    linked: set[str] = field(default_factory=set)

    def __call__(self, link: Link) -> str | None:
        """Return where ``link`` leads."""
        if link.kind != "file":
            return self.within(link)
        name = posixpath.normpath(unquote(re.split("[?#]", link.target, maxsplit=1)[0]))
        if name not in self.files:
            return None
        self.linked.add(name)
        return link.target


def with_frames(built: Built, names: Collection[str]) -> set[str]:
    """Return ``names`` with everything that the frames among them show."""
    found = set(names)
    for clip in built.clips:
        if embed_name(clip.slug) in names:
            found |= {*FRAME_STYLESHEETS, *FRAME_SCRIPTS, *video_files(clip)}
    if any(name.startswith(embed_name("playground_").removesuffix(".html")) for name in names):
        found |= {*PLAYGROUND_STYLESHEETS, *PLAYGROUND_SCRIPTS}
    return found


def page_with(built: Built, files: Collection[str], *, new_window: bool) -> tuple[str, set[str]]:
    """Return the page of ``built`` for a package of ``files``, and those that the lesson's text shows or links to.

    Only that text is written anew: all other links of the page are to the page itself and to its own files.
    """
    html = built.read(PAGE).decode()
    there = on_page([clip.slug for clip in built.clips if f'<section id="run-{clip.slug}"' in html])
    links = PackageLinks(files, there)
    for text in (text for told in built.prose.values() for text in (told.before, told.after)):
        if text.markdown.strip() and _block(text, there) in html:
            html = html.replace(_block(text, there), _block(text, links, new_window=new_window))
            links.linked |= {picture.name for picture in text.pictures.values()}
    return html, links.linked


def _block(text: Text, address: Address, *, new_window: bool = False) -> str:
    """Return a text as it stands in ``templates/run.html``."""
    return f'<div class="prose" dir="auto">\n{as_html(text, address, new_window=new_window)}</div>'
