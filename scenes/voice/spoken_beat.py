"""``SpokenBeat``: what is said at one beat of a clip, written and as sound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scenes.clip.cue import READ_A_SECOND, Cue
from scenes.voice.voice import RATE, Samples, Utterance

BREATH_S = 0.35


@dataclass(frozen=True)
class SpokenBeat:
    """The sentences of a beat as captions show them, and the utterance in which they are heard."""

    sentences: tuple[str, ...]
    utterance: Utterance

    @property
    def text(self) -> str:
        """All sentences."""
        return " ".join(self.sentences)

    @property
    def length_s(self) -> float:
        """How long it takes to say them."""
        return len(self.utterance.samples) / RATE

    @property
    def needed_s(self) -> float:
        """How long the beat lasts at least: a breath follows what is said, and each caption can be read."""
        if not self.sentences:
            return 0.0
        lengths = [len(sentence) for sentence in self.sentences]
        begins = (0.0, *self.utterance.ends_s[:-1])
        read = (begin_s + sum(lengths[k:]) / READ_A_SECOND for k, begin_s in enumerate(begins))
        return max(self.length_s + BREATH_S, *read)


PASSAGE = "passage"
"""The name of what is said before a clip begins, in the film."""
Narration = Mapping[str, SpokenBeat]
"""What is said in a clip, by beat."""


def cue_of(heard: SpokenBeat, beat: str, start_s: float, end_s: float) -> Cue:
    """Return the cue of a beat that lasts from ``start_s`` to ``end_s``."""
    ends = [min(end_s, start_s + said_s) for said_s in heard.utterance.ends_s]
    return Cue(start_s, end_s, heard.text, beat, tuple(zip(heard.sentences, ends, strict=True)))


def track(cues: Sequence[Cue], narration: Narration, length_s: float) -> Samples:
    """Return the sound of a whole clip, each beat's utterance from where its cue begins."""
    samples = np.zeros(round(length_s * RATE), np.float32)
    for cue in cues:
        if cue.beat in narration:
            first = round(cue.start_s * RATE)
            heard = narration[cue.beat].utterance.samples[: len(samples) - first]
            samples[first : first + len(heard)] = heard
    return samples
