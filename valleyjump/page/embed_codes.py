"""Codes that put a clip into other people's pages, one copy each: a frame, a video without scripts, site builders.

Titles stay words in all of them. What stands in a frame is in ``frames.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from gdcore.text.language import language_name, tr, translatable
from gdcore.text.readers import on_one_line
from scenes.clip.clip import Clip
from valleyjump.clips_on_page.video import video_files
from valleyjump.markup.language import track_language
from valleyjump.page.assets import FONT_SHEET, FONTS

OWN_STYLESHEET, OWN_SCRIPT = "assets/embed.css", "assets/embed.js"
FRAME_STYLESHEETS, FRAME_SCRIPTS = (FONT_SHEET, "assets/theme.css", OWN_STYLESHEET), (OWN_SCRIPT,)
"""What the frame of a clip links to: the page's typefaces and colours, its own layout, and what it may be asked."""
OWN_PLAYGROUND_STYLESHEET = "assets/embed_playground.css"
PLAYGROUND_STYLESHEETS = (
    *(f"assets/{name}.css" for name in ("fonts", "theme", "page", "figure", "playground")),
    OWN_PLAYGROUND_STYLESHEET,
)
PLAYGROUND_SCRIPTS = (OWN_SCRIPT, "assets/playground.js")
PLACE = "https://example.org/lesson"
"""Where a build seems to be served as long as nobody has said where it is."""
SERVED = translatable("The build must be served; put its address in the place of the example’s.")
MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|$~@&^%]")
"""What means something anywhere in a line of Markdown; with a backslash before it, it is itself."""
MARKDOWN_START = re.compile(r"^(\d*)([-+=:.)])")
"""What begins a list, a heading or a directive where it comes first in a line."""
PLAYGROUND_HEIGHT = "30rem"
"""A frame cannot ask for the height of what is in it; this holds all that one plays with, 640 pixels wide or more."""
SHORTCODE = str.maketrans("", "", '"<>{}\\')
"""What could end a shortcode of Quarto or the text inside it."""


def embed_name(name: str) -> str:
    """Return the name of a frame, of a clip by its slug or of a playground, relative to the output folder."""
    return f"embed/{name}.html"


def playground_name(name: str) -> str:
    """Return what a playground's frame is called; no slug has an underscore."""
    return f"playground_{name}"


@dataclass(frozen=True)
class Shown:
    """What is embedded: a clip with its title, and ``place``, the address of the build without a slash at its end.

    ``fonts`` are the names of the build's font files.
    """

    clip: Clip
    title: str
    place: str
    fonts: tuple[str, ...]

    @property
    def line(self) -> str:
        """The title on one line."""
        return on_one_line(self.title)

    def file(self, kind: str) -> str:
        """Return the name of one of the clip's files without a folder."""
        return f"{self.clip.slug}.{kind}"


def frame_text(shown: Shown) -> str:
    """Return a frame that keeps the clip's shape at any width without a script of its host."""
    clip = shown.clip
    shape = (
        f'width="{clip.width_px}" height="{clip.height_px}" '
        f'style="width: 100%; height: auto; aspect-ratio: {clip.width_px} / {clip.height_px}; border: 0"'
    )
    return _frame(f"{shown.place}/{embed_name(clip.slug)}", escape(shown.line), shape)


def playground_text(name: str, title: str, place: str) -> str:
    """Return a frame around one of the playgrounds, for a build that is served at ``place``."""
    shape = f'style="width: 100%; height: {PLAYGROUND_HEIGHT}; border: 0"'
    return _frame(f"{place}/{embed_name(playground_name(name))}", escape(on_one_line(title)), shape)


def _frame(address: str, title: str, shape: str) -> str:
    return f'<iframe src="{escape(address)}" title="{title}" {shape} allowfullscreen loading="lazy"></iframe>'


def video_text(shown: Shown, folder: str) -> str:
    """Return a video without scripts and frames, its files in ``folder``, which ends with a slash if it is any."""
    mp4, png, vtt = (escape(folder + shown.file(kind)) for kind in ("mp4", "png", "vtt"))
    size = f'width="{shown.clip.width_px}" height="{shown.clip.height_px}" style="width: 100%; height: auto"'
    words = f'poster="{png}" aria-label="{escape(shown.line)}"'
    language = f'srclang="{track_language()}" label="{escape(language_name())}"'
    return (
        f'<video controls playsinline preload="none" {size} {words}>\n'
        f'  <source src="{mp4}" type="video/mp4">\n'
        f'  <track kind="captions" {language} src="{vtt}" default>\n'
        "</video>"
    )


def myst_text(shown: Shown) -> str:
    """Return a figure of MyST Markdown."""
    # A frame's HTML would not be copied by MyST, and of a <video> it keeps nothing; a figure's file it takes along.
    captions = tr("Captions")
    return (
        f":::{{figure}} {shown.file('mp4')}\n"
        f":label: clip-{shown.clip.slug}\n"
        f":alt: {shown.clip.last_words or shown.line}\n\n"
        f"{_markdown(shown.line + '.')} {{download}}`{captions} <{shown.file('vtt')}>`\n"
        ":::"
    )


def quarto_text(shown: Shown) -> str:
    """Return a shortcode of Quarto."""
    return f'{{{{< video {shown.file("mp4")} title="{shown.line.translate(SHORTCODE)}" aspect-ratio="16x9" >}}}}'


def sphinx_text(shown: Shown) -> str:
    """Return reStructuredText; no directive of Sphinx's own has captions, so it is HTML."""
    inside = video_text(shown, "clips/").replace("\n", "\n   ")
    return f".. raw:: html\n\n   {inside}"


def _markdown(text: str) -> str:
    return MARKDOWN_START.sub(r"\1\\\2", MARKDOWN.sub(r"\\\g<0>", text))


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
        """Return the code for one clip, in the current language."""
        return Code(name, tr(self.heading), tr(self.advice), self.write(shown), self.files(shown), tr(self.served))


def codes(clip: Clip, title: str, place: str = PLACE, fonts: tuple[str, ...] = FONTS) -> tuple[Code, ...]:
    """Return the codes that a page offers beside a clip, for a build that is served at ``place``."""
    return tuple(code(name, clip, title, place, fonts) for name in SHOWN)


def code(name: str, clip: Clip, title: str, place: str = PLACE, fonts: tuple[str, ...] = FONTS) -> Code:
    """Return one of ``FORMS`` for a clip, for a build that is served at ``place``."""
    return FORMS[name].code(name, Shown(clip, title, place.rstrip("/"), fonts))


def playground_codes(name: str, title: str, place: str = PLACE, fonts: tuple[str, ...] = FONTS) -> tuple[Code, ...]:
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
            (page, *PLAYGROUND_STYLESHEETS, *fonts, *PLAYGROUND_SCRIPTS),
            tr(form.served),
        ),
    )


def _frame_files(shown: Shown) -> tuple[str, ...]:
    return (embed_name(shown.clip.slug), *FRAME_STYLESHEETS, *shown.fonts, *FRAME_SCRIPTS, *video_files(shown.clip))


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
