"""A voice that hums: as long for each sentence as a person would speak. For what must not wait for a real one."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

import numpy as np

from gdcore.scenario import Scenario
from scenes.voice.spoken_beat import Narration, SpokenBeat
from scenes.voice.voice import RATE, Line, Samples, Utterance, Voice
from valleyjump.rendering.speaking import lines_of

A_CHARACTER_S = 0.065
PAUSE_S = 0.3
HERTZ = 440.0


def hum(length_s: float, hertz: float = HERTZ) -> Samples:
    """Return a tone."""
    return np.float32(0.3) * np.sin(2.0 * np.pi * hertz / RATE * np.arange(round(length_s * RATE))).astype(np.float32)


def hummed(spoken: Sequence[str], a_character_s: float = A_CHARACTER_S) -> Utterance:
    """Return a tone for each sentence, silence between them."""
    parts: list[Samples] = []
    ends: list[float] = []
    for sentence in spoken:
        parts += [hum(a_character_s * len(sentence)), np.zeros(round(PAUSE_S * RATE), np.float32)]
        ends.append(sum(map(len, parts[:-1])) / RATE)
    return Utterance(np.concatenate(parts[:-1]), tuple(ends))


class Hum(Voice):
    """Counts the lines that it is given."""

    def __init__(self, identity: str = "hum") -> None:
        self.identity = identity
        self.said: list[Line] = []

    def examine(self, lines: Sequence[Line], language: str, note: Callable[[str], None]) -> None:
        """Find nothing: a hum needs no letters."""

    def say(self, lines: Sequence[Line], _language: str) -> Generator[Utterance]:
        """Hum all lines."""
        self.said += lines
        for line in lines:
            yield hummed(line.sentences)


def narration_of(scenario: Scenario, language: str = "en", a_character_s: float = A_CHARACTER_S) -> Narration:
    """Return what is hummed in a clip."""
    return {
        beat: SpokenBeat(words.written, hummed(words.line.sentences, a_character_s))
        for beat, words in lines_of(scenario, language).items()
    }
