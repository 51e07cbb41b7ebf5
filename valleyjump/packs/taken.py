"""What packages take from a build: its page in their own form, and the files that the lesson's text refers to."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

from valleyjump.build.built import Built
from valleyjump.build.prose_file import TextsAround
from valleyjump.clips_on_page.video import video_files
from valleyjump.page.embed_codes import (
    FRAME_SCRIPTS,
    FRAME_STYLESHEETS,
    PLAYGROUND_SCRIPTS,
    PLAYGROUND_STYLESHEETS,
    embed_name,
)
from valleyjump.page.package_pages import packed_name

PAGE = "index.html"


def page_of(built: Built, name: str) -> bytes:
    """Return a page as the build has printed it for packages."""
    return gzip.decompress(built.read(packed_name(name)))


def told_files(built: Built, texts: Iterable[TextsAround]) -> dict[str, bytes | Path]:
    """Return the files of a build that texts show or link to, by name, and what the frames among them show."""
    names = {name for text in texts for name in text.files} & built.beside
    found = set(names)
    for clip in (*built.clips, *built.apart):
        if embed_name(clip.slug) in names:
            found |= {*FRAME_STYLESHEETS, *built.fonts, *FRAME_SCRIPTS, *video_files(clip)}
    if any(name.startswith(embed_name("playground_").removesuffix(".html")) for name in names):
        found |= {*PLAYGROUND_STYLESHEETS, *built.fonts, *PLAYGROUND_SCRIPTS}
    frames = {name for name in names if packed_name(name) in built.files}
    return {name: page_of(built, name) if name in frames else built.path(name) for name in sorted(found)}
