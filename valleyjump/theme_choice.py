"""Which theme the words on the command line and in the scenario files mean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gdcore.errors import InputError
from gdcore.faults import CombinedInputError, in_one_line
from scenes.theme import Theme
from scenes.theme_file import theme_named


def chosen_theme(option: str | None, files: Sequence[Path]) -> Theme | None:
    """Return the theme of ``--theme``, or else that of the scenario files; None when nobody chose any.

    A path in a scenario file is relative to it. Raises ``InputError`` with a line for each fault, and when two files
    ask for different themes.
    """
    if option is not None:
        return theme_named(option)
    wanted: dict[Path, Theme] = {}
    faults: list[str] = []
    for file in dict.fromkeys(files):
        try:
            theme = _theme_of(file)
        except InputError as error:
            faults += str(error).splitlines()
            continue
        if theme is not None:
            wanted[file] = theme
    if faults:
        raise CombinedInputError(faults)
    return _agreed(wanted)


def _theme_of(file: Path) -> Theme | None:
    from gdcore.scenario_file import theme_name  # late: pydantic, which the built-in scenarios do not need

    name = theme_name(file)
    if name is None:
        return None
    try:
        return theme_named(name, file.parent)
    except InputError as error:
        raise CombinedInputError(f"{in_one_line(str(file))}: {line}" for line in str(error).splitlines()) from None


def _agreed(wanted: dict[Path, Theme]) -> Theme | None:
    """Return the one theme that all files want."""
    first = next(iter(wanted), None)
    for file, theme in wanted.items():
        if first is not None and theme != wanted[first]:
            other = in_one_line(str(first))
            raise InputError(f"{in_one_line(str(file))}: theme: not that of {other}; for a build of both say --theme")
    return None if first is None else wanted[first]
