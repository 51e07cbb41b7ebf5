"""The choices of a question: each wrong one reads differently from the right one, and has a response of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gdcore.question import Choice, Question
from gdcore.text.language import grouped, tr, tr_n, translatable
from gdcore.text.notation import rounded

FEWEST, MOST = 3, 4
"""The number of choices of a question."""
RIGHT = translatable("Right.")


@dataclass(frozen=True)
class Candidate:
    """A possible choice: ``value`` determines its place among the others, ``text`` is its wording.

    The default ``response`` is that to the right choice.
    """

    value: float
    text: str
    response: str = ""


def in_words(**values: object) -> dict[str, object]:
    """Return values as they stand in a sentence: floats rounded to three digits, all others as they are."""
    return {name: rounded(value) if isinstance(value, float) else value for name, value in values.items()}


def number(value: float, response: str = "", significant: int = 3, text: str = "{number}") -> Candidate:
    """Return a candidate whose text is its rounded value within the message ``text``."""
    return Candidate(value, tr(text, number=rounded(value, significant)), response)


def count(value: float, response: str = "") -> Candidate:
    """Return a candidate that is a whole number; infinity reads "never"."""
    if value == float("inf"):
        return Candidate(value, tr("never"), response)
    return Candidate(value, grouped(value) if value < 1e6 else str(rounded(value)), response)


def steps(k: int) -> str:
    """Return a number of steps as in a sentence."""
    return tr_n("{n} step", "{n} steps", k)


def asked(slug: str, prompt: str, right: Candidate, wrong: Iterable[Candidate], explanation: str) -> Question | None:
    """Return the question with its choices in order of value, or None if too few of them differ.

    ``wrong`` comes in order of preference; candidates that read like an earlier one are dropped, and so is the surplus.
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
