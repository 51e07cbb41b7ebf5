"""The encoder's picture, kept up to date with the painter's frames by converting only what has changed.

Most of a frame is what the frame before was, and converting a whole one to yuv420p takes half as long as encoding it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Frame = NDArray[np.uint8]
Rectangle = tuple[int, int, int, int]
"""Top, bottom, left and right in pixels, ends not included."""

EXACT = Interpolation.BILINEAR | Interpolation.ACCURATE_RND | Interpolation.BITEXACT
"""The same samples from every processor, wherever a piece is cut."""
REACH_PX = 8
"""How far a pixel tells on the samples around it, at most; even, because chroma samples belong to pairs."""
SCALES = (1, 2, 2, 1)
"""How many pixels in a row one sample of each plane stands for: brightness, two of colour, opacity if there is one."""
FAINT = 96
"""The opacity, of 255, up to which a pixel's own colour is not to be trusted: edges then come out nearest the truth."""
APART_PX = 64
"""Changes nearer to each other than this are converted as one piece: each piece has a fixed cost."""


@dataclass(frozen=True)
class Piece:
    """A part of a frame that has changed: where samples must be taken over, and the pixels ``(h, w, 4)`` around it.

    ``corner`` is the row and the column of the first of these pixels.
    """

    area: Rectangle
    corner: tuple[int, int]
    pixels: Frame


class Frames:
    """Frames as they are painted, each ``(height, width, 4)`` with even sides, taken apart into what is new in them."""

    def __init__(self) -> None:
        self.last: Frame | None = None

    def pieces(self, pixels: Frame) -> list[Piece]:
        """Return copies of what differs from the frame before."""
        height, width, _ = pixels.shape
        if self.last is None:
            self.last = pixels.copy()
            return [Piece((0, height, 0, width), (0, 0), self.last.copy())]
        areas = list(changes(self.last, pixels))
        for top, bottom, left, right in areas:
            self.last[top:bottom, left:right] = pixels[top:bottom, left:right]
        return [_piece(pixels, area) for area in areas]


def _piece(pixels: Frame, changed: Rectangle) -> Piece:
    height, width, _ = pixels.shape
    top, bottom, left, right = _grown(changed, 2 * REACH_PX, height, width)
    area = _grown(changed, REACH_PX, height, width)
    return Piece(area, (top, left), pixels[top:bottom, left:right].copy())


class Picture:
    """The frame that the encoder is given: yuv420p, or yuva420p of what was painted on nothing."""

    def __init__(self, width_px: int, height_px: int, pixels: str = "yuv420p") -> None:
        self.video_frame = av.VideoFrame(width_px, height_px, pixels)
        self._planes = _planes(self.video_frame)
        self._reformatter = VideoReformatter()

    def take(self, piece: Piece) -> None:
        """Show a piece."""
        form = self.video_frame.format.name
        pixels = straight(piece.pixels) if form == "yuva420p" else piece.pixels
        rgba = av.VideoFrame.from_ndarray(pixels, format="rgba")
        converted = self._reformatter.reformat(
            rgba, format=form, dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG,
            interpolation=EXACT, threads=1,
        )  # fmt: skip
        (top, bottom, left, right), (above, before) = piece.area, piece.corner
        for target, source, scale in zip(self._planes, _planes(converted), SCALES, strict=False):
            rows, columns = slice(top // scale, bottom // scale), slice(left // scale, right // scale)
            target[rows, columns] = source[
                (top - above) // scale : (bottom - above) // scale, (left - before) // scale : (right - before) // scale
            ]


def straight(pixels: Frame) -> Frame:
    """Return colours as they are from colours ``(h, w, 4)`` that are multiplied by their opacity, as cairo has them.

    Faint pixels have theirs from the pixels around them: of their own little is left, and where there is nothing, the
    samples that they share with their neighbours would otherwise be darkened.
    """
    around = np.asarray(Image.fromarray(pixels).filter(ImageFilter.BoxBlur(1)))
    colours = np.where(pixels[..., 3:] <= FAINT, _divided(around), _divided(pixels))
    return np.concatenate([colours, pixels[..., 3:]], axis=-1)


def _divided(pixels: Frame) -> Frame:
    alpha = pixels[..., 3:].astype(np.uint16)
    colours = (pixels[..., :3] * np.uint16(255) + alpha // 2) // np.maximum(alpha, 1)
    return colours.astype(np.uint8)


def even(length_px: int) -> int:
    """Return a length, or one pixel less if it is odd: yuv420p halves both sides."""
    return length_px - length_px % 2


def _planes(frame: av.VideoFrame) -> list[Frame]:
    """Return views of a frame's planes without the padding of their lines."""
    return [
        np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)[: plane.height, : plane.width]
        for plane in frame.planes
    ]


def _grown(area: Rectangle, by: int, height: int, width: int) -> Rectangle:
    """Return an area with even sides that reaches ``by`` pixels farther, inside the frame."""
    top, bottom, left, right = area
    return (
        max(top - by, 0) // 2 * 2, min(bottom + by + 1, height) // 2 * 2,
        max(left - by, 0) // 2 * 2, min(right + by + 1, width) // 2 * 2,
    )  # fmt: skip


def changes(before: Frame, after: Frame) -> Iterator[Rectangle]:
    """Yield rectangles that hold every pixel in which two frames differ."""
    changed = (before.view(np.uint32) != after.view(np.uint32))[..., 0]
    for rows in _runs(changed.any(axis=1)):
        for columns in _runs(changed[rows].any(axis=0)):
            yield rows.start, rows.stop, columns.start, columns.stop


def _runs(marked: NDArray[np.bool_]) -> list[slice]:
    """Return the stretches in which ``marked`` is true; those less than ``APART_PX`` apart are joined."""
    places = np.flatnonzero(marked)
    if not len(places):
        return []
    breaks = np.flatnonzero(np.diff(places) > APART_PX)
    starts, stops = places[np.concatenate([[0], breaks + 1])], places[np.append(breaks, -1)] + 1
    return [slice(start, stop) for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)]
