"""Which theme the words on the command line and in the scenario files mean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gdcore.errors import InputError
from gdcore.faults import CombinedInputError, in_one_line
from scenes.theme.theme import Theme
from scenes.theme.theme_file import BUILT_IN, accepted_shortfalls, theme_named
from valleyjump.command.wanted import wanted_by


def chosen_theme(option: str | None, files: Sequence[Path]) -> Theme | None:
    """Return the theme of ``--theme``, or else that of the scenario files; None when nobody chose any.

    A path in a scenario file is relative to it. Raises ``InputError`` with a line for each fault, and when two files
    ask for different themes.
    """
    return wanted_by(files, "theme", "--theme", _theme_of) if option is None else theme_named(option)


def theme_notes(option: str | None, files: Sequence[Path]) -> tuple[str, ...]:
    """Return what the chosen theme cannot do and accepts, a line each, once ``chosen_theme`` has found no fault."""
    named = [(option, Path())] if option is not None else [(_name_in(file), file.parent) for file in files]
    paths = [folder / name for name, folder in named if name is not None and name not in BUILT_IN]
    return tuple(dict.fromkeys(line for path in paths for line in accepted_shortfalls(path)))


def _name_in(file: Path) -> str | None:
    from gdcore.lesson.lesson_file import theme_name  # late: pydantic, which the built-in scenarios do not need

    return theme_name(file)


def _theme_of(file: Path) -> Theme | None:
    name = _name_in(file)
    if name is None:
        return None
    try:
        return theme_named(name, file.parent)
    except InputError as error:
        raise CombinedInputError(f"{in_one_line(str(file))}: {line}" for line in str(error).splitlines()) from None
