"""The sound of a film that is being written: encoded as far as the pictures have come, so that both lie together."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.container import OutputContainer

from scenes.voice.voice import RATE, Samples

BITS_A_SECOND = {"aac": 128_000, "libopus": 64_000}
"""By FFmpeg's name of the encoder: enough for one voice."""
SETTINGS = {"aac": {"aac_coder": "fast"}, "libopus": {}}
"""At this rate FFmpeg's usual coder for AAC takes twice as long, and what it leaves of a voice is no closer to it."""
FRAME = {"aac": 1024, "libopus": 960}
"""Samples that are encoded together."""


class SoundTrack:
    """One channel at 48 kHz beside the pictures of ``container``, which has not been written to yet."""

    def __init__(self, container: OutputContainer, encoder: str, samples: Samples) -> None:
        """``samples`` are all that will be heard, shape ``(n,)``, from the first picture on."""
        self._container, self._samples, self._size = container, samples, FRAME[encoder]
        self.stream: Any = container.add_stream(encoder, rate=RATE, options={"flags": "+bitexact", **SETTINGS[encoder]})
        context: Any = self.stream.codec_context
        context.layout, context.bit_rate, context.time_base = "mono", BITS_A_SECOND[encoder], Fraction(1, RATE)
        self._format = "fltp" if encoder == "aac" else "flt"
        self._done = 0

    def write_until(self, time_s: float) -> None:
        """Write the sound of everything up to ``time_s``."""
        while self._done < min(time_s * RATE, len(self._samples)):
            part = np.ascontiguousarray(self._samples[None, self._done : self._done + self._size], np.float32)
            frame = av.AudioFrame.from_ndarray(part, format=self._format, layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, self._done, Fraction(1, RATE)
            self._done += self._size
            self._container.mux(self.stream.encode(frame))

    def finish(self) -> None:
        """Write what is left."""
        self.write_until(len(self._samples) / RATE)
        self._container.mux(self.stream.encode(None))
