"""The floor: the bare encoder given a build's frames from memory, on all cores, with the program's own settings.

The frames are those of the built clips, decoded a few at a time, which is not counted. Counted are the conversion from
RGBA to the encoder's yuv420p and the encoding itself; a frame that equals the one before is not converted again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.processes import side_by_side

IN_MEMORY = 12
"""Frames held at a time; one of 1920 by 1080 takes 8 MB."""


@dataclass(frozen=True)
class Encoded:
    """One clip's frames encoded: seconds for the conversion, for the encoding, and what came of it."""

    slug: str
    converting_s: float
    encoding_s: float
    frames: int
    converted: int
    bytes: int

    @property
    def seconds(self) -> float:
        """Seconds for both."""
        return self.converting_s + self.encoding_s


def encode_all(clips: Sequence[Path], fps: int, cores: int) -> list[Encoded]:
    """Encode all clips, largest files first, ``cores`` at a time."""
    order = sorted(clips, key=lambda path: path.stat().st_size, reverse=True)
    return side_by_side(_encode, [(path, fps) for path in order], cores)


def on_cores(seconds: Sequence[float], cores: int) -> float:
    """Return how long jobs take on so many cores, the longest first, each on the core that is free first."""
    busy = [0.0] * cores
    for job in sorted(seconds, reverse=True):
        busy[busy.index(min(busy))] += job
    return max(busy)


class BareEncoder:
    """The program's encoder without its thread and its queue, writing to memory, with a stopwatch."""

    def __init__(self, width_px: int, height_px: int, fps: int) -> None:
        import av

        from scenes.film.codec import H264

        self.target, self.frame_class, self.time_base = BytesIO(), av.VideoFrame, Fraction(1, fps)
        self.container = av.open(self.target, "w", format=H264.container, options={"fflags": "+bitexact"})
        self.stream: Any = self.container.add_stream(H264.name, rate=fps, options=dict(H264.options))
        self.stream.width, self.stream.height, self.stream.pix_fmt = width_px, height_px, H264.pixels
        self.converting_s = self.encoding_s = 0.0
        self.n_frames = self.n_converted = 0

    def convert(self, pixels: np.ndarray) -> None:
        """Make an RGBA frame the current picture."""
        began = time.perf_counter()
        self.picture = self.frame_class.from_ndarray(pixels, format="rgba").reformat(format="yuv420p")
        self.converting_s += time.perf_counter() - began
        self.n_converted += 1

    def encode(self) -> None:
        """Encode the current picture as the next frame."""
        began = time.perf_counter()
        self.picture.pts, self.picture.time_base = self.n_frames, self.time_base
        self.container.mux(self.stream.encode(self.picture))
        self.encoding_s += time.perf_counter() - began
        self.n_frames += 1

    def close(self) -> None:
        """Finish the file."""
        began = time.perf_counter()
        self.container.mux(self.stream.encode(None))
        self.container.close()
        self.encoding_s += time.perf_counter() - began


def _encode(path: Path, fps: int) -> Encoded:
    frames = _decoded(path)
    encoder: BareEncoder | None = None
    while held := list(islice(frames, IN_MEMORY)):
        height, width, _ = held[0].shape
        encoder = encoder or BareEncoder(width, height, fps)
        # The first of those held is converted whatever came before it.
        fresh = [True, *(not np.array_equal(one, two) for one, two in pairwise(held))]
        for pixels, new in zip(held, fresh, strict=True):
            if new:
                encoder.convert(pixels)
            encoder.encode()
    if encoder is None:
        raise ValueError(f"{path}: no frames")
    encoder.close()
    return Encoded(
        path.stem, encoder.converting_s, encoder.encoding_s, encoder.n_frames, encoder.n_converted,
        len(encoder.target.getvalue()),
    )  # fmt: skip


def _decoded(path: Path) -> Iterator[np.ndarray]:
    import av

    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield frame.to_ndarray(format="rgba")
