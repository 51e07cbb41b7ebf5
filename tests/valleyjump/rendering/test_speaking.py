"""Words are spoken once: what one voice has said of one run is kept, and a changed number is one beat said anew."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np

from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from tests.scenes.voice.hum import Hum
from valleyjump.rendering.progress import PlainLines
from valleyjump.rendering.speaking import narrations
from valleyjump.store.cache import Cache

BEATS = ["passage", "introduce", "slope", "steps", "rule", "verdict"]


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
    assert said(other, None)[0] == BEATS[1:]


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
