"""TOML and CSV in, scenarios out, or an error that names file, entry and field. Each file is read once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from gdcore.errors import InputError
from gdcore.faults import CombinedInputError, collecting, fault_lines, got, in_one_line, located_at
from gdcore.lesson.alike import with_alike
from gdcore.lesson.draft import Draft, grouped
from gdcore.lesson.entry import Entry, TopTable, lines
from gdcore.lesson.entry_draft import draft_of, pictures_and_faults
from gdcore.lesson.entry_objective import objective_faults
from gdcore.lesson.entry_scenario import no_runs, shown_function
from gdcore.lesson.font_file import checked_font
from gdcore.lesson.lesson import Lesson
from gdcore.lesson.playground import request_of
from gdcore.lesson.toml_file import read_toml
from gdcore.prose.pictures import MOST_BYTES, Picture
from gdcore.scenario import Scenario
from gdcore.text.readers import readable, spelled

Part = Draft | list[str]
"""What an entry of the file gives: a draft, or its faults."""


def read_document(path: Path) -> Document:
    """Read a lesson file and check its top table, not its entries.

    Raises ``CombinedInputError`` with one line per fault: what cannot be read, is not TOML or has unknown keys.
    """
    with located_at(in_one_line(str(path))):
        try:
            return Document(path, TopTable.model_validate(read_toml(path)))
        except ValidationError as error:
            raise CombinedInputError(lines(error, tuple(TopTable.model_fields))) from None


@dataclass(frozen=True, eq=False)
class Document:
    """A lesson file that was read once. Its entries are checked when one of its methods is called.

    The methods take ``others``, the slugs of files that are read with this one: links may lead there. They raise
    ``CombinedInputError`` with one line per fault. CSV, picture and font paths are relative to the file.
    """

    path: Path
    table: TopTable

    @property
    def name(self) -> str:
        """The path as messages show it."""
        return in_one_line(str(self.path))

    @property
    def theme(self) -> str | None:
        """The theme that the file asks for, as it is written: a name, or the path of a theme file beside this one."""
        return self.table.theme

    @property
    def voice(self) -> str | None:
        """The voice that the file asks for, as it is written."""
        return self.table.voice

    @property
    def language(self) -> str | None:
        """The code of the language that the file asks for, as it is written."""
        return self.table.language

    @property
    def slugs(self) -> list[str]:
        """The slugs of its entries, whatever their faults; empty for an entry without one."""
        return [_slug(raw) for raw in self.table.scenario]

    def lesson(self, others: Sequence[str] = ()) -> Lesson:
        """Return the lesson, the runs of its scenarios computed."""
        found, faults = _computed(*self._parts(others))
        if faults:
            raise CombinedInputError(faults)
        return found

    def draft_lesson(self, others: Sequence[str] = ()) -> Lesson:
        """Return the lesson as drafts, of which nothing is computed unless some fault has to be reported."""
        lesson, parts = self._parts(others)
        if len(lesson.drafts) < len(parts):
            raise CombinedInputError(_computed(lesson, parts)[1])
        return lesson

    def good_part(self, others: Sequence[str] = ()) -> tuple[Lesson, tuple[str, ...]]:
        """Return the lesson of those scenarios that have no faults, and the faults of the others, one line each."""
        return _computed(*self._parts(others))

    def _parts(self, others: Sequence[str]) -> tuple[Lesson, list[Part]]:
        """Return a lesson of drafts, and these again in the order of the file, with the faults of others between."""
        table, folder, file = self.table, self.path.parent, self.name
        if not table.scenario:
            raise CombinedInputError([f"{file}: scenario: expected at least one [[scenario]] entry"])
        faults = [f"{file}: {line}" for line in (*_repeated(table.scenario), *_repeated_parts(table.scenario))]
        font = None
        with collecting(faults, file):
            font = None if table.font is None else checked_font(table.font, folder)
        parts: list[Part] = [faults] if faults else []
        entries: list[Entry] = []
        pictures: dict[str, dict[str, Picture]] = {}
        for number, raw in enumerate(table.scenario, 1):
            place = f"{file}: {_label(raw, number)}"
            try:
                entry = _entry(raw)
                entry = entry if table.questions else entry.model_copy(update={"questions": False, "question": []})
            except InputError as error:
                parts.append([f"{place}: {line}" for line in fault_lines(error)])
                continue
            pictures[entry.slug], wrong = pictures_and_faults(entry, folder, [*self.slugs, *others])
            parts += [[f"{place}: {line}" for line in wrong]] if wrong else []
            parts.append(draft_of(entry, folder, font, file, place))
            entries.append(entry)
        lesson = Lesson(
            scenarios=(),
            title=readable(table.title),
            author=readable(table.author),
            lead=readable(table.lead),
            prose={entry.slug: (spelled(entry.before), spelled(entry.after)) for entry in entries},
            pictures=pictures,
            notes=tuple(f"{file}: {line}" for line in _misplaced_title(table)),
            drafts=grouped([part for part in parts if isinstance(part, Draft)], list(map(shown_function, entries))),
            fonts={} if font is None else dict.fromkeys(pictures, font),
            parts=_parts_of(entries),
            playgrounds={entry.slug: request_of(entry) for entry in entries},
            asked={one.slug: one.model_dump_json(include={"question", "questions"}) for one in entries},
        )
        n_bytes = sum(len(picture.content) for picture in lesson.shown)
        if n_bytes > MOST_BYTES:
            most = f"at most {MOST_BYTES // 1_000_000} MB are taken"
            parts.append([f"{file}: images: {n_bytes / 1e6:.1f} MB in all, {most}"])
        return lesson, parts


def _computed(lesson: Lesson, parts: Sequence[Part]) -> tuple[Lesson, tuple[str, ...]]:
    """Return a lesson with the scenarios of its drafts made and run, and the faults of all parts."""
    scenarios: list[Scenario] = []
    faults: list[str] = []
    notes: list[str] = []
    for part in parts:
        if not isinstance(part, Draft):
            faults += part
            continue
        with collecting(faults):
            scenarios.append(part.make(no_runs))
            notes += part.notes(scenarios[-1])
    found = replace(lesson, scenarios=with_alike(scenarios), drafts=(), notes=(*notes, *lesson.notes))
    return found, tuple(faults)


def _misplaced_title(table: TopTable) -> Iterator[str]:
    """Yield which scenario alone has a title, where the lesson, which has none, seems to be what it is meant for.

    It does where it is the first line of the first entry, or the last of any, and nothing is said of the lesson itself.
    """
    entries = [raw for raw in table.scenario if isinstance(raw, dict)]
    titled = [raw for raw in entries if raw.get("title")]
    if len(titled) != 1 or len(entries) == 1 or table.model_fields_set != {"scenario"}:
        return
    (raw,), keys = titled, list(titled[0])
    if keys[-1] == "title" or (raw is entries[0] and keys[0] == "title"):
        yield (
            f'the title "{in_one_line(str(raw["title"]))}" is that of {_label(raw, 1)} alone; '
            "that of the lesson stands above the first [[scenario]]"
        )


def _slug(raw: Any) -> str:
    slug = raw.get("slug") if isinstance(raw, dict) else None
    return slug if isinstance(slug, str) else ""


def _label(raw: Any, number: int) -> str:
    """Return what to call an entry: its slug if it has one, or else its number from 1."""
    slug = _slug(raw)
    return f'scenario "{in_one_line(slug)}"' if slug else f"scenario {number}"


def _repeated(entries: list[Any]) -> Iterator[str]:
    """Yield a line for each slug that an earlier entry has taken."""
    first: dict[str, int] = {}
    for number, raw in enumerate(entries, 1):
        slug = _slug(raw)
        if slug and first.setdefault(slug, number) != number:
            yield f"{_label(raw, number)}: slug: used twice, by entries {first[slug]} and {number}"


def _repeated_parts(entries: list[Any]) -> Iterator[str]:
    """Yield a line for each part that has begun before."""
    first: dict[str, str] = {}
    for number, raw in enumerate(entries, 1):
        title, label = raw.get("part") if isinstance(raw, dict) else None, _label(raw, number)
        if isinstance(title, str) and title.strip() and first.setdefault(title.strip(), label) != label:
            begun = first[title.strip()]
            yield f"{label}: part: {got(title)} begins at {begun}; it goes on by itself, so name a new one or none"


def _parts_of(entries: Sequence[Entry]) -> dict[str, str]:
    """Return by slug the title of the part that each entry belongs to, if it belongs to one."""
    begun = accumulate(entries, lambda title, entry: readable(entry.part).strip() or title, initial="")
    return {entry.slug: title for entry, title in zip(entries, list(begun)[1:], strict=True) if title}


def _entry(raw: Any) -> Entry:
    """Return a checked entry. Raises with one line per fault, those of the objective included."""
    try:
        return Entry.model_validate(raw)
    except ValidationError as error:
        text = raw.get("objective") if isinstance(raw, dict) else None
        more = objective_faults(text) if isinstance(text, str) else ()
        raise CombinedInputError([*lines(error), *more]) from None
