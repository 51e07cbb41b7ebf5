"""``manifest.json``: what a build holds, written last. No dates: the same input gives the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from scenes.clip import Clip
from scenes.quality import Quality

NAME = "manifest.json"
FORMAT = 1
PACKAGES = ("valleyjump", "manim", "av", "typst", "numpy")


def manifest(clips: Iterable[Clip], quality: Quality, staged: Path, names: Iterable[str]) -> dict[str, Any]:
    """Return the manifest of ``clips`` and of the files ``names`` in the folder ``staged``."""
    return {
        "format": FORMAT,
        "versions": {package: installed(package) for package in PACKAGES},
        "clips": {clip.slug: _clip(clip, quality) for clip in clips},
        "files": {name: _file(staged / name) for name in sorted(names)},
    }


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``new`` with the clips and files of ``old`` that it does not replace."""
    return {**new, **{part: {**old.get(part, {}), **new[part]} for part in ("clips", "files")}}


def to_json(content: Mapping[str, Any]) -> bytes:
    """Return the manifest as the file's bytes."""
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest in ``folder``; an empty one where there is none that this version can read."""
    try:
        content = json.loads((folder / NAME).read_bytes())
    except (OSError, ValueError):
        return {}
    readable = isinstance(content, dict) and content.get("format") == FORMAT
    return content if readable and all(isinstance(content.get(part), dict) for part in ("clips", "files")) else {}


def installed(package: str) -> str:
    """Return the version of an installed package, or "unknown" for a source tree on the path."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def _clip(clip: Clip, quality: Quality) -> dict[str, Any]:
    return {
        "quality": quality.name,
        "duration_s": clip.duration_s,
        "n_frames": clip.n_frames,
        "width_px": clip.width_px,
        "height_px": clip.height_px,
        "fps": clip.fps,
    }


def _file(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
