"""From sentences to lines: what can be said at all, and sentences joined to what is heard in a beat."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter, deque
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from functools import partial

from gdcore.errors import InputError
from gdcore.faults import CombinedInputError, got
from scenes.voice.sound import joined, trimmed
from scenes.voice.voice import RATE, Line, Samples, Utterance, Voice, VoiceError

Sounds = Callable[[Sequence[str]], Generator[Samples]]
"""Makes the sound of each sentence, one after the other."""

EVERYWHERE = {"Latn", "Grek", "Zyyy", "Zinh", "Zzzz"}
"""Scripts that every voice says: Latin and Greek letters, as in formulas; digits, signs and accents."""
PARTS = {
    "Hans": {"Hani", "Bopo"},
    "Hant": {"Hani", "Bopo"},
    "Jpan": {"Hani", "Hira", "Kana"},
    "Kore": {"Hang", "Hani"},
}
"""Ways of writing that use several scripts."""


class Speaker(Voice):
    """A voice that makes the sound of any sentence in its language."""

    def examine(self, lines: Sequence[Line], language: str, _note: Callable[[str], None]) -> None:
        """Refuse words in another script, and sentences without a word."""
        check_words(lines)
        check_scripts(lines, language)

    def say(self, lines: Sequence[Line], language: str) -> Generator[Utterance]:
        """Yield the sound of each line; see ``Voice``."""
        return said(lines, partial(self.sounds, language))

    @abstractmethod
    def sounds(self, language: str, sentences: Sequence[str]) -> Generator[Samples]:
        """Yield the sound of each sentence, one after the other."""


def said(lines: Sequence[Line], sounds: Sounds) -> Generator[Utterance]:
    """Yield the sound of each line out of those of its sentences, each of which is made once.

    Raises ``VoiceError`` where nothing can be heard of one.
    """
    uses = Counter(plain(sentence) for line in lines for sentence in line.sentences)
    unsaid = deque(uses)
    heard: dict[str, Samples] = {}
    with closing(sounds(list(uses))) as coming:  # which ends the program that speaks
        for line in lines:
            wanted = [plain(sentence) for sentence in line.sentences]
            while not heard.keys() >= set(wanted):
                sentence = unsaid.popleft()
                heard[sentence] = trimmed(next(coming))
                if not heard[sentence].size:
                    raise VoiceError(f"{line.place}: nothing can be heard of {got(sentence)}")
            yield utterance([heard[sentence] for sentence in wanted])
            uses.subtract(wanted)
            for sentence in set(wanted):
                if not uses[sentence]:
                    del heard[sentence]


def utterance(parts: Sequence[Samples]) -> Utterance:
    """Return sentences as one sound, with pauses between, and as loud as all others."""
    from scenes.voice.loudness import levelled  # late: scipy

    samples, ends = joined(parts)
    return Utterance(levelled(samples), tuple(end / RATE for end in ends))


def plain(sentence: str) -> str:
    """Return ``sentence`` in one line, without brackets: eSpeak, which Piper uses too, takes [[ ]] for phonemes."""
    return " ".join(sentence.replace("[", " ").split())


def check_words(lines: Sequence[Line]) -> None:
    """Raise ``InputError`` with one line for each sentence without a word."""
    refuse(
        [f"{line.place}: no word in {got(s)}" for line in lines for s in line.sentences if not any(map(str.isalnum, s))]
    )


def check_scripts(lines: Sequence[Line], language: str) -> None:
    """Raise ``InputError`` with one line for each beat that has words in a script other than the language's."""
    from babel.core import get_global  # late: neither is small
    from fontTools import unicodedata

    likely = str(get_global("likely_subtags").get(language.replace("-", "_").split("_")[0], "")).split("_")
    own = likely[1] if len(likely) > 1 else "Latn"
    known = EVERYWHERE | PARTS.get(own, {own})
    faults = []
    for line in lines:
        words = " ".join(line.sentences).split()
        strange = next((word for word in words if not {unicodedata.script(sign) for sign in word} <= known), "")
        if strange:
            faults.append(f"{line.place}: a voice for {language} cannot say {got(strange)}")
    refuse(faults)


def refuse(faults: Sequence[str]) -> None:
    """Raise ``InputError`` with these lines, if there are any."""
    if faults:
        raise CombinedInputError(faults)


def check_language(voice: str, spoken: str, language: str) -> None:
    """Raise ``InputError`` where a voice that speaks one language is to say words in another."""
    if language.replace("-", "_").split("_")[0].lower() != spoken.lower():
        raise InputError(f"{voice} speaks {spoken}, but the words are in {language}; choose another, such as espeak-ng")
