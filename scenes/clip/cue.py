"""``Cue``: what is said at one beat, and when it is on; its captions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from textwrap import wrap

LINE = 42
"""Characters that a line of a caption holds."""
READ_A_SECOND = 15.0
"""Characters of a caption that are read in a second."""


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
    """Return what is written under the picture: of what is spoken one sentence after the other, two lines at a time.

    None goes before it has been said; where it could not be read by then, it stays on while the next is said.
    """
    return tuple(part for cue in cues for part in (_parts(cue) if cue.spoken else (cue,)))


def _parts(cue: Cue) -> Iterator[Cue]:
    pieces: list[str] = []
    ends: list[float] = []
    begin_s = cue.start_s
    for sentence, end_s in cue.spoken:
        of_it = _two_lines_each(sentence)
        said = list(accumulate(map(len, of_it)))
        pieces += of_it
        ends += [begin_s + (end_s - begin_s) * n / said[-1] for n in said]
        begin_s = end_s
    starts = [cue.start_s, *_goings(cue, [len(piece) / READ_A_SECOND for piece in pieces], ends)]
    for piece, (begin_s, end_s) in zip(pieces, pairwise(starts), strict=True):
        yield Cue(begin_s, end_s, piece, cue.beat)


def _goings(cue: Cue, read_s: Sequence[float], ends: Sequence[float]) -> Iterator[float]:
    """Yield when each piece goes, given how long it takes to be read and when it has been said; the last with the cue.

    A piece stays on at most until the others can only just be read.
    """
    left_s = sum(read_s)
    begin_s = cue.start_s
    for needed_s, end_s in zip(read_s[:-1], ends[:-1], strict=True):
        left_s -= needed_s
        begin_s = max(end_s, min(begin_s + needed_s, cue.end_s - left_s))
        yield begin_s
    yield cue.end_s


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
