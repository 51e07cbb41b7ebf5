"""Whole files only: written under a temporary name in the same folder, synced, then renamed."""

from __future__ import annotations

import errno
import os
import secrets
import signal
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from gdcore.errors import InputError
from gdcore.faults import in_one_line
from valleyjump.errors import BuildError

PARTIAL_PREFIX = ".partial-"
SYNC_THREADS = 16
"""Many at once, because a file system writes its journal once for all that wait for it."""
DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
UNWRITABLE = DISK_FULL | {errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO}


def write_whole(path: Path, content: bytes, *, synced: bool = True) -> None:
    """Write ``content`` to ``path``: a reader finds the old file or the new one, never a part. Raises ``OSError``.

    Not ``synced``, this holds whatever happens to the process, but not when the power fails.
    """
    partial = path.with_name(f"{PARTIAL_PREFIX}{os.getpid()}-{secrets.token_hex(4)}")
    try:
        partial.write_bytes(content)
        if synced:
            sync(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_result(target: Path, content: bytes) -> Path:
    """Write what a command was asked for, and return ``target``. Raises ``InputError`` and ``BuildError``."""
    target = checked_target(target)
    with writing(target):
        write_whole(target, content)
    return target


def checked_target(target: Path) -> Path:
    """Return the absolute path of a file that can be written, or raise ``InputError``."""
    target = target.absolute()
    where = in_one_line(str(target))
    try:
        if not target.parent.is_dir():
            raise InputError(f"{in_one_line(str(target.parent))}: no such folder")
        if target.exists() and not target.is_file():
            raise InputError(f"{where}: expected a file to write, got {'a folder' if target.is_dir() else 'a device'}")
    except (OSError, ValueError) as error:
        raise InputError(f"{where}: no name for a file: {getattr(error, 'strerror', None) or error}") from None
    return target


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Tell whatever the system refuses while ``target`` is written. Raises ``BuildError``."""
    try:
        yield
    except OSError as error:
        raise BuildError(os_fault(error, target)) from error


@contextmanager
def scratch_beside(target: Path) -> Iterator[Path]:
    """Yield a folder for what ``target`` is made from; it goes in the end. Raises ``BuildError`` like ``writing``."""
    with writing(target), tempfile.TemporaryDirectory(prefix=PARTIAL_PREFIX, dir=target.parent) as scratch:
        yield Path(scratch)


def move_whole(source: Path, target: Path) -> None:
    """Move a synced file to its final name, which may be on another file system. Raises ``OSError``."""
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        write_whole(target, source.read_bytes())
        source.unlink()


def publish(staged: Path, folder: Path, names: Sequence[str]) -> None:
    """Move the files ``names`` from ``staged`` to the same places in ``folder``, in that order.

    Everything that can be refused is found, and all content is on the disk, before the first file moves; an interrupt
    waits for the last one, which moves when the others are on the disk under their names. Raises ``BuildError``.
    """
    made: list[Path] = []
    try:
        for name in names:
            check_place(folder, name)
        for parent in dict.fromkeys((folder / name).parent for name in names):
            if not parent.exists():
                parent.mkdir()
                made.append(parent)
        with ThreadPoolExecutor(SYNC_THREADS) as threads:
            list(threads.map(sync, (staged / name for name in names)))
        with signals_held(signal.SIGINT, signal.SIGTERM):
            _move(staged, folder, names[:-1])
            _move(staged, folder, names[-1:])
    except OSError as error:
        for parent in reversed(made):
            with suppress(OSError):
                parent.rmdir()
        raise BuildError(os_fault(error, folder)) from error


def _move(staged: Path, folder: Path, names: Sequence[str]) -> None:
    for name in names:
        move_whole(staged / name, folder / name)
    for parent in {(folder / name).parent for name in names} | {folder}:
        sync(parent)


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
    caught: list[int] = []
    handlers: dict[signal.Signals, Any] = {}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, signals)  # which processes inherit
    try:
        if threading.current_thread() is threading.main_thread():  # else no handler would run in this thread anyway
            # The mask is this thread's alone: with another one about, as numpy has, the process is not spared.
            handlers = {each: signal.signal(each, lambda number, _frame: caught.append(number)) for each in signals}
        yield
    finally:
        for each, handler in handlers.items():
            signal.signal(each, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for number in dict.fromkeys(caught):
            signal.raise_signal(number)


def sync(path: Path) -> None:
    """Flush a file or folder to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
