"""Sound: read from files of any kind, cut free of silence, and joined."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from gdcore.errors import InputError
from scenes.voice.sound import joined, loud, read_sound, resampled, trimmed
from scenes.voice.voice import RATE
from tests.scenes.voice.recorded import CODECS, bursts, pitch_of, record, tone


@pytest.mark.parametrize("ending", CODECS)
@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000])
def test_every_format_and_rate_is_read_as_the_same_sound(tmp_path: Path, ending: str, rate: int) -> None:
    sound = read_sound(record(tmp_path / f"a{ending}", tone(1.0, rate), rate), 60)
    assert sound.samples.dtype == np.float32
    assert sound.samples.size / RATE == pytest.approx(1.0, abs=0.06)  # MP3 fills its last frame
    assert pitch_of(sound.samples) == pytest.approx(440, abs=1.5)
    assert np.abs(sound.samples[RATE // 4 : RATE // 2]).max() == pytest.approx(0.5, abs=0.03)
    assert sound.clipped == 0


def test_both_of_two_channels_are_heard(tmp_path: Path) -> None:
    both = np.stack((tone(1.0), tone(1.0, pitch=1000)))
    samples = read_sound(record(tmp_path / "a.wav", both, layout="stereo"), 60).samples
    assert samples.shape == (RATE,)
    spectrum = np.abs(np.fft.rfft(samples))
    assert spectrum[440] == pytest.approx(spectrum[1000], rel=0.02)
    assert sorted(np.argsort(spectrum)[-2:]) == [440, 1000]


def test_samples_at_full_scale_are_counted(tmp_path: Path) -> None:
    sound = read_sound(record(tmp_path / "a.wav", np.clip(tone(1.0, height=2.0), -1, 1)), 60)
    assert sound.clipped == pytest.approx(2 / 3, abs=0.01)  # where a sine is above a half


def test_what_is_too_long_is_cut_a_moment_later(tmp_path: Path) -> None:
    sound = read_sound(record(tmp_path / "a.wav", tone(5.0)), 2)
    assert 2 * RATE < sound.samples.size < 4 * RATE


def test_what_is_no_sound_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_text("This is no sound.")
    (tmp_path / "b.wav").touch()
    with av.open(str(tmp_path / "c.mp4"), "w") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width = stream.height = 16
        container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((16, 16, 3), np.uint8), format="rgb24")))
        container.mux(stream.encode(None))
    for name in ("a.wav", "b.wav", "missing.wav"):
        with pytest.raises(InputError, match="not a sound that can be read"):
            read_sound(tmp_path / name, 60)
    with pytest.raises(InputError, match="there is no sound in it"):
        read_sound(tmp_path / "c.mp4", 60)


def test_silence_is_cut_at_both_ends_and_kept_inside() -> None:
    samples = bursts(0.5, 0.7, pause_s=1.0)
    assert trimmed(samples).size / RATE == pytest.approx(0.5 + 1.0 + 0.7, abs=0.12)
    assert not trimmed(np.zeros(RATE, np.float32)).size
    assert not trimmed(np.zeros(0, np.float32)).size


def test_a_hum_behind_the_speech_is_silence_too() -> None:
    samples = bursts(0.5, pause_s=1.0)
    hum = samples + tone(samples.size / RATE, pitch=50, height=0.001)
    assert trimmed(hum).size / RATE == pytest.approx(0.5, abs=0.12)
    assert loud(hum).mean() == pytest.approx(0.2, abs=0.03)


def test_sentences_are_joined_with_pauses_and_fade_at_both_ends() -> None:
    parts = [np.ones(RATE, np.float32), np.ones(RATE // 2, np.float32)]
    samples, ends = joined(parts)
    assert ends == (RATE, samples.size)
    assert samples.size / RATE == pytest.approx(1.85)
    assert not samples[RATE : RATE + round(0.35 * RATE)].any()
    for start, end in ((0, RATE), (samples.size - RATE // 2, samples.size)):
        assert samples[start] == samples[end - 1] == 0
        assert (samples[start + RATE // 100 : end - RATE // 100] == 1).all()
        assert (np.diff(samples[start : start + RATE // 100]) > 0).all()


def test_no_sentence_at_all_is_no_sound() -> None:
    assert joined([])[0].shape == (0,)
    assert joined([])[1] == ()


def test_another_rate_keeps_the_curve() -> None:
    fine = resampled(tone(0.5, pitch=997), 4 * RATE)
    assert fine.size == 2 * RATE
    middle = slice(RATE, RATE + 4000)
    assert np.abs(fine - tone(0.5, 4 * RATE, pitch=997))[middle].max() < 1e-3
