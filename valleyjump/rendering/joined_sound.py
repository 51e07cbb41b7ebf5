"""The sound of the explainer: the packets of its clips copied one after the other, silence between them.

AAC comes in packets of 1,024 samples, and no clip is a whole number of them long. Packets are counted from the film's
beginning, so that sound and picture are never farther apart than half a packet, which is 11 ms.
"""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.container import OutputContainer

from scenes.film.sound_track import FRAME, SoundTrack
from scenes.voice.voice import RATE

LENGTH = FRAME["aac"]
SETTLED = 4
"""After so many packets of silence the encoder makes all alike."""


class JoinedSound:
    """The sound track of ``film``, made like that of the clip at ``pattern``."""

    def __init__(self, film: OutputContainer, pattern: Path) -> None:
        with av.open(str(pattern)) as clip:
            self._stream: Any = film.add_stream_from_template(clip.streams.audio[0])
        self._film, self._n, self._silence = film, 0, silent_packet()

    def add(self, path: Path, end_s: Fraction) -> None:
        """Append what is heard in a file, or silence, up to ``end_s`` of the film."""
        until = round(end_s * RATE / LENGTH)
        for content in packets_of(path)[: until - self._n]:
            self._write(content)
        while self._n < until:
            self._write(self._silence)

    def _write(self, content: bytes) -> None:
        packet = av.Packet(content)
        packet.stream, packet.time_base = self._stream, Fraction(1, RATE)
        packet.pts = packet.dts = self._n * LENGTH
        packet.duration = LENGTH
        self._film.mux(packet)
        self._n += 1


def packets_of(path: Path) -> list[bytes]:
    """Return the packets of sound in a film, none of a silent one, without what an encoder says before it begins."""
    with av.open(str(path)) as film:
        if not film.streams.audio:
            return []
        return [
            bytes(packet) for packet in film.demux(film.streams.audio[0]) if packet.pts is not None and packet.pts >= 0
        ]


def silent_packet() -> bytes:
    """Return a packet in which nothing is heard."""
    content = BytesIO()
    with av.open(content, "w", format="mp4") as film:
        track = SoundTrack(film, "aac", np.zeros(2 * SETTLED * LENGTH, np.float32))
        track.finish()
    content.seek(0)
    with av.open(content) as film:
        return [bytes(packet) for packet in film.demux(film.streams.audio[0])][SETTLED]
