"""A question with its choices: each wrong one differs from the right one as it reads, and says what it would imply."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gdcore.text.language import grouped, tr, tr_n, translatable
from gdcore.text.notation import rounded

FEWEST, MOST = 3, 4
"""How many choices a question has."""
RIGHT = translatable("Right.")


@dataclass(frozen=True)
class Choice:
    """One answer to choose; ``response`` meets the reader who chose it."""

    text: str
    right: bool
    response: str


@dataclass(frozen=True)
class Question:
    """What to predict before a clip: exactly one of three or four ``choices`` is right; all texts are plain."""

    slug: str
    prompt: str
    choices: tuple[Choice, ...]
    explanation: str

    @property
    def answer(self) -> Choice:
        """The right choice."""
        return next(choice for choice in self.choices if choice.right)


@dataclass(frozen=True)
class Candidate:
    """A possible choice: ``value`` gives it its place among the others, ``text`` is how it reads.

    Without a ``response`` it is met by the one to the right choice.
    """

    value: float
    text: str
    response: str = ""


def number(value: float, response: str = "", significant: int = 3, text: str = "{number}") -> Candidate:
    """Return a candidate that reads as its rounded value, inside the message ``text``."""
    return Candidate(value, tr(text, number=rounded(value, significant)), response)


def count(value: float, response: str = "") -> Candidate:
    """Return a candidate that is a whole number; infinity reads as never."""
    if value == float("inf"):
        return Candidate(value, tr("never"), response)
    return Candidate(value, grouped(value) if value < 1e6 else str(rounded(value)), response)


def steps(k: int) -> str:
    """Return a number of steps as a sentence says it."""
    return tr_n("{n} step", "{n} steps", k)


def asked(slug: str, prompt: str, right: Candidate, wrong: Iterable[Candidate], explanation: str) -> Question | None:
    """Return the question with its choices in the order of their values, or None where too few of them differ.

    ``wrong`` comes in the order of preference: those that read like an earlier one are left out, and so are the last
    ones where there are too many.
    """
    kept = {right.text: right}
    for candidate in wrong:
        if len(kept) < MOST:
            kept.setdefault(candidate.text, candidate)
    if len(kept) < FEWEST:
        return None
    ordered = sorted(kept.values(), key=lambda candidate: candidate.value)
    choices = tuple(Choice(found.text, found is right, found.response or tr(RIGHT)) for found in ordered)
    return Question(slug, prompt, choices, explanation)
