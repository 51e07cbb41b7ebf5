"""Loudness, held against another library's, and true peaks against another interpolation."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from scenes.voice.loudness import levelled, loudness
from scenes.voice.voice import RATE
from tests.scenes.voice.recorded import bursts, tone

SOUNDS = {
    "speech": bursts(1.5, 0.8, 2.0),
    "quiet": bursts(1.5, 0.8, 2.0, height=0.002),
    "loud": np.clip(bursts(3.0, height=8.0), -1, 1),
    "short": bursts(0.25, pause_s=0),
    "tone": tone(4.0),
    "clicks": np.where(np.arange(3 * RATE) % 4800 < 24, 0.9, 0.02 * tone(3.0)).astype(np.float32),
}


def measured(samples: NDArray[np.float32]) -> float:
    """Return the loudness in LUFS by pyloudnorm, of a repetition where that is short."""
    import pyloudnorm  # which no other test has to wait for

    repeated = np.tile(samples, -(-3 * RATE // samples.size)).astype(float)
    return float(pyloudnorm.Meter(RATE).integrated_loudness(repeated))


def true_peak_db(samples: NDArray[np.float32]) -> float:
    from scipy.signal import resample_poly

    return float(20 * np.log10(np.abs(resample_poly(samples.astype(float), 8, 1)).max()))


@pytest.mark.parametrize("name", SOUNDS)
def test_loudness_is_what_another_library_measures(name: str) -> None:
    assert loudness(SOUNDS[name]) == pytest.approx(measured(SOUNDS[name]), abs=0.3)


@pytest.mark.parametrize("name", [name for name in SOUNDS if name != "clicks"])
def test_every_sound_becomes_as_loud(name: str) -> None:
    assert measured(levelled(SOUNDS[name])) == pytest.approx(-16, abs=0.4)


@pytest.mark.parametrize("name", SOUNDS)
def test_no_peak_comes_near_full_scale(name: str) -> None:
    result = levelled(SOUNDS[name])
    assert result.shape == SOUNDS[name].shape
    assert result.dtype == np.float32
    assert true_peak_db(result) < -2.5


def test_a_sound_that_needs_no_limit_is_only_multiplied() -> None:
    result = levelled(SOUNDS["tone"])
    factors = result[1:-1] / SOUNDS["tone"][1:-1]
    assert np.nanmax(factors) / np.nanmin(factors) == pytest.approx(1, abs=1e-4)


def test_the_same_sound_is_levelled_to_the_same_samples() -> None:
    assert levelled(SOUNDS["loud"].copy()).tobytes() == levelled(SOUNDS["loud"]).tobytes()


def test_silence_stays_silence() -> None:
    for samples in (np.zeros(RATE, np.float32), np.zeros(0, np.float32)):
        assert loudness(samples) == -70
        assert not levelled(samples).any()
        assert levelled(samples).shape == samples.shape
