"""Words are spoken once: what one voice has said of one run is kept, and a changed number is one beat said anew."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path

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
    found = narrations([scenario], voice, "en", cache, PlainLines(StringIO(), 1))[scenario.slug]
    return sorted((line.beat for line in voice.said), key=BEATS.index), {
        beat: one.utterance.samples for beat, one in found.items()
    }


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
    """Cannot say any line, or fails at each after the first."""

    def __init__(self, error: type[Exception]) -> None:
        super().__init__()
        self.error, self.ended = error, 0

    def say(self, lines: Sequence[Line], language: str, on_line: Callable[[int], None]) -> list[Utterance | None]:
        if self.error is InputError:
            raise CombinedInputError([f"{line.place}: no" for line in lines])
        if lines[0].beat == "introduce":
            raise VoiceError("no credit left")
        for n in range(1000):
            time.sleep(0.01)
            on_line(min(n, 1))
        self.ended += 1
        return super().say(lines, language, on_line)


def test_what_cannot_be_said_is_told_of_all_beats_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaking, "usable_cores", lambda: 3)
    with pytest.raises(InputError) as error:
        said(built_in("slope-fit"), None, Refusing(InputError))
    beats = ["passage", "introduce", "turn", "shift", "steps", "verdict"]
    assert fault_lines(error.value) == tuple(f"slope-fit, {beat}: no" for beat in beats)


def test_a_failure_stops_what_is_said_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaking, "usable_cores", lambda: 6)
    voice = Refusing(VoiceError)
    with pytest.raises(BuildError, match="no credit left"):
        said(built_in("slope-fit"), None, voice)
    assert voice.ended == 0


@pytest.mark.parametrize("n_cores", [1, 2, 4, 7, 64])
def test_each_beat_has_its_own_words_however_many_speak(n_cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = built_in("parabola-diverges")
    alone = said(scenario, None)[1]
    monkeypatch.setattr(speaking, "usable_cores", lambda: n_cores)
    together = said(scenario, None)[1]
    assert all(np.array_equal(alone[beat], together[beat]) for beat in alone)
