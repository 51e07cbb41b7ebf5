"""The questions before the clips: as finished strings for the page, and as JSON for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from markupsafe import Markup

from gdcore.questions.by_slug import Question, questions
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
    """A question before a clip.

    Its ``name``, the only one of the page, is the clip's slug, and from the second on its number with it.
    """

    name: str
    prompt: Markup
    options: tuple[Option, ...]
    explanation: Markup

    @property
    def answer(self) -> Option:
        """The right option."""
        return next(option for option in self.options if option.right)


def make_quizzes(scenario: Scenario) -> tuple[Quiz, ...]:
    """Return what the page asks before the clip of a run."""
    return typeset_questions(questions(scenario))


def questions_json(scenarios: Iterable[Scenario]) -> str:
    """Return all questions with their answers, in the order of ``scenarios``, as JSON of plain text."""
    found = [asdict(asked) for scenario in scenarios for asked in questions(scenario)]
    return json.dumps({"format": FORMAT, "questions": found}, indent=1, ensure_ascii=False) + "\n"


def typeset_questions(asked: Iterable[Question]) -> tuple[Quiz, ...]:
    """Return the questions before one clip as the page writes them."""
    return tuple(_typeset(one, number) for number, one in enumerate(asked, 1))


def _typeset(asked: Question, number: int) -> Quiz:
    name = asked.slug if number == 1 else f"{asked.slug}--{number}"  # slugs have single hyphens
    options = (
        Option(letter, typeset(choice.text), choice.right, typeset(choice.response))
        for letter, choice in zip(LETTERS, asked.choices, strict=False)
    )
    return Quiz(name, typeset(asked.prompt), tuple(options), typeset(asked.explanation))
