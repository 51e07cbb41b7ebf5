"""The condition number that a run feels: with a rate for each parameter it is not that of the curvatures alone."""

from __future__ import annotations

import math

import numpy as np

from gdcore.arrays import FLAT, Array
from gdcore.descent.plain import gradient_descent
from gdcore.descent.trajectory import descend
from gdcore.objectives.objective import Objective
from gdcore.theory.spectra import error_components, rate_eigenvalues
from gdcore.theory.speeds import shares_left


def felt_condition_number(objective: Objective, learning_rate: Array) -> float | None:
    """Return the largest over the smallest eigenvalue of diag(rate) H at the minimiser, for rates ``(d,)``.

    A step of plain descent stretches and shrinks the error by these eigenvalues, so their ratio is what tells how slow
    the slow part is. For equal rates it is the condition number of H. The units of the parameters cancel: a parameter
    counted in units s times as large, with a rate s**2 times as small, is the same run. None without a minimiser, and
    where rounding hides whether the smallest eigenvalue is above zero.
    """
    found = rate_eigenvalues(objective, learning_rate / learning_rate.max())
    return float(found[0] / found[-1]) if found is not None and found[-1] > FLAT * found[0] else None


def steps_to_leave(share: float, objective: Objective, learning_rate: Array, start: Array, most: int) -> float:
    """Return the number of steps of plain descent until of every part of the error at most ``share`` is left.

    The parts are those of ``error_components``. Up to ``most`` steps it is counted on a run from ``start``; beyond that
    it follows from the slowest factor, ``log(share) / log(factor)``, and it is inf where that part never shrinks.
    """
    eigenvalues = rate_eigenvalues(objective, learning_rate)
    assert eigenvalues is not None
    slowest = float(abs(1.0 - eigenvalues).max())
    if slowest >= 1.0:
        return math.inf
    expected = math.log(share) / math.log(slowest) if slowest > 0.0 else 1.0
    if expected > most:
        return float(math.ceil(expected))
    run = descend(objective, gradient_descent(learning_rate), start, math.ceil(expected) + 1)
    left = shares_left(error_components(run)).max(axis=1)
    return float(np.argmax(left <= share))
