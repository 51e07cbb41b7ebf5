"""TOML and CSV in, scenarios out, or an error that names file, entry and field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from gdcore.errors import InputError
from gdcore.faults import CombinedInputError, in_one_line
from gdcore.lesson.alike import with_alike
from gdcore.lesson.draft import Draft, Runs, grouped
from gdcore.lesson.entry import Document, Entry, lines
from gdcore.lesson.entry_scenario import no_runs, objective_faults, scenario_of, shown_function, texts_in_clip, title_of
from gdcore.lesson.font_file import checked_font
from gdcore.lesson.lesson import Lesson
from gdcore.lesson.prose import text_faults
from gdcore.lesson.toml_file import read_toml
from gdcore.markup.pictures import MOST_BYTES, Picture
from gdcore.scenario import Scenario
from gdcore.text.language import checked
from gdcore.text.readers import readable, spelled

Found = TypeVar("Found")


def load_scenarios(path: Path) -> tuple[Scenario, ...]:
    """Return the scenarios of a TOML file, in its order, their runs computed; CSV paths are relative to the file.

    Raises ``CombinedInputError`` with a line for each fault.
    """
    return load_lesson(path).scenarios


def load_lesson(path: Path, others: Sequence[str] = ()) -> Lesson:
    """Return the lesson of a TOML file, the runs of its scenarios computed; CSV paths are relative to the file.

    ``others`` are the slugs of files that are read with it: links may lead there. Raises ``CombinedInputError`` with a
    line for each fault.
    """
    lesson, faults = load_what_is_good(path, others)
    if faults:
        raise CombinedInputError(faults)
    return lesson


def load_what_is_good(path: Path, others: Sequence[str] = ()) -> tuple[Lesson, tuple[str, ...]]:
    """Return the lesson of those scenarios of a file that have no faults, and a line for each fault of the others.

    Raises ``CombinedInputError`` for a file that is no lesson at all.
    """
    lesson, parts = _read(path, others)
    scenarios: list[Scenario] = []
    faults: list[str] = []
    notes: list[str] = []
    for part in parts:
        if not isinstance(part, Draft):
            faults += part
            continue
        try:
            scenarios.append(part.make(no_runs))
            notes += part.notes(scenarios[-1])
        except InputError as error:
            faults += _each(error)
    found = replace(lesson, scenarios=with_alike(scenarios), drafts=(), notes=(*notes, *lesson.notes))
    return found, tuple(faults)


def read_lesson(path: Path, others: Sequence[str] = ()) -> Lesson:
    """Return the lesson of a TOML file as drafts, of which nothing is computed; CSV paths are relative to the file.

    Where the file itself has faults, those of the drafts are told with them: it raises what ``load_lesson`` raises.
    """
    lesson, parts = _read(path, others)
    return lesson if len(lesson.drafts) == len(parts) else load_lesson(path, others)


def slugs_in(path: Path) -> list[str]:
    """Return the slugs in a TOML file, whatever its faults."""
    try:
        return [_slug(raw) for raw in _document(path).scenario]
    except InputError:
        return []


def _read(path: Path, others: Sequence[str]) -> tuple[Lesson, list[Draft | list[str]]]:
    """Return a lesson of drafts, and these once more in the order of the file, with the faults of others between."""
    file = in_one_line(str(path))
    document = _told_of(path, _whole)
    repeated = [f"{file}: {line}" for line in _repeated(document.scenario)]
    parts: list[Draft | list[str]] = [repeated] if repeated else []
    font, faults = _font(document, path.parent)
    parts += [[f"{file}: {line}" for line in faults]] if faults else []
    slugs = [_slug(raw) for raw in document.scenario]
    entries: list[Entry] = []
    prose, pictures = {}, {}
    for number, raw in enumerate(document.scenario, 1):
        where = f"{file}: {_label(raw, number)}"
        try:
            entry = _entry(raw)
        except InputError as error:
            parts.append([f"{where}: {line}" for line in _each(error)])
            continue
        pictures[entry.slug], wrong = _texts(entry, path.parent, [*slugs, *others])
        parts += [[f"{where}: {line}" for line in wrong]] if wrong else []
        parts.append(_draft(entry, path.parent, font, file, where))
        entries.append(entry)
        prose[entry.slug] = (spelled(entry.before), spelled(entry.after))
    title, author, lead = map(readable, (document.title, document.author, document.lead))
    fonts = {} if font is None else dict.fromkeys(prose, font)
    drafts = grouped([part for part in parts if isinstance(part, Draft)], list(map(shown_function, entries)))
    notes = tuple(f"{file}: {line}" for line in _title_below(document))
    lesson = Lesson((), title, author, lead, prose, pictures, notes, drafts, fonts)
    n_bytes = sum(len(picture.content) for picture in lesson.shown)
    if n_bytes > MOST_BYTES:
        most = f"at most {MOST_BYTES // 1_000_000} MB are taken"
        parts.append([f"{file}: images: {n_bytes / 1e6:.1f} MB in all, {most}"])
    return lesson, parts


def _texts(entry: Entry, folder: Path, slugs: list[str]) -> tuple[dict[str, Picture], list[str]]:
    """Return the pictures in what an entry says above and below its clip, and a line for each fault there."""
    pictures: dict[str, Picture] = {}
    texts = {"before": entry.before, "after": entry.after}
    found = {name: list(text_faults(text, folder, slugs, pictures)) for name, text in texts.items()}
    return pictures, [f"{name}: {line}" for name, lines in found.items() for line in lines]


def _font(document: Document, folder: Path) -> tuple[Path | None, list[str]]:
    """Return the file of the lesson's own font, if it has one, and a line if there is a fault in it."""
    try:
        return (None if document.font is None else checked_font(document.font, folder)), []
    except InputError as error:
        return None, [str(error)]


def _draft(entry: Entry, folder: Path, font: Path | None, file: str, where: str) -> Draft:
    inputs = _inputs(entry, folder, font)

    def make(runs: Runs) -> Scenario:
        try:
            scenario = scenario_of(entry, folder, runs)
            if _inputs(entry, folder, font) != inputs:  # a clip of what is new would be kept under the key of the old
                named = " or ".join(["data"] * (entry.data is not None) + ["font"] * (font is not None))
                raise InputError(f"{named}: the file has changed while it was read; try again")
        except InputError as error:
            raise CombinedInputError(f"{where}: {line}" for line in _each(error)) from None
        return scenario

    def notes(scenario: Scenario) -> tuple[str, ...]:
        return tuple(f"{file}: {line}" for line in _dropped(scenario))

    return Draft(entry.slug, title_of(entry), inputs, make, notes, texts=texts_in_clip(entry))


def _inputs(entry: Entry, folder: Path, font: Path | None = None) -> str:
    """Return the digest of all that is said about an entry's clip, the bytes of its data and of its font among it."""
    said = entry.model_dump(mode="json", exclude={"before", "after"})
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    for path in (None if entry.data is None else folder / entry.data.csv, font):
        if path is not None:
            with suppress(OSError, ValueError), path.open("rb") as file:  # told when it is made
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _dropped(scenario: Scenario) -> Iterator[str]:
    """Yield how many rows of a scenario's data were left out, if any were."""
    table = scenario.objective.table
    if table is not None and table.n_dropped:
        kept = len(table.y)
        rows = f"{table.n_dropped:,} {'row' if table.n_dropped == 1 else 'rows'} of {kept + table.n_dropped:,}"
        yield f'scenario "{scenario.slug}": {rows} dropped, where a number is missing; {kept:,} kept'


def _title_below(document: Document) -> Iterator[str]:
    """Yield which scenario alone has a title, where that seems to be meant for the lesson, which has none.

    It does where it is the first line of the first one, or the last of any, and nothing is said of the lesson itself.
    """
    entries = [raw for raw in document.scenario if isinstance(raw, dict)]
    titled = [raw for raw in entries if raw.get("title")]
    if len(titled) != 1 or len(entries) == 1 or document.model_fields_set != {"scenario"}:
        return
    (raw,), keys = titled, list(titled[0])
    if keys[-1] == "title" or (raw is entries[0] and keys[0] == "title"):
        yield (
            f'the title "{in_one_line(str(raw["title"]))}" is that of {_label(raw, 1)} alone; '
            "that of the lesson stands above the first [[scenario]]"
        )


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
