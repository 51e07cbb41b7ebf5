"""How loud speech is, after ITU-R BS.1770 and EBU R 128: measured by FFmpeg, and brought to one level."""

from __future__ import annotations

from itertools import pairwise

import av
import numpy as np
from av.filter import Graph
from scipy.ndimage import minimum_filter1d, uniform_filter1d

from scenes.voice.sound import resampled
from scenes.voice.voice import RATE, Samples

LUFS = -16.0
"""What speech on the web is brought to."""
CEILING = 10 ** (-4 / 20)
"""No peak, nor any between two samples, is higher: -4 dB. An encoder that loses something adds up to two decibels."""
SILENT = -70.0
"""The loudness of silence."""
MEASURED = 3 * RATE
"""Shorter sound is repeated for the measurement, which takes windows of 0.4 s."""
FINER = 4
"""Peaks between two samples show at so many times the rate."""
AHEAD = RATE // 100 + 1
"""A peak is turned down gently, in 10 ms around it; an odd number of samples."""
TURNS = 8
NEAR_LU = 0.05


def loudness(samples: Samples) -> float:
    """Return the integrated loudness in LUFS, -70 for silence."""
    if not samples.any():
        return SILENT
    repeated = np.tile(samples, -(-MEASURED // samples.size))
    graph = Graph()
    source = graph.add_abuffer(format="flt", sample_rate=RATE, layout="mono")
    graph.link_nodes(source, graph.add("ebur128", "metadata=1"), graph.add("abuffersink")).configure()
    frame = av.AudioFrame.from_ndarray(repeated[np.newaxis], format="flt", layout="mono")
    frame.sample_rate, frame.pts = RATE, 0
    graph.push(frame)
    graph.push(None)
    found = SILENT
    while True:
        try:
            # A last bit of less than 0.1 s has none.
            found = float(graph.pull().metadata.get("lavfi.r128.I", found))
        except av.EOFError:
            return max(found, SILENT)


def levelled(samples: Samples) -> Samples:
    """Return ``samples`` as loud as all others, with their peaks held down; silence as it is."""
    gain = LUFS - loudness(samples)
    if gain == LUFS - SILENT:
        return samples
    peaks, result = _peaks(samples), samples
    # The limiter takes some of what the gain gives, so the right gain is found by the secant method.
    tried: list[tuple[float, float]] = []
    for _ in range(TURNS):
        result = _held(samples, peaks, 10 ** (gain / 20))
        tried.append((gain, loudness(result) - LUFS))
        if abs(tried[-1][1]) <= NEAR_LU:
            break
        gain -= tried[-1][1] / _slope(tried)
    return result


def _slope(tried: list[tuple[float, float]]) -> float:
    """Return how much of the gain arrived between the last two turns; a tenth at least, or the next is too far off."""
    (gain, error), (then, after) = next(pairwise(tried[-2:]), ((0.0, 0.0), (1.0, 1.0)))
    return float(np.clip((after - error) / (then - gain), 0.1, 1.0))


def _peaks(samples: Samples) -> Samples:
    """Return the height of the curve through the samples between each and the next, ``(n,)``."""
    fine = np.resize(np.abs(resampled(samples, FINER * RATE)), FINER * samples.size)
    return np.asarray(np.maximum.reduce([fine[k::FINER] for k in range(FINER)]))


def _held(samples: Samples, peaks: Samples, gain: float) -> Samples:
    """Return ``samples`` times ``gain``, less around each peak that would pass the ceiling."""
    allowed = np.minimum(gain, CEILING / np.maximum(peaks.astype(np.float64), 1e-9))
    # The mean of minima over the same width is nowhere above what is allowed.
    gentle = uniform_filter1d(minimum_filter1d(allowed, AHEAD), AHEAD, mode="nearest")
    return np.asarray(samples * gentle, np.float32)
