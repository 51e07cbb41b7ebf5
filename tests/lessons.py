"""Lesson files, read for their scenarios alone."""

from __future__ import annotations

from pathlib import Path

from gdcore.lesson.lesson_file import read_document
from gdcore.scenario import Scenario


def load_scenarios(path: Path) -> tuple[Scenario, ...]:
    """Return the scenarios of a lesson file in their order, their runs computed."""
    return read_document(path).lesson().scenarios
