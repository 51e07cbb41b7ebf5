"""Somebody's own recordings: found by clip and beat, ended at their pauses, and looked at for faults."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gdcore.errors import InputError
from gdcore.faults import fault_lines
from scenes.voice.by_name import voice_named
from scenes.voice.loudness import loudness
from scenes.voice.recordings import ends_of
from scenes.voice.voice import RATE, Line, Utterance
from tests.scenes.voice.all_said import all_said
from tests.scenes.voice.recorded import CODECS, bursts, record

LINES = [Line("valley", beat, (f"This is the beat {beat}.", "Look.")) for beat in ("introduce", "steps", "verdict")]


def say(folder: Path, lines: list[Line] = LINES) -> list[Utterance | None]:
    return all_said(voice_named(str(folder), "es"), lines, "es")


@pytest.mark.parametrize("ending", CODECS)
@pytest.mark.parametrize(("rate", "layout"), [(8_000, "mono"), (44_100, "stereo"), (48_000, "mono")])
def test_recordings_of_any_kind_become_utterances(tmp_path: Path, ending: str, rate: int, layout: str) -> None:
    sound = bursts(1.6, 0.4, rate=rate, height=0.1)
    record(tmp_path / f"valley/steps{ending}", np.stack([sound] * (1 + (layout == "stereo"))), rate, layout)
    before, recorded, after = say(tmp_path)
    assert before is after is None
    assert recorded
    assert recorded.samples.size / RATE == pytest.approx(2.4, abs=0.15)
    assert recorded.ends_s == pytest.approx((1.6, 2.4), abs=0.15)
    assert loudness(recorded.samples) == pytest.approx(-16, abs=0.3)


def test_sentences_end_at_the_pauses_near_where_their_words_end() -> None:
    # Three sentences, of which the second has a pause of its own inside.
    samples = bursts(2.0, 0.9, 0.9, 1.0)[round(0.4 * RATE) : -round(0.4 * RATE)]
    sentences = ("x" * 40, "x" * 44, "x" * 20)
    assert ends_of(samples, sentences) == pytest.approx((2.0, 4.6, 6.0), abs=0.05)


def test_without_pauses_sentences_end_by_the_length_of_their_words() -> None:
    samples = np.full(6 * RATE, 0.1, np.float32)
    assert ends_of(samples, ("x" * 10, "x" * 20)) == pytest.approx((2.0, 6.0))
    assert ends_of(samples, ("x",)) == (6.0,)
    assert ends_of(samples, ()) == ()


@pytest.mark.parametrize("n", range(1, 9))
def test_ends_rise_whatever_was_said(n: int) -> None:
    samples = bursts(*np.random.default_rng(n).uniform(0.2, 1.5, 6))
    ends = ends_of(samples, tuple("x" * k for k in np.random.default_rng(n).integers(1, 60, n)))
    assert len(ends) == n
    assert all(np.diff((0, *ends)) > 0)
    assert ends[-1] == samples.size / RATE


def faulty(folder: Path) -> list[Line]:
    """Record one beat for each fault, and one good one; return the lines, with one more that is not recorded."""
    record(folder / "a/good.wav", bursts(1.0))
    record(folder / "a/silent.flac", np.zeros(RATE, np.float32))
    record(folder / "a/clipped.wav", np.clip(bursts(1.0, height=20.0), -1, 1))
    record(folder / "a/long.wav", bursts(60.5, rate=8_000), 8_000)
    (folder / "a/broken.mp3").write_text("This is no sound.")
    (folder / "a/empty.ogg").touch()
    return [
        Line("a", beat, ("Hello.",)) for beat in ("good", "silent", "clipped", "long", "broken", "empty", "missing")
    ]


def test_each_fault_is_one_line(tmp_path: Path) -> None:
    lines, notes = faulty(tmp_path), list[str]()
    with pytest.raises(InputError) as error:
        all_said(voice_named(str(tmp_path), "en"), lines, note=notes.append)
    for line, (name, fault) in zip(
        [*fault_lines(error.value), *notes],
        [
            ("silent.flac", "nothing can be heard in it"),
            ("long.wav", "longer than 60 s"),
            ("broken.mp3", "not a sound that can be read: "),
            ("empty.ogg", "not a sound that can be read: "),
            ("missing.wav", "missing"),
            ("clipped.wav", "clipped: "),
        ],
        strict=True,
    ):
        assert line.startswith(f"{tmp_path}/a/{name}: {fault}")
        assert "\n" not in line


def test_what_cannot_be_used_is_told_all_at_once_and_what_is_clipped_is_used(tmp_path: Path) -> None:
    lines = faulty(tmp_path)
    with pytest.raises(InputError) as error:
        say(tmp_path, lines)
    assert [Path(line.split(": ")[0]).stem for line in fault_lines(error.value)] == [
        "silent",
        "long",
        "broken",
        "empty",
    ]
    good, clipped = say(tmp_path, [lines[0], lines[2]])
    assert good
    assert clipped


def test_the_first_format_is_taken(tmp_path: Path) -> None:
    record(tmp_path / "valley/steps.mp3", bursts(2.0))
    record(tmp_path / "valley/steps.wav", bursts(1.0))
    (utterance,) = say(tmp_path, LINES[1:2])
    assert utterance
    assert utterance.ends_s[-1] == pytest.approx(1.0, abs=0.12)


def test_another_recording_or_name_is_another_voice(tmp_path: Path) -> None:
    def identity() -> str:
        voice = voice_named(str(tmp_path), "en")
        assert voice
        return voice.identity

    record(tmp_path / "hill/steps.wav", bursts(1.0))
    identities = [identity()]
    path = record(tmp_path / "valley/steps.wav", bursts(1.0))
    identities.append(identity())
    (tmp_path / "valley/notes.txt").write_text("Speak slowly.")
    assert identity() == identities[-1]
    path = path.rename(path.with_stem("verdict"))
    identities.append(identity())
    record(path, bursts(1.5))
    identities.append(identity())
    assert len(set(identities)) == 4
