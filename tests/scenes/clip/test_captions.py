"""Captions of what is spoken: a sentence at a time, never more than two lines, in step with the voice."""

from __future__ import annotations

from itertools import pairwise
from textwrap import wrap

from hypothesis import given
from hypothesis import strategies as st

from scenes.clip.cue import LINE, Cue, captions

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
