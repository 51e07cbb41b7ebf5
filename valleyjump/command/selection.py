"""Which scenarios and which quality the words on the command line mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, cast

from gdcore.errors import InputError
from gdcore.faults import CombinedInputError, in_one_line, unknown
from gdcore.lesson.draft import Draft
from gdcore.lesson.lesson import Lesson
from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from gdcore.text.language import SOURCE, speaking

SUFFIX = ".toml"
First = TypeVar("First")
Named = TypeVar("Named", Scenario, Draft)


def is_file_name(word: str) -> bool:
    """Whether a word means a scenario file and not a slug, which has no dot."""
    return word.lower().endswith(SUFFIX)


def choose(scenarios: Iterable[Named], slugs: Sequence[str]) -> tuple[Named, ...]:
    """Return the scenarios with these slugs, in their own order. Raises ``InputError`` with a line for each unknown."""
    named = {scenario.slug: scenario for scenario in scenarios}
    faults = [unknown("slug", slug, named) for slug in dict.fromkeys(slugs) if slug not in named]
    if faults:
        raise CombinedInputError(faults)
    return tuple(scenario for slug, scenario in named.items() if slug in slugs)


def one_of(what: str, name: str, known: Collection[str]) -> str:
    """Return ``name`` if it is known. Raises ``InputError`` that names the nearest known one."""
    if name not in known:
        raise InputError(unknown(what, name, known))
    return name


def from_files(files: Sequence[Path]) -> Lesson:
    """Return the lesson of all ``files`` together, or the built-in scenarios if there are none.

    Raises ``InputError`` with a line for each fault in any of them, and for a slug in two of them.
    """
    return _joined(files, computed=True)


def _joined(files: Sequence[Path], *, computed: bool) -> Lesson:
    """Return the lesson of all ``files``, of drafts unless it is to be ``computed``."""
    if not files:
        return Lesson(catalogue())
    from gdcore.lesson.lesson_file import load_lesson, read_lesson, slugs_in  # late: pydantic

    read = load_lesson if computed else read_lesson
    first: dict[str, Path] = {}
    lessons: list[Lesson] = []
    faults: list[str] = []
    others = [slug for file in files for slug in slugs_in(file)] if len(files) > 1 else []
    for file in dict.fromkeys(files):
        try:
            found = read(file, others)
        except InputError as error:
            faults += str(error).splitlines()
            continue
        lessons.append(found)
        for slug in found.slugs:
            if first.setdefault(slug, file) != file:
                faults.append(f'{in_one_line(str(file))}: scenario "{slug}": slug: used before in {first[slug]}')
    if faults:
        raise CombinedInputError(faults)
    return Lesson.joined(lessons)


def one_run(slug: str, file: Path | None) -> tuple[Scenario, tuple[str, ...]]:
    """Return a scenario of ``file``, or a built-in one, and a line for each fault of others, which do not touch it.

    Raises ``InputError`` for a slug that is not there, or is that of a scenario with faults.
    """
    if file is None:
        return choose(catalogue(), [slug])[0], ()
    from gdcore.lesson.lesson_file import load_what_is_good

    lesson, faults = load_what_is_good(file)
    if faults and slug not in [scenario.slug for scenario in lesson.scenarios]:
        raise CombinedInputError(faults)
    return choose(lesson.scenarios, [slug])[0], (*faults, *lesson.notes)


def lessons_in(folder: Path) -> tuple[Path, ...]:
    """Return the scenario files of a folder: those that hold a table for a scenario."""
    return tuple(path for path in sorted(folder.glob(f"*{SUFFIX}")) if _is_lesson(path))


def _is_lesson(path: Path) -> bool:
    try:
        return re.search(rb"^\s*\[\[?\s*scenario\s*\]", path.read_bytes(), re.MULTILINE) is not None
    except OSError:
        return False


def named_files(words: Sequence[str]) -> list[Path]:
    """Return the scenario files among ``words``."""
    return [Path(word) for word in words if is_file_name(word)]


def meant(words: Sequence[str], only: Sequence[str]) -> Lesson:
    """Return what ``FILE.toml ... --only SLUG ...`` stands for; slugs after the first may have become ``words``.

    The scenarios of files are drafts, of which nothing is computed yet.
    """
    files = named_files(words)
    slugs = [*only, *(word for word in words if not is_file_name(word))]
    lesson = _joined(files, computed=False)
    if not slugs:
        return lesson
    if lesson.drafts:
        return replace(lesson, drafts=choose(lesson.drafts, slugs))
    return replace(lesson, scenarios=choose(lesson.scenarios, slugs))


def chosen_together(
    lesson: Callable[[], Lesson], theme: Callable[[], First], language: Callable[[], str]
) -> tuple[Lesson, First, str]:
    """Return what the three return, the lesson's scenarios made in the language.

    Raises ``InputError`` with the faults of all, each line once.
    """
    of_language: list[str] = []
    code = _or_faults(language, of_language)
    faults: list[str] = []
    with speaking(code or SOURCE):
        found = _or_faults(lesson, faults)
    look = _or_faults(theme, faults)
    faults += of_language
    if faults or found is None or code is None:
        raise CombinedInputError(dict.fromkeys(faults))
    return found, cast(First, look), code


def _or_faults(choose: Callable[[], First], faults: list[str]) -> First | None:
    try:
        return choose()
    except InputError as error:
        faults += str(error).splitlines()
        return None
