"""``Lesson``: scenarios in their order, with what the page says between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gdcore.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Lesson:
    """A lesson. ``prose`` has by slug the Markdown above and below a clip; empty texts say nothing."""

    scenarios: tuple[Scenario, ...]
    title: str = ""
    author: str = ""
    lead: str = ""
    prose: Mapping[str, tuple[str, str]] = field(default_factory=dict)
