"""ZIP archives: the same files give the same bytes, names are safe to unpack, and writing is all or nothing."""

from __future__ import annotations

import os
import secrets
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from gdcore.faults import in_one_line
from gdcore.scenario import DEVICES
from valleyjump.errors import BuildError
from valleyjump.store.files import PARTIAL_PREFIX, checked_target, sync, writing

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can hold."""
REGULAR_FILE = 0o100644 << 16
UNIX = 3
COMPRESSED = frozenset({".mp4", ".webm", ".webp", ".gif", ".png", ".pdf", ".zip"})
"""Already compressed."""
MOST_FILES = 65_535
"""More would need ZIP64, which learning platforms do not all read; so would a file of 4 GiB."""
FEWER = "build fewer clips, or in a lower quality, and pack again"
CHUNK_BYTES = 1 << 20
RESERVED = frozenset('<>:"|?*\\')
"""Characters that Windows does not allow in file names."""


def write_archive(target: Path, entries: Mapping[str, bytes | Path]) -> Path:
    """Write a ZIP file of ``entries``, by name inside it: bytes, or a file to be read. Returns ``target``.

    Sorted, each with the same time and the same rights. Raises ``ValueError`` for a name that could not be unpacked
    safely everywhere, ``InputError`` where ``target`` cannot be, ``BuildError`` when the disk is full or has faults.
    """
    _check(entries)
    target = checked_target(target)
    partial = target.with_name(f"{PARTIAL_PREFIX}{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with writing(target), zipfile.ZipFile(partial, "w", allowZip64=False) as archive:
            for name in sorted(entries):
                _add(archive, name, entries[name])
        with writing(target):
            sync(partial)
            partial.replace(target)
    except zipfile.LargeZipFile:
        raise BuildError(f"{in_one_line(str(target))}: over 4 GiB or {MOST_FILES:,} files: {FEWER}") from None
    finally:
        partial.unlink(missing_ok=True)
    return target


def _add(archive: zipfile.ZipFile, name: str, content: bytes | Path) -> None:
    info = zipfile.ZipInfo(name, EPOCH)
    info.create_system, info.external_attr = UNIX, REGULAR_FILE
    info.compress_type = zipfile.ZIP_STORED if PurePosixPath(name).suffix in COMPRESSED else zipfile.ZIP_DEFLATED
    info.file_size = content.stat().st_size if isinstance(content, Path) else len(content)
    with archive.open(info, "w") as entry:
        if isinstance(content, bytes):
            entry.write(content)
            return
        with content.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                entry.write(chunk)


def _check(names: Iterable[str]) -> None:
    """Raise ``ValueError`` for a name that is absolute, leads upwards, or could not be a file on every system."""
    seen: set[str] = set()
    for name in names:
        parts = name.split("/")
        unsafe = not name.isprintable() or RESERVED & set(name) or {"", ".", ".."} & set(parts)
        if unsafe or any(part.endswith((".", " ")) or part.split(".")[0].casefold() in DEVICES for part in parts):
            raise ValueError(f"{name!r}: no name for a file in an archive")
        if name.casefold() in seen:
            raise ValueError(f"{name!r}: there twice where capitals do not count")
        seen.add(name.casefold())
