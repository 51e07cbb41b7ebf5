"""Slides for reveal.js, opened from a disk: each beat of a clip is a click, and questions come before their clip."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from markupsafe import Markup

from gdcore.lesson.prose_checks import Text
from valleyjump.build.built import Built
from valleyjump.clips_on_page.quiz import typeset_questions
from valleyjump.clips_on_page.stills import ground, stills
from valleyjump.markup.language import page_language
from valleyjump.markup.theme import one_scheme
from valleyjump.packs.archive import write_archive
from valleyjump.packs.deck import Turn, turns
from valleyjump.packs.reveal import Reveal, installed_reveal
from valleyjump.packs.taken import PAGE, told_files
from valleyjump.page.assets import FONT_SHEET, joined
from valleyjump.page.prose import html_parts, in_package, to_clips
from valleyjump.page.prose_text import paragraphs
from valleyjump.page.templates import environment
from valleyjump.rendering.executors import usable_cores
from valleyjump.store.files import scratch_beside

ENTRY = "slides/main.js"
MOST, SHORT = 700, 320
"""Characters of a lesson's text on one slide, and of one that may be written large."""


@dataclass(frozen=True)
class Page:
    """One slide of what a lesson says above or below a clip, whether in few words, and the same for the speaker."""

    name: str
    html: Markup
    short: bool
    notes: list[str]


Told = Mapping[str, Sequence[Page]]
"""What a lesson says "before" and "after" a clip."""


def write(built: Built, target: Path) -> Path:
    """Write the slides of ``built`` and return ``target``. Raises like ``packed``."""
    reveal = installed_reveal()
    shown = turns(built)
    entries = told_files(built, (turn.told for turn in shown))
    entries |= {PAGE: _html(built, shown, _words(built, shown), reveal).encode(), **_assets(built)}
    with scratch_beside(target) as scratch, ThreadPoolExecutor(usable_cores()) as threads:
        for found in threads.map(lambda turn: _clip(built, turn, scratch), shown):
            entries |= found
        return write_archive(target, {**entries, **reveal.files})


def _html(built: Built, shown: tuple[Turn, ...], told: Mapping[str, Told], reveal: Reveal) -> str:
    asked = {turn.slug: typeset_questions(turn.questions) for turn in shown}
    about = {"built": built, "turns": shown, "questions": asked, "told_by": told, "reveal": reveal}
    return environment().get_template("slides.html").render(language=page_language(), **about)


def _words(built: Built, shown: tuple[Turn, ...]) -> dict[str, Told]:
    """Return what is said around the clips by slug."""
    links = in_package(to_clips([turn.slug for turn in shown], "#/clip-{}", "#/title"), built.beside)

    def pages(text: Text, name: str) -> Iterator[Page]:
        said = zip(html_parts(text, links, most=MOST), paragraphs(text, MOST), strict=True)
        for number, (html, plain) in enumerate(said, 1):
            notes = [line for one in plain for line in one.lines]
            yield Page(f"{name}-{number}", html, len(html.striptags()) <= SHORT, notes)

    return {
        turn.slug: {
            "before": list(pages(turn.told.before, f"before-{turn.slug}")),
            "after": list(pages(turn.told.after, f"after-{turn.slug}")),
        }
        for turn in shown
    }


def _assets(built: Built) -> dict[str, bytes | Path]:
    behind = ground(built.path(f"clips/{built.clips[0].slug}.mp4"))
    style = files("templates") / "assets" / "slides.css"
    return {
        "assets/theme.css": one_scheme({**built.colours, "ground": behind, "screen": behind}),
        **{name: built.path(name) for name in (FONT_SHEET, *built.fonts, *filter(None, [built.logo]))},
        "assets/prose.css": built.path("assets/prose.css"),
        "assets/slides.css": style.read_bytes(),
        "assets/slides.js": joined(ENTRY).encode(),
    }


def _clip(built: Built, turn: Turn, scratch: Path) -> dict[str, Path]:
    name = f"clips/{turn.slug}.mp4"
    clip = built.path(name)
    return {name: clip, **_stills(clip, turn, scratch)}


def _stills(clip: Path, turn: Turn, scratch: Path) -> dict[str, Path]:
    """Return what stands before a clip starts, and the last picture of each beat, by name; they lie in ``scratch``."""
    frames = [0, *(beat.end_frame - 1 for beat in turn.beats)]
    pictures = stills(clip, frames)
    names = {f"{turn.slug}-{number}.webp": frame for number, frame in enumerate(frames)}
    for name, frame in names.items():
        (scratch / name).write_bytes(pictures[frame])
    return {f"stills/{name}": scratch / name for name in names}
