"""The rows of the benchmark's table: what was measured, what was to be reached, and how both are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

HEADINGS = ("what", "measured", "against", "ratio", "target", "")


@dataclass(frozen=True)
class Row:
    """One line of the table; ``passed`` is None where nothing was asked for or nothing could be measured."""

    name: str
    what: str
    measured: str
    against: str = ""
    ratio: float | None = None
    target: str = ""
    passed: bool | None = None
    notes: tuple[str, ...] = ()
    detail: dict[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return the row as JSON can hold it."""
        return asdict(self)

    @property
    def cells(self) -> tuple[str, ...]:
        """The row's cells as they are shown."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}×"
        result = {True: "pass", False: "FAIL", None: ""}[self.passed]
        return self.what, self.measured, self.against, ratio, self.target, result


def missing(name: str, what: str, target: str) -> Row:
    """Return a row of something that cannot be measured."""
    return Row(name, what, "not available", target=target)


def as_text(rows: Sequence[Row]) -> str:
    """Return the table for a terminal, with the notes under it."""
    lines = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEADINGS))]
    table = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    table.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join([*table, *(f"\n{row.what}: {note}" for row in rows for note in row.notes)])


def as_markdown(rows: Sequence[dict[str, Any]]) -> str:
    """Return the table in Markdown, from rows as they lie in the JSON file."""
    lines = [HEADINGS, ("---",) * len(HEADINGS), *(Row(**row).cells for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
