"""The output folder while a build has it: made if need be, held against others, cleared of what dead ones left."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from gdcore.errors import InputError
from gdcore.faults import in_one_line
from valleyjump.errors import BuildError
from valleyjump.store.files import DISK_FULL, PARTIAL_PREFIX, os_fault

LOCK = ".valleyjump.lock"


@contextmanager
def output_folder(folder: Path, warn: Callable[[str], None]) -> Iterator[Path]:
    """Yield a temporary folder inside the output folder, which is made if need be; both go if nothing comes of it.

    While another build has the folder, this one says so through ``warn`` and waits. Raises ``InputError`` when there
    can be no such folder, ``BuildError`` when the disk is full.
    """
    with made_folder(folder), _held(folder, warn):
        clear_leftovers(folder)
        try:
            yield _temporary(folder)
        finally:
            clear_leftovers(folder)


@contextmanager
def made_folder(folder: Path) -> Iterator[None]:
    """Make ``folder`` if need be; remove it in the end if it was made here and stayed empty. Raises like the above."""
    made = _missing(folder)
    try:
        _make(folder)
        yield
    finally:
        with suppress(OSError):
            for path in made:
                path.rmdir()


def clear_leftovers(folder: Path) -> None:
    """Remove unfinished files: those of dead builds and one's own, for nobody else has the folder."""
    for pattern in (f"{PARTIAL_PREFIX}*", f"*/{PARTIAL_PREFIX}*"):
        for path in folder.glob(pattern):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    path.unlink()


@contextmanager
def _held(folder: Path, warn: Callable[[str], None]) -> Iterator[None]:
    """Hold the folder's lock, which the system gives free when the process that holds it dies."""
    handle = _lock(folder, warn)
    try:
        yield
    finally:
        (folder / LOCK).unlink(missing_ok=True)
        os.close(handle)


def _lock(folder: Path, warn: Callable[[str], None]) -> int:
    """Return the handle of the locked file that lies in the folder under the lock's name."""
    while True:
        handle = _opened(folder)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                warn(f"{in_one_line(str(folder))}: another build is at work there; waiting for it")
                fcntl.flock(handle, fcntl.LOCK_EX)
            if os.path.samestat(os.fstat(handle), (folder / LOCK).stat()):
                return handle
        except FileNotFoundError:
            pass  # whoever had the lock has removed the file, so the next one to come would not see this lock
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _opened(folder: Path) -> int:
    while True:
        _make(folder)
        try:
            return os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except FileNotFoundError:
            continue  # the folder went again, with a build that came to nothing
        except OSError as error:
            raise _refusal(folder, error) from None


def _temporary(folder: Path) -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix=PARTIAL_PREFIX, dir=folder))
    except OSError as error:
        raise _refusal(folder, error) from None


def _make(folder: Path) -> None:
    try:
        while not _usable(folder):
            if folder.exists():  # or else it went in the meantime, with a build that came to nothing
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except (OSError, ValueError) as error:
        raise _refusal(folder, error) from None


def _usable(folder: Path) -> bool:
    """Make the folder if need be and return whether files can be made in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        if folder.exists():
            raise
    return os.access(folder, os.W_OK | os.X_OK)


def _refusal(folder: Path, error: OSError | ValueError) -> Exception:
    if isinstance(error, OSError) and error.errno in DISK_FULL:
        return BuildError(os_fault(error, folder))
    reason = "it is a file" if folder.is_file() else getattr(error, "strerror", None) or error
    return InputError(f"{in_one_line(str(folder))}: cannot be used as output folder: {reason}")


def _missing(folder: Path) -> list[Path]:
    """Return the folders that would have to be made, innermost first."""
    with suppress(OSError, ValueError):
        return [path for path in (folder, *folder.parents) if not path.exists()]
    return []
