"""From sentences to lines: each sentence is made once, and what cannot be said is told before."""

from __future__ import annotations

from collections.abc import Generator, Sequence

import numpy as np
import pytest

from gdcore.errors import InputError
from gdcore.faults import fault_lines
from scenes.voice.saying import check_language, check_scripts, check_words, said
from scenes.voice.voice import RATE, Line, Samples, VoiceError
from tests.scenes.voice.recorded import bursts

LINES = [
    Line("valley", "introduce", ("Here is a valley.", "Look.")),
    Line("valley", "steps", ()),
    Line("valley", "verdict", ("Look.", "It falls.")),
]


class Burst:
    """Says a burst of a tenth of a second for each letter."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.closed = False

    def sounds(self, sentences: Sequence[str]) -> Generator[Samples]:
        try:
            for sentence in sentences:
                self.made.append(sentence)
                yield bursts(len(sentence) / 10)
        finally:
            self.closed = True


def test_each_line_has_its_sentences_one_after_the_other() -> None:
    for line, utterance in zip(LINES, said(LINES, Burst().sounds), strict=True):
        assert len(utterance.ends_s) == len(line.sentences)
        expected = np.cumsum([len(sentence) / 10 + 0.35 for sentence in line.sentences]) - 0.35
        assert utterance.ends_s == pytest.approx(expected, abs=0.1 * max(1, len(line.sentences)))
        assert max(utterance.ends_s, default=0) == pytest.approx(utterance.samples.size / RATE)


def test_a_sentence_that_comes_again_is_made_once() -> None:
    voice = Burst()
    assert len(list(said(LINES, voice.sounds))) == 3
    assert voice.made == ["Here is a valley.", "Look.", "It falls."]
    assert voice.closed


def test_a_sentence_is_one_line_without_phonemes() -> None:
    voice = Burst()
    next(said([Line("a", "b", ("One\nand [[tu:]]  two.",))], voice.sounds))
    assert voice.made == ["One and tu:]] two."]


def test_a_line_is_said_before_the_next_is_made_and_the_voice_ends_where_nobody_listens() -> None:
    voice = Burst()
    coming = said(LINES, voice.sounds)
    assert next(coming)
    assert voice.made == ["Here is a valley.", "Look."]
    coming.close()
    assert voice.closed


def test_each_sentence_without_a_word_is_told() -> None:
    with pytest.raises(InputError) as error:
        check_words([*LINES, Line("valley", "tail", ("…",)), Line("edge", "slope", ("",))])
    assert fault_lines(error.value) == ("valley, tail: no word in '…'", "edge, slope: no word in ''")


def test_a_sentence_of_which_nothing_is_heard_is_told_and_the_voice_ends() -> None:
    ended = False

    def silent(sentences: Sequence[str]) -> Generator[Samples]:
        nonlocal ended
        try:
            for _ in sentences:
                yield np.zeros(RATE, np.float32)
        finally:
            ended = True

    with pytest.raises(VoiceError, match=r"valley, introduce: nothing can be heard of 'Here is a valley\.'"):
        list(said(LINES, silent))
    assert ended


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The rate, η, is 0.8 — naïve, “quoted”, 5 °C, x²."),
        ("es", "¿Cuánto? Señal α."),
        ("ru", "Скорость обучения, eta."),
        ("ar", "معدل التعلم x."),
        ("ja", "学習率のデータ。"),
        ("ko", "학습률"),
        ("zh", "学习率"),
        ("zh_TW", "學習率"),
        ("el", "ρυθμός μάθησης"),
        ("pt_BR", "taxa de aprendizagem é"),
        ("he", "קצב הלמידה"),
        ("hi", "सीखने की दर"),
    ],
)
def test_a_language_has_its_letters(language: str, sentence: str) -> None:
    check_scripts([Line("a", "b", (sentence,))], language)


def test_words_in_other_letters_are_told_one_line_for_each_beat() -> None:
    lines = [*LINES, Line("a", "b", ("Good.", "Then معدل comes.")), Line("a", "c", ("Скорость обучения",))]
    with pytest.raises(InputError) as error:
        check_scripts(lines, "en")
    assert fault_lines(error.value) == (
        "a, b: a voice for en cannot say 'معدل'",
        "a, c: a voice for en cannot say 'Скорость'",
    )
    with pytest.raises(InputError, match="cannot say '学習率'"):
        check_scripts([Line("a", "b", ("学習率",))], "ru")


def test_a_voice_says_no_other_language() -> None:
    check_language("joe.onnx", "pt", "pt_BR")
    with pytest.raises(InputError, match=r"joe\.onnx speaks pt, but the words are in es"):
        check_language("joe.onnx", "pt", "es")
