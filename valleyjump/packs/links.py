"""Links of a lesson's text inside a package: where they lead, and which files of the build they take along."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from gdcore.lesson.prose_checks import Text
from gdcore.prose.links import Link
from valleyjump.build.built import Built
from valleyjump.clips_on_page.video import video_files
from valleyjump.page.assets import FONTS
from valleyjump.page.embed_codes import (
    FRAME_SCRIPTS,
    FRAME_STYLESHEETS,
    PLAYGROUND_SCRIPTS,
    PLAYGROUND_STYLESHEETS,
    embed_name,
)
from valleyjump.page.prose import Links, as_html, file_name, on_page

PAGE = "index.html"
MORE = re.compile(rb'<p class="more">.*?</p>\n', re.DOTALL)
"""What leads from a frame to the page of its build, which is not in the package."""
OF_CODES = re.compile(r'<p class="codes">.*?</p>\n')
"""What leads to the codes for other pages: the files that these need are not in the package either."""
NEW_WINDOW = {"target": "_blank", "rel": "noopener"}


@dataclass
class PackageLinks:
    """The ``Links`` of a text in a package of ``files``; ``linked`` collects those of them that it links to.

    ``within`` has the links inside the document. Those to files outside the package lead nowhere. Those to the web
    have the attributes ``web``: a learning platform shows a package in a frame, where most sites show nothing.
    """

    files: Collection[str]
    within: Links
    web: Mapping[str, str] = field(default_factory=lambda: NEW_WINDOW)
    linked: set[str] = field(default_factory=set)

    def __call__(self, link: Link) -> Mapping[str, str] | None:
        """Return the attributes of ``link``."""
        if link.kind == "web":
            return {"href": link.target, **self.web}
        if link.kind == "file":
            name = file_name(link.target)
            if name not in self.files:
                return None
            self.linked.add(name)
        return self.within(link)


def with_frames(built: Built, names: Collection[str]) -> dict[str, bytes | Path]:
    """Return the files ``names`` with everything that the frames among them show; these lead no further."""
    found = set(names)
    for clip in (*built.clips, *built.apart):
        if embed_name(clip.slug) in names:
            found |= {*FRAME_STYLESHEETS, *FONTS, *FRAME_SCRIPTS, *video_files(clip)}
    if any(name.startswith(embed_name("playground_").removesuffix(".html")) for name in names):
        found |= {*PLAYGROUND_STYLESHEETS, *FONTS, *PLAYGROUND_SCRIPTS}
    return {
        name: MORE.sub(b"", built.read(name)) if PurePosixPath(name).match(embed_name("*")) else built.path(name)
        for name in sorted(found)
    }


def page_with(built: Built, files: Collection[str], web: Mapping[str, str] = NEW_WINDOW) -> tuple[str, set[str]]:
    """Return the page of ``built`` for a package of ``files``, and those that the lesson's text shows or links to.

    Only that text is written anew: all other links of the page are to the page itself and to its own files.
    """
    html = OF_CODES.sub("", built.read(built.whole).decode())
    there = on_page([clip.slug for clip in built.clips if f'<section id="run-{clip.slug}"' in html])
    links = PackageLinks(files, there, web)
    for text in (text for told in built.prose.values() for text in (told.before, told.after)):
        if text.markdown.strip() and _block(text, there) in html:
            html = html.replace(_block(text, there), _block(text, links))
            links.linked |= {picture.name for picture in text.pictures.values()}
    return html, links.linked


def _block(text: Text, links: Links) -> str:
    """Return a text as it stands in ``templates/run.html``."""
    return f'<div class="prose" dir="auto">\n{as_html(text, links)}</div>'
