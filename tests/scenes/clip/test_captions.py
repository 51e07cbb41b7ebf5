"""Captions of what is spoken: a sentence at a time, never more than two lines, in step with the voice, and readable."""

from __future__ import annotations

from itertools import accumulate, pairwise
from textwrap import wrap

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scenes.clip.cue import LINE, READ_A_SECOND, Cue, captions
from scenes.voice.spoken_beat import SpokenBeat, cue_of
from scenes.voice.voice import RATE, Utterance

LONG = (
    "On the right are 60 houses, their areas and their prices, and a line through them, which is one point of the map "
    "on the left."
)


def test_silent_cues_are_shown_whole() -> None:
    cue = Cue(1.0, 3.0, "First. Second.", "steps")
    assert captions([cue]) == (cue,)


def test_sentences_follow_the_voice_and_the_last_one_stays() -> None:
    cue = Cue(2.0, 9.0, "First. Second.", "steps", (("First.", 4.0), ("Second.", 6.5)))
    assert [(one.start_s, one.end_s, one.text) for one in captions([cue])] == [
        (2.0, 4.0, "First."),
        (4.0, 9.0, "Second."),
    ]


def test_a_long_sentence_is_shown_in_pieces_of_about_one_length() -> None:
    first, second = captions([Cue(0.0, 8.0, LONG, "introduce", ((LONG, 8.0),))])
    assert f"{first.text} {second.text}" == LONG
    assert abs(len(first.text) - len(second.text)) < 15
    assert first.end_s == second.start_s
    assert abs(first.end_s - 4.0) < 0.6


@given(st.lists(st.lists(st.text("abcde", min_size=1, max_size=12), min_size=1, max_size=40), min_size=1, max_size=4))
def test_every_word_is_shown_once_on_two_lines_at_most(words: list[list[str]]) -> None:
    sentences = [" ".join(one) for one in words]
    spoken = tuple((sentence, 2.0 * i) for i, sentence in enumerate(sentences, 1))
    shown = captions([Cue(0.0, 2.0 * len(words) + 1.0, " ".join(sentences), "steps", spoken)])
    assert " ".join(one.text for one in shown).split() == " ".join(sentences).split()
    assert all(len(wrap(one.text, LINE)) <= 2 for one in shown)
    assert all(before.end_s == after.start_s for before, after in pairwise(shown))
    assert all(one.start_s < one.end_s for one in shown)


def test_what_is_said_fast_stays_on_while_the_next_is_said() -> None:
    fast, slow = "x" * 45, "y" * 15
    first, second = captions([Cue(0.0, 6.0, f"{fast} {slow}", "steps", ((fast, 2.0), (slow, 5.5)))])
    assert (first.end_s, second.end_s) == (3.0, 6.0)


@given(st.lists(st.tuples(st.integers(5, 200), st.floats(8.0, 30.0)), min_size=1, max_size=5), st.floats(0.0, 3.0))
def test_all_of_a_beat_can_be_read_and_nothing_goes_before_it_is_said(
    beat: list[tuple[int, float]], more_s: float
) -> None:
    sentences = tuple(("word " * n)[: n - 1] + "." for n, _ in beat)
    ends = tuple(accumulate(n / a_second + 0.35 for n, a_second in beat))
    said = SpokenBeat(sentences, Utterance(np.zeros(round(ends[-1] * RATE), np.float32), ends))
    shown = captions([cue_of(said, "steps", 0.0, said.needed_s + more_s)])
    assert all(len(one.text) <= (READ_A_SECOND + 1e-6) * (one.end_s - one.start_s) for one in shown)
    lasts = [sum(len(one.split()) for one in sentences[: k + 1]) for k in range(len(sentences))]
    n_words = list(accumulate(len(one.text.split()) for one in shown))
    for last, end_s in zip(lasts, ends, strict=True):
        assert shown[n_words.index(last)].end_s >= end_s - 1e-3
