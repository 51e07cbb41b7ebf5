"""Slides for reveal.js, opened from a disk: each beat of a clip is a click, and the question comes before its clip."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from valleyjump.archive import write_archive
from valleyjump.built import Built
from valleyjump.deck import Turn, turns
from valleyjump.executors import usable_cores
from valleyjump.files import scratch_beside
from valleyjump.page import environment, joined
from valleyjump.page_language import page_language
from valleyjump.page_theme import one_scheme
from valleyjump.quiz import Quiz, typeset_question
from valleyjump.reveal import Reveal, installed_reveal
from valleyjump.stills import ground, stills

ENTRY = "slides/main.js"


@dataclass(frozen=True)
class Deck:
    """Everything that the slides show; questions are by the slug of the clip that they come before.

    ``styles`` and ``scripts`` are those that reveal.js has inside its own pages.
    """

    title: str
    author: str
    lead: str
    language: str
    turns: tuple[Turn, ...]
    questions: Mapping[str, Quiz]
    styles: str
    scripts: str


def write(built: Built, target: Path) -> Path:
    """Write the slides of ``built`` and return ``target``. Raises like ``packed``."""
    reveal = installed_reveal()
    shown = turns(built)
    entries: dict[str, bytes | Path] = {"index.html": _html(built, shown, reveal).encode(), **_assets(built)}
    with scratch_beside(target) as scratch, ThreadPoolExecutor(usable_cores()) as threads:
        for found in threads.map(lambda turn: _clip(built, turn, scratch), shown):
            entries |= found
        return write_archive(target, {**entries, **reveal.files})


def _html(built: Built, shown: tuple[Turn, ...], reveal: Reveal) -> str:
    words = (built.title, built.author, built.lead, page_language())
    asked = {slug: typeset_question(question) for slug, question in built.questions.items()}
    deck = Deck(*words, shown, asked, reveal.styles, reveal.scripts)
    return environment().get_template("slides.html").render(deck=deck)


def _assets(built: Built) -> dict[str, bytes | Path]:
    first = built.clips[0].slug
    style = files("templates") / "assets" / "slides.css"
    return {
        "assets/theme.css": one_scheme(built.read("assets/theme.css"), ground(built.path(f"clips/{first}.mp4"))),
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
