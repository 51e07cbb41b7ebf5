"""The text of each code: HTML, and what MyST, Quarto and Sphinx make a video of. Titles stay words in all of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from gdcore.text.language import language_name, tr
from gdcore.text.readers import on_one_line
from scenes.clip.clip import Clip
from valleyjump.markup.language import track_language
from valleyjump.page.frame_files import embed_name, playground_name

MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|$~@&^%]")
"""What means something anywhere in a line of Markdown; with a backslash before it, it is itself."""
MARKDOWN_START = re.compile(r"^(\d*)([-+=:.)])")
"""What begins a list, a heading or a directive where it comes first in a line."""
PLAYGROUND_HEIGHT = "58rem"
"""A frame cannot ask for the height of what is in it; this shows a playground’s picture, its steps and its verdict."""
SHORTCODE = str.maketrans("", "", '"<>{}\\')
"""What could end a shortcode of Quarto or the text inside it."""


@dataclass(frozen=True)
class Shown:
    """What is embedded: a clip with its title, and ``place``, the address of the build without a slash at its end."""

    clip: Clip
    title: str
    place: str

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
    return _frame(f"{place}/{embed_name(playground_name(name))}", escape(title), shape)


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
