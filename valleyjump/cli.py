"""The command line. Everything heavy is imported by the command that needs it: a trace must not wait for a renderer."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from gdcore.errors import InputError
from valleyjump.command import build_commands, lesson_commands, machine_commands
from valleyjump.command.format_choice import one_each
from valleyjump.errors import BAD_INPUT, DONE, FAILED, INTERRUPTED, PIPE_CLOSED, BuildError

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


def _failed(text: str, status: int) -> int:
    print(text, file=sys.stderr)
    return status


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


for command, example in (
    (build_commands.build, "build lesson.toml -o lesson --quality high"),
    (build_commands.render, "render mse-blowup --quality 4k"),
    (build_commands.embed, "embed mse-blowup --for moodle --url https://example.org/lesson"),
    (build_commands.pack, "pack scorm12 --from lesson"),
    (lesson_commands.trace, "trace parabola-diverges --format csv > run.csv"),
    (lesson_commands.facts, "facts mse-blowup"),
    (lesson_commands.script, "script --only mse-blowup"),
    (lesson_commands.check, "check lesson.toml"),
    (lesson_commands.new, "new lesson && valleyjump build lesson.toml -o lesson"),
    (lesson_commands.schema, "schema > lesson.schema.json"),
    (lesson_commands.list_scenarios, "list lesson.toml"),
    (machine_commands.doctor, "doctor -o build"),
):
    app.command(example.split()[0], epilog=f"Example: valleyjump {example}")(command)

messages = typer.Typer(help="Translate what readers see into a further language.", rich_markup_mode=None)
app.add_typer(messages, name="messages")
messages.command("new", epilog="Example: valleyjump messages new de")(lesson_commands.new_messages)

cache = typer.Typer(help="Look at or empty the cache of finished clips.", rich_markup_mode=None)
app.add_typer(cache, name="cache")
cache.command("size", epilog="Example: valleyjump cache size")(machine_commands.cache_size)
cache.command("clear", epilog="Example: valleyjump cache clear")(machine_commands.cache_clear)
