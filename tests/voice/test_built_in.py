"""What is heard in every built-in clip: speech in each beat and silence between, each beat as long as it needs."""

from __future__ import annotations

from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest

from gdcore.narration.beats import beats_of
from gdcore.scenario import Scenario
from gdcore.scenarios import catalogue
from scenes.clip.cue import Cue
from scenes.clip.quality import QUALITIES
from scenes.render import beat_lengths
from scenes.stage.settings import manim_settings
from scenes.views.by_name import lesson_for
from scenes.voice.sound import loud
from scenes.voice.spoken_beat import PASSAGE, Narration, SpokenBeat, track
from scenes.voice.voice import RATE, Samples, Voice
from tests.scenes.stage.test_spoken_pace import LONGER_S
from valleyjump.rendering.progress import PlainLines
from valleyjump.rendering.speaking import narrations

SPOKEN, PAUSE_S, SETTLED_S = 0.55, 0.3, 0.02
"""So much of the time in which a sentence is said is loud; sentences are so far apart; fades take so long."""
QUALITY = QUALITIES["draft"]
"""The fewest frames a second: there, whole frames cost a beat most."""


def between(samples: Samples, start_s: float, end_s: float) -> Samples:
    return samples[round(start_s * RATE) : round(end_s * RATE)]


def planned(scenario: Scenario, narration: Narration, folder: Path) -> tuple[list[Cue], Samples]:
    """Return the cues of a clip and its sound, of which nothing is painted."""
    with manim_settings({"media_dir": str(folder), "frame_rate": QUALITY.fps}):
        scene = lesson_for(scenario)(scenario, narration=narration)
        length_s = scene.rehearse() / QUALITY.fps
        return scene.cues, track(scene.cues, narration, length_s)


def check_beat(cue: Cue, said: SpokenBeat, unsaid_s: float, sound: Samples) -> None:
    """Hold one beat of a clip, which takes ``unsaid_s`` where nothing is said, against what is heard in it."""
    lasts_s = cue.end_s - cue.start_s
    assert said.needed_s <= lasts_s + 1e-9
    assert lasts_s <= max(unsaid_s, said.needed_s) + LONGER_S
    assert [sentence for sentence, _ in cue.spoken] == list(said.sentences)
    begin_s = cue.start_s
    for i, (_, end_s) in enumerate(cue.spoken, 1):
        assert loud(between(sound, begin_s, end_s)).mean() > SPOKEN
        begin_s = end_s + PAUSE_S if i < len(cue.spoken) else cue.end_s
        silence = between(sound, end_s + SETTLED_S, begin_s)
        assert silence.size > 0.2 * RATE
        assert not silence.any()


def test_each_beat_speaks_between_silences_and_is_as_long_as_it_needs(espeak: Voice, tmp_path: Path) -> None:
    n_passages = 0
    for scenario in catalogue()[::2]:  # of several views; which words a beat says is told elsewhere
        narration = narrations([scenario], espeak, "en", tmp_path, None, PlainLines(StringIO(), 1))[scenario.slug]
        cues, sound = planned(scenario, narration, tmp_path)
        assert [cue.beat for cue in cues] == list(beats_of(scenario)), scenario.slug
        assert all(before.end_s == after.start_s for before, after in pairwise(cues)), scenario.slug
        assert cues[-1].end_s == pytest.approx(len(sound) / RATE, abs=0.01), scenario.slug
        lengths = beat_lengths(scenario, QUALITY)
        for cue in cues:
            print(scenario.slug, cue.beat)  # which a failure shows
            check_beat(cue, narration[cue.beat], lengths[cue.beat], sound)
        if PASSAGE in narration:
            n_passages += 1
            assert loud(narration[PASSAGE].utterance.samples).mean() > SPOKEN, scenario.slug
    assert n_passages > 10
