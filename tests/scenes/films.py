"""Films as they come out of a decoder."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np


def times(path: Path) -> list[float]:
    """Return when each frame is shown, in seconds."""
    with av.open(str(path)) as container:
        return [frame.time for frame in container.decode(video=0)]


def pictures(path: Path) -> np.ndarray:
    """Return all frames, ``(n, height, width, 3)``."""
    with av.open(str(path)) as container:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)])


def clear_pictures(path: Path) -> np.ndarray:
    """Return all frames of a VP9 film with their opacity, ``(n, height, width, 4)``: FFmpeg's own decoder drops it."""
    decoder = av.CodecContext.create("libvpx-vp9", "r")
    with av.open(str(path)) as container:
        frames = [frame for packet in container.demux(video=0) if packet.size for frame in decoder.decode(packet)]
    return np.stack([frame.to_ndarray(format="rgba") for frame in [*frames, *decoder.decode(None)]])


def over(pictures: np.ndarray, colour: tuple[float, ...]) -> np.ndarray:
    """Return pictures with opacity as they look before a colour, each channel 0 to 255."""
    share = pictures[..., 3:] / 255.0
    return pictures[..., :3] * share + np.array(colour) * (1.0 - share)


def nearness(one: np.ndarray, other: np.ndarray) -> float:
    """Return the peak signal-to-noise ratio of the least alike of two films' frames, in decibels."""
    errors = ((one.astype(float) - other.astype(float)) ** 2).mean(axis=(1, 2, 3))
    return float(10.0 * np.log10(255.0**2 / max(errors.max(), 1e-9)))
