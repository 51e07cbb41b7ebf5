"""Which language the words on the command line and in the scenario files mean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gdcore.text.language import SOURCE, checked
from valleyjump.command.wanted import wanted_by


def chosen_language(option: str | None, files: Sequence[Path]) -> str:
    """Return the code of the language of ``--lang``, or else that of the scenario files, or else English.

    Raises ``InputError`` with a line for each fault, and when two files ask for different languages.
    """
    if option is None:
        return wanted_by(files, "language", "--lang", _language_of) or SOURCE
    return checked(option)


def _language_of(file: Path) -> str | None:
    from gdcore.lesson.lesson_file import language_code  # late: pydantic, which the built-in scenarios do not need

    return language_code(file)
