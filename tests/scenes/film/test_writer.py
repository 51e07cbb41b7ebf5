"""The encoder: every frame once, the same bytes, and no fault that goes unheard."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import av
import numpy as np
import pytest

from scenes.film.codec import H264, VP9, Codec
from scenes.film.gif import Gif
from scenes.film.writer import Encoder

SIZE = (64, 48)


def grey(level: int, width: int = SIZE[0], height: int = SIZE[1]) -> np.ndarray:
    return np.full((height, width, 4), (level, level, level, 255), np.uint8)


def encoded(path: Path, frames: list[tuple[np.ndarray, int]], width: int = SIZE[0], height: int = SIZE[1]) -> Encoder:
    encoder = Encoder(path, width, height, 10)
    for frame, repeat in frames:
        encoder.put(frame, repeat)
    encoder.close()
    return encoder


def put_many(encoder: Encoder, n_frames: int) -> None:
    for _ in range(n_frames):
        encoder.put(grey(1), 1)


def levels(path: Path) -> list[float]:
    """Return the brightness of every frame of a file."""
    with av.open(str(path)) as container:
        return [float(frame.to_ndarray(format="gray").mean()) for frame in container.decode(video=0)]


def test_each_frame_is_written_as_often_as_asked(tmp_path: Path) -> None:
    encoder = encoded(tmp_path / "a.mp4", [(grey(40), 1), (grey(120), 3), (grey(200), 2)])
    assert encoder.n_frames == 6
    np.testing.assert_allclose(levels(tmp_path / "a.mp4"), [40, 120, 120, 120, 200, 200], atol=3)


@pytest.mark.parametrize("n_frames", [1, 2, 47, 48, 49, 200])
def test_no_frame_is_lost_or_added(tmp_path: Path, n_frames: int) -> None:
    encoder = encoded(tmp_path / "a.mp4", [(grey(i % 250), 1) for i in range(n_frames)])
    with av.open(str(tmp_path / "a.mp4")) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert encoder.n_frames == n_frames
    np.testing.assert_allclose(times, np.arange(n_frames) / 10, atol=1e-6)


def test_the_same_frames_give_the_same_bytes(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    frames = [(rng.integers(0, 255, (48, 64, 4), dtype=np.uint8), 1 + i % 2) for i in range(60)]
    digests = set()
    for name in ("one.mp4", "another-name.mp4"):
        encoded(tmp_path / name, frames)
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).digest())
    assert len(digests) == 1
    encoded(tmp_path / "shorter.mp4", frames[:-1])
    assert (tmp_path / "shorter.mp4").read_bytes() != (tmp_path / "one.mp4").read_bytes()


@pytest.mark.parametrize(("width", "height"), [(65, 48), (64, 49), (65, 49)])
def test_odd_sizes_lose_their_last_pixel(tmp_path: Path, width: int, height: int) -> None:
    encoded(tmp_path / "a.mp4", [(grey(90, width, height), 3)], width, height)
    with av.open(str(tmp_path / "a.mp4")) as container:
        sizes = [(frame.width, frame.height) for frame in container.decode(video=0)]
    assert sizes == [SIZE] * 3


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        encoded(tmp_path / "missing" / "a.mp4", [(grey(1), 1)])


def test_what_goes_wrong_in_the_thread_is_raised_by_close(tmp_path: Path) -> None:
    encoder = Encoder(tmp_path / "a.mp4", *SIZE, 10)
    encoder.put(grey(1).astype(np.int32), 1)
    with pytest.raises(ValueError, match="dtype"):
        encoder.close()


def test_what_goes_wrong_in_the_thread_is_raised_by_put(tmp_path: Path) -> None:
    encoder = Encoder(tmp_path / "a.mp4", *SIZE, 10)
    encoder.put(grey(1).astype(np.int32), 1)
    with pytest.raises(ValueError, match="dtype"):
        put_many(encoder, 1000)  # more than the queue holds: it must not fill up either
    with pytest.raises(ValueError, match="dtype"):
        encoder.close()


def test_a_block_of_frames_ends_in_a_whole_file(tmp_path: Path) -> None:
    with Encoder(tmp_path / "whole.mp4", *SIZE, 10) as encoder:
        encoder.put(grey(80), 4)
    assert len(levels(tmp_path / "whole.mp4")) == 4


def test_an_exception_passes_and_leaves_no_thread(tmp_path: Path) -> None:
    with pytest.raises(IndexError), Encoder(tmp_path / "broken.mp4", *SIZE, 10) as encoder:
        encoder.put(grey(1), [][0])
    assert "encode broken.mp4" not in [thread.name for thread in threading.enumerate()]


def test_what_is_broken_off_is_not_finished_first(tmp_path: Path) -> None:
    def broken_off() -> None:
        with Encoder(tmp_path / "a.mp4", *SIZE, 10, also=[Gif(tmp_path / "a.gif", *SIZE, 10)]) as encoder:
            put_many(encoder, 3)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert not (tmp_path / "a.gif").exists()
    assert not [thread for thread in threading.enumerate() if thread.name == "encode a.mp4"]


@pytest.mark.parametrize(("name", "codec"), [("a.mp4", H264), ("a.webm", VP9)])
@pytest.mark.parametrize("colour", [(15, 20, 25), (230, 159, 0), (86, 180, 233), (252, 251, 248), (0, 0, 0)])
def test_a_file_says_what_its_samples_mean_and_is_right(tmp_path: Path, name: str, codec: Codec, colour: tuple) -> None:
    """By the tags in the stream, 1 for BT.709 and for limited range, each colour comes back."""
    pixels = np.empty((48, 64, 4), np.uint8)
    pixels[:] = (*colour, 255)
    with Encoder(tmp_path / name, *SIZE, 10, codec) as encoder:
        encoder.put(pixels, 2)
    with av.open(str(tmp_path / name)) as container:
        tags = container.streams.video[0].codec_context
        assert (tags.colorspace, tags.color_primaries, tags.color_trc, tags.color_range) == (1, 1, 1, 1)
        luma, cb, cr = (float(plane.mean()) for plane in _samples(next(container.decode(video=0))))
    y, u, v = (luma - 16) / 219, (cb - 128) / 224, (cr - 128) / 224
    red, blue = y + 1.5748 * v, y + 1.8556 * u
    green = (y - 0.2126 * red - 0.0722 * blue) / 0.7152
    np.testing.assert_allclose(255 * np.array([red, green, blue]), colour, atol=3)


def _samples(frame: av.VideoFrame) -> list[np.ndarray]:
    shown = frame.to_ndarray(format="yuv420p")
    height, width = SIZE[1], SIZE[0]
    colours = shown[height:].reshape(2, height // 2, width // 2)
    return [shown[:height], *colours]
