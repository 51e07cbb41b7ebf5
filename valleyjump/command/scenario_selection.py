"""Which scenarios the words on the command line mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from gdcore.errors import InputError
from gdcore.faults import CombinedInputError, collecting, unknown
from gdcore.lesson.draft import Draft
from gdcore.lesson.lesson import Lesson
from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue

if TYPE_CHECKING:
    from gdcore.lesson.lesson_file import Document

Named = TypeVar("Named", Scenario, Draft)


def select_lesson(files: Sequence[Path]) -> Lesson:
    """Return the lesson of ``files``, or the built-in story, with its runs, whatever theme and language files ask for.

    Raises ``CombinedInputError`` with one line per fault.
    """
    faults: list[str] = []
    lesson = lesson_of(read_documents(files), (), faults, computed=True)
    if faults:
        raise CombinedInputError(faults)
    return lesson


def select_run(slug: str, file: Path | None) -> tuple[Scenario, tuple[str, ...]]:
    """Return a scenario of ``file``, or a built-in one, and one line per fault of others, which do not touch it.

    Raises ``InputError`` for a slug that is not there, or is that of a scenario with faults.
    """
    if file is None:
        return choose(catalogue(), [slug])[0], ()
    from gdcore.lesson.lesson_file import read_document  # late: pydantic, which the built-in scenarios do not need

    lesson, faults = read_document(file).good_part()
    if faults and slug not in lesson.slugs:
        raise CombinedInputError(faults)
    return choose(lesson.scenarios, [slug])[0], (*faults, *lesson.notes)


def choose(scenarios: Iterable[Named], slugs: Sequence[str]) -> tuple[Named, ...]:
    """Return the scenarios with these slugs, in their own order. Raises ``InputError`` with a line per unknown one."""
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


def read_documents(files: Sequence[Path]) -> list[Document | InputError]:
    """Read each file once; return in its place the error of one that is no lesson file."""
    found: list[Document | InputError] = []
    for file in dict.fromkeys(files):
        from gdcore.lesson.lesson_file import read_document  # late: pydantic, which the built-in scenarios do not need

        try:
            found.append(read_document(file))
        except InputError as error:
            found.append(error)
    return found


def readable(documents: Sequence[Document | InputError]) -> list[Document]:
    """Return the documents among what was read."""
    return [document for document in documents if not isinstance(document, InputError)]


def lesson_of(
    documents: Sequence[Document | InputError], slugs: Sequence[str], faults: list[str], *, computed: bool
) -> Lesson:
    """Return the scenarios with these ``slugs``, or all, of all documents, or of the built-in story without any.

    What is wrong is added to ``faults``, unknown slugs only where nothing else is.
    """
    lesson = _joined(documents, faults, computed=computed) if documents else Lesson(catalogue())
    if slugs and not faults:
        with collecting(faults):
            lesson = _only(lesson, slugs)
    return lesson


def _only(lesson: Lesson, slugs: Sequence[str]) -> Lesson:
    if lesson.drafts:
        return replace(lesson, drafts=choose(lesson.drafts, slugs))
    return replace(lesson, scenarios=choose(lesson.scenarios, slugs))


def _joined(documents: Sequence[Document | InputError], faults: list[str], *, computed: bool) -> Lesson:
    """Return the lesson of all documents that are good. A slug may stand in one of them only."""
    others = [slug for document in readable(documents) for slug in document.slugs] if len(documents) > 1 else []
    first: dict[str, Document] = {}
    lessons: list[Lesson] = []
    for document in documents:
        with collecting(faults):
            if isinstance(document, InputError):
                raise document
            lessons.append(document.lesson(others) if computed else document.draft_lesson(others))
            faults += [
                f'{document.name}: scenario "{slug}": slug: used before in {first[slug].path}'
                for slug in lessons[-1].slugs
                if first.setdefault(slug, document) is not document
            ]
    return Lesson.joined(lessons)
