"""``Cue``: what is said at one beat, and when it is on; its captions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap

LINE = 42
"""Characters that a line of a caption holds."""


@dataclass(frozen=True)
class Cue:
    """What is said at one beat and when it is on, in seconds from the clip's first frame.

    Where a voice says it, ``spoken`` has each sentence and when it has been said.
    """

    start_s: float
    end_s: float
    text: str
    beat: str = ""
    spoken: tuple[tuple[str, float], ...] = ()


def captions(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """Return what is written under the picture: of what is spoken one sentence after the other, two lines at a time."""
    return tuple(part for cue in cues for part in (_parts(cue) if cue.spoken else (cue,)))


def _parts(cue: Cue) -> Iterator[Cue]:
    starts = [cue.start_s, *(end_s for _, end_s in cue.spoken[:-1]), cue.end_s]
    for (sentence, end_s), (start_s, until_s) in zip(cue.spoken, pairwise(starts), strict=True):
        pieces = _two_lines_each(sentence)
        said = [0, *_running(len(piece) for piece in pieces)]
        ends = [start_s + (end_s - start_s) * n / said[-1] for n in said[:-1]] + [until_s]
        for piece, (begin_s, finish_s) in zip(pieces, pairwise(ends), strict=True):
            yield Cue(begin_s, finish_s, piece, cue.beat)


def _running(lengths: Iterator[int]) -> Iterator[int]:
    total = 0
    for length in lengths:
        total += length
        yield total


def _two_lines_each(sentence: str) -> list[str]:
    """Return a sentence in pieces of about one length, none of more than two lines."""
    lines = wrap(sentence, LINE, break_long_words=False)
    n_pieces = (len(lines) + 1) // 2
    width = len(sentence) / max(1, n_pieces)
    while True:
        pieces = wrap(sentence, round(width), break_long_words=False)
        if len(pieces) <= n_pieces or width > 2 * LINE:
            return pieces
        width += 1
