"""What a lecture shows: each beat ends with the last picture that was up while its sentence was said."""

from __future__ import annotations

from dataclasses import replace

import av
import pytest

from scenes.clip.clip import Clip
from scenes.clip.cue import Cue
from scenes.clip.webvtt import cues_with_words
from valleyjump.build.built import Built
from valleyjump.packs.deck import turns


def test_beats_end_at_the_pictures_that_the_video_has_there(tiny_build: Built) -> None:
    for turn, clip in zip(turns(tiny_build), tiny_build.clips, strict=True):
        with av.open(str(clip.files["mp4"])) as film:
            times = [frame.time for frame in film.decode(video=0)]
        ends = [cue.end_s for cue in cues_with_words(clip.cues)]
        assert len(turn.beats) == len(ends)
        for beat, end_s in zip(turn.beats[:-1], ends[:-1], strict=True):
            before = [place for place, time_s in enumerate(times) if time_s < end_s - 1e-6]
            assert beat.end_frame - 1 == before[-1]
        assert turn.beats[-1].end_frame == len(times)


def test_a_lecture_follows_the_story_with_its_questions(tiny_build: Built) -> None:
    shown = turns(tiny_build)
    assert [turn.slug for turn in shown] == [clip.slug for clip in tiny_build.clips]
    assert [turn.questions for turn in shown] == [tiny_build.questions.get(turn.slug, ()) for turn in shown]


@pytest.mark.parametrize(
    ("cues", "ends"),
    [
        ((), [50]),
        ((Cue(0.0, 3.0, "Alone."),), [50]),
        ((Cue(1.0, 2.0, "One."), Cue(3.0, 4.0, " "), Cue(4.0, 4.5, "Two.")), [20, 50]),
    ],
    ids=["no words", "one sentence that ends early", "pauses, and a sentence without words"],
)
def test_the_last_beat_goes_on_to_the_end(tiny_build: Built, cues: tuple[Cue, ...], ends: list[int]) -> None:
    clip = Clip("parabola-diverges", {}, 5.0, 50, 214, 120, 10, cues)
    (turn,) = turns(replace(tiny_build, clips=(clip,)))
    assert [beat.end_frame for beat in turn.beats] == ends
