"""Cues as a WebVTT file: checked, in order, and with nothing in their words that could pass for markup."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gdcore.text.readers import on_one_line

if TYPE_CHECKING:
    from scenes.clip.cue import Cue

HEADER = "WEBVTT\n"
PLACE = "line:-1"
"""On the last lines of the picture: every frame keeps its lowest eighth free for them."""


def to_vtt(cues: Sequence[Cue]) -> str:
    """Return ``cues`` as a WebVTT file, in order of their start; cues without words are left out.

    Raises ``ValueError`` for a cue whose times are not finite, below zero or not in order.
    """
    blocks = [
        f"{timestamp(cue.start_s)} --> {timestamp(cue.end_s)} {PLACE}\n{_escaped(cue.text)}\n"
        for cue in cues_with_words(cues)
    ]
    return "\n".join([HEADER, *blocks])


def cues_with_words(cues: Iterable[Cue]) -> list[Cue]:
    """Return the cues that say something, checked, their times rounded, in order of their start."""
    given = [in_milliseconds(cue) for cue in cues]
    for cue in given:
        if not (math.isfinite(cue.end_s) and 0.0 <= cue.start_s < cue.end_s):
            raise ValueError(f"cue: expected 0 <= start < end, got {cue.start_s} and {cue.end_s} for {cue.text!r}")
    return sorted((cue for cue in given if cue.text.strip()), key=lambda cue: cue.start_s)


def in_milliseconds(cue: Cue) -> Cue:
    """Return a cue with its times as every file tells them. Nothing else rounds them: twice is once too often."""
    return replace(cue, start_s=round(cue.start_s, 3), end_s=round(cue.end_s, 3))


def timestamp(time_s: float) -> str:
    """Return a time of whole milliseconds as WebVTT writes it, HH:MM:SS.mmm."""
    seconds, milliseconds = divmod(round(time_s * 1000.0), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{milliseconds:03d}"


def _escaped(text: str) -> str:
    """Return cue text in which nothing is markup, a cue's end or an arrow."""
    return on_one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
