"""Each clip, and each playground, alone on a page of its own, to stand in a frame of somebody else's page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from markupsafe import Markup

from gdcore.scenario import Scenario
from gdcore.text.readers import on_one_line
from scenes.clip.clip import Clip
from scenes.theme.theme import Theme
from valleyjump.article.article import Article
from valleyjump.clips_on_page.video import Video, make_video
from valleyjump.markup.language import page_language
from valleyjump.markup.theme import scheme
from valleyjump.page.assets import joined, scripts_messages
from valleyjump.page.embed_codes import (
    FRAME_SCRIPTS,
    FRAME_STYLESHEETS,
    OWN_PLAYGROUND_STYLESHEET,
    OWN_SCRIPT,
    OWN_STYLESHEET,
    PLAYGROUND_SCRIPTS,
    PLAYGROUND_STYLESHEETS,
    embed_name,
    playground_name,
)
from valleyjump.page.sharing import Shared, shared
from valleyjump.page.templates import environment

ABOVE = "../"
"""From a frame's folder to that of the page."""
ENTRY = "embed/main.js"
"""The module in which the frame's script begins."""


@dataclass(frozen=True)
class Look:
    """What a frame has of the page around its clip: colour scheme and language."""

    colour_scheme: str
    language: str


@dataclass(frozen=True)
class Frame:
    """One clip and nothing else; addresses are relative to ``embed/``."""

    title: str
    video: Video
    alternative: str
    look: Look
    shared: Shared
    stylesheets: tuple[str, ...] = tuple(ABOVE + name for name in FRAME_STYLESHEETS)
    scripts: tuple[str, ...] = tuple(ABOVE + name for name in FRAME_SCRIPTS)


@dataclass(frozen=True)
class PlaygroundFrame:
    """One playground and nothing else: its name, its section of the page, and its model as JSON."""

    title: str
    name: str
    anchor: str
    model: Markup
    messages: Markup
    look: Look
    shared: Shared
    stylesheets: tuple[str, ...] = tuple(ABOVE + name for name in PLAYGROUND_STYLESHEETS)
    scripts: tuple[str, ...] = tuple(ABOVE + name for name in PLAYGROUND_SCRIPTS)


def make_frame(scenario: Scenario, clip: Clip, theme: Theme | None = None, place: str = "") -> Frame:
    """Return the frame of a clip, in ``theme`` or as readers prefer. Its files lie in ``clips/`` beside its folder.

    ``place`` is the address of the folder where the build is served, if known.
    """
    title = on_one_line(scenario.title)
    words = next((on_one_line(cue.text) for cue in clip.cues if cue.text.strip()), title)
    return Frame(
        title=scenario.title,
        video=make_video(clip, ABOVE),
        alternative=clip.last_words or scenario.title,
        look=_look(theme),
        shared=shared("video.other", title, words, place, embed_name(scenario.slug), (scenario.title, clip)),
    )


def embed_pages(
    scenarios: Sequence[Scenario], clips: Mapping[str, Clip], theme: Theme | None = None, place: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield name and HTML of each clip's frame, in the current language. Raises ``KeyError`` for a run without a clip.

    A frame needs the files of ``embed_assets`` and the page's own.
    """
    template = environment().get_template("embed.html")
    for scenario in scenarios:
        frame = make_frame(scenario, clips[scenario.slug], theme, place)
        yield embed_name(scenario.slug), template.render(frame=frame)


def playground_pages(
    article: Article, picture: tuple[str, Clip], theme: Theme | None = None, place: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield name and HTML of the frame of each playground in the article, in the current language.

    A shared link shows ``picture``, title and clip.
    """
    template = environment().get_template("embed_playground.html")
    for name, play in article.places.items():
        file = embed_name(playground_name(name))
        link = shared("website", play.title, article.lead, place, file, picture)
        frame = PlaygroundFrame(play.title, name, play.anchor, play.model, scripts_messages(), _look(theme), link)
        yield file, template.render(frame=frame)


def embed_assets() -> dict[str, bytes]:
    """Return what frames link to and the page does not, by path relative to the output folder."""
    styles = {name: (files("templates") / name).read_bytes() for name in (OWN_STYLESHEET, OWN_PLAYGROUND_STYLESHEET)}
    return {**styles, OWN_SCRIPT: joined(ENTRY).encode()}


def _look(theme: Theme | None) -> Look:
    return Look(scheme(theme), page_language())
