"""Has the words of clips spoken, beat by beat. What has been said is kept by its words and its voice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass
from functools import cache as cache_of_one
from pathlib import Path
from threading import Lock

from gdcore.errors import InputError
from gdcore.narration.beats import beats_of
from gdcore.narration.facts import facts
from gdcore.narration.passages import passage_of
from gdcore.scenario import Scenario
from gdcore.scenarios import is_built_in
from gdcore.speech.sentences import sentences
from gdcore.speech.spoken import spoken
from scenes.clip.quality import QUALITIES
from scenes.painting.pacing import CARD_S
from scenes.sentences.beat_sentence import script
from scenes.voice.spoken_beat import PASSAGE
from scenes.voice.voice import Line, Utterance, Voice, VoiceError
from valleyjump.errors import BuildError
from valleyjump.rendering.executors import usable_cores
from valleyjump.rendering.kept_narrations import KeptNarrations
from valleyjump.rendering.progress import Progress
from valleyjump.store.cache import Cache
from valleyjump.store.identity import source_digest


@dataclass(frozen=True)
class _Words:
    """What is to be said at one beat, as captions show it and for the ear."""

    written: tuple[str, ...]
    line: Line


def narrations(
    scenarios: Sequence[Scenario], voice: Voice, language: str, folder: Path, cache: Cache | None, progress: Progress
) -> KeptNarrations:
    """Return what ``voice`` says in the clips of ``scenarios``; it lies in ``folder``, which must stay as long.

    ``progress`` hears of each beat and each note. Raises ``InputError`` for what the voice cannot say, ``BuildError``
    where it fails.
    """
    words = {one.slug: lines_of(one, language) for one in scenarios}
    lines = [at.line for beats in words.values() for at in beats.values()]
    voice.examine(lines, language, lambda note: progress.note(f"note: {note}"))
    keys = {line: _key(voice, language, line) for line in lines}
    beats = {slug: {beat: (at.written, keys[at.line]) for beat, at in its.items()} for slug, its in words.items()}
    kept = KeptNarrations(folder, cache, beats)
    missing = [line for line in lines if not kept.take(keys[line])]
    _say(voice, missing, language, lambda line, utterance: kept.add(keys[line], utterance), progress)
    return kept


def _say(
    voice: Voice,
    lines: Sequence[Line],
    language: str,
    keep: Callable[[Line, Utterance], None],
    progress: Progress,
) -> None:
    """Have lines spoken, on all cores: what is said at once is independent. The first failure stops all of it.

    ``keep`` is called with each line and its sound, in any order.
    """
    n = min(usable_cores(), len(lines)) or 1
    size = -(-len(lines) // n)
    n_said = 0
    failures: list[BaseException] = []
    one_at_a_time = Lock()

    def say(part: Sequence[Line]) -> None:
        nonlocal n_said
        with closing(voice.say(part, language)) as coming:
            for line, utterance in zip(part, coming, strict=True):
                if failures:
                    return
                if utterance is not None:
                    keep(line, utterance)
                with one_at_a_time:
                    n_said += 1
                    progress.speaking(n_said, len(lines))

    def attempt(part: Sequence[Line]) -> None:
        try:
            say(part)
        except BaseException as error:  # noqa: BLE001, raised below, where the others have stopped
            failures.append(error)

    with ThreadPoolExecutor(n) as speakers:
        try:
            wait([speakers.submit(attempt, lines[k * size : (k + 1) * size]) for k in range(n)])
        except BaseException as error:
            failures.append(error)
            raise
    for failure in failures[:1]:
        if isinstance(failure, InputError):
            raise failure
        raise BuildError(str(failure)) from None if isinstance(failure, VoiceError) else failure


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
