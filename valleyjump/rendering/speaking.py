"""Has the words of clips spoken, beat by beat, and keeps what has been said by its words and its voice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache as cache_of_one
from io import BytesIO
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from gdcore.faults import CombinedInputError, collecting
from gdcore.narration.beats import beats_of
from gdcore.narration.facts import facts
from gdcore.narration.script import passage_of
from gdcore.scenario import Scenario
from gdcore.scenarios import is_built_in
from gdcore.speech.sentences import sentences
from gdcore.speech.spoken import spoken
from scenes.clip.quality import QUALITIES
from scenes.painting.pacing import CARD_S
from scenes.sentences.beat_sentence import script
from scenes.voice.spoken_beat import PASSAGE, Narration, SpokenBeat
from scenes.voice.voice import Line, Samples, Utterance, Voice, VoiceError
from valleyjump.errors import BuildError
from valleyjump.rendering.executors import usable_cores
from valleyjump.rendering.progress import Progress
from valleyjump.store.cache import SPEECH, Cache
from valleyjump.store.identity import source_digest

LOUDEST = 32767


@dataclass(frozen=True)
class _Words:
    """What is to be said at one beat, as captions show it and for the ear."""

    written: tuple[str, ...]
    line: Line


def narrations(
    scenarios: Sequence[Scenario], voice: Voice, language: str, cache: Cache | None, progress: Progress
) -> dict[str, Narration]:
    """Return what ``voice`` says in the clips of ``scenarios``, by slug. ``progress`` hears of each beat and each note.

    Raises ``InputError`` for what the voice cannot say, ``BuildError`` where it fails.
    """
    words = {(one.slug, beat): at for one in scenarios for beat, at in lines_of(one, language).items()}
    keys = {place: _key(voice, language, at.line) for place, at in words.items()}
    heard = {place: _kept(cache, key) for place, key in keys.items()}
    missing = [place for place, utterance in heard.items() if utterance is None]
    for note in voice.notes([at.line for at in words.values()]):
        progress.note(f"note: {note}")
    made = _said(voice, [words[place].line for place in missing], language, progress)
    for place, utterance in zip(missing, made, strict=True):
        if utterance is not None:
            heard[place] = _whole_steps(utterance)
            _keep(cache, keys[place], utterance)
    found: dict[str, dict[str, SpokenBeat]] = {one.slug: {} for one in scenarios}
    for (slug, beat), utterance in heard.items():
        if utterance is not None:
            found[slug][beat] = SpokenBeat(words[slug, beat].written, utterance)
    return dict(found)


def _said(voice: Voice, lines: Sequence[Line], language: str, progress: Progress) -> list[Utterance | None]:
    """Have lines spoken, on all cores: what is said at once is independent. The first failure stops all of it."""
    n = min(usable_cores(), len(lines)) or 1
    size = -(-len(lines) // n)
    spoken = [0] * n
    failures: list[VoiceError] = []

    def say(part: int) -> list[Utterance | None]:
        try:
            return voice.say(lines[part * size : (part + 1) * size], language, lambda so_far: hear(part, so_far))
        except VoiceError as error:
            failures.append(error)
            raise

    def hear(part: int, so_far: int) -> None:
        if failures:
            raise failures[0]
        spoken[part] = so_far
        progress.speaking(sum(spoken), len(lines))

    made: list[Utterance | None] = []
    faults: list[str] = []
    try:
        with ThreadPoolExecutor(n) as speakers:
            try:
                for utterances in [speakers.submit(say, part) for part in range(n)]:
                    with collecting(faults):
                        made += utterances.result()
            except BaseException:
                failures.append(VoiceError("interrupted"))
                raise
    except VoiceError:
        raise BuildError(str(failures[0])) from None
    if faults:
        raise CombinedInputError(faults)
    return made


def lines_of(scenario: Scenario, language: str) -> Mapping[str, _Words]:
    """Return the words of each beat of a clip."""
    return {
        beat: _Words(said, Line(scenario.slug, beat, tuple(spoken(one, language) for one in said)))
        for beat, said in _written(scenario).items()
    }


def _written(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Return the sentences of each beat; before them, what leads to a built-in clip in the film."""
    known = facts(scenario)
    passage = passage_of(scenario.slug) if is_built_in(scenario) else ""
    before = {PASSAGE: sentences(passage)} if passage else {}
    return before | {beat: script(scenario, known, beat) for beat in beats_of(scenario)}


def script_lines(scenario: Scenario) -> Iterator[str]:
    """Yield the script of a clip: its title, then for each beat how many seconds the picture needs, and the words."""
    from scenes.render import beat_lengths  # late: manim

    lengths = {PASSAGE: CARD_S, **beat_lengths(scenario, QUALITIES["medium"])}
    yield f"{scenario.slug}: {scenario.title}"
    for beat, said in _written(scenario).items():
        yield f"  {beat:<10} {lengths[beat]:5.1f} s  {' '.join(said)}"


def _key(voice: Voice, language: str, line: Line) -> str:
    """Return the key of an utterance. Recordings are told apart by their beats, not by words."""
    return hashlib.sha256(
        json.dumps([_how_it_is_made(), voice.identity_in(line.slug), language, line.beat, line.sentences]).encode()
    ).hexdigest()


@cache_of_one
def _how_it_is_made() -> str:
    """Return a digest of what makes pauses and loudness."""
    return source_digest("scenes.voice")


def _kept(cache: Cache | None, key: str) -> Utterance | None:
    content = None if cache is None else cache.kept(key, SPEECH)
    if content is None:
        return None
    try:
        with np.load(BytesIO(content), allow_pickle=False) as kept:
            return Utterance(_samples(kept["samples"]), tuple(kept["ends_s"].tolist()))
    except (OSError, ValueError, KeyError, BadZipFile):
        return None  # damaged: it is said once more


def _keep(cache: Cache | None, key: str, utterance: Utterance) -> None:
    if cache is not None:
        content = BytesIO()
        np.savez(content, samples=_sixteen_bits(utterance), ends_s=np.array(utterance.ends_s))
        with suppress(OSError):  # which is reported when the clips are kept
            cache.keep(key, content.getvalue(), SPEECH)


def _samples(sixteen_bits: NDArray[np.int16]) -> Samples:
    return np.float32(1.0 / LOUDEST) * sixteen_bits


def _sixteen_bits(utterance: Utterance) -> NDArray[np.int16]:
    return np.rint(utterance.samples * LOUDEST).astype(np.int16)


def _whole_steps(utterance: Utterance) -> Utterance:
    """Return an utterance as it comes back from the cache."""
    return Utterance(_samples(_sixteen_bits(utterance)), utterance.ends_s)
