"""The voice ``espeak-ng``, as the program itself speaks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gdcore.errors import InputError
from scenes.voice.by_name import voice_named
from scenes.voice.sound import loud
from scenes.voice.voice import RATE, Line, Utterance, Voice, VoiceError
from tests.scenes.voice.all_said import all_said

ENGLISH = ("Here is a valley, and a ball that rolls down into it.", "The learning rate, eta, is zero point eight.")


def one(voice: Voice, *sentences: str, language: str = "en") -> Utterance:
    (utterance,) = all_said(voice, [Line("valley", "introduce", sentences)], language)
    assert utterance is not None
    return utterance


def test_the_same_words_give_the_same_samples(espeak: Voice) -> None:
    alone = one(espeak, ENGLISH[1])
    before, again = all_said(espeak, [Line("a", "b", ENGLISH[:1]), Line("a", "c", ENGLISH[1:])])
    assert before
    assert again
    assert again.samples.tobytes() == alone.samples.tobytes()
    assert before.samples.tobytes() != alone.samples.tobytes()


def test_it_speaks_calmly_and_sentences_end_where_it_pauses(espeak: Voice) -> None:
    utterance = one(espeak, *ENGLISH)
    n_words = sum(len(sentence.split()) for sentence in ENGLISH)
    assert 120 < n_words * 60 / utterance.ends_s[-1] < 200
    end = round(utterance.ends_s[0] * RATE)
    assert not utterance.samples[end : end + round(0.34 * RATE)].any()
    assert loud(utterance.samples[:end]).mean() > 0.6
    assert loud(utterance.samples[end + round(0.35 * RATE) :]).mean() > 0.6


def test_it_speaks_other_languages(espeak: Voice) -> None:
    words = ("La tasa de aprendizaje es cero coma ocho.",)
    spanish, english = one(espeak, *words, language="es"), one(espeak, *words)
    assert spanish.samples.tobytes() != english.samples.tobytes()
    assert one(espeak, "معدل التعلم", language="ar").samples.size > RATE / 4
    assert one(espeak, "taxa de aprendizagem", language="pt_BR").samples.size > RATE / 4
    assert one(espeak, "tasa de aprendizaje", language="es_XX").samples.size > RATE / 4


def test_words_that_look_like_options_are_said(espeak: Voice) -> None:
    assert one(espeak, "-v is an option").samples.size > RATE


def test_a_language_that_it_does_not_speak_is_told(espeak: Voice) -> None:
    with pytest.raises(InputError, match="espeak-ng does not speak xx; `espeak-ng --voices` lists"):
        voice_named("espeak-ng", "xx")


def test_other_letters_are_told(espeak: Voice) -> None:
    with pytest.raises(InputError, match="valley, introduce: a voice for en cannot say 'معدل'"):
        one(espeak, "Here معدل is a valley.")


def program(folder: Path, does: str) -> None:
    path = folder / "espeak-ng"
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)


def test_where_it_is_not_installed_one_line_says_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError) as error:
        voice_named("espeak-ng", "en")
    assert str(error.value) == "the voice espeak-ng is a program that is not installed: apt install espeak-ng"


def test_where_it_fails_its_own_words_tell_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "echo 'no data' >&2; exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(VoiceError) as error:
        voice_named("espeak-ng", "en")
    assert str(error.value) == "espeak-ng: no data"


def test_another_version_is_another_voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    identities = []
    for number in ("1.51", "1.52"):
        program(tmp_path, f"echo 'eSpeak NG text-to-speech: {number}  Data at: /x'; echo ' 5 en'")
        voice = voice_named("espeak-ng", "en")
        assert voice is not None
        identities.append(voice.identity)
    assert identities[0] != identities[1]
    assert "/x" not in identities[0]


def test_no_sample_is_out_of_range(espeak: Voice) -> None:
    samples = one(espeak, *ENGLISH).samples
    assert samples.dtype == np.float32
    assert 0.3 < np.abs(samples).max() < 0.8
