"""A build that is there already, read back from its manifest: what packages, decks and snippets are made of."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from gdcore.errors import InputError
from gdcore.faults import in_one_line
from gdcore.question import Choice, Question
from gdcore.text.own_language import Language
from scenes.clip.clip import Clip
from scenes.clip.formats import ending
from valleyjump.build import manifest, prose_file
from valleyjump.clips_on_page import quiz
from valleyjump.page.assets import FONT_FOLDER
from valleyjump.page.page import CODES_PAGE
from valleyjump.store.clip_archive import FileDigest
from valleyjump.store.clip_json import clip_of

COLOUR = re.compile("#[0-9a-f]{6}")


@dataclass(frozen=True)
class Built:
    """A whole build in ``folder``: its words, its clips in the order of the story, and its files by name.

    ``colours`` are those around its clips, as "#rrggbb" by the names of the page's variables. ``pages`` are the files
    of its page in their order, and ``whole`` is the one that has all of it; ``logo`` is that of its head. The clips
    ``apart`` are there, too, but the page does not show them.
    """

    folder: Path
    title: str
    author: str
    lead: str
    language: str
    colours: Mapping[str, str]
    titles: Mapping[str, str]
    clips: tuple[Clip, ...]
    apart: tuple[Clip, ...]
    files: Mapping[str, FileDigest]
    pages: tuple[str, ...]
    whole: str
    logo: str = ""

    @property
    def beside(self) -> set[str]:
        """The names of its files but for those of its page."""
        return self.files.keys() - {*self.pages, self.whole, CODES_PAGE, prose_file.MESSAGES}

    @property
    def fonts(self) -> tuple[str, ...]:
        """The names of the files of its typefaces."""
        return tuple(sorted(name for name in self.files if name.startswith(FONT_FOLDER)))

    def speaking(self) -> AbstractContextManager[None]:
        """Return the context in which its language is the current one. Raises like ``path``."""
        own = self.read(prose_file.MESSAGES) if prose_file.MESSAGES in self.files else b""
        return Language(self.language, own).speaking()

    def path(self, name: str) -> Path:
        """Return where a file of the build lies. Raises ``InputError`` if it is not as the build left it."""
        path = self.folder / name
        try:
            whole = FileDigest.of_file(path) == self.files.get(name)
        except OSError as error:
            raise InputError(f"{in_one_line(str(path))}: cannot be read: {error.strerror}; build it again") from None
        if not whole:
            raise InputError(f"{in_one_line(str(path))}: not as the build left it; build it again")
        return path

    def read(self, name: str) -> bytes:
        """Return the content of a file of the build. Raises like ``path``."""
        return self.path(name).read_bytes()

    @cached_property
    def questions(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions, by the slug of the clip that they come before; a clip without any is not in it."""
        found = json.loads(self.read(quiz.NAME))["questions"]
        return {
            slug: tuple(map(_question, asked)) for slug, asked in groupby(found, key=lambda asked: str(asked["slug"]))
        }

    @cached_property
    def prose(self) -> Mapping[str, prose_file.TextsAround]:
        """What the lesson says above and below its clips, by slug."""
        return prose_file.read_prose(self.read(prose_file.NAME))


def read_build(folder: Path) -> Built:
    """Return the build in ``folder``. Raises ``InputError`` where there is none of this version with a page."""
    content = manifest.read_manifest(folder)
    where = in_one_line(str(folder))
    if "lesson" not in content:
        instead = _instead(folder, content)
        raise InputError(f"{where}: expected a folder that valleyjump build has written, got {instead}")
    try:
        return _built(folder, content)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise InputError(f"{where}/{manifest.NAME}: not as the build left it; build it again") from None


def _built(folder: Path, content: Mapping[str, Any]) -> Built:
    told = content["lesson"]["clips"]
    clips = {slug: _clip(folder, slug, clip) for slug, clip in content["clips"].items()}
    if not all(COLOUR.fullmatch(value) for value in content["lesson"]["colours"].values()):
        raise ValueError("a colour is none")
    return Built(
        folder,
        **{name: content["lesson"][name] for name in ("title", "author", "lead", "language", "colours")},
        titles={slug: clip["title"] for slug, clip in content["clips"].items()},
        clips=tuple(clip for slug, clip in clips.items() if slug in told),
        apart=tuple(clip for slug, clip in clips.items() if slug not in told),
        files=manifest.listed(content),
        pages=tuple(page["file"] for page in content["lesson"]["pages"]),
        whole=content["lesson"]["whole"],
        logo=content["lesson"].get("logo", ""),
    )


def _instead(folder: Path, content: Mapping[str, Any]) -> str:
    if not folder.is_dir():
        return "no folder"
    if content:
        return "one whose clips were rendered alone"
    return "a build of another version" if (folder / manifest.NAME).exists() else "none with a manifest"


def _clip(folder: Path, slug: str, listed: Mapping[str, Any]) -> Clip:
    return clip_of(slug, listed, {kind: folder / f"clips/{slug}.{ending(kind)}" for kind in listed["kinds"]})


def _question(asked: Mapping[str, Any]) -> Question:
    choices = tuple(Choice(**choice) for choice in asked["choices"])
    return Question(asked["slug"], asked["prompt"], choices, asked["explanation"])
