"""``Voice``: what every voice does, whatever makes the sound."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Sequence
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

    @abstractmethod
    def examine(self, lines: Sequence[Line], language: str, note: Callable[[str], None]) -> None:
        """Look at all lines before any is said. ``note`` is called with what is worth knowing of them, one line each.

        Raises ``InputError`` with a line for each that this voice cannot say.
        """

    def lacks(self, _line: Line) -> bool:
        """Whether this voice is silent at a line."""
        return False

    @abstractmethod
    def say(self, lines: Sequence[Line], language: str) -> Generator[Utterance | None]:
        """Yield the sound of each line that was examined, as it is made; None for one that it lacks.

        Raises ``InputError`` for a file that turns out to be no voice, and ``VoiceError`` where the voice fails.
        """


class FilledVoice(Voice):
    """A voice whose gaps another one fills."""

    def __init__(self, voice: Voice, other: Voice) -> None:
        self._voice, self._other = voice, other
        self.identity = f"{voice.identity}, else {other.identity}"

    def identity_in(self, slug: str) -> str:
        """Return those of both."""
        return f"{self._voice.identity_in(slug)}, else {self._other.identity_in(slug)}"

    def examine(self, lines: Sequence[Line], language: str, note: Callable[[str], None]) -> None:
        """Have each voice examine what it will say."""
        self._voice.examine(lines, language, note)
        self._other.examine(self._gaps(lines), language, note)

    def say(self, lines: Sequence[Line], language: str) -> Generator[Utterance | None]:
        """Yield the sound of each line, from whichever voice has it."""
        filled = self._other.say(self._gaps(lines), language)
        for line, utterance in zip(lines, self._voice.say(lines, language), strict=True):
            yield next(filled) if self._voice.lacks(line) else utterance

    def _gaps(self, lines: Sequence[Line]) -> list[Line]:
        return [line for line in lines if self._voice.lacks(line)]
