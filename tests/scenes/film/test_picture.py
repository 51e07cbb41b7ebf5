"""The encoder's picture: converting only what has changed must give what converting everything would."""

from __future__ import annotations

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace
from hypothesis import given
from hypothesis import strategies as st

from scenes.film.frames import EXACT, FAINT, Frames, Picture, changes, straight

SIZES = [(64, 48), (100, 58), (854, 480)]


def noise(width: int, height: int, seed: int) -> np.ndarray:
    frame = np.random.default_rng(seed).integers(0, 256, (height, width, 4), dtype=np.uint8)
    frame[..., 3] = 255
    return frame


def converted(frame: np.ndarray) -> np.ndarray:
    """Return a frame converted whole."""
    picture = av.VideoFrame.from_ndarray(frame, format="rgba")
    converted = picture.reformat(
        format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG, interpolation=EXACT
    )
    return converted.to_ndarray()


@given(
    size=st.sampled_from(SIZES),
    patches=st.lists(st.tuples(*[st.floats(0, 1)] * 2, *[st.integers(1, 90)] * 2), max_size=5),
    seed=st.integers(0, 99),
)
def test_pieces_add_up_to_the_whole_to_the_last_sample(
    size: tuple[int, int], patches: list[tuple[float, float, int, int]], seed: int
) -> None:
    (width, height), frames, picture = size, Frames(), Picture(*size)
    frame = noise(width, height, seed)
    for x, y, across, up in [(0, 0, 1, 1), *patches]:
        left, top = int(x * (width - 1)), int(y * (height - 1))
        patch = frame[top : top + up, left : left + across]
        patch[...] = noise(across, up, seed + 1)[: patch.shape[0], : patch.shape[1]]
        for piece in frames.pieces(frame):
            picture.take(piece)
        np.testing.assert_array_equal(picture.video_frame.to_ndarray(), converted(frame))


def test_pieces_are_copies() -> None:
    frames, frame = Frames(), noise(64, 48, 1)
    (piece,) = frames.pieces(frame)
    kept = piece.pixels.copy()
    frame[...] = 0
    np.testing.assert_array_equal(piece.pixels, kept)


@pytest.mark.parametrize("places", [[], [(3, 5)], [(0, 0), (479, 853)], [(10, 10), (200, 700), (210, 30)]])
def test_every_change_lies_in_an_area_and_a_small_one_makes_small_areas(places: list[tuple[int, int]]) -> None:
    before = noise(854, 480, 2)
    after = before.copy()
    for row, column in places:
        after[row, column, :3] ^= 1
    areas = list(changes(before, after))
    for row, column in places:
        assert any(top <= row < bottom and left <= column < right for top, bottom, left, right in areas)
    assert sum((bottom - top) * (right - left) for top, bottom, left, right in areas) <= 20 * len(places)


@given(alpha=st.integers(FAINT + 1, 255), colour=st.tuples(*[st.integers(0, 255)] * 3))
def test_colours_are_had_back_from_what_cairo_makes_of_them(alpha: int, colour: tuple[int, int, int]) -> None:
    multiplied = [round(channel * alpha / 255) for channel in colour]
    found = straight(np.full((8, 8, 4), (*multiplied, alpha), np.uint8))
    assert found[..., 3].min() == alpha
    np.testing.assert_allclose(found[..., :3], np.broadcast_to(colour, (8, 8, 3)), atol=2)


def test_where_there_is_nothing_the_colour_is_that_of_the_edge_beside_it() -> None:
    frame = np.zeros((8, 8, 4), np.uint8)
    frame[:, :4] = (200, 100, 50, 255)
    frame[:, 4] = (71, 35, 18, 90)
    found = straight(frame)
    np.testing.assert_array_equal(found[..., 3], frame[..., 3])
    np.testing.assert_allclose(found[:, 4:6, :3], np.broadcast_to((200, 100, 50), (8, 2, 3)), atol=8)
