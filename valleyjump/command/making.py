"""What ``build`` and ``render`` have in common: from the words of a command line to the files."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from gdcore.errors import InputError
from scenes.clip.formats import BOTH, extra
from scenes.clip.quality import QUALITIES
from valleyjump.build.build import build as carry_out
from valleyjump.build.plan import Plan
from valleyjump.command.embedding import served_at
from valleyjump.command.format_choice import chosen_formats
from valleyjump.command.lesson_paths import is_file_name
from valleyjump.command.missing_letters import without_glyph
from valleyjump.command.render_target import RenderTarget
from valleyjump.command.scenario_selection import one_of
from valleyjump.command.selection import select
from valleyjump.errors import TERMINATED
from valleyjump.rendering.progress import progress_on
from valleyjump.rendering.render_style import RenderStyle
from valleyjump.rendering.voices import with_options
from valleyjump.store.identity import identity


def make(
    words: Sequence[str],
    *,
    only: Sequence[str],
    quality: str,
    theme: str | None,
    lang: str | None,
    voice: str | None = None,
    voice_missing: str | None = None,
    voice_command: str | None = None,
    formats: Sequence[str],
    output: Path,
    target: RenderTarget,
    with_page: bool,
    single_file: bool = False,
    notes: Sequence[str] = (),
    url: str | None = None,
) -> list[Path]:
    """Build or render what a command line asks for and return the files made.

    ``words`` are lesson files and, after ``only``, further slugs. ``notes`` are printed, one line each, once the
    command line is known to be good; ``url`` is where the build is served. Raises ``InputError`` and ``BuildError``.
    """
    place = "" if url is None else served_at(url)
    level = QUALITIES[one_of("quality", quality, QUALITIES)]
    chosen = chosen_formats(formats)
    files = [Path(word) for word in words if is_file_name(word)]
    slugs = [*only, *(word for word in words if not is_file_name(word))]
    selected = select(files, slugs, theme=theme, language=lang, voice=voice)
    if voice is not None and voice_command is not None:
        raise InputError("--voice and --voice-command: two voices; choose one")
    heard = with_options(selected.voice, selected.language, voice_command, voice_missing)
    lesson = selected.lesson
    extras = extra((*chosen, BOTH) if selected.both else chosen)
    for note in (*notes, *selected.notes, *without_glyph(lesson, selected.theme)):
        print(f"note: {note}", file=sys.stderr)
    plan = Plan(
        scenarios=lesson.scenarios,
        drafts=lesson.drafts,
        lesson=lesson,
        quality=level,
        style=RenderStyle(
            theme=selected.theme, language=selected.language, messages=selected.spoken.compiled, formats=extras
        ),
        identity=identity(),
        folder=output,
        with_page=with_page,
        single_file=single_file,
        place=place,
        voice=heard,
    )
    progress = progress_on(sys.stderr, len(lesson.slugs))
    with _termination_as_exit():
        return carry_out(plan, progress, target.pool_opener(progress.note), target.cache)


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
