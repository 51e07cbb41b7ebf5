"""The pages of a cartridge: each clip with its transcript, and the transcript alone. No script is on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from gdcore.text.language import tr
from scenes.clip.clip import Clip
from valleyjump.clips_on_page.video import PLAYED, Video, make_video
from valleyjump.markup.captions import Line, transcript
from valleyjump.markup.language import page_language
from valleyjump.markup.quantity import NOTHING
from valleyjump.page.templates import environment

OWN_STYLESHEET = "assets/cartridge.css"
STYLESHEETS = ("assets/theme.css", "assets/prose.css", OWN_STYLESHEET)
"""The colours of the build, how a lesson's text looks, and the pages' own layout."""
MEDIA = ("mp4", "vtt", "png")


@dataclass(frozen=True)
class ClipPage:
    """What the pages of a clip show. They lie at the root of the cartridge.

    Addresses go down from there by plain relative paths. ``$IMS-CC-FILEBASE$`` is for HTML inside questions and
    discussions: a page that a platform keeps as a file, as most do, is never searched for it. And from the root an
    address reads the same whether a platform takes it from the page's folder or from that of all files.
    """

    title: str
    transcript_title: str
    video: Video
    transcript: tuple[Line, ...]
    language: str
    before: Markup = NOTHING
    after: Markup = NOTHING
    stylesheets: tuple[str, ...] = STYLESHEETS


def clip_name(slug: str) -> str:
    """Return the name of a clip's page in the cartridge."""
    return f"{slug}.html"


def transcript_name(slug: str) -> str:
    """Return the name of a transcript's page in the cartridge."""
    return f"{slug}.transcript.html"  # no slug has a dot


def media_names(slug: str) -> tuple[str, ...]:
    """Return the names of the files that a clip's page shows, in the build and in the cartridge."""
    return tuple(f"clips/{slug}.{kind}" for kind in MEDIA)


def make_clip_page(clip: Clip, title: str, before: Markup = NOTHING, after: Markup = NOTHING) -> ClipPage:
    """Return the page of a clip with what is told above and below it, in the current language."""
    return ClipPage(
        title=title,
        transcript_title=tr("Transcript: {title}", title=title),
        video=make_video(clip, played=PLAYED[:1]),
        transcript=tuple(transcript(clip.cues)),
        language=page_language(),
        before=before,
        after=after,
    )


def clip_pages(page: ClipPage, slug: str) -> Mapping[str, bytes]:
    """Return a clip's pages by name; one without words has no transcript."""
    templates = {clip_name(slug): "clip"} | ({transcript_name(slug): "transcript"} if page.transcript else {})
    return {name: _printer(template)(page=page).encode() for name, template in templates.items()}


@cache
def _printer(template: str) -> Callable[..., str]:
    """Return what prints a template, read once for all clips; its messages follow the language when it prints."""
    return environment().get_template(f"cartridge/{template}.html").render


def cartridge_assets() -> dict[str, bytes]:
    """Return what the pages link to and the build has not."""
    return {OWN_STYLESHEET: (files("templates") / OWN_STYLESHEET).read_bytes()}
