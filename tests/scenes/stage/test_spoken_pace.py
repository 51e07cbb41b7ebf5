"""Where a voice is heard, each beat lasts as long as the longer of its movement and its words, and a breath."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from gdcore.scenarios import built_in
from scenes.clip.quality import QUALITIES
from scenes.render import beat_lengths
from scenes.stage.settings import manim_settings
from scenes.views.by_name import lesson_for
from scenes.voice.spoken_beat import PASSAGE
from tests.scenes.voice.hum import narration_of

LONGER_S, STILL_S = 1.2, 1.6
SLUGS = ["one-number", "slope-fit", "mse-blowup", "remedies-race"]
"""tests/voice has all of them spoken, at fewer frames a second."""


@pytest.mark.parametrize("slug", SLUGS)
def test_movement_is_paced_to_the_voice(slug: str, tmp_path: Path) -> None:
    scenario = built_in(slug)
    narration, lengths = narration_of(scenario), beat_lengths(scenario, QUALITIES["medium"])
    with manim_settings({"media_dir": str(tmp_path), "frame_rate": 30}):
        scene = lesson_for(scenario)(scenario, narration=narration)
        assert scene.rehearse() == scene.rehearse()  # it is as new afterwards, and finds the same pace
        cues = scene.cues
        assert max(told.still for told in scene.script.beats) <= STILL_S * 30  # however long the voice speaks
    assert [cue.beat for cue in cues] == [beat for beat in narration if beat != PASSAGE]
    assert all(before.end_s == after.start_s for before, after in pairwise(cues))
    for cue in cues:
        heard, lasts_s = narration[cue.beat], cue.end_s - cue.start_s
        assert heard.needed_s <= lasts_s + 1e-9, cue.beat
        assert lasts_s <= max(lengths[cue.beat], heard.needed_s) + LONGER_S, cue.beat
        assert [sentence for sentence, _ in cue.spoken] == list(heard.sentences)
        assert all(cue.start_s < end_s <= cue.end_s for _, end_s in cue.spoken)
