"""A question of a lesson's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Discriminator, Field, Tag

from gdcore.errors import InputError
from gdcore.expressions.of_columns import read_condition
from gdcore.faults import CombinedInputError, fault_lines, got
from gdcore.lesson.fields.strict import MORE, TEXT, Strict
from gdcore.prose.in_sentences import spoken_formulas
from gdcore.question import Question
from gdcore.questions.own import EXAMPLE, LETTERS, OwnChoice, OwnQuestion, own_question
from gdcore.scenario import Scenario
from gdcore.text.readers import readable

MOST_QUESTIONS = 8
"""Before one clip; more is a test."""
Asked = Annotated[str, Field(min_length=1, max_length=400)]
ChoiceText = Annotated[str, Field(min_length=1, max_length=120)]
Remark = Annotated[str, Field(max_length=300)]


class ChoiceTable(Strict):
    """One choice, with the condition on which it is right."""

    text: ChoiceText
    """How it reads; {fact} stands for a number of the run."""
    right: Annotated[str, Field(min_length=1)] | None = None
    """A comparison of facts, as in factor < 1: the run tells whether this is the right choice."""
    response: Remark = ""
    """What a reader sees who chooses it."""


OneChoice = Annotated[
    Annotated[ChoiceText, Tag(TEXT)] | Annotated[ChoiceTable, Tag(MORE)],
    Discriminator(lambda value: MORE if isinstance(value, dict | ChoiceTable) else TEXT),
]


class QuestionTable(Strict):
    """A question before a clip, in words of one's own."""

    text: Asked
    """What is asked; {fact} stands for a number of the run."""
    choices: Annotated[list[OneChoice], Field(min_length=2, max_length=len(LETTERS))]
    """The choices in their order, each a text or { text = "...", right = "factor < 1", response = "..." }."""
    answer: Annotated[str, Field(min_length=1)] | None = None
    """The right choice: its letter, its text such as {loss_last}, or a formula of facts that it is within 5 % of."""
    explanation: Remark = ""
    """What is told after the answer."""


def question_faults(table: QuestionTable) -> Iterator[str]:
    """Yield what is wrong within a question, whatever the run."""
    conditions = [choice.right if isinstance(choice, ChoiceTable) else None for choice in table.choices]
    if table.answer is None and None in conditions:
        yield f'answer: missing; write answer = "A", or right = "..." in each of the {len(conditions)} choices'
    if table.answer is not None and any(conditions):
        yield f"answer: expected none, as choices say when they are right, got {got(table.answer)}"
    for number, text in enumerate(conditions, 1):
        try:
            _ = text is None or read_condition(text, EXAMPLE)
        except InputError as error:
            yield f"choices.{number}.right: {error}"


def questions_of(tables: Sequence[QuestionTable], scenario: Scenario) -> tuple[Question, ...]:
    """Return questions with the numbers of a run. Raises ``CombinedInputError`` with what is wrong with all of them."""
    faults: list[str] = []
    asked: list[Question] = []
    for number, table in enumerate(tables, 1):
        try:
            asked.append(own_question(_as_asked(table), scenario))
        except InputError as error:
            faults += [f"question.{number}.{line}" for line in fault_lines(error)]
    if faults:
        raise CombinedInputError(faults)
    return tuple(asked)


def _as_asked(table: QuestionTable) -> OwnQuestion:
    """Return a question as the run is to answer it, its formulas as text. Raises ``InputError`` for a bad one."""
    choices = [
        OwnChoice(_choice(choice.text), choice.right, _words(choice.response))
        if isinstance(choice, ChoiceTable)
        else OwnChoice(_choice(choice))
        for choice in table.choices
    ]
    return OwnQuestion(_words(table.text), choices, table.answer, _words(table.explanation))


def _words(text: str) -> str:
    return readable(spoken_formulas(text))


def _choice(text: str) -> str:
    """Return a choice without its full stop: a page sets one, or a question mark."""
    return _words(text).removesuffix(".")
