"""Sounds made for tests: bursts that stand for sentences, and files of them in any format."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

CODECS = {".wav": "pcm_s16le", ".flac": "flac", ".mp3": "libmp3lame", ".ogg": "libopus"}


def bursts(*lengths_s: float, pause_s: float = 0.4, rate: int = 48_000, height: float = 0.3) -> NDArray[np.float32]:
    """Return noise that swells and fades like syllables, so long each, with silence before, between and after."""
    random = np.random.default_rng(7)
    pause = np.zeros(round(pause_s * rate))
    pieces = [pause]
    for length in lengths_s:
        moments = np.arange(round(length * rate)) / rate
        swell = 0.6 + 0.4 * np.sin(2 * np.pi * 4 * moments)
        pieces += [height * swell * np.clip(random.normal(0, 0.4, moments.size), -1, 1), pause]
    return np.concatenate(pieces).astype(np.float32)


def record(path: Path, samples: NDArray[np.float32], rate: int = 48_000, layout: str = "mono") -> Path:
    """Write samples, ``(n,)`` or ``(channels, n)``, to a file of the format that its name ends with."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as container:
        coded = 48_000 if path.suffix == ".ogg" else rate  # Opus knows no other of these rates
        stream = container.add_stream(CODECS[path.suffix], rate=coded, layout=layout)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(np.atleast_2d(samples)), format="fltp", layout=layout)
        frame.sample_rate, frame.pts = rate, 0
        form = stream.codec_context.format
        resampler = av.AudioResampler(form.name if form else "fltp", layout, coded, stream.frame_size or None)
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return path


def tone(length_s: float, rate: int = 48_000, pitch: float = 440.0, height: float = 0.5) -> NDArray[np.float32]:
    """Return a sine."""
    return (height * np.sin(2 * np.pi * pitch * np.arange(round(length_s * rate)) / rate)).astype(np.float32)


def pitch_of(samples: Sequence[float] | NDArray[np.float32], rate: int = 48_000) -> float:
    """Return the strongest frequency in samples, in Hz."""
    spectrum = np.abs(np.fft.rfft(samples))
    return float(np.argmax(spectrum) * rate / len(samples))
