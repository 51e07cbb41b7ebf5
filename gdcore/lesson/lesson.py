"""``Lesson``: scenarios in their order, with what the page says between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from gdcore.prose.pictures import Picture
from gdcore.scenario import Scenario

if TYPE_CHECKING:
    from gdcore.lesson.draft import Draft
    from gdcore.lesson.fields.asked import Request


@dataclass(frozen=True, eq=False)
class Lesson:
    """A lesson. ``prose`` has by slug the Markdown above and below a clip; empty texts say nothing.

    ``pictures`` are those in the Markdown, by slug and by their address there. A lesson that was only read has
    ``drafts`` in the place of its scenarios. ``fonts`` has by slug the file of the lesson's own font, if there is one.
    """

    scenarios: tuple[Scenario, ...]
    title: str = ""
    author: str = ""
    lead: str = ""
    prose: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    pictures: Mapping[str, Mapping[str, Picture]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """What is worth telling of its files although it is no fault, a line each."""
    drafts: tuple[Draft, ...] = ()
    fonts: Mapping[str, Path] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    """By slug the title of the part that a scenario belongs to."""
    asked: Mapping[str, str] = field(default_factory=dict)
    """By slug what is said of its question, as JSON."""
    playgrounds: Mapping[str, Request] = field(default_factory=dict)
    """By slug what is asked of a scenario's playground."""

    @classmethod
    def joined(cls, lessons: Sequence[Lesson]) -> Lesson:
        """Return several lessons as one, in their order; title, author and lead are the first that there are."""
        return cls(
            tuple(scenario for lesson in lessons for scenario in lesson.scenarios),
            next((lesson.title for lesson in lessons if lesson.title), ""),
            next((lesson.author for lesson in lessons if lesson.author), ""),
            next((lesson.lead for lesson in lessons if lesson.lead), ""),
            {slug: texts for lesson in lessons for slug, texts in lesson.prose.items()},
            {slug: found for lesson in lessons for slug, found in lesson.pictures.items()},
            tuple(note for lesson in lessons for note in lesson.notes),
            tuple(draft for lesson in lessons for draft in lesson.drafts),
            {slug: path for lesson in lessons for slug, path in lesson.fonts.items()},
            {slug: title for lesson in lessons for slug, title in lesson.parts.items()},
            {slug: said for lesson in lessons for slug, said in lesson.asked.items()},
            {slug: request for lesson in lessons for slug, request in lesson.playgrounds.items()},
        )

    @property
    def slugs(self) -> tuple[str, ...]:
        """The names of its scenarios, in their order."""
        return tuple(one.slug for one in self.drafts or self.scenarios)

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that the page says besides the scenarios, in one order."""
        texts = (text for pair in self.prose.values() for text in pair)
        named = (word for pairs in (self.parts, self.asked) for pair in pairs.items() for word in pair)
        played = (request.text for request in self.playgrounds.values())
        return self.title, self.author, self.lead, *texts, *(picture.name for picture in self.shown), *named, *played

    @property
    def shown(self) -> tuple[Picture, ...]:
        """All pictures, each once."""
        found = {picture.name: picture for pictures in self.pictures.values() for picture in pictures.values()}
        return tuple(found.values())
