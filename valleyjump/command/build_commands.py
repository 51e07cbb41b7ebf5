"""The commands about whole builds: build, render, embed and pack."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from gdcore.errors import InputError
from scenes.clip.formats import EXTRA
from valleyjump.command.cli_options import (
    Address,
    CacheFolder,
    CacheLimit,
    Embedded,
    Files,
    Formats,
    Language,
    NoCache,
    Only,
    OtherFolders,
    Output,
    PackFile,
    PackFormat,
    Platform,
    QualityName,
    Scheduler,
    SingleFile,
    Source,
    ThemeName,
    VoiceCommand,
    VoiceMissing,
    VoiceName,
    Words,
    Workers,
)
from valleyjump.command.embedding import PLATFORMS
from valleyjump.command.lesson_paths import is_file_name, lessons_in
from valleyjump.command.render_target import RenderTarget
from valleyjump.command.scenario_selection import one_of
from valleyjump.packs.forms import PACKS, packed
from valleyjump.store.cache import DEFAULT_LIMIT, opened

SHOWN_LESSONS = 5


def build(
    files: Files = None,
    output: Output = Path("build"),
    only: Only = None,
    quality: QualityName = "medium",
    theme: ThemeName = None,
    lang: Language = None,
    formats: Formats = None,
    voice: VoiceName = None,
    voice_missing: VoiceMissing = None,
    voice_command: VoiceCommand = None,
    workers: Workers = None,
    cluster: Scheduler = None,
    cache_dir: CacheFolder = None,
    cache_limit: CacheLimit = DEFAULT_LIMIT,
    no_cache: NoCache = False,
    _allowed: OtherFolders = None,
    url: Address = None,
    single_file: SingleFile = False,
) -> None:
    """Render clips, and make the page and the explainer of all clips."""
    stray = [word for word in files or [] if not is_file_name(word)]
    if stray and not only:
        raise InputError(f'"{stray[0]}": expected a scenario file, FILE.toml; to choose scenarios, put --only first')
    from valleyjump.command.making import make

    target = RenderTarget(workers, cluster, None if no_cache else opened(cache_dir, cache_limit))
    notes = [] if files else _other_lessons(lessons_in(Path()))
    make(
        files or [],
        only=only or [],
        quality=quality,
        theme=theme,
        lang=lang,
        voice=voice,
        voice_missing=voice_missing,
        voice_command=voice_command,
        formats=formats or [],
        output=output,
        target=target,
        with_page=True,
        single_file=single_file,
        notes=notes,
        url=url,
    )
    print(output / ("single-file.html" if single_file else "index.html"))


def render(
    words: Words = None,
    output: Output = Path("build"),
    only: Only = None,
    quality: QualityName = "medium",
    theme: ThemeName = None,
    lang: Language = None,
    formats: Formats = None,
    voice: VoiceName = None,
    voice_missing: VoiceMissing = None,
    voice_command: VoiceCommand = None,
    workers: Workers = None,
    cluster: Scheduler = None,
    cache_dir: CacheFolder = None,
    cache_limit: CacheLimit = DEFAULT_LIMIT,
    no_cache: NoCache = False,
    _allowed: OtherFolders = None,
) -> None:
    """Render clips alone, into FOLDER/clips."""
    from valleyjump.command.making import make

    target = RenderTarget(workers, cluster, None if no_cache else opened(cache_dir, cache_limit))
    paths = make(
        words or [],
        only=only or [],
        quality=quality,
        theme=theme,
        lang=lang,
        voice=voice,
        voice_missing=voice_missing,
        voice_command=voice_command,
        formats=formats or [],
        output=output,
        target=target,
        with_page=False,
    )
    for path in paths:
        if path.suffix.removeprefix(".") in ("mp4", *EXTRA):
            print(path)


def embed(
    slug: Embedded,
    platform: Platform = "html",
    url: Address = None,
    source: Source = Path("build"),
) -> None:
    """Print the code that puts a clip of a build into another page; on stderr, where it goes and the files it needs."""
    from valleyjump.build.built import read_build
    from valleyjump.command.embedding import embedding

    text, advice = embedding(read_build(source), slug, one_of("platform", platform, PLATFORMS), url)
    print(text)
    print(advice, file=sys.stderr)


def pack(
    form: PackFormat,
    output: PackFile = None,
    source: Source = Path("build"),
) -> None:
    """Pack a build that is there already for a course platform or a lecture."""
    from valleyjump.build.built import read_build

    print(packed(one_of("format", form, PACKS), read_build(source), output))


def _other_lessons(lessons: Sequence[Path]) -> list[str]:
    """Return in a line that the built-in story is built and not the lessons that lie there, if any do."""
    if not lessons:
        return []
    those = f"the lesson here, {lessons[0]}" if len(lessons) == 1 else f"the {len(lessons)} lessons here"
    named = " ".join(map(shlex.quote, map(str, lessons[:SHOWN_LESSONS]))) + (" ..." if lessons[SHOWN_LESSONS:] else "")
    return [f"this builds the built-in story; for {those}: valleyjump build {named}"]
