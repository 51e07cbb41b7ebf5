"""Each clip, and each playground, alone on a page of its own, to stand in a frame of somebody else's page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Protocol

from gdcore.scenario import Scenario
from gdcore.text.readers import on_one_line
from scenes.clip.clip import Clip
from scenes.theme.theme import Theme
from valleyjump.clips_on_page.video import make_video
from valleyjump.markup.language import page_language
from valleyjump.markup.quantity import NOTHING
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
from valleyjump.page.sharing import shared
from valleyjump.page.templates import environment
from valleyjump.playgrounds.model import Place

ABOVE = "../"
"""From a frame's folder to that of the page."""
ENTRY = "embed/main.js"
"""The module in which the frame's script begins."""


@dataclass(frozen=True)
class Around:
    """The page that frames belong to: its title, and where it tells of each clip and playground, by slug and name."""

    title: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict)

    def more(self, name: str) -> dict[str, str]:
        """Return what the frame of a clip or a playground says of the page."""
        return {"page": self.title, "more": ABOVE + self.addresses[name] if name in self.addresses else ""}


NOWHERE = Around()


class WithPlaygrounds(Protocol):
    """A page, or the article in it: what it says of itself, and its playgrounds by name."""

    @property
    def lead(self) -> str:
        """What is said under its title."""

    @property
    def places(self) -> Mapping[str, Place]:
        """Where the playgrounds are."""


def embed_pages(
    scenarios: Sequence[Scenario],
    clips: Mapping[str, Clip],
    theme: Theme | None = None,
    place: str = "",
    around: Around = NOWHERE,
) -> Iterator[tuple[str, str]]:
    """Yield name and HTML of each clip's frame, in the current language. Raises ``KeyError`` for a run without a clip.

    A frame is in ``theme`` or as readers prefer, and needs the files of ``embed_assets`` and the page's own.
    ``place`` is the address of the folder where the build is served, if known, and ``around`` the page beside it.
    """
    template = environment().get_template("embed.html")
    for scenario in scenarios:
        clip, file = clips[scenario.slug], embed_name(scenario.slug)
        title = on_one_line(scenario.title)
        words = next((on_one_line(cue.text) for cue in clip.cues if cue.text.strip()), title)
        frame = {
            **_common(theme, FRAME_STYLESHEETS, FRAME_SCRIPTS),
            **around.more(scenario.slug),
            "title": scenario.title,
            "video": make_video(clip, ABOVE),
            "alternative": clip.last_words or scenario.title,
            "shared": shared("video.other", title, words, place, file, (scenario.title, clip)),
        }
        yield file, template.render(frame=frame)


def playground_pages(
    page: WithPlaygrounds,
    picture: tuple[str, Clip],
    theme: Theme | None = None,
    place: str = "",
    around: Around = NOWHERE,
) -> Iterator[tuple[str, str]]:
    """Yield name and HTML of the frame of each playground of a page, in the current language.

    A shared link shows ``picture``, title and clip.
    """
    template = environment().get_template("embed_playground.html")
    for name, on_page in page.places.items():
        file = embed_name(playground_name(name))
        frame = {
            **_common(theme, PLAYGROUND_STYLESHEETS, PLAYGROUND_SCRIPTS),
            **around.more(playground_name(name)),
            "title": on_page.title,
            "name": name,
            "anchor": on_page.anchor,
            "play": on_page.play,
            "messages": scripts_messages(),
            "shared": shared("website", on_one_line(on_page.title), page.lead, place, file, picture),
        }
        yield file, template.render(frame=frame)


def embed_assets() -> dict[str, bytes]:
    """Return what frames link to and the page does not, by path relative to the output folder."""
    styles = {name: (files("templates") / name).read_bytes() for name in (OWN_STYLESHEET, OWN_PLAYGROUND_STYLESHEET)}
    return {**styles, OWN_SCRIPT: joined(ENTRY).encode()}


def _common(theme: Theme | None, stylesheets: Sequence[str], scripts: Sequence[str]) -> dict[str, object]:
    """Return what all frames have of the page: colour scheme, language and files, seen from their folder."""
    return {
        "messages": NOTHING,
        "colour_scheme": scheme(theme),
        "language": page_language(),
        "stylesheets": [ABOVE + name for name in stylesheets],
        "scripts": [ABOVE + name for name in scripts],
    }
