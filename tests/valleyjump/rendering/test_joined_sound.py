"""The explainer's sound: each clip's own, where its pictures are, and silence elsewhere."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from scenes.film.writer import Encoder
from scenes.voice.voice import RATE, Samples
from tests.scenes.voice.hum import hum
from valleyjump.rendering.joined_sound import JoinedSound

FPS = 15
OFF_S = 0.03
"""A packet and a half: what the ear does not notice."""


def filmed(path: Path, n_frames: int, sound: Samples | None) -> Path:
    with Encoder(path, 64, 36, FPS) as encoder:
        if sound is not None:
            encoder.add_sound(sound)
        encoder.put(np.zeros((36, 64, 4), np.uint8), n_frames)
    return path


def heard(path: Path) -> Samples:
    with av.open(str(path)) as film:
        return np.concatenate([frame.to_ndarray()[0] for frame in film.decode(audio=0)])


def test_each_sound_is_heard_with_its_pictures(tmp_path: Path) -> None:
    quiet = np.zeros(RATE // 2, np.float32)
    speaks = filmed(tmp_path / "a.mp4", 31, np.concatenate([quiet, hum(1.0), quiet[: RATE // 15]]))
    silent = filmed(tmp_path / "b.mp4", 20, None)
    pieces = [(silent, 20), (speaks, 31), (silent, 20), (speaks, 31), (speaks, 31), (silent, 20)] * 4
    with av.open(str(tmp_path / "film.mp4"), "w", format="mp4") as film:
        sound, frame, begins = JoinedSound(film, speaks), 0, []
        for path, n_frames in pieces:
            begins += [frame / FPS] if path == speaks else []
            frame += n_frames
            sound.add(path, Fraction(frame, FPS))
    samples = heard(tmp_path / "film.mp4")
    assert len(samples) / RATE == pytest.approx(frame / FPS, abs=OFF_S)
    loud = np.abs(samples) > 0.05
    for start_s in begins:
        first, last = round((start_s + 0.5 + OFF_S) * RATE), round((start_s + 1.5 - OFF_S) * RATE)
        assert loud[first:last].mean() > 0.7
        loud[round((start_s + 0.5 - OFF_S) * RATE) : round((start_s + 1.5 + OFF_S) * RATE)] = False
    assert not loud.any()
