"""A teacher's own voice, for which eSpeak NG stands in: recordings of every kind, and another voice for the gaps."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from gdcore.scenarios import built_in
from scenes.voice.loudness import loudness
from scenes.voice.sound import read_sound, resampled, trimmed
from scenes.voice.spoken_beat import PASSAGE, Narration
from scenes.voice.voice import RATE, Voice
from tests.scenes.voice.recorded import record
from valleyjump.rendering.progress import PlainLines
from valleyjump.rendering.speaking import lines_of, narrations
from valleyjump.rendering.voices import chosen_voice, with_options
from valleyjump.store.cache import Cache

SCENARIO = built_in("parabola-diverges")
KINDS = {
    "introduce": (".wav", 22_050, "mono"), "slope": (".flac", 44_100, "stereo"), "steps": (".mp3", 32_000, "stereo"),
    "rule": (".ogg", 48_000, "mono"),
}  # fmt: skip
"""How each beat is recorded; the others are missing."""


@dataclass
class Recorded:
    folder: Path
    lengths_s: dict[str, float] = field(default_factory=dict)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, espeak: Voice) -> Recorded:
    """Have eSpeak NG say beats into files, with silence around."""
    made = Recorded(tmp_path_factory.mktemp("teacher"))
    spoken = made.folder / "spoken"
    for beat, (ending, rate, layout) in KINDS.items():
        words = " ".join(lines_of(SCENARIO, "en")[beat].line.sentences)
        subprocess.run(["espeak-ng", "-w", spoken, words], check=True)
        samples = trimmed(read_sound(spoken, 60.0).samples)
        made.lengths_s[beat] = len(samples) / RATE
        quiet = np.zeros(RATE, np.float32)
        there = resampled(np.concatenate([quiet, 0.5 * samples, quiet]), rate)
        channels = np.stack([there] * (1 + (layout == "stereo")))
        record(made.folder / f"{SCENARIO.slug}/{beat}{ending}", channels, rate, layout)
    spoken.unlink()
    return made


def narration(voice: Voice, cache: Cache | None, told: StringIO) -> Narration:
    with TemporaryDirectory() as folder:
        return narrations([SCENARIO], voice, "en", Path(folder), cache, PlainLines(told, 1))[SCENARIO.slug]


def narrated(made: Recorded, missing: str | None = None, cache: Cache | None = None) -> tuple[Narration, list[str]]:
    voice = with_options(chosen_voice(str(made.folder), "en"), "en", None, missing)
    assert voice
    told = StringIO()
    found = narration(voice, cache, told)
    return found, [line for line in told.getvalue().splitlines() if line.startswith("note: ")]


def test_what_is_recorded_is_heard_as_long_as_it_was_said_and_the_rest_is_told(recorded: Recorded) -> None:
    heard, notes = narrated(recorded)
    assert heard.keys() == KINDS.keys()
    for beat, said in heard.items():
        assert said.length_s == pytest.approx(recorded.lengths_s[beat], abs=0.15)
        assert said.utterance.ends_s[-1] == pytest.approx(said.length_s)
        assert len(said.utterance.ends_s) == len(said.sentences)
        assert loudness(said.utterance.samples) == pytest.approx(-16, abs=0.3)
    places = [f"note: {recorded.folder}/{SCENARIO.slug}/{beat}.wav: missing" for beat in (PASSAGE, "verdict")]
    assert notes == places


def test_another_voice_fills_the_gaps_and_them_alone(recorded: Recorded, espeak: Voice) -> None:
    alone, filled = narrated(recorded)[0], narrated(recorded, "espeak-ng")[0]
    spoken = narration(espeak, None, StringIO())
    assert filled.keys() == spoken.keys() == {*KINDS, PASSAGE, "verdict"}
    for beat, said in filled.items():
        same = alone.get(beat, spoken[beat]).utterance.samples
        assert np.array_equal(said.utterance.samples, same), beat


def test_a_new_recording_is_taken_and_what_was_said_is_kept(recorded: Recorded, espeak: Voice, tmp_path: Path) -> None:
    cache = Cache(tmp_path, 10**9)
    before = narrated(recorded, "espeak-ng", cache)[0]
    path = recorded.folder / SCENARIO.slug / "verdict.wav"
    record(path, 0.2 * read_sound(recorded.folder / SCENARIO.slug / "slope.flac", 60.0).samples)
    try:
        after, notes = narrated(recorded, "espeak-ng", cache)
    finally:
        path.unlink()
    assert len(notes) == 1
    changed = {
        beat for beat in after if not np.array_equal(before[beat].utterance.samples, after[beat].utterance.samples)
    }
    assert changed == {"verdict"}
