"""GIFs: as long as the clip, every frame at its time, and small."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from scenes.film.frames import Frames
from scenes.film.gif import LIMIT_BYTES, Gif, TooLargeError

INK, PAPER, MARK = (232, 232, 240), (15, 20, 25), (230, 159, 0)


def moving(n_frames: int, width: int = 64, height: int = 36) -> list[np.ndarray]:
    """Return frames in which a bar moves by a pixel a frame beside a small mark."""
    frames = []
    for i in range(n_frames):
        frame = np.full((height, width, 4), (*PAPER, 255), np.uint8)
        frame[:, i % width, :3] = INK
        frame[:4, -4:, :3] = MARK
        frames.append(frame)
    return frames


def noise(n_frames: int) -> list[np.ndarray]:
    rng = np.random.default_rng(1)
    return [rng.integers(0, 256, (36, 64, 4), dtype=np.uint8) for _ in range(n_frames)]


def made(path: Path, frames: list[np.ndarray], fps: int, limit_bytes: int = LIMIT_BYTES, hold: int = 1) -> Gif:
    height, width, _ = frames[0].shape
    gif, pieces = Gif(path, width, height, fps, limit_bytes), Frames()
    for i, frame in enumerate(frames):
        for piece in pieces.pieces(frame):
            gif.take(piece)
        gif.show(hold if i == len(frames) - 1 else 1)
    gif.finish()
    return gif


def shown(path: Path) -> tuple[list[int], list[np.ndarray]]:
    """Return how long each picture is shown, in hundredths of a second, and the pictures."""
    durations, pictures = [], []
    with Image.open(path) as gif:
        for i in range(gif.n_frames):
            gif.seek(i)
            durations.append(round(gif.info["duration"] / 10))
            pictures.append(np.asarray(gif.convert("RGB")))
    return durations, pictures


@pytest.mark.parametrize(("fps", "stride"), [(5, 1), (15, 1), (30, 1), (60, 2)])
def test_each_frame_up_to_thirty_a_second_is_shown_at_its_time(tmp_path: Path, fps: int, stride: int) -> None:
    frames = moving(31)
    made(tmp_path / "a.gif", frames, fps, hold=fps)
    durations, pictures = shown(tmp_path / "a.gif")
    starts = np.cumsum([0, *durations])
    assert starts.tolist() == [round(100 * i / fps) for i in (*range(0, 31, stride), 30 + fps)]
    for picture, frame in zip(pictures, frames[::stride], strict=True):
        np.testing.assert_array_equal(picture, frame[..., :3])


def test_a_picture_that_stands_is_written_once(tmp_path: Path) -> None:
    still = moving(1) * 4 + moving(3)[2:]
    made(tmp_path / "a.gif", still, 10, hold=30)
    assert shown(tmp_path / "a.gif")[0] == [40, 300]


def test_it_is_480_pixels_wide_and_loops_for_ever(tmp_path: Path) -> None:
    made(tmp_path / "a.gif", moving(3, 1280, 720), 10)
    with Image.open(tmp_path / "a.gif") as gif:
        assert (gif.size, gif.info["loop"]) == ((480, 270), 0)
        assert gif.convert("RGB").getpixel((240, 135)) == PAPER


def test_one_that_is_too_large_has_fewer_frames_and_the_same_length_and_end(tmp_path: Path) -> None:
    frames = noise(60)
    made(tmp_path / "all.gif", frames, 30)
    limit = (tmp_path / "all.gif").stat().st_size // 2
    made(tmp_path / "fewer.gif", frames, 30, limit)
    (all_durations, all_pictures), (durations, pictures) = shown(tmp_path / "all.gif"), shown(tmp_path / "fewer.gif")
    assert (tmp_path / "fewer.gif").stat().st_size <= limit
    assert 15 <= len(durations) < 30
    assert sum(durations) == sum(all_durations) == 200
    np.testing.assert_array_equal(pictures[-1], all_pictures[-1])


def test_one_that_cannot_be_small_is_refused_and_not_written(tmp_path: Path) -> None:
    with pytest.raises(TooLargeError, match=r"as a GIF it has 0\.\d MB even at 2 frames a second, more than 0\.001 MB"):
        made(tmp_path / "a.gif", noise(40), 30, limit_bytes=1000)
    assert list(tmp_path.iterdir()) == []


def test_a_single_frame_is_enough(tmp_path: Path) -> None:
    made(tmp_path / "a.gif", moving(1), 30)
    assert shown(tmp_path / "a.gif")[0] == [3]
