"""A build as a lecture: its clips in order, each with its beats and the questions before it."""

from __future__ import annotations

from dataclasses import dataclass

from gdcore.question import Question
from gdcore.text.readers import as_sentence, on_one_line
from scenes.clip.clip import Clip
from scenes.clip.webvtt import cues_with_words
from valleyjump.build.built import Built
from valleyjump.build.prose_file import TextsAround


@dataclass(frozen=True)
class Beat:
    """What one click plays: the frames before ``end_frame``, and the ``words`` spoken meanwhile."""

    end_frame: int
    words: str


@dataclass(frozen=True)
class Turn:
    """One clip of a lecture. ``questions`` come before it; ``told`` is said around it."""

    slug: str
    title: str
    clip: Clip
    beats: tuple[Beat, ...]
    questions: tuple[Question, ...]
    told: TextsAround

    @property
    def alternative(self) -> str:
        """What is to be seen in the clip's last picture: its title, and the last sentence, which tells it."""
        return " ".join(filter(None, (as_sentence(self.title), self.beats[-1].words)))


def turns(built: Built) -> tuple[Turn, ...]:
    """Return what a lecture on ``built`` shows, in order. Raises ``InputError`` for questions that were changed."""
    asked = built.questions
    return tuple(
        Turn(clip.slug, built.titles[clip.slug], clip, _beats(clip), asked.get(clip.slug, ()), built.prose[clip.slug])
        for clip in built.clips
    )


def _beats(clip: Clip) -> tuple[Beat, ...]:
    """Return a clip's beats, one per sentence; the last one runs to the end of the clip."""
    beats = [Beat(round(cue.end_s * clip.fps), on_one_line(cue.text)) for cue in cues_with_words(clip.cues)]
    last = beats.pop() if beats else Beat(0, "")
    return (*beats, Beat(clip.n_frames, last.words))
