"""The formulas of schedules can be set."""

from __future__ import annotations

from gdcore.schedules.registry import KINDS
from scenes.typesetting.typeset import typeset


def test_every_formula_of_a_schedule_is_mathematics() -> None:
    outlines = typeset([f"${kind.formula}$" for kind in KINDS.values()])
    assert all(outline.width > 1.0 for outline in outlines)
