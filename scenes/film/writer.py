"""Frames in, files out: no partial files, no second pass, the same bytes for the same frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene_file_writer import SceneFileWriter

from scenes.film.codec import H264, Codec, Film
from scenes.film.frames import Frame, Frames, Piece, even
from scenes.voice.voice import Samples

if TYPE_CHECKING:
    from manim.typing import PixelArray

QUEUE_FRAMES = 4


class Track(Protocol):
    """A file that frames are written to: first the changed pieces of a frame, then how often it is shown."""

    def take(self, piece: Piece) -> None:
        """Copy the changed part of a frame."""

    def show(self, repeat: int) -> None:
        """Write the frame as it stands, ``repeat`` times."""

    def finish(self) -> None:
        """Complete the file."""


class Encoder:
    """Encodes RGBA frames in a thread of its own, so that painting and encoding overlap.

    The film at ``path`` is cut to even sizes; ``also`` are tracks that take the same frames. As a context manager it is
    closed at the end, and after a failure its thread is ended too.
    """

    def __init__(
        self, path: Path, width_px: int, height_px: int, fps: int, codec: Codec = H264, also: Sequence[Track] = ()
    ) -> None:
        self.width_px, self.height_px = even(width_px), even(height_px)
        self._film = Film(path, self.width_px, self.height_px, fps, codec)
        self._tracks: list[Track] = [self._film, *also]
        self._failure: Exception | None = None
        self._abandoned = False
        self._frames = Frames()
        self._queue: Queue[tuple[list[Piece], int] | None] = Queue(QUEUE_FRAMES)
        self._thread = Thread(target=self._work, name=f"encode {path.name}", daemon=True)
        self._thread.start()

    @property
    def n_frames(self) -> int:
        """How many frames have been written."""
        return self._film.n_frames

    def __enter__(self) -> Encoder:
        """Return the encoder itself."""
        return self

    def __exit__(self, failure: type[BaseException] | None, *_details: object) -> None:
        """Finish the file; while an exception passes, only end the thread."""
        if failure is None:
            self.close()
        else:
            self._abandoned = True
            self._queue.put(None)
            self._thread.join()

    def add_sound(self, samples: Samples) -> None:
        """Have ``samples`` heard in all files that have a sound track, before the first frame is put."""
        for track in self._tracks:
            if isinstance(track, Film):
                track.add_sound(samples)

    def put(self, frame: Frame, repeat: int) -> None:
        """Queue a frame ``(height, width, 4)`` to be shown ``repeat`` times; its memory may be reused afterwards."""
        if self._failure is not None:
            raise self._failure
        self._queue.put((self._frames.pieces(frame[: self.height_px, : self.width_px]), repeat))

    def close(self) -> None:
        """Wait for the last frame and finish the file; raise what went wrong in the thread."""
        self._queue.put(None)
        self._thread.join()
        if self._failure is not None:
            raise self._failure

    def _work(self) -> None:
        while (item := self._queue.get()) is not None:
            if self._failure is None and not self._abandoned:
                self._try(self._encode, *item)
        if self._failure is None and not self._abandoned:
            self._try(self._finish)

    def _try(self, action: Callable[..., None], *arguments: Any) -> None:
        # Kept until the painting thread asks: an exception here would be lost, and the queue never emptied.
        try:
            action(*arguments)
        except Exception as error:  # noqa: BLE001
            self._failure = error

    def _encode(self, pieces: list[Piece], repeat: int) -> None:
        for track in self._tracks:
            for piece in pieces:
                track.take(piece)
            track.show(repeat)

    def _finish(self) -> None:
        for track in self._tracks:
            track.finish()


class ClipWriter(SceneFileWriter):
    """Manim's file writer with its partial files left out: all frames of a scene go to one encoder.

    ``encoder`` and ``on_frames`` (called with the number of frames so far) are set by ``scenes.render`` before the
    scene runs.
    """

    encoder: Encoder
    on_frames: Callable[[int], None]
    n_written = 0
    first: Frame | None = None
    """The first frame."""

    def begin_animation(self, *_args: Any, **_kwargs: Any) -> None:
        """Do nothing: there are no partial files."""

    def end_animation(self, *_args: Any, **_kwargs: Any) -> None:
        """Do nothing: there are no partial files."""

    def write_frame(self, pixels: PixelArray, *, repeat: int = 1) -> None:
        """Pass a frame on to the encoder."""
        frame = np.asarray(pixels, np.uint8)  # as it is: only manim's annotations call pixels int64
        if self.first is None:
            self.first = frame.copy()
        self.encoder.put(frame, repeat)
        self.n_written += repeat
        self.on_frames(self.n_written)

    def finish(self) -> None:
        """Do nothing: ``scenes.render`` closes the encoder."""


class ClipRenderer(CairoRenderer):
    """Manim's renderer, whose frames are handed over where they were painted: the encoder copies what is new."""

    def get_frame(self) -> PixelArray:
        """Return the camera's own pixels, to be painted over by the next frame."""
        return self.camera.pixel_array

    def save_static_frame_data(self, scene: Any, static_mobjects: Any) -> PixelArray | None:
        """Keep a copy of what stands still."""
        image = super().save_static_frame_data(scene, static_mobjects)
        self.static_image = None if image is None else image.copy()
        return self.static_image
