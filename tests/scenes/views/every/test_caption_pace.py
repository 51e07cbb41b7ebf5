"""Captions: none is faster than a reader, longer than two lines, or spoken to a still picture."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from gdcore.scenario import Scenario
from gdcore.scenarios import built_in, catalogue
from gdcore.text.language import use_language
from scenes.clip.cue import captions
from scenes.painting.style import CAPTIONS
from scenes.sentences.beat_sentence import narrate
from scenes.stage.base import DescentScene
from scenes.stage.settings import manim_settings
from scenes.views.by_name import lesson_for
from scenes.voice.spoken_beat import PASSAGE, cue_of
from tests.conftest import mostly_heavy
from tests.scenes.drawn import drawn
from tests.scenes.frames import Still, stills
from tests.scenes.runs import ODD_RUNS
from tests.scenes.voice.hum import narration_of

SLUGS = ["slope-fit", "two-speeds", "mse-sgd", "mse-normalised"]
FASTEST, MOST = 15.1, 84
"""Characters a second, and on two lines of a player."""
FAST_S = 0.045
"""For each character that is said: a voice in a hurry."""
STILL_S = 1.55
LONG_NAME = "the very long name of a run, or of a clip, that a user has written without any thought"
CASES = mostly_heavy(((*key, seed) for seed in range(2) for key in drawn), n_light=len(drawn))


def rehearsed(scenario: Scenario, folder: Path) -> DescentScene:
    with manim_settings({"media_dir": str(folder), "frame_rate": 30}), np.errstate(all="ignore"):
        scene = lesson_for(scenario)(scenario)
        assert scene.rehearse() == scene.n_frames
    return scene


def assert_can_be_read(scene: DescentScene) -> None:
    cues = scene.cues
    assert (cues[0].start_s, cues[-1].end_s) == (0.0, scene.n_frames / scene.fps)
    for cue, following in pairwise(cues):
        assert cue.end_s == following.start_s
    for cue in cues:
        assert len(cue.text) <= min(MOST, FASTEST * (cue.end_s - cue.start_s)), (cue, cue.end_s - cue.start_s)


@pytest.mark.parametrize("scenario", catalogue(), ids=lambda scenario: scenario.slug)
def test_captions_of_built_in_runs_can_be_read_in_their_time(scenario: Scenario, tmp_path: Path) -> None:
    scene = rehearsed(scenario, tmp_path)
    assert 6.0 <= scene.n_frames / scene.fps <= 25.0
    assert_can_be_read(scene)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("scenario", mostly_heavy(catalogue(), n_light=3), ids=lambda scenario: scenario.slug)
def test_captions_of_what_is_said_fast_can_be_read_too(scenario: Scenario, language: str, tmp_path: Path) -> None:
    with use_language(language), manim_settings({"media_dir": str(tmp_path), "frame_rate": 30}):
        narration = narration_of(scenario, language, FAST_S)
        scene = lesson_for(scenario)(scenario, narration=narration)
        scene.rehearse()
        cues = scene.cues
    if PASSAGE in narration:
        cues.append(cue_of(narration[PASSAGE], PASSAGE, 0.0, narration[PASSAGE].needed_s))
    for cue in captions(cues):
        assert len(cue.text) <= min(MOST, FASTEST * (cue.end_s - cue.start_s)), (cue, cue.end_s - cue.start_s)


@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case)))
def test_captions_of_made_up_runs_can_be_read_in_their_time(case: tuple[int, str, int], tmp_path: Path) -> None:
    n_parameters, view, seed = case
    scenario = drawn[n_parameters, view](seed)
    if seed % 2:
        scenario = replace(scenario, title=LONG_NAME, run_title=LONG_NAME[:80] if scenario.companions else "")
    assert_can_be_read(rehearsed(scenario, tmp_path))


@pytest.mark.parametrize("name", ODD_RUNS)
def test_captions_of_odd_runs_can_be_read_in_their_time(name: str, tmp_path: Path) -> None:
    assert_can_be_read(rehearsed(ODD_RUNS[name](), tmp_path))


@pytest.mark.parametrize("slug", SLUGS)
def test_all_words_are_said_and_nothing_stands_still_for_long(slug: str, tmp_path: Path) -> None:
    scenario = built_in(slug)
    with manim_settings({"media_dir": str(tmp_path), "frame_rate": 30}):
        scene = lesson_for(scenario)(scenario)
        held: list[float] = []
        hold = scene.hold
        scene.hold = lambda duration_s: (held.append(duration_s), hold(duration_s))[1]  # type: ignore[method-assign]
        scene.rehearse()
    assert [cue.text for cue in scene.cues] == [narrate(scenario, scene.facts, beat) for beat in scenario.words]
    assert max(held) <= STILL_S


@pytest.mark.heavy
@pytest.mark.parametrize("slug", SLUGS)
def test_no_word_stands_where_captions_are_drawn(slug: str, tmp_path: Path) -> None:
    low: list[str] = []

    def look(still: Still) -> None:
        low.extend(f"{still.beat}: a text at {box}" for box in still.picture.texts if box[1] < CAPTIONS)

    stills(built_in(slug), tmp_path, look, 2)
    assert not low, "\n".join(low)
