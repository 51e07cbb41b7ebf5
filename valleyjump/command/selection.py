"""From the words on the command line to a lesson, its theme and its language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from gdcore.errors import InputError
from gdcore.faults import CombinedInputError, collecting, located_at
from gdcore.lesson.lesson import Lesson
from gdcore.own_files import own_file
from gdcore.text.language import SOURCE, checked
from gdcore.text.own_language import ENDING, Language, read_catalogue
from scenes.theme.theme import Theme
from scenes.theme.theme_file import BUILT_IN, accepted_shortfalls, theme_named
from scenes.voice.voice import Voice
from valleyjump.command.scenario_selection import lesson_of, read_documents, readable
from valleyjump.rendering.voices import chosen_voice

if TYPE_CHECKING:
    from gdcore.lesson.lesson_file import Document

Value = TypeVar("Value")
Look = Theme | Literal["both"]
BOTH: Literal["both"] = "both"
"""What asks for clips in the dark and in the light theme, as readers prefer."""


@dataclass(frozen=True)
class Selection:
    """What a command works on. ``theme`` is None when nobody chose one; ``notes`` are worth reporting, one line each.

    ``both`` asks for clips in the dark and in the light theme; then there is no other. Without a ``voice`` the clips
    are silent.

    The words of the lesson are in ``spoken``.
    """

    lesson: Lesson
    theme: Theme | None
    spoken: Language
    notes: tuple[str, ...]
    both: bool = False
    voice: Voice | None = None

    @property
    def language(self) -> str:
        """The code of its language."""
        return self.spoken.code


def select(
    files: Sequence[Path],
    slugs: Sequence[str] = (),
    *,
    theme: str | None = None,
    language: str | None = None,
    voice: str | None = None,
    computed: bool = False,
) -> Selection:
    """Return the scenarios with these ``slugs``, or all, of ``files``, or of the built-in story if there are none.

    ``theme``, ``language`` and ``voice`` are options that outrank what the files ask for; a path in a file is relative
    to it.
    The scenarios of files are drafts unless they are to be ``computed``. Raises ``CombinedInputError`` with one line
    per fault, and where two files ask for different themes or languages.
    """
    faults: list[str] = []
    of_language: list[str] = []
    read = read_documents(files)
    documents = readable(read)
    look: Look | None = None
    heard: Voice | None = None
    spoken = Language(SOURCE)
    with collecting(of_language):
        own = _agreed("language", documents, _language_of) if language is None else _language(language)
        spoken = own or spoken
    with spoken.speaking():
        lesson = lesson_of(read, slugs, faults, computed=computed)
    with collecting(faults):
        look = _agreed("theme", documents, _look_of) if theme is None else _look(theme)
    with collecting(faults):
        heard = (
            _agreed("voice", documents, lambda one: _voice_of(one, spoken.code))
            if voice is None
            else chosen_voice(voice, spoken.code)
        )
    faults += of_language
    if faults:
        raise CombinedInputError(faults)
    notes = (*lesson.notes, *_theme_notes(documents, theme), *filter(None, [spoken.note]))
    return Selection(lesson, look if isinstance(look, Theme) else None, spoken, notes, both=look == BOTH, voice=heard)


def _agreed(field: str, documents: Sequence[Document], value_of: Callable[[Document], Value | None]) -> Value | None:
    """Return the one value that the documents ask for; None where none asks for any.

    Raises with one line per fault, and when two documents ask for different values.
    """
    found: list[tuple[Document, Value]] = []
    faults: list[str] = []
    for document in documents:
        with collecting(faults, document.name):
            value = value_of(document)
            if value is not None:
                found.append((document, value))
    if faults:
        raise CombinedInputError(faults)
    for document, value in found:
        if value != found[0][1]:
            option = {"theme": "--theme", "language": "--lang", "voice": "--voice"}[field]
            other = found[0][0].name
            raise InputError(f"{document.name}: {field}: not that of {other}; for a build of both say {option}")
    return found[0][1] if found else None


def _language_of(document: Document) -> Language | None:
    if document.language is None:
        return None
    if document.language.lower().endswith(ENDING):
        with located_at("language"):
            own_file(document.language, document.path.parent)
    return _language(document.language, document.path.parent)


def _language(name: str, folder: Path = Path()) -> Language:
    """Return the language that ``name`` means: a code, or a catalogue relative to ``folder``."""
    return read_catalogue(folder / name) if name.lower().endswith(ENDING) else Language(checked(name))


def _voice_of(document: Document, language: str) -> Voice | None:
    return None if document.voice is None else chosen_voice(document.voice, language, document.path.parent)


def _look_of(document: Document) -> Look | None:
    if document.theme is None:
        return None
    if document.theme not in (*BUILT_IN, BOTH):
        with located_at("theme"):
            own_file(document.theme, document.path.parent)
    return _look(document.theme, document.path.parent)


def _look(name: str, folder: Path = Path()) -> Look:
    """Return the theme that ``name`` means, or ``BOTH``."""
    return BOTH if name == BOTH else theme_named(name, folder)


def _theme_notes(documents: Sequence[Document], option: str | None) -> tuple[str, ...]:
    """Return what the chosen theme cannot do and its file accepts, one line each."""
    named = [(document.theme, document.path.parent) for document in documents]
    named = named if option is None else [(option, Path())]
    paths = [folder / name for name, folder in named if name is not None and name not in (*BUILT_IN, BOTH)]
    return tuple(dict.fromkeys(line for path in paths for line in accepted_shortfalls(path)))
