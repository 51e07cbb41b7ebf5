"""The command line. Everything heavy is imported by the command that needs it: a trace must not wait for a renderer."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from gdcore.errors import InputError
from scenes.clip.formats import EXTRA
from valleyjump.command.cli_options import (
    Address,
    CacheFolder,
    CacheLimit,
    Files,
    Formats,
    Language,
    NoCache,
    Only,
    Output,
    PackFile,
    PackFormat,
    Platform,
    QualityName,
    Scheduler,
    Source,
    ThemeName,
    Words,
    Workers,
)
from valleyjump.command.embedding import PLATFORMS
from valleyjump.command.format_choice import one_each
from valleyjump.command.render_target import RenderTarget
from valleyjump.errors import BuildError
from valleyjump.packs.forms import PACKS
from valleyjump.store.cache import DEFAULT_LIMIT, opened

SHOWN_LESSONS = 5
DONE, FAILED, BAD_INPUT, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141

app = typer.Typer(
    help="Render explainer videos about gradient descent and its learning rate, and the page around them.",
    epilog="Exit status: 0 done, 1 the build failed, 2 bad input or usage, 130 interrupted.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status; faults go to stderr, one line each."""
    try:
        words = one_each(sys.argv[1:] if arguments is None else arguments) or ["--help"]
        status = app(args=words, prog_name="valleyjump", standalone_mode=False)
        sys.stdout.flush()
        if status == INTERRUPTED:
            return _failed("interrupted", INTERRUPTED)
        return status if isinstance(status, int) else DONE
    except BrokenPipeError:
        # Whoever read the results has had enough; Python's own last flush must not complain about that.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except (KeyboardInterrupt, typer.Abort):
        return _failed("interrupted", INTERRUPTED)
    except InputError as error:
        return _failed(str(error), BAD_INPUT)
    except BuildError as error:
        return _failed(error.message, FAILED)
    except Exception as error:
        # Typer's own usage errors, of which only this method is public in every version.
        usage = getattr(error, "format_message", None)
        if usage is None:
            raise
        return _failed(" ".join(usage().split()), BAD_INPUT)


def _print_notes(notes: Iterable[str]) -> None:
    for note in notes:
        print(f"note: {note}", file=sys.stderr)


def _failed(text: str, status: int) -> int:
    print(text, file=sys.stderr)
    return status


def _other_lessons(lessons: Sequence[Path]) -> list[str]:
    """Return in a line that the built-in story is built and not the lessons that lie there, if any do."""
    if not lessons:
        return []
    those = f"the lesson here, {lessons[0]}" if len(lessons) == 1 else f"the {len(lessons)} lessons here"
    named = " ".join(map(shlex.quote, map(str, lessons[:SHOWN_LESSONS]))) + (" ..." if lessons[SHOWN_LESSONS:] else "")
    return [f"this builds the built-in story; for {those}: valleyjump build {named}"]


def _show_version(wanted: bool) -> None:
    if wanted:
        from valleyjump.store.identity import installed

        print(f"valleyjump {installed('valleyjump')}")
        raise typer.Exit


@app.callback()
def valleyjump(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show it.")] = False,
) -> None:
    """Take the options that stand before a command."""


@app.command(epilog="Example: valleyjump build lesson.toml -o lesson --quality high")
def build(
    files: Files = None,
    output: Output = Path("build"),
    only: Only = None,
    quality: QualityName = "medium",
    theme: ThemeName = None,
    lang: Language = None,
    formats: Formats = None,
    workers: Workers = None,
    cluster: Scheduler = None,
    cache_dir: CacheFolder = None,
    cache_limit: CacheLimit = DEFAULT_LIMIT,
    no_cache: NoCache = False,
    url: Address = None,
    single_file: Annotated[
        bool, typer.Option("--single-file", help="Also write single-file.html: the page with everything inside.")
    ] = False,
) -> None:
    """Render clips, and make the page and the explainer of all clips."""
    from valleyjump.command.lesson_paths import is_file_name, lessons_in

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
        formats=formats or [],
        output=output,
        target=target,
        with_page=True,
        single_file=single_file,
        notes=notes,
        url=url,
    )
    print(output / ("single-file.html" if single_file else "index.html"))


@app.command(epilog="Example: valleyjump render mse-blowup --quality 4k")
def render(
    words: Words = None,
    output: Output = Path("build"),
    only: Only = None,
    quality: QualityName = "medium",
    theme: ThemeName = None,
    lang: Language = None,
    formats: Formats = None,
    workers: Workers = None,
    cluster: Scheduler = None,
    cache_dir: CacheFolder = None,
    cache_limit: CacheLimit = DEFAULT_LIMIT,
    no_cache: NoCache = False,
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
        formats=formats or [],
        output=output,
        target=target,
        with_page=False,
    )
    for path in paths:
        if path.suffix.removeprefix(".") in ("mp4", *EXTRA):
            print(path)


@app.command(epilog="Example: valleyjump embed mse-blowup --for moodle --url https://example.org/lesson")
def embed(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="A clip of the build, or one of its playgrounds.")],
    platform: Platform = "html",
    url: Address = None,
    source: Source = Path("build"),
) -> None:
    """Print the code that puts a clip of a build into another page; on stderr, where it goes and the files it needs."""
    from valleyjump.build.built import read_build
    from valleyjump.command.embedding import embedding
    from valleyjump.command.scenario_selection import one_of

    text, advice = embedding(read_build(source), slug, one_of("platform", platform, PLATFORMS), url)
    print(text)
    print(advice, file=sys.stderr)


@app.command(epilog="Example: valleyjump pack scorm12 --from lesson")
def pack(
    form: PackFormat,
    output: PackFile = None,
    source: Source = Path("build"),
) -> None:
    """Pack a build that is there already for a course platform or a lecture."""
    from valleyjump.build.built import read_build
    from valleyjump.command.scenario_selection import one_of
    from valleyjump.packs.forms import packed

    print(packed(one_of("format", form, PACKS), read_build(source), output))


@app.command(epilog="Example: valleyjump trace parabola-diverges --format csv > run.csv")
def trace(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="As valleyjump list shows it.")],
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE.toml", help="Look for it there.")] = None,
    form: Annotated[str, typer.Option("--format", metavar="NAME", help="table, csv or json.")] = "table",
) -> None:
    """Print the numbers of one run."""
    from valleyjump.command.scenario_selection import one_of, select_run
    from valleyjump.markup.trace_output import FORMATS
    from valleyjump.rendering.steps_shown import steps_shown

    write = FORMATS[one_of("format", form, FORMATS)]
    with steps_shown(sys.stderr):
        scenario, notes = select_run(slug, file)
    _print_notes(notes)
    sys.stdout.write(write(scenario))


@app.command(epilog="Example: valleyjump facts mse-blowup")
def facts(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="As valleyjump list shows it.")],
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE.toml", help="Look for it there.")] = None,
) -> None:
    """List the beats of a clip, which words may narrate, and the facts of its run, which stand in braces."""
    from valleyjump.command.fact_output import fact_listing
    from valleyjump.command.scenario_selection import select_run

    scenario, notes = select_run(slug, file)
    _print_notes(notes)
    sys.stdout.write(fact_listing(scenario))


@app.command(epilog="Example: valleyjump check lesson.toml")
def check(files: Annotated[list[Path], typer.Argument(metavar="FILE.toml", help="The scenario files.")]) -> None:
    """Validate scenario files, and render nothing."""
    from valleyjump.command.missing_letters import without_glyph
    from valleyjump.command.selection import select
    from valleyjump.rendering.steps_shown import steps_shown

    with steps_shown(sys.stderr):
        selected = select(files, computed=True)
    _print_notes([*selected.notes, *without_glyph(selected.lesson)])
    n_scenarios = len(selected.lesson.scenarios)
    print(f"{', '.join(map(str, files))}: good, {n_scenarios} scenario{'' if n_scenarios == 1 else 's'}")


@app.command(epilog="Example: valleyjump new lesson && valleyjump build lesson.toml -o lesson")
def new(lesson: Annotated[str, typer.Argument(metavar="LESSON", help="The file to write; .toml is added.")]) -> None:
    """Write a commented example of a lesson, which builds as it is."""
    from valleyjump.command.new_lesson import new_lesson

    print(new_lesson(lesson))


@app.command(epilog="Example: valleyjump schema > lesson.schema.json")
def schema() -> None:
    """Print the JSON Schema of a lesson, for completion in editors."""
    from valleyjump.command.new_lesson import schema

    sys.stdout.write(schema())


@app.command("list", epilog="Example: valleyjump list lesson.toml")
def list_scenarios(files: Files = None) -> None:
    """List scenarios: slug, view, method, verdict, title."""
    from valleyjump.command.scenario_selection import select_lesson
    from valleyjump.markup.trace_output import listing
    from valleyjump.rendering.steps_shown import steps_shown

    with steps_shown(sys.stderr):
        lesson = select_lesson(list(map(Path, files or [])))
    sys.stdout.write(listing(lesson.scenarios))


@app.command(epilog="Example: valleyjump doctor -o build")
def doctor(output: Output = Path("build")) -> int:
    """Tell what this machine lacks, and the command that mends it."""
    from valleyjump.command.doctor import examine, report

    good = True
    for finding in examine(output):
        print(report(finding), flush=True)
        good = good and finding.good
    return DONE if good else FAILED


cache_app = typer.Typer(help="Look at or empty the cache of finished clips.", rich_markup_mode=None)
app.add_typer(cache_app, name="cache")


@cache_app.command("size", epilog="Example: valleyjump cache size")
def cache_size(cache_dir: CacheFolder = None, cache_limit: CacheLimit = DEFAULT_LIMIT) -> None:
    """Tell how much the cache holds, and where it is."""
    from rich.filesize import decimal

    cache = opened(cache_dir, cache_limit)
    usage = cache.usage()
    print(f"{_clips(usage.n_clips)}, {decimal(usage.n_bytes)} of {decimal(cache.limit_bytes)}, in {cache.folder}")


@cache_app.command("clear", epilog="Example: valleyjump cache clear")
def cache_clear(cache_dir: CacheFolder = None) -> None:
    """Remove all clips from the cache; builds that were made from them stay."""
    from rich.filesize import decimal

    cache = opened(cache_dir, DEFAULT_LIMIT)
    usage = cache.clear()
    print(f"removed {_clips(usage.n_clips)}, {decimal(usage.n_bytes)}, from {cache.folder}")


def _clips(number: int) -> str:
    return f"{number} clip{'' if number == 1 else 's'}"
