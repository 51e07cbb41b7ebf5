"""``Record``: the growing rows of a run in progress."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdcore.arrays import Array


class Record:
    """The rows of a run in ``d`` parameters, in compact arrays of 8 bytes per number.

    ``points`` and ``gradients`` hold ``d`` numbers per row, ``counts`` two: loss and gradient evaluations so far.
    ``rejected`` holds step, point and loss of each rejected trial.
    """

    def __init__(self, point: Array, loss: float) -> None:
        """Begin with the start and its loss, which cost one evaluation."""
        self.d = len(point)
        self.points, self.losses, self.gradients = array("d", point.tolist()), array("d", [loss]), array("d")
        self.counts = array("q", [1, 0])
        self.rejected: list[tuple[int, ArrayLike, float]] = []

    @property
    def n_steps(self) -> int:
        """The number of steps recorded."""
        return len(self.losses) - 1

    def row(self, k: int) -> tuple[list[float], float]:
        """Return iterate ``k`` and its loss; a negative ``k`` counts from the end."""
        at = (k % len(self.losses)) * self.d
        return self.points[at : at + self.d].tolist(), self.losses[k]

    def add(self, point: Sequence[float], loss: float, counts: tuple[int, int]) -> None:
        """Append an iterate."""
        self.points.extend(point)
        self.losses.append(loss)
        self.counts.extend(counts)

    def repeat(self, period: int, n_more: int) -> None:
        """Append ``n_more`` rows that repeat the last ``period`` ones cyclically."""
        for rows, width in ((self.points, self.d), (self.losses, 1), (self.gradients, self.d)):
            cycle = np.frombuffer(rows[-period * width :])
            rows.frombytes(np.resize(cycle, n_more * width).tobytes())

    def rows(self, numbers: array[float]) -> Array:
        """Return ``points`` or ``gradients`` as a read-only array of shape ``(n, d)``."""
        found = _read_only(np.frombuffer(numbers))
        return found.reshape(-1, self.d)

    @property
    def loss_row(self) -> Array:
        """The losses, read-only, shape ``(n_steps + 1,)``."""
        return _read_only(np.frombuffer(self.losses))

    @property
    def evaluations(self) -> NDArray[np.int64]:
        """The evaluation counts, read-only, shape ``(n_steps + 1, 2)``."""
        found = np.frombuffer(self.counts, dtype=np.int64)
        found.setflags(write=False)
        return found.reshape(-1, 2)


def _read_only(array: Array) -> Array:
    array.setflags(write=False)
    return array
