"""A question with its choices: each wrong one differs from the right one as it reads, and says what it would imply."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gdcore.notation import rounded

FEWEST, MOST = 3, 4
"""How many choices a question has."""
RIGHT = "Right."


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
    """A possible choice: ``value`` gives it its place among the others, ``text`` is how it reads."""

    value: float
    text: str
    response: str = RIGHT


def number(value: float, response: str = RIGHT, significant: int = 3, text: str = "{}") -> Candidate:
    """Return a candidate that reads as its rounded value, inside ``text``."""
    return Candidate(value, text.format(rounded(value, significant)), response)


def count(value: float, response: str = RIGHT) -> Candidate:
    """Return a candidate that is a whole number; infinity reads as never."""
    if value == float("inf"):
        return Candidate(value, "never", response)
    return Candidate(value, f"{value:,.0f}" if value < 1e6 else str(rounded(value)), response)


def steps(k: int) -> str:
    """Return a number of steps as a sentence says it."""
    return f"{k:,} step{'' if k == 1 else 's'}"


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
    choices = tuple(Choice(found.text, found is right, found.response) for found in ordered)
    return Question(slug, prompt, choices, explanation)
