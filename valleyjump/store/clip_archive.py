"""A clip as bytes: the form in which it comes from a worker and lies in the cache.

An archive is a line with the SHA-256 of the next one, a header (a line of JSON: the clip's data, size and SHA-256 of
each of its files), and the files, one after the other. So one rename makes a clip appear whole, and damage shows.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from scenes.clip.clip import Clip
from valleyjump.store.clip_json import clip_json, clip_of, cues_json, cues_of

LONGEST_HEADER_BYTES = 10_000_000


class DamagedArchiveError(Exception):
    """Bytes that are not, or no longer, an archive."""


@dataclass(frozen=True)
class FileDigest:
    """Size and SHA-256 of one file."""

    n_bytes: int
    sha256: str

    @classmethod
    def of(cls, content: bytes) -> FileDigest:
        """Return those of ``content``."""
        return cls(len(content), hashlib.sha256(content).hexdigest())

    @classmethod
    def of_file(cls, path: Path) -> FileDigest:
        """Return those of a file, read piece by piece. Raises ``OSError``."""
        with path.open("rb") as file:
            return cls(path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


@dataclass(frozen=True)
class ClipHeader:
    """What an archive says about itself: its clip, without paths, and its files by kind."""

    clip: Clip
    digests: Mapping[str, FileDigest]

    @property
    def n_bytes(self) -> int:
        """The size of all files together."""
        return sum(digest.n_bytes for digest in self.digests.values())


def pack(clip: Clip) -> bytes:
    """Return the archive of ``clip``, whose files are read."""
    contents = {kind: path.read_bytes() for kind, path in clip.files.items()}
    header = json.dumps(_plain(clip, {kind: FileDigest.of(content) for kind, content in contents.items()})).encode()
    return b"".join([hashlib.sha256(header).hexdigest().encode(), b"\n", header, b"\n", *contents.values()])


def read_header(archive: BinaryIO) -> ClipHeader:
    """Read the header and leave ``archive`` at the first file. Raises ``DamagedArchiveError``."""
    digest, header = archive.readline(66).rstrip(b"\n"), archive.readline(LONGEST_HEADER_BYTES).rstrip(b"\n")
    if hashlib.sha256(header).hexdigest().encode() != digest:
        raise DamagedArchiveError("its header is damaged")
    return _header(json.loads(header))


def read_contents(archive: BinaryIO, header: ClipHeader) -> Iterator[tuple[str, bytes]]:
    """Yield kind and content of each file that follows the header. Raises ``DamagedArchiveError``."""
    for kind, digest in header.digests.items():
        content = archive.read(digest.n_bytes)
        if FileDigest.of(content) != digest:
            raise DamagedArchiveError(f"its {kind} is damaged")
        yield kind, content


def read_content(archive: BinaryIO, header: ClipHeader, kind: str) -> bytes | None:
    """Return the content of one file, if there is one of that kind. Raises ``DamagedArchiveError``."""
    for other, digest in header.digests.items():
        if other != kind:
            archive.seek(digest.n_bytes, os.SEEK_CUR)
            continue
        content = archive.read(digest.n_bytes)
        if FileDigest.of(content) != digest:
            raise DamagedArchiveError(f"its {kind} is damaged")
        return content
    return None


def _plain(clip: Clip, digests: Mapping[str, FileDigest]) -> dict[str, Any]:
    files = {kind: [digest.n_bytes, digest.sha256] for kind, digest in digests.items()}
    inside: dict[str, Any] = {"slug": clip.slug, "card_frames": clip.card_frames, "fade_frames": clip.fade_frames}
    inside["card_cues"] = cues_json(clip.card_cues)
    return {**inside, "clip": clip_json(clip), "files": files}


def _header(plain: dict[str, Any]) -> ClipHeader:
    clip = clip_of(plain["slug"], plain["clip"], {})
    files = {kind: FileDigest(*digest) for kind, digest in plain["files"].items()}
    joints = {name: plain[name] for name in ("card_frames", "fade_frames")}
    return ClipHeader(replace(clip, **joints, card_cues=cues_of(plain["card_cues"])), files)
