"""The pages of a cartridge: each clip with its transcript, and the transcript alone. No script is on them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from gdcore.text.language import tr
from scenes.clip.clip import Clip
from valleyjump.clips_on_page.video import PLAYED, make_video
from valleyjump.markup.captions import transcript
from valleyjump.markup.language import page_language
from valleyjump.markup.quantity import NOTHING
from valleyjump.page.assets import FONT_SHEET
from valleyjump.page.templates import environment

OWN_STYLESHEET = "assets/cartridge.css"
STYLESHEETS = (FONT_SHEET, "assets/theme.css", "assets/prose.css", OWN_STYLESHEET)
"""The typefaces and colours of the build, how a lesson's text looks, and the pages' own layout."""


def clip_name(slug: str) -> str:
    """Return the name of a clip's page in the cartridge."""
    return f"{slug}.html"


def transcript_name(slug: str) -> str:
    """Return the name of a transcript's page in the cartridge."""
    return f"{slug}.transcript.html"  # no slug has a dot


def transcript_title(title: str) -> str:
    """Return what a clip's transcript is called, in the current language."""
    return tr("Transcript: {title}", title=title)


def media_names(clip: Clip) -> tuple[str, ...]:
    """Return the names of the files that a clip's page shows, in the build and in the cartridge."""
    return make_video(clip, played=PLAYED[:1]).files


def clip_pages(clip: Clip, title: str, before: Markup = NOTHING, after: Markup = NOTHING) -> dict[str, bytes]:
    """Return a clip's pages by name, in the current language, with what is told above and below the clip.

    They lie at the root of the cartridge; one without words has no transcript. Addresses go down from there by plain
    relative paths. ``$IMS-CC-FILEBASE$`` is for HTML inside questions and discussions: a page that a platform keeps as
    a file, as most do, is never searched for it. And from the root an address reads the same whether a platform takes
    it from the page's folder or from that of all files.
    """
    page = {
        "title": title,
        "transcript_title": transcript_title(title),
        "video": make_video(clip, played=PLAYED[:1]),
        "transcript": transcript(clip.cues),
        "language": page_language(),
        "before": before,
        "after": after,
        "stylesheets": STYLESHEETS,
    }
    templates = {clip_name(clip.slug): "clip"} | (
        {transcript_name(clip.slug): "transcript"} if page["transcript"] else {}
    )
    return {name: _printer(template)(page=page).encode() for name, template in templates.items()}


@cache
def _printer(template: str) -> Callable[..., str]:
    """Return what prints a template, read once for all clips; its messages follow the language when it prints."""
    return environment().get_template(f"cartridge/{template}.html").render


def cartridge_assets() -> dict[str, bytes]:
    """Return what the pages link to and the build has not."""
    return {OWN_STYLESHEET: (files("templates") / OWN_STYLESHEET).read_bytes()}
