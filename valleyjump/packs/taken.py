"""What packages take from a build: its page in their own form, and the files that the lesson's text refers to."""

from __future__ import annotations

import gzip
from collections.abc import Iterable

from valleyjump.build.built import Built
from valleyjump.build.prose_file import TextsAround
from valleyjump.clips_on_page.video import video_files
from valleyjump.page.assets import FONTS
from valleyjump.page.embed_codes import (
    FRAME_SCRIPTS,
    FRAME_STYLESHEETS,
    PLAYGROUND_SCRIPTS,
    PLAYGROUND_STYLESHEETS,
    embed_name,
)

PAGE = "index.html"


def page_of(built: Built, name: str) -> bytes:
    """Return one of the ``package_pages`` of a build."""
    return gzip.decompress(built.read(name))


def told_files(built: Built, texts: Iterable[TextsAround]) -> set[str]:
    """Return the files of a build that texts show or link to, with everything that the frames among them show."""
    names = {name for text in texts for name in text.files} & built.beside
    found = set(names)
    for clip in built.clips:
        if embed_name(clip.slug) in names:
            found |= {*FRAME_STYLESHEETS, *FONTS, *FRAME_SCRIPTS, *video_files(clip)}
    if any(name.startswith(embed_name("playground_").removesuffix(".html")) for name in names):
        found |= {*PLAYGROUND_STYLESHEETS, *FONTS, *PLAYGROUND_SCRIPTS}
    return found
