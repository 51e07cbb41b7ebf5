"""A clip as a GIF, for places that play no video: small, with one palette for all frames, looping for ever."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from fractions import Fraction
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.filter import Graph
from av.filter.context import FilterContext
from PIL import Image

from scenes.film.frames import Frame, Piece

WIDTH_PX = 480
LIMIT_BYTES = 5_000_000
MOST_FPS, LEAST_FPS = 30, 2
"""Players take a delay below two hundredths of a second for a tenth of one; at two pictures a second nothing moves."""
TICK = Fraction(1, 100)
"""The unit of a GIF's delays, in seconds (GIF89a, section 23)."""
# Colours are shared out by how many pixels have them in all frames. The gentlest ordered dither halves the bands of a
# map's slow ramps, leaves flat ground and edges as they are, and stands still where the picture does: nothing flickers.
PALETTE = "stats_mode=full"
PAINT = "dither=bayer:bayer_scale=5:diff_mode=rectangle"
Timed = tuple[int, Frame]
"""The hundredth of a second from which a picture ``(height, width, 3)`` is shown, and the picture."""


class TooLargeError(Exception):
    """A clip that cannot be made small enough."""


class Gif:
    """A GIF that is being made of frames ``width_px`` by ``height_px``.

    It shows every frame up to ``MOST_FPS``, each at its own time to the nearest hundredth of a second, and lasts as
    long as the clip. When it is larger than ``limit_bytes`` it shows fewer frames: every
    second one, or third, or whatever fits.
    """

    def __init__(self, path: Path, width_px: int, height_px: int, fps: int, limit_bytes: int = LIMIT_BYTES) -> None:
        self.path, self.fps, self.limit_bytes = path, fps, limit_bytes
        self.width_px = min(WIDTH_PX, width_px)
        self.height_px = round(height_px * self.width_px / width_px)
        self.n_frames = 0
        self._stride = -(-fps // MOST_FPS)
        self._pixels = np.zeros((height_px, width_px, 3), np.uint8)
        self._starts: list[int] = []
        self._kept: list[bytes] = []  # compressed: the frames of a long clip are a hundred megabytes, mostly flat ones

    def take(self, piece: Piece) -> None:
        """Copy the changed part of a frame."""
        (top, bottom, left, right), (above, before) = piece.area, piece.corner
        new = piece.pixels[top - above : bottom - above, left - before : right - before, :3]
        self._pixels[top:bottom, left:right] = new

    def show(self, repeat: int) -> None:
        """Keep the frame as it stands, which is shown ``repeat`` times, unless it falls between those shown."""
        due = -(-self.n_frames // self._stride) * self._stride
        self.n_frames += repeat
        if due < self.n_frames:
            self._keep(due)

    def finish(self) -> None:
        """Write the file. Raises ``TooLargeError`` when it is too large even with hardly any frames left."""
        self._keep(self.n_frames - 1)  # the last picture is that of the verdict, whatever falls between
        palette = self._palette()
        stride, longest = self._stride, max(self._stride, self.fps // LEAST_FPS)
        while len(content := self._encoded(stride, palette)) > self.limit_bytes and stride < longest:
            # Fewer frames change more each, so this is never too far.
            stride = min(longest, max(stride + 1, stride * len(content) // self.limit_bytes))
        if len(content) <= self.limit_bytes:
            self.path.write_bytes(content)
            return
        limit, size = self.limit_bytes / 1e6, len(content) / 1e6
        raise TooLargeError(
            f"as a GIF it has {size:.1f} MB even at {LEAST_FPS} frames a second, more than {limit:g} MB"
        )

    def _keep(self, start: int) -> None:
        size = self.width_px, self.height_px
        # Sharper filters would ring, and so spend colours around every letter.
        small = Image.fromarray(self._pixels).resize(size, Image.Resampling.HAMMING)
        self._starts.append(start)
        self._kept.append(zlib.compress(small.tobytes(), 1))

    def _picture(self, i: int) -> Frame:
        return np.frombuffer(zlib.decompress(self._kept[i]), np.uint8).reshape(self.height_px, self.width_px, 3)

    def _shown(self, stride: int) -> Iterator[tuple[int, int]]:
        """Yield from when on which kept picture is shown when only every ``stride``-th frame is, and the last one."""
        last = -1
        for frame in range(0, self.n_frames, stride):
            final = frame + stride >= self.n_frames
            i = len(self._kept) - 1 if final else bisect_right(self._starts, frame) - 1
            if i == last or (last >= 0 and self._kept[i] == self._kept[last]):
                continue
            last = i
            yield self._at(frame), i

    def _at(self, frame: int) -> int:
        return round(frame / self.fps / TICK)

    def _palette(self) -> Frame:
        """Return the 256 colours of all frames, the last one transparent, as a picture ``(16, 16, 4)``."""
        frames = ((i, self._picture(i)) for i in range(len(self._kept)))
        (palette,) = _filtered("palettegen", PALETTE, frames)
        found: Frame = palette.to_ndarray(format="rgba")
        return found

    def _encoded(self, stride: int, palette: Frame) -> bytes:
        """Return the file."""
        shown = list(self._shown(stride))
        pictures = ((at, self._picture(i)) for at, i in shown)
        file = BytesIO()
        stay = self._at(self.n_frames) - shown[-1][0]
        with av.open(file, "w", format="gif", options={"loop": "0", "final_delay": str(stay)}) as container:
            stream: Any = container.add_stream("gif", rate=self.fps)
            stream.width, stream.height, stream.pix_fmt = self.width_px, self.height_px, "pal8"
            stream.time_base = stream.codec_context.time_base = TICK
            for frame in _filtered("paletteuse", PAINT, pictures, [(0, palette)]):
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        return file.getvalue()


def _filtered(name: str, options: str, *inputs: Iterable[Timed]) -> Iterator[Any]:
    """Yield the frames that one of FFmpeg's filters makes of its inputs; the first is fed last."""
    graph = Graph()
    made, sink = graph.add(name, options), graph.add("buffersink")
    made.link_to(sink)
    streams = [(_video_frame(*timed) for timed in pictures) for pictures in inputs]
    firsts = [next(stream) for stream in streams]
    sources = [_source(graph, frame, made, place) for place, frame in enumerate(firsts)]
    graph.configure()
    for source, frame, stream in reversed(list(zip(sources, firsts, streams, strict=True))):
        for each in chain([frame], stream):
            source.push(each)
            yield from _ready(sink)
        source.push(None)
    yield from _ready(sink)


def _video_frame(at: int, picture: Frame) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24" if picture.shape[2] == 3 else "rgba")
    frame.pts, frame.time_base = at, TICK
    return frame


def _source(graph: Graph, first: av.VideoFrame, target: FilterContext, place: int) -> FilterContext:
    """Return the beginning of a stream of frames like ``first`` into one input of a filter."""
    source = graph.add_buffer(width=first.width, height=first.height, format=first.format, time_base=TICK)
    source.link_to(target, 0, place)
    return source


def _ready(sink: FilterContext) -> Iterator[av.VideoFrame]:
    """Yield the frames that are ready."""
    while True:
        try:
            frame = sink.pull()
        except (BlockingIOError, EOFError):
            return
        yield frame
