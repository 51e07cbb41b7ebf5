"""``Lesson``: scenarios in their order, with what the page says between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gdcore.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Lesson:
    """A lesson. ``prose`` has by slug the Markdown above and below a clip; empty texts say nothing.

    ``fonts`` has by slug the file of the lesson's own font, where there is one.
    """

    scenarios: tuple[Scenario, ...]
    title: str = ""
    author: str = ""
    lead: str = ""
    prose: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    fonts: Mapping[str, Path] = field(default_factory=dict)

    @classmethod
    def joined(cls, lessons: Sequence[Lesson]) -> Lesson:
        """Return several lessons as one, in their order; title, author and lead are the first that there are."""
        return cls(
            tuple(scenario for lesson in lessons for scenario in lesson.scenarios),
            next((lesson.title for lesson in lessons if lesson.title), ""),
            next((lesson.author for lesson in lessons if lesson.author), ""),
            next((lesson.lead for lesson in lessons if lesson.lead), ""),
            {slug: texts for lesson in lessons for slug, texts in lesson.prose.items()},
            {slug: path for lesson in lessons for slug, path in lesson.fonts.items()},
        )

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that the page says besides the scenarios, in one order."""
        return self.title, self.author, self.lead, *(text for pair in self.prose.values() for text in pair)
