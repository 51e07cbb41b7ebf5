"""The questions before the clips: as finished strings for the page, and as JSON for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from markupsafe import Markup

from gdcore.questions.by_slug import Question, question
from gdcore.scenario import Scenario
from valleyjump.markup.quantity import typeset

NAME = "questions.json"
FORMAT = 1
LETTERS = "ABCD"


@dataclass(frozen=True)
class Option:
    """One choice: its letter, how it reads, and what it would imply."""

    letter: str
    text: Markup
    right: bool
    response: Markup


@dataclass(frozen=True)
class Quiz:
    """The question before one clip."""

    slug: str
    prompt: Markup
    options: tuple[Option, ...]
    explanation: Markup

    @property
    def answer(self) -> Option:
        """The right option."""
        return next(option for option in self.options if option.right)


def make_quiz(scenario: Scenario) -> Quiz | None:
    """Return what the page asks before the clip of a run, or None where there is nothing to ask."""
    asked = question(scenario)
    return None if asked is None else typeset_question(asked)


def questions_json(scenarios: Iterable[Scenario]) -> str:
    """Return all questions with their answers, in the order of ``scenarios``, as JSON of plain text."""
    found = [asdict(asked) for asked in map(question, scenarios) if asked is not None]
    return json.dumps({"format": FORMAT, "questions": found}, indent=1, ensure_ascii=False) + "\n"


def typeset_question(asked: Question) -> Quiz:
    """Return a question as the page writes it."""
    options = (
        Option(letter, typeset(choice.text), choice.right, typeset(choice.response))
        for letter, choice in zip(LETTERS, asked.choices, strict=False)
    )
    return Quiz(asked.slug, typeset(asked.prompt), tuple(options), typeset(asked.explanation))
