"""What has been said in clips, kept in files: a thousand beats are gigabytes of sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from scenes.voice.spoken_beat import Narration, SpokenBeat
from scenes.voice.voice import Utterance
from valleyjump.store.cache import SPEECH, Cache

LOUDEST = 32767


class KeptNarrations(Mapping[str, Narration]):
    """What is said in clips, by slug. It is read when it is asked for."""

    def __init__(
        self, folder: Path, cache: Cache | None, beats: Mapping[str, Mapping[str, tuple[tuple[str, ...], str]]]
    ) -> None:
        """Keep it in ``folder``, and for other builds in ``cache``.

        ``beats`` has the sentences of each beat of each clip, as captions show them, and the key of their sound.
        """
        self._folder, self._cache, self._beats = folder, cache, beats

    def __getitem__(self, slug: str) -> Narration:
        """Read what is said in a clip. Raises ``OSError`` if that has gone meanwhile."""
        found = {}
        for beat, (sentences, key) in self._beats[slug].items():
            path = self._folder / key
            if path.exists():
                found[beat] = SpokenBeat(sentences, _utterance(path.read_bytes()))
        return found

    def __iter__(self) -> Iterator[str]:
        """Go through the slugs."""
        return iter(self._beats)

    def __len__(self) -> int:
        """Return the number of clips."""
        return len(self._beats)

    def take(self, key: str) -> bool:
        """Whether the cache has the sound of this key, whole; then it is taken."""
        content = None if self._cache is None else self._cache.kept(key, SPEECH)
        if content is None:
            return False
        try:
            _utterance(content)
        except (OSError, ValueError, KeyError, BadZipFile):
            return False  # damaged: it is said once more
        (self._folder / key).write_bytes(content)
        return True

    def add(self, key: str, utterance: Utterance) -> None:
        """Keep what has just been said."""
        content = BytesIO()
        samples = np.rint(utterance.samples * LOUDEST).astype(np.int16)
        np.savez(content, samples=samples, ends_s=np.array(utterance.ends_s))
        (self._folder / key).write_bytes(content.getvalue())
        if self._cache is not None:
            with suppress(OSError):  # which is reported when the clips are kept
                self._cache.keep(key, content.getvalue(), SPEECH)


def _utterance(content: bytes) -> Utterance:
    with np.load(BytesIO(content), allow_pickle=False) as kept:
        return Utterance(np.float32(1.0 / LOUDEST) * kept["samples"], tuple(kept["ends_s"].tolist()))
