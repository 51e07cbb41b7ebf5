"""What ``valleyjump new`` writes, and what editors need to know about a lesson."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from gdcore.errors import InputError
from gdcore.faults import in_one_line
from valleyjump.command.lesson_paths import SUFFIX, is_file_name
from valleyjump.store.files import write_whole

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def new_lesson(name: str) -> Path:
    """Write a commented example that builds, and return its path: ``name`` with .toml at its end.

    Raises ``InputError`` for a file that is there already, and for a place where none can be written.
    """
    path = Path(name if is_file_name(name) else f"{name}{SUFFIX}")
    example = (files("templates") / "lesson.toml").read_text(encoding="utf-8")
    return _written(path, example.format(name=in_one_line(str(path))))


def new_messages(code: str) -> Path:
    """Write a catalogue of all messages, and return its path. Raises like ``new_lesson``, and for no language."""
    from gdcore.text.own_language import ENDING, new_catalogue  # late: babel

    return _written(Path(f"{code}{ENDING}"), new_catalogue(code))


def _written(path: Path, text: str) -> Path:
    """Write a new file, whole, and return its path. Raises ``InputError``."""
    shown = in_one_line(str(path))
    if path.exists():
        raise InputError(f"{shown}: is there already, and is left as it is; choose another name")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        raise InputError(f"{shown}: cannot be written: {getattr(error, 'strerror', None) or error}") from None
    return path


def schema() -> str:
    """Return the JSON Schema of a lesson, from the very models that read one."""
    from gdcore.lesson.entry import Lesson

    return json.dumps({"$schema": DIALECT, **Lesson.model_json_schema()}, indent=2, ensure_ascii=False) + "\n"
