"""What an option or the scenario files ask for, where one build can only have one of it: a theme, a language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from gdcore.errors import InputError
from gdcore.faults import CombinedInputError, in_one_line

Wanted = TypeVar("Wanted")


def wanted_by(files: Sequence[Path], name: str, option: str, read: Callable[[Path], Wanted | None]) -> Wanted | None:
    """Return what ``read`` finds in the files under ``name``; None where nobody asks for any.

    Raises ``InputError`` with a line for each fault, and when two files ask for different ones.
    """
    found: dict[Path, Wanted] = {}
    faults: list[str] = []
    for file in dict.fromkeys(files):
        try:
            asked = read(file)
        except InputError as error:
            faults += str(error).splitlines()
            continue
        if asked is not None:
            found[file] = asked
    if faults:
        raise CombinedInputError(faults)
    first = next(iter(found), None)
    for file, asked in found.items():
        if first is not None and asked != found[first]:
            other = in_one_line(str(first))
            raise InputError(f"{in_one_line(str(file))}: {name}: not that of {other}; for a build of both say {option}")
    return None if first is None else found[first]
