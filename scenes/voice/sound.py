"""Sound as samples: read from any file, trimmed, and joined with pauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import av
import numpy as np
from numpy.typing import NDArray

from gdcore.errors import InputError
from gdcore.faults import in_one_line
from scenes.voice.voice import RATE, Samples

WINDOW = RATE // 100
"""Loud and quiet are told in windows of 10 ms."""
SILENCE = 10 ** (-60 / 20)
QUIET = 10 ** (-34 / 20)
"""What is quieter than speech by this factor is no speech."""
BEFORE, AFTER = 3, 6
"""So many windows are kept around speech: sentences begin and end softly."""
FADE = RATE // 100
PAUSE = round(0.35 * RATE)
"""Between two sentences."""
FULL_SCALE = 0.999


@dataclass(frozen=True)
class Sound:
    """A file's sound, and which share of its own samples is at full scale."""

    samples: Samples
    clipped: float


def read_sound(source: str | Path | IO[bytes], longest_s: float) -> Sound:
    """Return the sound of a file in any format that FFmpeg knows, at our rate and in one channel.

    What comes after ``longest_s`` is cut, but for a moment that shows that it was there. Raises ``InputError`` for
    what is no sound.
    """
    parts: list[NDArray[np.float32]] = []
    n_all = n_full = n_taken = 0
    try:
        with av.open(str(source) if isinstance(source, Path) else source) as container:
            if not container.streams.audio:
                raise InputError("there is no sound in it")
            same, ours = av.AudioResampler("fltp"), av.AudioResampler("flt", "mono", RATE)
            for frame in container.decode(container.streams.audio[0]):
                for raw in same.resample(frame):
                    values = np.abs(raw.to_ndarray())
                    n_all, n_full = n_all + values.size, n_full + int(np.count_nonzero(values >= FULL_SCALE))
                    parts += _arrays(ours.resample(raw))
                n_taken += frame.samples
                if n_taken > (longest_s + 1) * frame.sample_rate:
                    break
            parts += _arrays(ours.resample(None)) if n_taken else []
    except (av.FFmpegError, OSError) as error:
        raise InputError(f"not a sound that can be read: {in_one_line(error.strerror or str(error))}") from None
    samples = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    return Sound(samples, n_full / max(1, n_all))


def _arrays(frames: Sequence[Any]) -> list[NDArray[np.float32]]:
    return [frame.to_ndarray()[0] for frame in frames]


def resampled(samples: Samples, rate: int) -> Samples:
    """Return ``samples`` at another rate."""
    frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format="flt", layout="mono")
    frame.sample_rate = RATE
    resampler = av.AudioResampler("flt", "mono", rate)
    return np.concatenate(_arrays([*resampler.resample(frame), *resampler.resample(None)]))


def loud(samples: Samples) -> NDArray[np.bool_]:
    """Return for each window of 10 ms whether there is speech in it."""
    padded = np.pad(samples, (0, -samples.size % WINDOW)).reshape(-1, WINDOW)
    levels = np.sqrt((padded.astype(np.float64) ** 2).mean(axis=1))
    return np.asarray(levels > max(SILENCE, QUIET * float(np.percentile(levels, 95))) if levels.size else levels > 0)


def trimmed(samples: Samples) -> Samples:
    """Return ``samples`` without the silence at both ends; none at all if there is nothing else."""
    speech = np.flatnonzero(loud(samples))
    if not speech.size:
        return samples[:0]
    return samples[max(0, speech[0] - BEFORE) * WINDOW : (speech[-1] + 1 + AFTER) * WINDOW]


def joined(parts: Sequence[Samples]) -> tuple[Samples, tuple[int, ...]]:
    """Return sentences one after the other, each faded in and out, with pauses between; and where each ends."""
    pieces: list[Samples] = []
    ends: list[int] = []
    for part in parts:
        pieces += [np.zeros(PAUSE, np.float32)] if pieces else []
        pieces.append(faded(part))
        ends.append(sum(piece.size for piece in pieces))
    return (np.concatenate(pieces) if pieces else np.zeros(0, np.float32)), tuple(ends)


def faded(samples: Samples) -> Samples:
    """Return ``samples`` with both ends faded over 10 ms."""
    ramp = np.ones(samples.size, np.float32)
    n = min(FADE, samples.size // 2)
    ramp[:n] = np.arange(n) / FADE
    ramp[samples.size - n :] = ramp[:n][::-1]
    return samples * ramp
