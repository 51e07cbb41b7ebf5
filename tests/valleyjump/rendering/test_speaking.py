"""Words are spoken once: what one voice has said of one run is kept, and a changed number is one beat said anew."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from gdcore.errors import InputError
from gdcore.faults import CombinedInputError, fault_lines
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from scenes.voice.voice import Line, Utterance, VoiceError
from tests.scenes.voice.hum import Hum
from valleyjump.errors import BuildError
from valleyjump.rendering import speaking
from valleyjump.rendering.progress import PlainLines
from valleyjump.rendering.speaking import narrations
from valleyjump.store.cache import Cache

BEATS = ["introduce", "passage", "rule", "slope", "steps", "verdict"]


def said(scenario: Scenario, cache: Cache | None, voice: Hum | None = None) -> tuple[list[str], dict[str, np.ndarray]]:
    voice = voice or Hum()
    with TemporaryDirectory() as folder:
        kept = narrations([scenario], voice, "en", Path(folder), cache, PlainLines(StringIO(), 1))
        heard = {beat: one.utterance.samples for beat, one in kept[scenario.slug].items()}
    return sorted((line.beat for line in voice.said), key=BEATS.index), heard


def test_what_was_said_is_not_said_again(tmp_path: Path) -> None:
    cache, scenario = Cache(tmp_path, 10**9), built_in("parabola-diverges")
    first, heard = said(scenario, cache)
    again, kept = said(scenario, cache)
    assert (first, again) == (BEATS, [])
    assert all(np.array_equal(heard[beat], kept[beat]) for beat in BEATS)


def test_no_passage_leads_to_a_run_that_only_borrows_the_name_of_a_built_in_one() -> None:
    other = replace(built_in("parabola-diverges"), start=np.array([-2.0]))
    assert said(other, None)[0] == [beat for beat in BEATS if beat != "passage"]


def test_without_a_cache_it_sounds_the_same(tmp_path: Path) -> None:
    scenario = built_in("parabola-diverges")
    kept, fresh = said(scenario, Cache(tmp_path, 10**9))[1], said(scenario, None)[1]
    assert all(np.array_equal(kept[beat], fresh[beat]) for beat in BEATS)


def test_other_words_of_one_beat_are_one_beat_said_anew(tmp_path: Path) -> None:
    cache, scenario = Cache(tmp_path, 10**9), built_in("parabola-diverges")
    said(scenario, cache)
    other = replace(scenario, script={**scenario.script, "rule": "Another sentence."})
    assert said(other, cache)[0] == ["rule"]


def test_another_voice_says_everything(tmp_path: Path) -> None:
    cache, scenario = Cache(tmp_path, 10**9), built_in("parabola-diverges")
    said(scenario, cache)
    assert said(scenario, cache, Hum("deeper"))[0] == BEATS


def test_damage_in_the_cache_is_said_anew(tmp_path: Path) -> None:
    cache, scenario = Cache(tmp_path, 10**9), built_in("parabola-diverges")
    said(scenario, cache)
    for entry in tmp_path.glob("speech/??/*"):
        entry.write_bytes(entry.read_bytes()[:100])
    assert said(scenario, cache)[0] == BEATS


class Refusing(Hum):
    """Cannot say any line, or fails at one while others are said."""

    def __init__(self, failure: Exception | None = None) -> None:
        super().__init__()
        self.failure, self.ended = failure, 0

    def examine(self, lines: Sequence[Line], language: str, note: Callable[[str], None]) -> None:
        if self.failure is None:
            raise CombinedInputError([f"{line.place}: no" for line in lines])

    def say(self, lines: Sequence[Line], language: str) -> Generator[Utterance]:
        if self.failure and any(line.beat == "introduce" for line in lines):
            raise self.failure
        for utterance in super().say(lines, language):
            time.sleep(0.2)
            yield utterance
        self.ended += 1


def test_what_cannot_be_said_is_told_of_all_beats_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaking, "usable_cores", lambda: 3)
    with pytest.raises(InputError) as error:
        said(built_in("slope-fit"), None, Refusing())
    beats = ["passage", "introduce", "turn", "shift", "steps", "verdict"]
    assert fault_lines(error.value) == tuple(f"slope-fit, {beat}: no" for beat in beats)


@pytest.mark.parametrize(
    ("failure", "told"), [(VoiceError("no credit left"), BuildError), (InputError("no voice in that file"), InputError)]
)
def test_a_failure_stops_what_is_said_beside_it(
    monkeypatch: pytest.MonkeyPatch, failure: Exception, told: type[Exception]
) -> None:
    monkeypatch.setattr(speaking, "usable_cores", lambda: 3)
    voice = Refusing(failure)
    with pytest.raises(told, match=str(failure)):
        said(built_in("slope-fit"), None, voice)
    assert voice.ended == 0


@pytest.mark.parametrize("n_cores", [1, 2, 4, 7, 64])
def test_each_beat_has_its_own_words_however_many_speak(n_cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = built_in("parabola-diverges")
    alone = said(scenario, None)[1]
    monkeypatch.setattr(speaking, "usable_cores", lambda: n_cores)
    together = said(scenario, None)[1]
    assert all(np.array_equal(alone[beat], together[beat]) for beat in alone)


def test_hundreds_of_beats_are_never_held_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaking, "usable_cores", lambda: 2)
    scenario = built_in("parabola-diverges")
    words = {beat: f"This is {beat}." for beat in scenario.words}
    runs = [
        replace(scenario, slug=f"run-{i}", script={beat: f"{text} It is run {i}." for beat, text in words.items()})
        for i in range(50)
    ]
    voice = Hum()
    tracemalloc.start()
    try:
        kept = narrations(runs, voice, "en", tmp_path, None, PlainLines(StringIO(), len(runs)))
        lengths = [one.utterance.samples.nbytes for slug in kept for one in kept[slug].values()]
        most_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(lengths) == len(voice.said) == 250
    assert sum(lengths) > 100 * 2**20
    assert most_bytes < 12 * 2**20
