"""How frames become one video file: what encodes them, and with which settings. The same frames give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from scenes.film.frames import Picture, Piece
from scenes.film.sound_track import SoundTrack
from scenes.voice.voice import Samples

BT709, LIMITED = 1, 1
"""How samples become colours, in the numbers of ISO/IEC 23091-2: matrix, primaries and transfer, and 16 to 235."""


@dataclass(frozen=True)
class Codec:
    """An encoder of FFmpeg's with its options, and the container that its packets go into with its own.

    ``sound`` is the encoder of what is heard beside the pictures; empty for films that stay silent.
    """

    name: str
    options: Mapping[str, str]
    container: str
    container_options: Mapping[str, str] = field(default_factory=dict)
    pixels: str = "yuv420p"
    sound: str = ""


# "veryfast" gives smaller files on flat pictures than the default, in half the time; without B-frames it takes a fifth
# less again, for four more bytes in a hundred. One thread: x264's output depends on it, and on the processor unless
# told otherwise.
X264 = {"preset": "veryfast", "crf": "18", "threads": "1", "x264-params": "bframes=0:keyint=48:cpu-independent=1"}
# Made for calls, "realtime" takes about as long as x264 and gives a smaller file that is nearer to the frames; "good"
# takes nine times as long for a twentieth less. Looking no frame ahead saves fifty megabytes of memory and costs no
# byte. b=0 leaves the bits to the quality, crf, alone.
VPX = {"deadline": "realtime", "cpu-used": "5", "crf": "30", "b": "0", "lag-in-frames": "0", "threads": "1"}
H264 = Codec("libx264", X264, "mp4", {"movflags": "+faststart"}, sound="aac")
VP9 = Codec("libvpx-vp9", VPX, "webm", sound="libopus")
VP9_ALPHA = Codec("libvpx-vp9", VPX, "webm", pixels="yuva420p")


class Film:
    """A video file that is being written, ``width_px`` by ``height_px``, both even: yuv420p halves them."""

    def __init__(self, path: Path, width_px: int, height_px: int, fps: int, codec: Codec) -> None:
        # Bit-exact files tell neither when they were made nor a random number.
        options = {**codec.container_options, "fflags": "+bitexact"}
        self.container = av.open(str(path), "w", format=codec.container, options=options)
        self.stream: Any = self.container.add_stream(codec.name, rate=fps, options=dict(codec.options))
        self.stream.width, self.stream.height, self.stream.pix_fmt = width_px, height_px, codec.pixels
        context = self.stream.codec_context
        context.colorspace = context.color_primaries = context.color_trc = BT709
        context.color_range = LIMITED
        self.stream.time_base = self.stream.codec_context.time_base = Fraction(1, fps)
        self.picture = Picture(width_px, height_px, codec.pixels)
        self.n_frames, self._fps, self._codec = 0, fps, codec
        self._sound: SoundTrack | None = None

    def add_sound(self, samples: Samples) -> None:
        """Have ``samples``, from the first frame on, heard beside the pictures, of which none is written yet."""
        if self._codec.sound:
            self._sound = SoundTrack(self.container, self._codec.sound, samples)

    def take(self, piece: Piece) -> None:
        """Copy the changed part of a frame."""
        self.picture.take(piece)

    def show(self, repeat: int) -> None:
        """Write the frame as it stands, ``repeat`` times."""
        frame = self.picture.video_frame
        for _ in range(repeat):
            frame.pts = self.n_frames
            self.n_frames += 1
            self.container.mux(self.stream.encode(frame))
            if self._sound is not None:
                self._sound.write_until(self.n_frames / self._fps)

    def finish(self) -> None:
        """Complete the file."""
        self.container.mux(self.stream.encode(None))
        if self._sound is not None:
            self._sound.finish()
        self.container.close()
