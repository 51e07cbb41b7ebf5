"""What is heard of a narrated build: its streams, how loud they are when decoded, and the numbers in what is said."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import av
import pytest

from gdcore.lesson.lesson import Lesson
from gdcore.scenarios import built_in
from scenes.voice.sound import loud, read_sound
from scenes.voice.voice import RATE, Samples, Voice
from tests.conftest import built_once
from tests.scenes.runs import COARSE
from tests.scenes.voice.test_loudness import measured, true_peak_db
from tests.valleyjump.builds import build_tiny
from tests.valleyjump.processes import contents
from tests.voice.hearing import Ear, numbers, sentences_in
from tests.voice.narrated import RUNS, build_narrated
from valleyjump.build.built import Built, read_build
from valleyjump.rendering.render_style import RenderStyle

HEARD = 0.85
"""So many of the words of numbers are heard: a machine mishears some of the best speakers'."""


@pytest.fixture(scope="module")
def narrated(tmp_path_factory: pytest.TempPathFactory, piper: Voice) -> Built:
    return read_build(built_once(tmp_path_factory, "narrated", lambda folder: build_narrated(folder, piper)))


def sound_of(path: Path) -> Samples:
    return read_sound(path, 3600.0).samples


@pytest.mark.parametrize("slug", [run.slug for run in RUNS])
def test_only_films_with_a_background_speak(narrated: Built, slug: str) -> None:
    found = {}
    for kind in ("mp4", "webm", "gif"):
        with av.open(str(narrated.folder / "clips" / f"{slug}.{kind}")) as film:
            found[kind] = [(s.codec_context.name, s.rate, s.channels) for s in film.streams.audio]
    assert found == {"mp4": [("aac", RATE, 1)], "webm": [("opus", RATE, 1)], "gif": []}
    with av.open(str(narrated.folder / "clips" / f"{slug}.alpha.webm")) as film:
        assert not film.streams.audio


@pytest.mark.parametrize("name", [f"clips/{run.slug}.{kind}" for run in RUNS for kind in ("mp4", "webm")])
def test_what_is_decoded_is_as_loud_as_it_should_be(narrated: Built, name: str) -> None:
    samples = sound_of(narrated.folder / name)
    assert measured(samples) == pytest.approx(-16, abs=1)
    assert true_peak_db(samples) < -1.5


def test_the_film_is_as_loud_as_its_clips(narrated: Built) -> None:
    samples = sound_of(narrated.folder / "explainer.mp4")
    assert measured(samples) == pytest.approx(-16, abs=1)
    assert true_peak_db(samples) < -1.5


@pytest.mark.parametrize("clip", range(len(RUNS)))
def test_each_beat_of_a_decoded_clip_speaks_and_is_silent_before_the_next(narrated: Built, clip: int) -> None:
    shown = narrated.clips[clip]
    samples = sound_of(shown.files["mp4"])
    assert abs(len(samples) / RATE - shown.duration_s) < 0.05
    for cue in shown.cues:
        _, said_s = cue.spoken[-1]
        assert loud(samples[round(cue.start_s * RATE) : round(said_s * RATE)]).mean() > 0.5, cue.beat
        rest = samples[round((said_s + 0.1) * RATE) : round((cue.end_s - 0.02) * RATE)]
        assert rest.size > 0.1 * RATE, cue.beat
        assert abs(rest).max() < 0.01, cue.beat


def test_two_builds_have_the_same_bytes(tmp_path: Path, espeak: Voice) -> None:
    runs = (built_in("parabola-diverges"),)
    for name in ("a", "b"):
        build_tiny(tmp_path / name, Lesson(runs), RenderStyle(formats=("webm",)), COARSE, voice=espeak)
    first, second = contents(tmp_path / "a"), contents(tmp_path / "b")
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_the_numbers_are_heard(narrated: Built) -> None:
    pytest.importorskip("pocketsphinx", reason="not installed: pocketsphinx, which hears what is said")
    ear, said, heard = Ear(), Counter[str](), Counter[str]()
    for clip in narrated.clips:
        film = clip.files["mp4"]
        for sentence, samples in sentences_in(film, film.with_suffix(".vtt")):
            one = ear.understood(clip.slug, sentence, samples)
            said += numbers(one.said)
            heard += numbers(one.said) & numbers(one.heard)
    assert said.total() > 25
    assert heard.total() >= HEARD * said.total(), f"not heard: {said - heard}"
