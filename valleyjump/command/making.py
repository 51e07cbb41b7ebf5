"""What ``build`` and ``render`` have in common: from the words of a command line to the files."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from scenes.clip.quality import QUALITIES
from valleyjump.build.build import Plan
from valleyjump.build.build import build as carry_out
from valleyjump.command.embedding import served_at
from valleyjump.command.format_choice import chosen_formats
from valleyjump.command.lesson_paths import is_file_name
from valleyjump.command.missing_letters import without_glyph
from valleyjump.command.render_target import Site
from valleyjump.command.scenario_selection import one_of
from valleyjump.command.selection import select
from valleyjump.rendering.progress import progress_on
from valleyjump.store.identity import identity

TERMINATED = 143


def make(
    words: list[str] | None,
    only: list[str] | None,
    quality: str,
    theme: str | None,
    lang: str | None,
    formats: list[str] | None,
    output: Path,
    site: Site,
    *,
    whole: bool,
    single_file: bool = False,
    notes: Sequence[str] = (),
    url: str | None = None,
) -> list[Path]:
    """Find out what is meant, then do it and return the files made. Raises ``InputError`` and ``BuildError``.

    ``notes`` are told, a line each, once it is clear what is meant; ``url`` is where the build is served.
    """
    place = "" if url is None else served_at(url)
    chosen = QUALITIES[one_of("quality", quality, QUALITIES)]
    extras = chosen_formats(formats or [])
    files = [Path(word) for word in words or [] if is_file_name(word)]
    slugs = [*(only or []), *(word for word in words or [] if not is_file_name(word))]
    selected = select(files, slugs, theme=theme, language=lang)
    lesson = selected.lesson
    for note in (*notes, *selected.notes, *without_glyph(lesson)):
        print(f"note: {note}", file=sys.stderr)
    plan = Plan(
        lesson.scenarios,
        chosen,
        identity(),
        output,
        whole,
        selected.theme,
        single_file,
        selected.language,
        lesson,
        extras,
        lesson.drafts,
        place,
    )
    progress = progress_on(sys.stderr, len(lesson.slugs))
    with _termination_as_exit():
        return carry_out(plan, progress, site.crews(progress.note), site.cache)


@contextmanager
def _termination_as_exit() -> Iterator[None]:
    """Let a termination end the command like an interrupt, until this is left."""
    before = signal.signal(signal.SIGTERM, _terminated)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminated(_signal: int, _frame: object) -> NoReturn:
    """End like an interrupt, so that unfinished files are cleared away."""
    raise SystemExit(TERMINATED)
