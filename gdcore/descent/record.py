"""What a run leaves behind while it is under way: rows of numbers that grow, and the trial points it refused."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gdcore.arrays import Array


class Record:
    """The rows of a run in ``d`` parameters; 8 bytes a number, so that a million steps fit where a thousand do.

    ``points`` and ``gradients`` hold ``d`` numbers a row, ``counts`` two: the loss and the gradient evaluations so far.
    """

    def __init__(self, point: Array, loss: float) -> None:
        """Begin at the start, whose loss has been evaluated."""
        self.d = len(point)
        self.points, self.losses, self.gradients = array("d", point.tolist()), array("d", [loss]), array("d")
        self.counts = array("q", [1, 0])

    @property
    def n_steps(self) -> int:
        """The number of steps recorded."""
        return len(self.losses) - 1

    def row(self, k: int) -> tuple[list[float], float]:
        """Return iterate ``k``, counted from the end if below 0, and its loss."""
        at = (k % len(self.losses)) * self.d
        return self.points[at : at + self.d].tolist(), self.losses[k]

    def add(self, point: Sequence[float], loss: float, counts: tuple[int, int]) -> None:
        """Add the iterate that a step has led to."""
        self.points.extend(point)
        self.losses.append(loss)
        self.counts.extend(counts)

    def repeat(self, period: int, n_more: int) -> None:
        """Go on for ``n_more`` steps with what the last ``period`` steps did, over and over."""
        for rows, width in ((self.points, self.d), (self.losses, 1), (self.gradients, self.d)):
            cycle = np.frombuffer(rows[-period * width :])
            rows.frombytes(np.resize(cycle, n_more * width).tobytes())

    def rows(self, numbers: array[float]) -> Array:
        """Return such numbers as rows of ``d``, read-only, shape ``(n, d)``."""
        found = _read_only(np.frombuffer(numbers))
        return found.reshape(-1, self.d)

    @property
    def loss_row(self) -> Array:
        """The losses, read-only, shape ``(n_steps + 1,)``."""
        return _read_only(np.frombuffer(self.losses))

    @property
    def evaluations(self) -> NDArray[np.int64]:
        """The counts, read-only, shape ``(n_steps + 1, 2)``."""
        found = np.frombuffer(self.counts, dtype=np.int64)
        found.setflags(write=False)
        return found.reshape(-1, 2)


def _read_only(array: Array) -> Array:
    array.setflags(write=False)
    return array
