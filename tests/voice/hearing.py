"""How well a machine understands the voice: pocketsphinx hears a narrated build, its words are held to the script's.

``python -m tests.voice.hearing FOLDER``, where a narrated build lies, prints the error rate, and the sentences of which
least was understood. What is heard is the sound of the films themselves, cut where their captions say.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gdcore.speech.spoken import spoken
from scenes.voice.sound import read_sound, resampled
from scenes.voice.voice import RATE, Samples

HEARD_RATE = 16_000
"""Samples a second that the recogniser takes."""
SHOWN = 10
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
CUE = re.compile(r"([\d:.]+) --> ([\d:.]+)[^\n]*\n(.+?)(?:\n\n|\Z)", re.DOTALL)
ALIKE = {
    "an": "a", "ate": "eight", "ay": "a", "be": "b", "bee": "b", "cannot": "can not", "center": "centre",
    "color": "colour", "eh": "a", "ex": "x", "for": "four", "forever": "four ever", "hear": "here", "it's": "its",
    "jay": "j", "there": "their", "to": "two", "too": "two", "where": "were", "whole": "hole", "won": "one",
}  # fmt: skip
"""Words that sound alike, and the one that they are counted as."""
NUMBERS = {
    "minus", "point", "percent", "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "thousand",
}  # fmt: skip
NEW_WORDS = {"eta": "IY T AH"}
"""Words that the recogniser does not know, or knows as said otherwise, by its names of sounds."""


@dataclass(frozen=True)
class Understood:
    """A sentence, the words that are said in it, those that were heard, and how many changes lie between the two."""

    place: str
    said: tuple[str, ...]
    heard: tuple[str, ...]

    @property
    def errors(self) -> int:
        """Words that were left out, put in, or heard as others."""
        return distance(self.said, self.heard)


class Ear:
    """Hears English words."""

    def __init__(self) -> None:
        from pocketsphinx import Decoder

        self._decoder: Any = Decoder(samprate=HEARD_RATE, loglevel="FATAL")
        for word, sounds in NEW_WORDS.items():
            self._decoder.add_word(word, sounds, update=True)

    def words(self, samples: Samples) -> tuple[str, ...]:
        """Return the words in samples at our rate, ``(n,)``."""
        sixteen_bits = np.rint(32767 * np.clip(resampled(samples, HEARD_RATE), -1, 1)).astype(np.int16)
        self._decoder.start_utt()
        self._decoder.process_raw(sixteen_bits.tobytes(), full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return words_of(found.hypstr if found else "")

    def understood(self, place: str, sentence: str, samples: Samples) -> Understood:
        """Return what is understood of a sentence, as captions show it, that is said in samples."""
        return Understood(place, words_of(spoken(sentence, "en")), self.words(samples))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text for the ear."""
    words = WORD.findall(text.lower().replace("’", "'"))
    return tuple(part for word in words for part in ALIKE.get(word, word).split())


def distance(said: Sequence[str], heard: Sequence[str]) -> int:
    """Return the least number of words to be changed, left out or put in."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]


def numbers(words: Sequence[str]) -> Counter[str]:
    """Return how often each word of a number, and each sign, is among words."""
    return Counter(word for word in words if word in NUMBERS)


def error_rate(sentences: Sequence[Understood]) -> float:
    """Return how many words of a hundred said are wrong, as a share."""
    return sum(one.errors for one in sentences) / sum(len(one.said) for one in sentences)


def sentences_in(film: Path, captions: Path) -> Iterator[tuple[str, Samples]]:
    """Yield each sentence of a film, written, and its sound."""
    samples = read_sound(film, 3600.0).samples
    begin, text = 0.0, ""
    for start, end, line in CUE.findall(captions.read_text(encoding="utf-8")):
        begin, text = (begin, f"{text} {line}") if text else (_seconds(start), line)
        if text.endswith((".", "?", "!")):
            yield " ".join(text.split()), samples[round(begin * RATE) : round(_seconds(end) * RATE)]
            text = ""


def _seconds(time: str) -> float:
    return sum(60.0**k * float(part) for k, part in enumerate(reversed(time.split(":"))))


def hear(folder: Path) -> list[Understood]:
    """Return what is understood of the film in a build, and of its clips that are not in there."""
    ear, told, understood = Ear(), set[str](), []
    films = [folder / "explainer.mp4", *sorted((folder / "clips").glob("*.mp4"))]
    for film in films:
        for sentence, samples in sentences_in(film, film.with_suffix(".vtt")):
            if sentence not in told:
                told.add(sentence)
                understood.append(ear.understood(film.stem, sentence, samples))
    return understood


def report(sentences: Sequence[Understood], n_shown: int = SHOWN) -> Iterator[str]:
    """Yield the error rate of all sentences, and those of which least was understood."""
    n_words = sum(len(one.said) for one in sentences)
    yield f"{len(sentences)} sentences, {n_words} words: {100 * error_rate(sentences):.1f} % wrong"
    said = sum((numbers(one.said) for one in sentences), Counter[str]())
    heard = sum((numbers(one.said) & numbers(one.heard) for one in sentences), Counter[str]())
    yield f"words of numbers: {heard.total()} of {said.total()} heard"
    for one in sorted(sentences, key=lambda one: one.errors / len(one.said), reverse=True)[:n_shown]:
        yield f"{one.errors} of {len(one.said)} in {one.place}: {' '.join(one.said)}"
        yield f"  heard: {' '.join(one.heard)}"


if __name__ == "__main__":
    print(*report(hear(Path(sys.argv[1])), int(sys.argv[2]) if len(sys.argv) > 2 else SHOWN), sep="\n")
