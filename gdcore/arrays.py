"""float64 arrays: the type, read-only copies, and the threshold for zero."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
FLAT = 1e-14
"""An eigenvalue smaller than this share of the largest is a rounding error."""


def frozen(values: ArrayLike) -> Array:
    """Return a read-only float64 copy of ``values``."""
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array


def squared(values: Array) -> Array:
    """Return squares with the same bits for one value as for many; numpy's ``**`` rounds differently for a scalar."""
    squares: Array = np.square(values)
    return squares
