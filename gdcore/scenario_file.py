"""TOML and CSV in, scenarios out, or an error that names file, entry and field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from gdcore.entry import Document, Entry, lines
from gdcore.entry_scenario import objective_faults, scenario_of
from gdcore.errors import InputError
from gdcore.faults import CombinedInputError, in_one_line
from gdcore.font_file import checked_font
from gdcore.language import checked
from gdcore.lesson import Lesson
from gdcore.readers import readable, spelled
from gdcore.scenario import Scenario
from gdcore.toml_file import read_toml

Found = TypeVar("Found")


def load_scenarios(path: Path) -> tuple[Scenario, ...]:
    """Return the scenarios of a TOML file, in its order, their runs computed; CSV paths are relative to the file.

    Raises ``CombinedInputError`` with a line for each fault.
    """
    return load_lesson(path).scenarios


def load_lesson(path: Path) -> Lesson:
    """Return the lesson of a TOML file, the runs of its scenarios computed; CSV paths are relative to the file.

    Raises ``CombinedInputError`` with a line for each fault.
    """
    file = in_one_line(str(path))
    document = _told_of(path, _whole)
    scenarios: list[Scenario] = []
    faults = [f"{file}: {line}" for line in _repeated(document.scenario)]
    font = None
    try:
        font = None if document.font is None else checked_font(document.font, path.parent)
    except InputError as error:
        faults.append(f"{file}: {error}")
    prose = {}
    for number, raw in enumerate(document.scenario, 1):
        try:
            entry = _entry(raw)
            scenarios.append(scenario_of(entry, path.parent))
            prose[entry.slug] = (spelled(entry.before), spelled(entry.after))
        except InputError as error:
            faults += [f"{file}: {_label(raw, number)}: {line}" for line in _each(error)]
    if faults:
        raise CombinedInputError(faults)
    title, author, lead = map(readable, (document.title, document.author, document.lead))
    fonts = {} if font is None else dict.fromkeys(prose, font)
    return Lesson(tuple(scenarios), title, author, lead, prose, fonts)


def theme_name(path: Path) -> str | None:
    """Return what a scenario file says about its theme, for the application to look up: a name, or a path beside it.

    Raises ``CombinedInputError``, as ``load_scenarios`` does for the same file.
    """
    return _told_of(path, lambda path: _document(path).theme)


def language_code(path: Path) -> str | None:
    """Return the code of the language that a scenario file asks for, if any.

    Raises ``CombinedInputError``, as ``load_scenarios`` does for the same file, and for a language that is not there.
    """

    def asked(path: Path) -> str | None:
        code = _document(path).language
        return None if code is None else checked(code)

    return _told_of(path, asked)


def _told_of(path: Path, read: Callable[[Path], Found]) -> Found:
    """Return what ``read`` finds in a file; its faults are told with the file's name in front."""
    try:
        return read(path)
    except InputError as error:
        raise CombinedInputError(f"{in_one_line(str(path))}: {line}" for line in _each(error)) from None


def _each(error: InputError) -> tuple[str, ...]:
    return error.faults if isinstance(error, CombinedInputError) else (str(error),)


def _slug(raw: Any) -> str:
    slug = raw.get("slug") if isinstance(raw, dict) else None
    return slug if isinstance(slug, str) else ""


def _label(raw: Any, number: int) -> str:
    """Return what to call an entry: by its slug if it has one, or else by its number from 1."""
    slug = _slug(raw)
    return f'scenario "{in_one_line(slug)}"' if slug else f"scenario {number}"


def _repeated(entries: list[Any]) -> Iterator[str]:
    """Yield a line for each slug that an earlier entry has taken."""
    first: dict[str, int] = {}
    for number, raw in enumerate(entries, 1):
        slug = _slug(raw)
        if slug and first.setdefault(slug, number) != number:
            yield f"{_label(raw, number)}: slug: used twice, by entries {first[slug]} and {number}"


def _whole(path: Path) -> Document:
    """Return the top table of a file that holds a scenario."""
    document = _document(path)
    if not document.scenario:
        raise InputError("scenario: expected at least one [[scenario]] entry")
    return document


def _document(path: Path) -> Document:
    """Return the top table."""
    try:
        return Document.model_validate(read_toml(path))
    except ValidationError as error:
        raise CombinedInputError(lines(error, tuple(Document.model_fields))) from None


def _entry(raw: Any) -> Entry:
    """Return a checked entry. Raises with a line for each fault, and for the objective's even where others are."""
    try:
        return Entry.model_validate(raw)
    except ValidationError as error:
        text = raw.get("objective") if isinstance(raw, dict) else None
        more = objective_faults(text) if isinstance(text, str) else ()
        raise CombinedInputError([*lines(error), *more]) from None
