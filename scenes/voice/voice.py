"""``Voice``: what every voice does, whatever makes the sound."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
"""Samples a second, of all sound here."""
Samples = NDArray[np.float32]
"""One channel, ``(n,)``, from -1 to 1."""
LONGEST_S = 60.0
"""No sentence, and no recording of a beat, lasts longer; nor does a program take longer for one."""


class VoiceError(Exception):
    """A voice that failed though its input was good: one line."""


@dataclass(frozen=True)
class Line:
    """What is said in one beat of a clip: sentences, as words for the ear."""

    slug: str
    beat: str
    sentences: tuple[str, ...]

    @property
    def place(self) -> str:
        """The beat, in messages."""
        return f"{self.slug}, {self.beat}"


@dataclass(frozen=True)
class Utterance:
    """The sound of a line, and when each of its sentences ends, in seconds from its start."""

    samples: Samples
    ends_s: tuple[float, ...]


class Voice(ABC):
    """Says lines. The same words give the same samples, whatever was said before."""

    identity: str
    """All that determines the samples beside words and language: program, version, digest of the voice's files."""

    def identity_in(self, _slug: str) -> str:
        """Return what determines the samples in one clip."""
        return self.identity

    def notes(self, _lines: Sequence[Line]) -> list[str]:
        """Return what is worth knowing of how these lines will be said, one line each."""
        return []

    @abstractmethod
    def say(self, lines: Sequence[Line], language: str, on_line: Callable[[int], None]) -> list[Utterance | None]:
        """Return the sound of each line; None for what a folder of recordings lacks.

        ``on_line`` is called after each line with how many there are so far. Raises ``InputError`` for what this voice
        cannot say, and ``VoiceError`` where it fails.
        """


class FilledVoice(Voice):
    """A voice whose gaps another one fills."""

    def __init__(self, voice: Voice, other: Voice) -> None:
        self._voice, self._other = voice, other
        self.identity = f"{voice.identity}, else {other.identity}"

    def identity_in(self, slug: str) -> str:
        """Return those of both."""
        return f"{self._voice.identity_in(slug)}, else {self._other.identity_in(slug)}"

    def notes(self, lines: Sequence[Line]) -> list[str]:
        """Return those of the one that has gaps."""
        return self._voice.notes(lines)

    def say(self, lines: Sequence[Line], language: str, on_line: Callable[[int], None]) -> list[Utterance | None]:
        """Return the sound of each line, from whichever voice has it."""
        found = self._voice.say(lines, language, lambda _n: None)
        gaps = [i for i, utterance in enumerate(found) if utterance is None]
        n_found = len(lines) - len(gaps)
        filled = self._other.say([lines[i] for i in gaps], language, lambda n: on_line(n_found + n))
        for i, utterance in zip(gaps, filled, strict=True):
            found[i] = utterance
        if not gaps:
            on_line(len(lines))
        return found
