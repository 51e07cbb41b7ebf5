"""Whole files only: written under a temporary name in the same folder, synced, then renamed."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from gdcore.errors import InputError
from gdcore.faults import in_one_line
from valleyjump.errors import BuildError

PARTIAL_PREFIX = ".partial-"
DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
UNWRITABLE = DISK_FULL | {errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO}


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``: a reader finds the old file or the new one, never a part. Raises ``OSError``."""
    partial = path.with_name(f"{PARTIAL_PREFIX}{os.getpid()}-{path.name}")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    _sync(path.parent)


def move_whole(source: Path, target: Path) -> None:
    """Move a finished file to its final name, which may be on another file system. Raises ``OSError``."""
    _sync(source)
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        write_whole(target, source.read_bytes())
        source.unlink()
    _sync(target.parent)


def publish(staged: Path, folder: Path, names: Sequence[str]) -> None:
    """Move the files ``names`` from ``staged`` to the same places in ``folder``, in that order.

    Everything that can be refused is found before the first file moves, and an interrupt waits for the last one.
    Raises ``BuildError``.
    """
    made: list[Path] = []
    try:
        for name in names:
            check_place(folder, name)
        for parent in dict.fromkeys((folder / name).parent for name in names):
            if not parent.exists():
                parent.mkdir()
                made.append(parent)
        with signals_held(signal.SIGINT, signal.SIGTERM):
            for name in names:
                move_whole(staged / name, folder / name)
    except OSError as error:
        for parent in reversed(made):
            with suppress(OSError):
                parent.rmdir()
        raise BuildError(os_fault(error, folder)) from error


def check_place(folder: Path, name: str) -> None:
    """Raise ``OSError`` if the file ``name`` could not be put into ``folder``."""
    target = folder / name
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, f"{target} is a folder")
    parent = target.parent
    if parent.exists() and not parent.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, f"{parent} is a file")
    if parent.exists() and not os.access(parent, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, f"no permission for {parent}")


@contextmanager
def output_folder(folder: Path) -> Iterator[Path]:
    """Yield a temporary folder inside the output folder, which is made if need be; both go if nothing comes of it.

    Raises ``InputError`` when there can be no such folder.
    """
    made = _missing(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=PARTIAL_PREFIX, dir=folder))
    except (OSError, ValueError) as error:
        _remove_empty(made)
        if isinstance(error, OSError) and error.errno in DISK_FULL:
            raise BuildError(os_fault(error, folder)) from error
        reason = "it is a file" if folder.is_file() else getattr(error, "strerror", None) or error
        raise InputError(f"{in_one_line(str(folder))}: cannot be used as output folder: {reason}") from None
    try:
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        _remove_empty(made)


def _missing(folder: Path) -> list[Path]:
    """Return the folders that would have to be made, innermost first."""
    with suppress(OSError, ValueError):
        return [path for path in (folder, *folder.parents) if not path.exists()]
    return []


def _remove_empty(folders: Sequence[Path]) -> None:
    with suppress(OSError):
        for folder in folders:
            folder.rmdir()


def os_fault(error: OSError, folder: Path) -> str:
    """Return one line for a write into ``folder`` that failed: what, where, what to do."""
    return disk_fault(error.errno, folder, error.strerror or str(error))


def disk_fault(number: int | None, folder: Path, reason: str) -> str:
    """Return the same line where only the error's number and its text are at hand."""
    remedy = "free some space, or choose" if number in DISK_FULL else "choose"
    return f"{in_one_line(str(folder))}: cannot be written: {in_one_line(reason)}: {remedy} another folder with -o"


@contextmanager
def signals_held(*signals: signal.Signals) -> Iterator[None]:
    """Hold ``signals`` back until the end of the block. Processes that are started inside never see them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _sync(path: Path) -> None:
    """Flush a file or folder to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
