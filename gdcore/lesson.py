"""``Lesson``: scenarios in their order, with what the page says between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    notes: tuple[str, ...] = ()
    """What is worth telling of its files although it is no fault, a line each."""

    @classmethod
    def joined(cls, lessons: Sequence[Lesson]) -> Lesson:
        """Return several lessons as one, in their order; title, author and lead are the first that there are."""
        return cls(
            tuple(scenario for lesson in lessons for scenario in lesson.scenarios),
            next((lesson.title for lesson in lessons if lesson.title), ""),
            next((lesson.author for lesson in lessons if lesson.author), ""),
            next((lesson.lead for lesson in lessons if lesson.lead), ""),
            {slug: texts for lesson in lessons for slug, texts in lesson.prose.items()},
            tuple(note for lesson in lessons for note in lesson.notes),
        )

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that the page says besides the scenarios, in one order."""
        return self.title, self.author, self.lead, *(text for pair in self.prose.values() for text in pair)
