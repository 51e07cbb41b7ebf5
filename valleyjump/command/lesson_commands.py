"""The commands about lessons and runs: trace, facts, script, check, new, schema and list."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from valleyjump.command.cli_options import (
    Checked,
    Files,
    Language,
    NewFile,
    NewLanguage,
    Only,
    OtherFolders,
    RunFile,
    RunFormat,
    Slug,
)
from valleyjump.command.scenario_selection import one_of, select_lesson, select_run
from valleyjump.rendering.steps_shown import steps_shown


def trace(
    slug: Slug,
    file: RunFile = None,
    form: RunFormat = "table",
    _allowed: OtherFolders = None,
) -> None:
    """Print the numbers of one run."""
    from valleyjump.markup.trace_output import FORMATS

    write = FORMATS[one_of("format", form, FORMATS)]
    with steps_shown(sys.stderr):
        scenario, notes = select_run(slug, file)
    _print_notes(notes)
    sys.stdout.write(write(scenario))


def facts(slug: Slug, file: RunFile = None, _allowed: OtherFolders = None) -> None:
    """List the beats of a clip, which words may narrate, and the facts of its run, which stand in braces."""
    from valleyjump.markup.trace_output import fact_listing

    scenario, notes = select_run(slug, file)
    _print_notes(notes)
    sys.stdout.write(fact_listing(scenario))


def check(files: Checked, _allowed: OtherFolders = None) -> None:
    """Validate scenario files, and render nothing."""
    from valleyjump.command.missing_letters import without_glyph
    from valleyjump.command.selection import select

    with steps_shown(sys.stderr):
        selected = select(files, computed=True)
    _print_notes([*selected.notes, *without_glyph(selected.lesson, selected.theme)])
    n_scenarios = len(selected.lesson.scenarios)
    print(f"{', '.join(map(str, files))}: good, {n_scenarios} scenario{'' if n_scenarios == 1 else 's'}")


def new(lesson: NewFile) -> None:
    """Write a commented example of a lesson, which builds as it is."""
    from valleyjump.command.new_lesson import new_lesson

    print(new_lesson(lesson))


def new_messages(code: NewLanguage) -> None:
    """Write CODE.po, a catalogue of all messages, to be translated into a language that is not shipped."""
    from valleyjump.command.new_lesson import new_messages

    print(new_messages(code))


def schema() -> None:
    """Print the JSON Schema of a lesson, for completion in editors."""
    from valleyjump.command.new_lesson import schema

    sys.stdout.write(schema())


def script(files: Files = None, only: Only = None, lang: Language = None, _allowed: OtherFolders = None) -> None:
    """Print what is to be said, beat by beat, and how long the picture needs; a recording is SLUG/BEAT.wav."""
    from valleyjump.command.selection import select
    from valleyjump.rendering.speaking import script_lines

    with steps_shown(sys.stderr):
        selected = select(list(map(Path, files or [])), only or [], language=lang, computed=True)
    _print_notes(selected.notes)
    with selected.spoken.speaking():
        for scenario in selected.lesson.scenarios:
            print(*script_lines(scenario), sep="\n", flush=True)


def list_scenarios(files: Files = None, _allowed: OtherFolders = None) -> None:
    """List scenarios: slug, view, method, verdict, title."""
    from valleyjump.markup.trace_output import listing

    with steps_shown(sys.stderr):
        lesson = select_lesson(list(map(Path, files or [])))
    sys.stdout.write(listing(lesson.scenarios))


def _print_notes(notes: Iterable[str]) -> None:
    for note in notes:
        print(f"note: {note}", file=sys.stderr)
