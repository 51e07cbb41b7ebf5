"""Codes that put a clip into other people's pages, one copy each: a frame, a video without scripts, site builders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gdcore.text.language import tr, translatable
from scenes.clip.clip import Clip
from valleyjump.page.code_texts import (
    Shown,
    frame_text,
    myst_text,
    playground_text,
    quarto_text,
    sphinx_text,
    video_text,
)
from valleyjump.page.frame_files import (
    FRAME_SCRIPTS,
    FRAME_STYLESHEETS,
    PLAYGROUND_SCRIPTS,
    PLAYGROUND_STYLESHEETS,
    embed_name,
    playground_name,
)

PLACE = "https://example.org/lesson"
"""Where a build seems to be served as long as nobody has said where it is."""
SERVED = translatable("The build must be served; put its address in the place of the example’s.")


@dataclass(frozen=True)
class Code:
    """One code: what it is for, where it goes, its ``text`` to be copied, and the files of the build it needs.

    ``served`` says what to do about the build's address where the code has it in it.
    """

    name: str
    heading: str
    advice: str
    text: str
    files: tuple[str, ...]
    served: str = ""


@dataclass(frozen=True)
class Form:
    """How a code is made: the heading and the advice as messages, the text, and the names of the files."""

    heading: str
    advice: str
    write: Callable[[Shown], str]
    files: Callable[[Shown], tuple[str, ...]]
    served: str = ""

    def code(self, name: str, shown: Shown) -> Code:
        """Return the code for one clip, in the language in force."""
        return Code(name, tr(self.heading), tr(self.advice), self.write(shown), self.files(shown), tr(self.served))


def codes(clip: Clip, title: str, place: str = PLACE) -> tuple[Code, ...]:
    """Return the codes that a page offers beside a clip, for a build that is served at ``place``."""
    return tuple(code(name, clip, title, place) for name in SHOWN)


def code(name: str, clip: Clip, title: str, place: str = PLACE) -> Code:
    """Return one of ``FORMS`` for a clip, for a build that is served at ``place``."""
    return FORMS[name].code(name, Shown(clip, title, place.rstrip("/")))


def playground_codes(name: str, title: str, place: str = PLACE) -> tuple[Code, ...]:
    """Return the code that a page offers beside a playground."""
    page = embed_name(playground_name(name))
    text = playground_text(name, title, place.rstrip("/"))
    form = FORMS["frame"]
    return (
        Code(
            "frame",
            tr(form.heading),
            tr(form.advice),
            text,
            (page, *PLAYGROUND_STYLESHEETS, *PLAYGROUND_SCRIPTS),
            tr(form.served),
        ),
    )


def _frame_files(shown: Shown) -> tuple[str, ...]:
    return (embed_name(shown.clip.slug), *FRAME_STYLESHEETS, *FRAME_SCRIPTS, *_video_files(shown))


def _video_files(shown: Shown) -> tuple[str, ...]:
    return tuple(f"clips/{shown.file(kind)}" for kind in ("mp4", "png", "vtt"))


def _video_and_captions(shown: Shown) -> tuple[str, ...]:
    return tuple(f"clips/{shown.file(kind)}" for kind in ("mp4", "vtt"))


FORMS: Mapping[str, Form] = {
    "frame": Form(
        translatable("A frame: Canvas, any page"),
        translatable("For pages that allow frames."),
        frame_text,
        _frame_files,
        SERVED,
    ),
    "video": Form(
        translatable("A video without scripts: Moodle, any page"),
        translatable(
            "For editors that remove frames. Browsers show the captions only where page and build have one host."
        ),
        lambda shown: video_text(shown, f"{shown.place}/clips/"),
        _video_files,
        SERVED,
    ),
    "myst": Form(
        translatable("MyST and Jupyter Book"),
        translatable("Put the files beside the page."),
        myst_text,
        _video_and_captions,
    ),
    "quarto": Form(
        translatable("Quarto"),
        translatable("Put the file beside the page."),
        quarto_text,
        lambda shown: _video_files(shown)[:1],
    ),
    "sphinx": Form(
        translatable("Sphinx"),
        translatable(
            'Say html_extra_path = ["extra"] in conf.py, and put the files into extra/clips beside it; for a page in a '
            "folder, as in guide, into extra/guide/clips."
        ),
        sphinx_text,
        _video_files,
    ),
    "edx": Form(
        translatable("Open edX"),
        translatable("Upload the files to the course under Files, and paste this into a raw HTML component."),
        lambda shown: video_text(shown, "/static/"),
        _video_files,
    ),
}
"""All codes, by name."""
SHOWN = ("frame", "video", "myst", "quarto", "sphinx", "edx")
"""What pages offer beside each clip, in this order."""
