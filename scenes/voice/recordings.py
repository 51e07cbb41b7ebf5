"""A voice that is somebody's own: a folder of recordings, one for each beat, ``SLUG/BEAT.wav`` or another format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gdcore.errors import InputError
from gdcore.faults import collecting, in_one_line
from scenes.voice.digest import digest
from scenes.voice.loudness import levelled
from scenes.voice.saying import refuse
from scenes.voice.sound import WINDOW, Sound, faded, loud, read_sound, trimmed
from scenes.voice.voice import LONGEST_S, RATE, Line, Samples, Utterance

ENDINGS = (".wav", ".flac", ".mp3", ".ogg")
"""The first that is there is taken."""
CLIPPED = 0.001
"""A larger share of samples at full scale is heard."""
BREATH = 12
"""So many quiet windows in a row are a pause."""


class Recordings:
    """A folder of recordings."""

    def __init__(self, folder: Path) -> None:
        """Take a folder. Raises ``InputError`` for a recording that cannot be read."""
        self._folder = folder
        paths = sorted(path for path in folder.glob("*/*") if path.suffix.lower() in ENDINGS)
        names = (path.relative_to(folder).as_posix() for path in paths)
        self.identity = f"recordings {digest(paths, *names)}"

    def say(self, lines: Sequence[Line], language: str, on_line: Callable[[int], None]) -> list[Utterance | None]:  # noqa: ARG002
        """Return the recording of each line, whatever its language; None for a missing one; see ``Voice``."""
        utterances: list[Utterance | None] = []
        faults: list[str] = []
        for line in lines:
            path = recording_of(self._folder, line)
            utterances.append(None)
            with collecting(faults, place_of(path)):
                utterances[-1] = _utterance(usable(path).samples, line.sentences) if path else None
            on_line(len(utterances))
        refuse(faults)
        return utterances


def recording_of(folder: Path, line: Line) -> Path | None:
    """Return the recording of a line, or None if there is none."""
    paths = (folder / line.slug / f"{line.beat}{ending}" for ending in ENDINGS)
    return next((path for path in paths if path.is_file()), None)


def faults_of(folder: Path, lines: Sequence[Line]) -> list[str]:
    """Return what is wrong with the recordings that there are, one line each; missing ones are not told."""
    faults: list[str] = []
    for path in filter(None, (recording_of(folder, line) for line in lines)):
        with collecting(faults, place_of(path)):
            clipped = usable(path).clipped
            if clipped > CLIPPED:
                raise InputError(f"clipped: {100 * clipped:.2g} % of it is at full scale; record it less loud")
    return faults


def place_of(path: Path | None) -> str:
    """Return a recording's path in a message."""
    return in_one_line(str(path))


def usable(path: Path) -> Sound:
    """Return a recording without the silence at both ends. Raises ``InputError`` for what nobody could listen to."""
    sound = read_sound(path, LONGEST_S)
    if sound.samples.size > LONGEST_S * RATE:
        raise InputError(f"longer than {LONGEST_S:g} s")
    samples = trimmed(sound.samples)
    if not samples.size:
        raise InputError("nothing can be heard in it")
    return Sound(samples, sound.clipped)


def _utterance(samples: Samples, sentences: Sequence[str]) -> Utterance:
    return Utterance(levelled(faded(samples)), ends_of(samples, sentences))


def ends_of(samples: Samples, sentences: Sequence[str]) -> tuple[float, ...]:
    """Return when each sentence of a recording ends, in seconds: by its share of the words, moved to a pause nearby.

    A pause is nearby within half the shorter of the two sentences at it. All this is measured in seconds of speech:
    pauses come on top, and say nothing of how long a sentence is.
    """
    n_s, speech = samples.size / RATE, loud(samples)
    spoken = np.cumsum(speech) * WINDOW / RATE
    shares = [max(1, len(sentence)) for sentence in sentences]
    a_share = float(spoken[-1]) / sum(shares) if sentences else 0.0
    starts = _pauses(speech)
    ends: list[float] = []
    for k, share in enumerate(accumulate(shares[:-1])):
        expected, reach = share * a_share, min(shares[k : k + 2]) * a_share / 2
        end = min(starts, key=lambda start: abs(spoken[start] - expected), default=0)
        if not starts or abs(spoken[end] - expected) > reach:
            end = int(np.searchsorted(spoken, expected)) + 1
        ends.append(end * WINDOW / RATE)
    return (*ends, n_s) if sentences else ()


def _pauses(speech: NDArray[np.bool_]) -> list[int]:
    """Return the windows where pauses begin."""
    edges = np.flatnonzero(np.diff(np.concatenate(([True], speech, [True])).astype(np.int8)))
    return [int(first) for first, last in zip(edges[::2], edges[1::2], strict=True) if last - first >= BREATH]
