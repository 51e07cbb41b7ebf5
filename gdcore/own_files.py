"""The files that a lesson names: each lies in the lesson's folder or below, wherever links lead.

Somebody else's lesson must not be able to show what else is on this machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from gdcore.errors import InputError
from gdcore.faults import in_one_line

OPTION = "--files"
_allowed: ContextVar[tuple[Path, ...]] = ContextVar("_allowed", default=())


@contextmanager
def allowing(folders: Sequence[Path]) -> Iterator[None]:
    """Let lessons name files in these folders, too, within this context."""
    before = _allowed.set((*_allowed.get(), *(folder.resolve() for folder in folders)))
    try:
        yield
    finally:
        _allowed.reset(before)


def own_file(name: str, folder: Path) -> Path:
    """Return the file or folder that a lesson in ``folder`` names; it need not be there.

    Raises ``InputError``, which says nothing about it, where it lies elsewhere once links are followed.
    """
    try:
        end, homes = (folder / name).resolve(), (folder.resolve(), *_allowed.get())
    except (OSError, ValueError, RuntimeError):  # a null character in the name, links in a circle
        raise InputError(f'"{in_one_line(name)}" cannot be read') from None
    if not any(end.is_relative_to(home) for home in homes):
        raise InputError(
            f'expected a file in the folder of the lesson or below, got "{in_one_line(name)}"; '
            f"copy it there, or allow its folder with {OPTION} FOLDER"
        )
    return folder / name
