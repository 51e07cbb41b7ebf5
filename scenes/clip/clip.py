"""``Clip``: what the renderer hands on to the page. No manim here: planning a build must not load it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gdcore.text.readers import on_one_line
from scenes.clip.cue import Cue, captions

JOINTS = frozenset({"card", "fade"})
"""The kinds of files that only the explainer is made of."""
RUNS = "runs"
"""The kind of the file that keeps a clip's computed runs, so that they need not be computed again."""
INSIDE = JOINTS | {RUNS}
"""The kinds of files that are kept with a clip and never published."""
WHOLE = "json.gz"
"""The kind of the file that has the whole trace of a long run."""


@dataclass(frozen=True)
class Clip:
    """One rendered clip. ``files`` maps a kind ("mp4", "png") to a path; the png is the poster, the last frame.

    In the explainer a title card ("card") goes over into the clip, and its last frame goes to the background ("fade").
    ``card_cues`` is what is said while the card stands.
    ``steps`` has, for each iterate k of the scenario's own run at which a frame stops, the second at which it is first
    seen: (time, k), both increasing.
    """

    slug: str
    files: Mapping[str, Path]
    duration_s: float
    n_frames: int
    width_px: int
    height_px: int
    fps: int
    cues: tuple[Cue, ...]
    card_frames: int = 0
    fade_frames: int = 0
    steps: tuple[tuple[float, int], ...] = ()
    card_cues: tuple[Cue, ...] = ()

    @property
    def captions(self) -> tuple[Cue, ...]:
        """What is written under the picture, and when."""
        return captions(self.cues)

    @property
    def speaks(self) -> bool:
        """Whether a voice says the words."""
        return any(cue.spoken for cue in self.cues)

    @property
    def last_words(self) -> str:
        """What is said of the last picture, which is the poster, on one line; empty for a clip without words."""
        words = [on_one_line(cue.text) for cue in self.cues]
        return next(filter(None, reversed(words)), "")
