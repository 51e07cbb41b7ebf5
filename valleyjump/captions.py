"""Cues to WebVTT, and to the lines of a transcript."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scenes.clip import Cue

HEADER = "WEBVTT\n"


@dataclass(frozen=True)
class Line:
    """One line of a transcript: the sentence, when it begins as people read it, and its interval in seconds."""

    clock: str
    start: str
    end: str
    text: str


def to_vtt(cues: Sequence[Cue]) -> str:
    """Return ``cues`` as a WebVTT file, in order of their start; cues without words are left out.

    Raises ``ValueError`` for a cue whose times are not finite, below zero or not in order.
    """
    blocks = [f"{timestamp(cue.start_s)} --> {timestamp(cue.end_s)}\n{_escaped(cue.text)}\n" for cue in spoken(cues)]
    return "\n".join([HEADER, *blocks])


def transcript(cues: Sequence[Cue]) -> list[Line]:
    """Return the lines of the transcript that the page shows: the same cues in the same order as ``to_vtt``."""
    return [
        Line(clock(cue.start_s), f"{cue.start_s:.3f}", f"{cue.end_s:.3f}", _one_line(cue.text)) for cue in spoken(cues)
    ]


def spoken(cues: Iterable[Cue]) -> list[Cue]:
    """Return the cues that say something, checked, in order of their start."""
    for cue in cues:
        if not (math.isfinite(cue.end_s) and cue.start_s >= 0.0 and round(cue.start_s, 3) < round(cue.end_s, 3)):
            raise ValueError(f"cue: expected 0 <= start < end, got {cue.start_s} and {cue.end_s} for {cue.text!r}")
    return sorted((cue for cue in cues if cue.text.strip()), key=lambda cue: cue.start_s)


def timestamp(time_s: float) -> str:
    """Return a time as WebVTT writes it, HH:MM:SS.mmm."""
    seconds, milliseconds = divmod(round(time_s * 1000.0), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{milliseconds:03d}"


def clock(time_s: float) -> str:
    """Return a time as a player shows it, minutes and whole seconds passed: 0:07."""
    minutes, seconds = divmod(int(time_s), 60)
    return f"{minutes}:{seconds:02d}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    """Return cue text in which nothing is markup, a cue's end or an arrow."""
    return _one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
