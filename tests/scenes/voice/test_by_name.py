"""Voices by name, and names that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdcore.errors import InputError
from scenes.voice.by_name import voice_named
from scenes.voice.recordings import Recordings
from tests.scenes.voice.recorded import bursts, record


def test_none_is_no_voice() -> None:
    assert voice_named("none", "en") is None


def test_a_folder_is_one_of_recordings(tmp_path: Path) -> None:
    record(tmp_path / "valley/steps.wav", bursts(0.3))
    assert isinstance(voice_named(str(tmp_path), "en"), Recordings)


def test_a_folder_without_recordings_is_told(tmp_path: Path) -> None:
    (tmp_path / "steps.wav").touch()
    with pytest.raises(InputError) as error:
        voice_named(str(tmp_path), "en")
    assert str(error.value) == f"{tmp_path}: no recording in there; expected SLUG/BEAT.wav"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("pipr", 'unknown voice "pipr"; did you mean "piper"?'),
        ("espeak", 'unknown voice "espeak"; did you mean "espeak-ng"?'),
        ("", 'unknown voice ""; expected one of none, piper, espeak-ng, FILE.onnx, a folder of recordings'),
        ("Siri", 'unknown voice "Siri"; expected one of none, piper, espeak-ng, FILE.onnx, a folder of recordings'),
    ],
)
def test_an_unknown_voice_is_told(name: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        voice_named(name, "en")
    assert str(error.value) == told


def test_a_name_is_never_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="unknown voice"):
        voice_named(f"touch {tmp_path}/touched", "en")
    assert not (tmp_path / "touched").exists()
