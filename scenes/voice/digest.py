"""What a voice is made of, in a few characters."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from gdcore.errors import InputError
from gdcore.faults import in_one_line


def digest(files: Iterable[Path], *words: str) -> str:
    """Return a digest of what is in these files, and of some words.

    Raises ``InputError`` for a file that cannot be read.
    """
    whole = hashlib.sha256()
    for path in files:
        try:
            with path.open("rb") as file:
                whole.update(hashlib.file_digest(file, "sha256").digest())
        except OSError as error:
            raise InputError(f"{in_one_line(str(path))}: {error.strerror or error}") from None
    for word in words:
        whole.update(hashlib.sha256(word.encode()).digest())
    return whole.hexdigest()
