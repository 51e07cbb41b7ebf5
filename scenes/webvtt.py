"""Cues as a WebVTT file: checked, in order, and with nothing in their words that could pass for markup."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from gdcore.readers import on_one_line

if TYPE_CHECKING:
    from scenes.clip import Cue

HEADER = "WEBVTT\n"


def to_vtt(cues: Sequence[Cue]) -> str:
    """Return ``cues`` as a WebVTT file, in order of their start; cues without words are left out.

    Raises ``ValueError`` for a cue whose times are not finite, below zero or not in order.
    """
    blocks = [f"{timestamp(cue.start_s)} --> {timestamp(cue.end_s)}\n{_escaped(cue.text)}\n" for cue in spoken(cues)]
    return "\n".join([HEADER, *blocks])


def spoken(cues: Iterable[Cue]) -> list[Cue]:
    """Return the cues that say something, checked, in order of their start."""
    given = tuple(cues)
    for cue in given:
        if not (math.isfinite(cue.end_s) and cue.start_s >= 0.0 and round(cue.start_s, 3) < round(cue.end_s, 3)):
            raise ValueError(f"cue: expected 0 <= start < end, got {cue.start_s} and {cue.end_s} for {cue.text!r}")
    return sorted((cue for cue in given if cue.text.strip()), key=lambda cue: cue.start_s)


def timestamp(time_s: float) -> str:
    """Return a time as WebVTT writes it, HH:MM:SS.mmm."""
    seconds, milliseconds = divmod(round(time_s * 1000.0), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{milliseconds:03d}"


def _escaped(text: str) -> str:
    """Return cue text in which nothing is markup, a cue's end or an arrow."""
    return on_one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
