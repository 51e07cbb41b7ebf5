"""Cues to the lines of a transcript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gdcore.text.readers import on_one_line
from scenes.clip.cue import Cue
from scenes.clip.webvtt import cues_with_words


@dataclass(frozen=True)
class Line:
    """One line of a transcript: what is said, when it begins as people read it, and its interval in seconds.

    Where a voice says it, ``spoken`` has each sentence and the second at which it has been said.
    """

    clock: str
    start: str
    end: str
    text: str
    spoken: tuple[tuple[str, str], ...] = ()


def transcript(cues: Sequence[Cue]) -> list[Line]:
    """Return the lines of the transcript that the page shows: the same cues in the same order as ``to_vtt``."""
    return [
        Line(
            clock(cue.start_s),
            f"{cue.start_s:.3f}",
            f"{cue.end_s:.3f}",
            on_one_line(cue.text),
            tuple((on_one_line(sentence), f"{said_s:.3f}") for sentence, said_s in cue.spoken),
        )
        for cue in cues_with_words(cues)
    ]


def clock(time_s: float) -> str:
    """Return a time as a player shows it, minutes and whole seconds passed: 0:07."""
    minutes, seconds = divmod(int(time_s), 60)
    return f"{minutes}:{seconds:02d}"
