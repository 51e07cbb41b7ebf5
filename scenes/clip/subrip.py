"""Cues as a SubRip file, which players and platforms read that do not read WebVTT."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gdcore.text.readers import on_one_line
from scenes.clip.webvtt import cues_with_words, timestamp

if TYPE_CHECKING:
    from scenes.clip.cue import Cue

TAG = re.compile(r"<([^<>]*)>")
"""What players may take for a tag, with or without spaces; SubRip has no way to escape it."""


def to_srt(cues: Sequence[Cue]) -> str:
    """Return ``cues`` as a SubRip file, numbered from one in order of their start; cues without words are left out.

    Nobody has written the format down. Lines end as SubRip itself ended them, in CR LF: every reader takes that, while
    some in televisions take nothing else. Raises ``ValueError`` like ``to_vtt``.
    """
    return "\r\n".join(
        f"{number}\r\n{_time(cue.start_s)} --> {_time(cue.end_s)}\r\n{_plain(cue.text)}\r\n"
        for number, cue in enumerate(cues_with_words(cues), 1)
    )


def _time(time_s: float) -> str:
    """Return a time as SubRip writes it, HH:MM:SS,mmm."""
    return timestamp(time_s).replace(".", ",")


def _plain(text: str) -> str:
    """Return cue text on one line, in which nothing is a tag, a style override or an arrow between times."""
    line = on_one_line(text).replace("-->", "→").replace("{\\", "{ \\")
    return TAG.sub(r"‹\1›", line)
