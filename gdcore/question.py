"""``Question``: what a reader predicts before a clip, with its choices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One answer; a reader who chooses it sees ``response``."""

    text: str
    right: bool
    response: str


@dataclass(frozen=True)
class Question:
    """A prediction question: exactly one of two to four ``choices`` is right; all texts are plain."""

    slug: str
    prompt: str
    choices: tuple[Choice, ...]
    explanation: str

    @property
    def answer(self) -> Choice:
        """The right choice."""
        return next(choice for choice in self.choices if choice.right)
