"""What is said in a clip, and beats as long as their words: which are slowed down so that each caption can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from scenes.clip.cue import READ_A_SECOND, Cue

CLOSING = 1.5
"""The last beat takes at most this many times as long for its words; the rest of them begins over the beat before."""
SPARE_S = 0.06
"""How much longer than the words take a beat lasts: the frames of each movement are rounded by themselves."""


@dataclass
class Told:
    """A beat as it has been gone through: name, words, frames, and how many of these show a still picture."""

    beat: str
    words: str
    first: int
    n_frames: int = 0
    still: int = 0


@dataclass(frozen=True)
class Pace:
    """How many times as long a beat takes: what moves in it, and what is only looked at."""

    moving: float = 1.0
    still: float = 1.0


class Script:
    """The beats of a clip that have begun, at ``fps`` frames a second, and the paces that a rehearsal has found.

    ``heard_s`` tells how many seconds a voice needs for each beat; words of others are read.
    """

    def __init__(self, fps: int, heard_s: Mapping[str, float]) -> None:
        self.fps, self._heard_s = fps, heard_s
        self.beats: list[Told] = []
        self.paces: list[Pace] = []
        self.early = 0
        """How many frames before their beat the last words begin."""

    def say(self, beat: str, words: str, frame: int) -> None:
        """Begin a beat, which lasts until the next one begins."""
        first = frame - (self.early if len(self.beats) + 1 == len(self.paces) else 0)
        self.close(first)
        self.beats.append(Told(beat, words, first))

    def close(self, frame: int) -> None:
        """End the beat that has begun, if one has."""
        for beat in self.beats[-1:]:
            beat.n_frames = frame - beat.first

    def hold(self, n_frames: int) -> None:
        """Count frames of a still picture."""
        for beat in self.beats[-1:]:
            beat.still += n_frames

    @property
    def pace(self) -> Pace:
        """The pace of the beat that is told now."""
        return self.paces[len(self.beats) - 1] if self.beats and self.paces else Pace()

    @property
    def cues(self) -> list[Cue]:
        """The captions, in seconds."""
        return [
            Cue(told.first / self.fps, (told.first + told.n_frames) / self.fps, told.words, told.beat)
            for told in self.beats
        ]

    def plan(self) -> bool:
        """Set the paces at which all words of the beats can be read; return whether any beat is slowed down."""
        if not self.beats:
            return False
        spare = round(SPARE_S * self.fps)
        needed = [ceil(self._needed_s(beat) * self.fps) for beat in self.beats]
        last = self.beats[-1]
        longest = round(last.still + CLOSING * (last.n_frames - last.still))
        self.early = max(0, needed[-1] - longest) if len(self.beats) > 1 else 0
        if self.early:
            needed[-1] -= self.early
            needed[-2] += self.early + spare
        self.paces = [_pace(beat, frames, spare) for beat, frames in zip(self.beats, needed, strict=True)]
        return any(pace != Pace() for pace in self.paces) or self.early > 0

    def lengthen(self) -> bool:
        """Slow beats down that have come out too short for what is heard in them; return whether there are any."""
        spare = round(SPARE_S * self.fps)
        more = [_pace(beat, ceil(self._heard_s.get(beat.beat, 0.0) * self.fps), spare) for beat in self.beats]
        self.paces = [Pace(a.moving * b.moving, a.still * b.still) for a, b in zip(self.paces, more, strict=True)]
        return any(pace != Pace() for pace in more)

    def _needed_s(self, told: Told) -> float:
        """Return how long the words of a beat take."""
        return self._heard_s.get(told.beat, len(told.words) / READ_A_SECOND)


def _pace(beat: Told, needed: int, spare: int) -> Pace:
    """Return the pace at which a beat takes the ``needed`` frames; a still picture is not held longer for it."""
    if needed <= beat.n_frames:
        return Pace()
    moving = beat.n_frames - beat.still
    if moving == 0:
        return Pace(still=(needed + spare) / max(beat.n_frames, 1))
    return Pace(moving=(needed + spare - beat.still) / moving)
