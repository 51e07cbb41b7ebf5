"""A build of one clip of a few pixels in which each beat hums at a pitch of its own, and what is heard of it."""

from __future__ import annotations

import zipfile
from collections.abc import Generator, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from gdcore.lesson.lesson import Lesson
from gdcore.scenarios import built_in
from scenes.clip.cue import Cue
from scenes.voice.sound import read_sound
from scenes.voice.voice import RATE, Line, Samples, Utterance
from tests.scenes.voice.hum import Hum, hum
from tests.valleyjump.builds import build_tiny
from valleyjump.build.built import Built
from valleyjump.packs.forms import packed

SLUG = "parabola-diverges"
SCRIPT = dict.fromkeys(built_in(SLUG).words, "The ball goes on.")
PITCHES = {beat: 300.0 + 150.0 * i for i, beat in enumerate(SCRIPT)}
"""In hertz, by beat."""
NEAR = 12.0
"""Hertz that an ear, which counts whole waves, may be off."""


class Pitched(Hum):
    """Hums each beat at its own pitch."""

    def say(self, lines: Sequence[Line], _language: str) -> Generator[Utterance]:
        """Hum for a second, and for half of one where a beat has no pitch: the passage, which leads to a clip."""
        for line in lines:
            length_s = 1.0 if line.beat in PITCHES else 0.5
            yield Utterance(hum(length_s, PITCHES.get(line.beat, 100.0)), (length_s,) * len(line.sentences))


def build_pitched(folder: Path) -> Built:
    """Build the clip into ``folder`` and read the build back."""
    return build_tiny(folder, Lesson((replace(built_in(SLUG), script=SCRIPT),)), voice=Pitched("pitched"))


def pitch_of(samples: Samples) -> float:
    """Return the pitch that is heard in samples, in hertz."""
    return float(np.abs(np.fft.rfft(samples)).argmax() * RATE / len(samples))


def check_film(content: bytes | Path, cues: Sequence[Cue]) -> None:
    """Hear each beat's pitch at its time in a film."""
    samples = read_sound(content if isinstance(content, Path) else BytesIO(content), 3600.0).samples
    for cue in cues:
        begin = round((cue.start_s + 0.1) * RATE)
        assert pitch_of(samples[begin : begin + RATE // 2]) == pytest.approx(PITCHES[cue.beat], abs=NEAR), cue.beat


def unpacked(form: str, built: Built, folder: Path) -> Path:
    """Return the folder that a package of a build unpacks to."""
    with zipfile.ZipFile(packed(form, built, folder / f"{form}.pack")) as package:
        package.extractall(folder / form)
    return folder / form
