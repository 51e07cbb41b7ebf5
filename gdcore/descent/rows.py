"""States that are rows of numbers, and steps on them: rules written once, for arrays and for plain numbers.

A state is an array ``(rows, d)``: numbers of the same kind in each row, one per parameter; ``(n, rows, d)`` for n runs.
With one rule for both, a step on arrays and one on plain numbers have the same bits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.method import Move
from gdcore.objectives.objective import Objective

Scaled = Callable[[Any, Any, float], Any]
"""Returns the rate over the root of a mean of squares plus epsilon."""
Rule = Callable[..., tuple[Any, ...]]
"""Maps point, slope, rate and the rows of a state to the next point and rows."""


def named_rows(rows: tuple[str, ...], state: Array) -> Mapping[str, Array]:
    """Return the first rows of a state by name, each of the shape of a point."""
    return {name: state[..., i, :] for i, name in enumerate(rows)}


def row_step(
    rule: Rule, _objective: Objective, point: Array, _loss: Any, gradient: Array, state: Array, rate: Array
) -> Move:
    """Return a step of a rule."""
    landed, *rows = rule(_scaled, point, gradient, rate, *(state[..., i, :] for i in range(state.shape[-2])))
    return Move(landed, np.stack(rows, axis=-2))


def plain_row_step(rule: Rule) -> Callable[..., tuple[Any, Any]]:
    """Return a step of a rule on plain numbers: point, slope, rows and rates to where it leads, and the rows then."""
    own = partial(rule, _plainly_scaled)

    def step(point: Any, slope: Any, state: Any, rates: Any) -> tuple[Any, Any]:
        landed, *rows = zip(*map(own, point, slope, rates, *state), strict=True)  # one parameter after the other
        return landed, rows

    return step


def _scaled(rate: Array, square: Array, epsilon: float) -> Array:
    """Return effective rates; infinite where the square is too large for float64, so that the run ends by overflow."""
    return np.asarray(np.where(square < np.inf, rate / (np.sqrt(square) + epsilon), np.inf))


def _plainly_scaled(rate: float, square: float, epsilon: float) -> float:
    if square == math.inf:
        raise OverflowError  # the step is left to arrays
    return rate / (math.sqrt(square) + epsilon)
