"""A clip as bytes: the form in which it comes from a worker and lies in the cache.

A parcel is a line with the SHA-256 of the next one, a label (a line of JSON: the clip's data, size and SHA-256 of each
of its files), and the files, one after the other. So one rename makes a clip appear whole, and damage shows.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from scenes.clip.clip import Clip
from scenes.clip.cue import Cue

LONGEST_LABEL_BYTES = 10_000_000


class DamagedParcelError(Exception):
    """Bytes that are not, or no longer, a parcel."""


@dataclass(frozen=True)
class Part:
    """Size and SHA-256 of one file."""

    n_bytes: int
    sha256: str

    @classmethod
    def of(cls, content: bytes) -> Part:
        """Return those of ``content``."""
        return cls(len(content), hashlib.sha256(content).hexdigest())

    @classmethod
    def of_file(cls, path: Path) -> Part:
        """Return those of a file, read piece by piece. Raises ``OSError``."""
        with path.open("rb") as file:
            return cls(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


@dataclass(frozen=True)
class Label:
    """What a parcel says about itself: its clip, without paths, and its files by kind."""

    clip: Clip
    parts: Mapping[str, Part]

    @property
    def n_bytes(self) -> int:
        """The size of all files together."""
        return sum(part.n_bytes for part in self.parts.values())


def pack(clip: Clip) -> bytes:
    """Return the parcel of ``clip``, whose files are read."""
    contents = {kind: path.read_bytes() for kind, path in clip.files.items()}
    label = json.dumps(_plain(clip, {kind: Part.of(content) for kind, content in contents.items()})).encode()
    return b"".join([hashlib.sha256(label).hexdigest().encode(), b"\n", label, b"\n", *contents.values()])


def read_label(parcel: BinaryIO) -> Label:
    """Read the label and leave ``parcel`` at the first file. Raises ``DamagedParcelError``."""
    digest, label = parcel.readline(66).rstrip(b"\n"), parcel.readline(LONGEST_LABEL_BYTES).rstrip(b"\n")
    if hashlib.sha256(label).hexdigest().encode() != digest:
        raise DamagedParcelError("its label is damaged")
    return _label(json.loads(label))


def read_contents(parcel: BinaryIO, label: Label) -> Iterator[tuple[str, bytes]]:
    """Yield kind and content of each file that follows the label. Raises ``DamagedParcelError``."""
    for kind, part in label.parts.items():
        content = parcel.read(part.n_bytes)
        if Part.of(content) != part:
            raise DamagedParcelError(f"its {kind} is damaged")
        yield kind, content


def read_content(parcel: BinaryIO, label: Label, kind: str) -> bytes | None:
    """Return the content of one file, if there is one of that kind. Raises ``DamagedParcelError``."""
    for other, part in label.parts.items():
        if other != kind:
            parcel.seek(part.n_bytes, os.SEEK_CUR)
            continue
        content = parcel.read(part.n_bytes)
        if Part.of(content) != part:
            raise DamagedParcelError(f"its {kind} is damaged")
        return content
    return None


def _plain(clip: Clip, parts: Mapping[str, Part]) -> dict[str, Any]:
    data = {name: value for name, value in vars(clip).items() if name not in ("files", "cues", "steps")}
    cues = [[cue.start_s, cue.end_s, cue.text] for cue in clip.cues]
    files = {kind: [part.n_bytes, part.sha256] for kind, part in parts.items()}
    return {"clip": data, "cues": cues, "steps": clip.steps, "files": files}


def _label(plain: dict[str, Any]) -> Label:
    cues = tuple(Cue(*cue) for cue in plain["cues"])
    steps = tuple((time_s, k) for time_s, k in plain["steps"])
    files = {kind: Part(*part) for kind, part in plain["files"].items()}
    return Label(Clip(**plain["clip"], files={}, cues=cues, steps=steps), files)
