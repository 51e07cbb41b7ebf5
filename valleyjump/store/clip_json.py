"""A clip as JSON, without its files' places: in archives and in the manifest of a build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        "cues": [_cue_json(cue) for cue in clip.cues],
        "steps": [list(step) for step in clip.steps],
    }


def clip_of(slug: str, plain: Mapping[str, Any], files: Mapping[str, Path]) -> Clip:
    """Return the clip, with ``files`` by kind. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for other JSON."""
    return Clip(
        slug,
        files,
        **{name: plain[name] for name in ("duration_s", "n_frames", "width_px", "height_px", "fps")},
        cues=tuple(map(_cue_of, plain["cues"])),
        steps=tuple((time_s, k) for time_s, k in plain["steps"]),
    )


def _cue_json(cue: Cue) -> list[Any]:
    """Return start, end and text; of words that are heard also the beat, and when each sentence has been said."""
    return [cue.start_s, cue.end_s, cue.text, *([cue.beat, cue.spoken] if cue.spoken else ())]


def _cue_of(plain: Sequence[Any]) -> Cue:
    start_s, end_s, text, *heard = plain
    beat, spoken = heard or ("", ())
    return Cue(start_s, end_s, text, beat, tuple((sentence, said_s) for sentence, said_s in spoken))
