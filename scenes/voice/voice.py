"""``Voice``: what every voice does, whatever makes the sound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

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


class Voice(Protocol):
    """Says lines. The same words give the same samples, whatever was said before."""

    identity: str
    """All that determines the samples beside words and language: program, version, digest of the voice's files."""

    def say(self, lines: Sequence[Line], language: str, on_line: Callable[[int], None]) -> list[Utterance | None]:
        """Return the sound of each line; None for what a folder of recordings lacks.

        ``on_line`` is called after each line with how many there are so far. Raises ``InputError`` for what this voice
        cannot say, and ``VoiceError`` where it fails.
        """
