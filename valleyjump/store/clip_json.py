"""A clip as JSON, without its files' places: in archives and in the manifest of a build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from scenes.clip.clip import INSIDE, WHOLE, Clip
from scenes.clip.cue import Cue


def clip_json(clip: Clip) -> dict[str, Any]:
    """Return what ``clip_of`` makes the clip of; ``kinds`` are those of the files that a build publishes of it."""
    return {
        "duration_s": clip.duration_s,
        "n_frames": clip.n_frames,
        "width_px": clip.width_px,
        "height_px": clip.height_px,
        "fps": clip.fps,
        "kinds": sorted(clip.files.keys() - {*INSIDE, WHOLE}),
        "cues": cues_json(clip.cues),
        "steps": [list(step) for step in clip.steps],
    }


def clip_of(slug: str, plain: Mapping[str, Any], files: Mapping[str, Path]) -> Clip:
    """Return the clip, with ``files`` by kind. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for other JSON."""
    return Clip(
        slug,
        files,
        **{name: plain[name] for name in ("duration_s", "n_frames", "width_px", "height_px", "fps")},
        cues=cues_of(plain["cues"]),
        steps=tuple((time_s, k) for time_s, k in plain["steps"]),
    )


def cues_json(cues: Iterable[Cue]) -> list[list[Any]]:
    """Return start, end and text of each; of words that are heard also the beat, and when each sentence was said."""
    return [[cue.start_s, cue.end_s, cue.text, *([cue.beat, cue.spoken] if cue.spoken else ())] for cue in cues]


def cues_of(plain: Iterable[Sequence[Any]]) -> tuple[Cue, ...]:
    """Return the cues that ``cues_json`` wrote."""
    return tuple(_cue(*one) for one in plain)


def _cue(start_s: float, end_s: float, text: str, beat: str = "", spoken: Iterable[tuple[str, float]] = ()) -> Cue:
    return Cue(start_s, end_s, text, beat, tuple((sentence, said_s) for sentence, said_s in spoken))
