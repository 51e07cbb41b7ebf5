"""A voice that is somebody's own: a folder of recordings, one for each beat, ``SLUG/BEAT.wav`` or another format."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gdcore.errors import InputError
from gdcore.faults import collecting, in_one_line
from scenes.voice.digest import digest
from scenes.voice.saying import refuse
from scenes.voice.sound import WINDOW, Sound, faded, loud, read_sound, trimmed
from scenes.voice.voice import LONGEST_S, RATE, Line, Samples, Utterance, Voice

ENDINGS = (".wav", ".flac", ".mp3", ".ogg")
"""The first that is there is taken."""
CLIPPED = 0.001
"""A larger share of samples at full scale is heard."""
BREATH = 12
"""So many quiet windows in a row are a pause."""


class Recordings(Voice):
    """A folder of recordings."""

    def __init__(self, folder: Path) -> None:
        """Take a folder. Raises ``InputError`` for one without any recording."""
        self._folder = folder
        if not _recorded(folder, "*"):
            raise InputError(f"{in_one_line(str(folder))}: no recording in there; expected SLUG/BEAT.wav")
        self.identity = self.identity_in("*")

    def identity_in(self, slug: str) -> str:
        """Return a digest of the recordings of one clip; "*" means all."""
        paths = _recorded(self._folder, slug)
        return f"recordings {digest(paths, *(path.relative_to(self._folder).as_posix() for path in paths))}"

    def examine(self, lines: Sequence[Line], _language: str, note: Callable[[str], None]) -> None:
        """Tell which recordings are missing and which are clipped, and refuse those that cannot be used."""
        for line in filter(self.lacks, lines):
            note(in_one_line(f"{self._folder / line.slug / line.beat}.wav: missing"))
        faults: list[str] = []
        for path in filter(None, (recording_of(self._folder, line) for line in lines)):
            with collecting(faults, place_of(path)):
                clipped = usable(path).clipped
                if clipped > CLIPPED:
                    share = f"{100 * clipped:.2g} % of it is at full scale"
                    note(f"{place_of(path)}: clipped: {share}; record it less loud")
        refuse(faults)

    def lacks(self, line: Line) -> bool:
        """Whether there is no recording of a line."""
        return recording_of(self._folder, line) is None

    def say(self, lines: Sequence[Line], _language: str) -> Generator[Utterance | None]:
        """Yield the recording of each line, whatever its language; None for a missing one; see ``Voice``."""
        for line in lines:
            path = recording_of(self._folder, line)
            yield _utterance(usable(path).samples, line.sentences) if path else None


def _recorded(folder: Path, slug: str) -> list[Path]:
    """Return the recordings of one clip; "*" means all."""
    return sorted(path for path in folder.glob(f"{slug}/*") if path.suffix.lower() in ENDINGS)


def recording_of(folder: Path, line: Line) -> Path | None:
    """Return the recording of a line, or None if there is none."""
    paths = (folder / line.slug / f"{line.beat}{ending}" for ending in ENDINGS)
    return next((path for path in paths if path.is_file()), None)


def place_of(path: Path) -> str:
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
    from scenes.voice.loudness import levelled  # late: scipy

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
