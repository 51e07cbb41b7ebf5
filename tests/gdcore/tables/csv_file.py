"""A CSV file for tests of tables."""

from __future__ import annotations

from pathlib import Path


def written(folder: Path, content: bytes | str) -> Path:
    path = folder / "sales.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
