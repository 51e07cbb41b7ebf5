from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Line:
    slug: str
    beat: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Utterance:
    samples: Samples
    ends_s: tuple[float, ...]


class Voice(Protocol):
    identity: str

    def say(self, lines: Sequence[Line], language: str, on_line: Callable[[int], None]) -> list[Utterance | None]: ...
