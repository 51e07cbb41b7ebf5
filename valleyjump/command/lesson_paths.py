"""Which words and which files are lessons."""

from __future__ import annotations

import re
from pathlib import Path

SUFFIX = ".toml"


def is_file_name(word: str) -> bool:
    """Whether a word means a lesson file and not a slug, which has no dot."""
    return word.lower().endswith(SUFFIX)


def lessons_in(folder: Path) -> tuple[Path, ...]:
    """Return the lesson files of a folder: those that hold a table for a scenario."""
    return tuple(path for path in sorted(folder.glob(f"*{SUFFIX}")) if _is_lesson(path))


def _is_lesson(path: Path) -> bool:
    try:
        return re.search(rb"^\s*\[\[?\s*scenario\s*\]", path.read_bytes(), re.MULTILINE) is not None
    except OSError:
        return False
