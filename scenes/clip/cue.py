"""``Cue``: one sentence of the narration, and when it is on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cue:
    """One sentence of the narration and when it is on, in seconds from the clip's first frame."""

    start_s: float
    end_s: float
    text: str
