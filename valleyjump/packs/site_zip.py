"""The plain site: everything that the build has written, to be unpacked where pages are served, or on a disk."""

from __future__ import annotations

from pathlib import Path

from valleyjump.build import manifest
from valleyjump.build.built import Built
from valleyjump.packs.archive import write_archive


def write(built: Built, target: Path) -> Path:
    """Write the site of ``built`` and return ``target``. Raises like ``packed``."""
    files = {name: built.path(name) for name in built.files}
    return write_archive(target, {**files, manifest.NAME: built.folder / manifest.NAME})
