"""The files of a build: what is new waits in a temporary folder until all is there, what is there already stays."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from valleyjump.store.clip_archive import FileDigest
from valleyjump.store.files import publish


class Staging:
    """The files that are to be in ``folder``, by name relative to it; the new ones are in ``staged``.

    All methods raise ``OSError`` when something cannot be read or written.
    """

    def __init__(self, folder: Path, staged: Path) -> None:
        """Begin with no files."""
        self.files: dict[str, FileDigest] = {}
        self._folder, self._staged = folder, staged
        self._new: dict[str, None] = {}  # a set that keeps its order

    def adopt(self, files: Mapping[str, FileDigest]) -> bool:
        """Take over files that the folder holds; False, and none of them, if one is missing or different."""
        if not in_place(self._folder, files):
            return False
        self.files.update(files)
        return True

    def add(self, name: str, content: bytes) -> str:
        """Add a file and return its name."""
        part = FileDigest.of(content)
        if not self.adopt({name: part}):
            self.place(name).write_bytes(content)
            self._added(name, part)
        return name

    def place(self, name: str) -> Path:
        """Return where to write a file that is then ``placed``."""
        path = self._staged / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def placed(self, name: str) -> str:
        """Add the file that was written to its ``place``, and return its name."""
        path = self._staged / name
        part = FileDigest.of_file(path)
        if self.adopt({name: part}):
            path.unlink()
        else:
            self._added(name, part)
        return name

    def path(self, name: str) -> Path:
        """Return where a file of this build can be read now."""
        return (self._staged if name in self._new else self._folder) / name

    def publish(self) -> None:
        """Move what is new to its place, in the order in which it was added. Raises ``BuildError``."""
        if self._new:
            publish(self._staged, self._folder, list(self._new))

    def _added(self, name: str, part: FileDigest) -> None:
        self.files[name] = part
        self._new[name] = None


def in_place(folder: Path, files: Mapping[str, FileDigest]) -> bool:
    """Whether ``folder`` holds all these files, byte for byte."""
    try:
        return all((folder / name).stat().st_size == part.n_bytes for name, part in files.items()) and all(
            FileDigest.of_file(folder / name) == part for name, part in files.items()
        )
    except OSError:
        return False
