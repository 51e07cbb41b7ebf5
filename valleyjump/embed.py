"""Each clip alone on a page of its own, to stand in a frame of somebody else's page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from gdcore.language import language_name
from gdcore.scenario import Scenario
from scenes.clip import Clip
from scenes.theme import Theme
from valleyjump.figure import MEDIA_TYPES, Source
from valleyjump.page import environment, page_language, track_language
from valleyjump.page_theme import scheme

ABOVE = "../"
"""From a frame's folder to that of the page."""
OWN_STYLESHEET = "assets/embed.css"
STYLESHEETS = ("assets/theme.css", OWN_STYLESHEET)
"""The page's colours, and the frame's own layout."""


@dataclass(frozen=True)
class Frame:
    """One clip and nothing else; addresses are relative to ``embed/``, width and height in pixels."""

    title: str
    sources: tuple[Source, ...]
    poster: str
    alternative: str
    captions: str
    width: int
    height: int
    colour_scheme: str
    language: str
    language_name: str
    track_language: str
    stylesheets: tuple[str, ...] = tuple(ABOVE + name for name in STYLESHEETS)


def embed_name(slug: str) -> str:
    """Return the name of a clip's frame, relative to the output folder."""
    return f"embed/{slug}.html"


def make_frame(scenario: Scenario, clip: Clip, theme: Theme | None = None) -> Frame:
    """Return the frame of a clip, in ``theme`` or as readers prefer. Its files lie in ``clips/`` beside its folder."""
    base = f"{ABOVE}clips/{scenario.slug}"
    kinds = [kind for kind in MEDIA_TYPES if kind in clip.files] or ["mp4"]
    return Frame(
        title=scenario.title,
        sources=tuple(Source(f"{base}.{kind}", MEDIA_TYPES[kind]) for kind in kinds),
        poster=f"{base}.png",
        # The poster is the last picture, so the last sentence tells what is on it.
        alternative=clip.cues[-1].text if clip.cues else scenario.title,
        captions=f"{base}.vtt",
        width=clip.width_px,
        height=clip.height_px,
        colour_scheme=scheme(theme),
        language=page_language(),
        language_name=language_name(),
        track_language=track_language(),
    )


def embed_pages(
    scenarios: Sequence[Scenario], clips: Mapping[str, Clip], theme: Theme | None = None
) -> Iterator[tuple[str, str]]:
    """Yield name and HTML of each clip's frame, in the language in force. Raises ``KeyError`` for a run without a clip.

    A frame needs the files of ``embed_assets`` and the page's ``theme.css``.
    """
    template = environment().get_template("embed.html")
    for scenario in scenarios:
        frame = make_frame(scenario, clips[scenario.slug], theme)
        yield embed_name(scenario.slug), template.render(frame=frame)


def embed_assets() -> dict[str, bytes]:
    """Return what frames link to and the page does not, by path relative to the output folder."""
    return {OWN_STYLESHEET: (files("templates") / OWN_STYLESHEET).read_bytes()}
