"""Beats as long as their words: which are slowed down, and by how much, so that each caption can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scenes.painting.pacing import READ_A_SECOND

CLOSING = 1.5
"""The last beat takes at most this many times as long for its words; the rest of them begins over the beat before."""
SPARE_S = 0.06
"""How much longer than the words take it lasts: the frames of each movement are rounded by themselves."""


@dataclass
class Told:
    """A beat as it has been gone through: its words, its frames, and how many of these show a still picture."""

    words: str
    first: int = 0
    n_frames: int = 0
    still: int = 0


@dataclass(frozen=True)
class Pace:
    """How many times as long a beat takes: what moves in it, and what is only looked at."""

    moving: float = 1.0
    still: float = 1.0


def paces(beats: Sequence[Told], fps: int) -> tuple[list[Pace], int]:
    """Return the pace of each beat at which its words can be read, and how many frames early the last words begin."""
    if not beats:
        return [], 0
    spare = round(SPARE_S * fps)
    needed = [round(len(beat.words) / READ_A_SECOND * fps) for beat in beats]
    last = beats[-1]
    longest = round(last.still + CLOSING * (last.n_frames - last.still))
    early = max(0, needed[-1] - longest) if len(beats) > 1 else 0
    needed[-1] -= early
    if early:
        needed[-2] += early + spare
    return [_pace(beat, frames, spare) for beat, frames in zip(beats, needed, strict=True)], early


def _pace(beat: Told, needed: int, spare: int) -> Pace:
    """Return the pace at which a beat takes the ``needed`` frames; a still picture is not held longer for it."""
    if needed <= beat.n_frames:
        return Pace()
    moving = beat.n_frames - beat.still
    if moving == 0:
        return Pace(still=(needed + spare) / max(beat.n_frames, 1))
    return Pace(moving=(needed + spare - beat.still) / moving)
