"""Content-addressed clips: one file for each, named by the key of everything that can change it.

Several builds may use one folder at once: an entry appears and disappears by one rename or unlink, an entry under its
name never changes, and whoever has it open can read it to its end.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from gdcore.errors import InputError
from valleyjump.store.clip_archive import ClipHeader, DamagedArchiveError, read_content, read_contents, read_header
from valleyjump.store.files import PARTIAL_PREFIX, write_whole

DEFAULT_LIMIT = "2GiB"
UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]i?)?B?", re.IGNORECASE)
CLIPS, PAGES, SPEECH, MAPS = "clips", "pages", "speech", "maps"
"""What there is, each in a folder of its own: clips, what whole builds made besides, what voices have said, and maps of
fates."""
ENTRIES = f"*/??/{'[0-9a-f]' * 64}"
SLACK = 20
"""The cache is looked over whenever a twentieth of its limit has come in since the last time."""
STALE_S = 3600.0
"""An unfinished file that is older belongs to a build that is dead."""


@dataclass(frozen=True)
class Usage:
    """How many clips there are, and their bytes."""

    n_clips: int
    n_bytes: int


@dataclass(frozen=True)
class _Entry:
    path: Path
    n_bytes: int
    used_s: float


class Cache:
    """The clips in ``folder``, of which those not used for longest go when all exceed ``limit_bytes``."""

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        """Touch nothing yet."""
        self.folder = folder
        self.limit_bytes = limit_bytes
        self._new_bytes = limit_bytes  # so that the first entry that is kept has the cache looked over

    def header(self, key: str) -> ClipHeader | None:
        """Return the header of an entry and count it as used; None when there is none that is whole by its size."""
        path = self._path(key)
        try:
            with path.open("rb") as file:
                header = read_header(file)
                whole = file.tell() + header.n_bytes == os.fstat(file.fileno()).st_size
            os.utime(path)
        except (OSError, DamagedArchiveError):
            return None
        return header if whole else None

    def archive(self, key: str) -> bytes | None:
        """Return a whole entry; None when there is none, or one that is damaged."""
        try:
            content = self._path(key).read_bytes()
            stream = BytesIO(content)
            for _ in read_contents(stream, read_header(stream)):
                pass
        except (OSError, DamagedArchiveError):
            return None
        return content

    def content(self, key: str, kind: str) -> bytes | None:
        """Return one file of an entry; None when there is none, or one that is damaged."""
        try:
            with self._path(key).open("rb") as file:
                return read_content(file, read_header(file), kind)
        except (OSError, DamagedArchiveError):
            return None

    def kept(self, key: str, what: str) -> bytes | None:
        """Return an entry that is no clip, if it is there, and count it as used."""
        path = self._path(key, what)
        try:
            os.utime(path)
            return path.read_bytes()
        except OSError:
            return None

    def keep(self, key: str, archive: bytes, what: str = CLIPS) -> None:
        """Add an entry, or replace a damaged one. Raises ``OSError``."""
        path = self._path(key, what)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, archive, synced=False)  # what a power failure damages, its hash betrays
        self._new_bytes += len(archive)
        if self._new_bytes * SLACK > self.limit_bytes:
            self.trim()

    def trim(self) -> None:
        """Remove what dead builds left, and the entries not used for longest until the rest is within the limit."""
        self._new_bytes = 0
        for partial in self.folder.glob(f"*/??/{PARTIAL_PREFIX}*"):
            with suppress(OSError):
                if time.time() - partial.stat().st_mtime > STALE_S:
                    partial.unlink()
        entries = sorted(self._entries(), key=lambda entry: entry.used_s)
        surplus = sum(entry.n_bytes for entry in entries) - self.limit_bytes
        for entry in entries:
            if surplus <= 0:
                return
            entry.path.unlink(missing_ok=True)
            surplus -= entry.n_bytes

    def usage(self) -> Usage:
        """Return how much there is."""
        entries = list(self._entries())
        return _usage(entries)

    def clear(self) -> Usage:
        """Remove all entries, and nothing else that may lie in the folder; return how much there was."""
        entries = list(self._entries())
        for entry in entries:
            entry.path.unlink(missing_ok=True)
        return _usage(entries)

    def _path(self, key: str, what: str = CLIPS) -> Path:
        return self.folder / what / key[:2] / key

    def _entries(self) -> Iterator[_Entry]:
        for path in self.folder.glob(ENTRIES):
            with suppress(OSError):  # another build may have removed it
                seen = path.stat()
                yield _Entry(path, seen.st_size, seen.st_mtime)


def _usage(entries: Sequence[_Entry]) -> Usage:
    n_clips = sum(entry.path.parts[-3] == CLIPS for entry in entries)
    return Usage(n_clips, sum(entry.n_bytes for entry in entries))


def opened(folder: Path | None, limit: str) -> Cache:
    """Return the cache in ``folder``, or in the user's own folder for such. Raises ``InputError`` for a bad limit."""
    limit_bytes = size_in_bytes(limit)
    if folder is None:
        from platformdirs import user_cache_path

        folder = user_cache_path("valleyjump", appauthor=False)
    return Cache(folder, limit_bytes)


def size_in_bytes(text: str) -> int:
    """Return what a size such as 500MB or 2GiB comes to. Raises ``InputError``."""
    match = SIZE.fullmatch(text.strip())
    if match is None:
        raise InputError(f"cache limit: expected a size such as 500MB or 2GiB, got {text!r}")
    number, unit = match.groups(default="")
    return int(float(number) * UNITS[unit[:1].upper() + unit[1:].lower()])
