"""A sentence of the narration, with the condition under which it is true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scenes.sentences.claims import Condition, always


@dataclass(frozen=True)
class Sentence:
    """A sentence, still in English, and when it is true of a run; ``many`` is its form for any number of steps but one.

    ``voice`` is what is said aloud instead, where that is more than what is read: whole sentences for the ear. Names in
    braces stand for facts of the run.
    """

    text: str
    holds: Condition = always
    many: str = ""
    voice: str = ""


Beats = Mapping[str, tuple[Sentence, ...]]
"""The sentences that may be said at each beat, in order: the first that is true of a run is said."""


def counted(forms: tuple[str, str], holds: Condition = always) -> Sentence:
    """Return a sentence that depends on the number of steps: its form for one step, and for any other number."""
    return Sentence(forms[0], holds, forms[1])
