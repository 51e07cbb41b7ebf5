"""The fits that make the mean absolute error and the mean of Huber's loss least, which no formula gives: by a search.

The first is a linear programme: minimise the sum of u + v with u - v the errors and u, v >= 0 (H. M. Wagner, Linear
programming techniques for regression analysis, 1959), solved in its dual form, which has as few rows as parameters.
The second is Newton's method with squares reweighted where that does not go down (P. J. Huber, Robust Statistics,
1981, section 7.8).
"""

from __future__ import annotations

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.objectives.losses import Absolute, Huber

MOST_STEPS = 500
SETTLED = 1e-13
"""A slope of this size, in standard units, is none."""
ON_FIT = 1e-7
"""A weight that is farther than this from both its bounds is that of a row which the fit runs through."""


def robust_minimiser(x: Array, y: Array, loss: Absolute | Huber) -> Array:
    """Return the parameters ``(m + 1,)``, the constant last, of a fit of ``y`` ``(n,)`` to columns ``x`` ``(n, m)``.

    The columns must be linearly independent. Of several that are as good it is one.
    """
    means, spreads = x.mean(axis=0), x.std(axis=0)
    design = np.column_stack([(x - means) / spreads, np.ones(len(y))])
    middle, spread = float(np.median(y)), float(y.std()) or 1.0
    target = (y - middle) / spread
    found = _least_absolute(design, target) if isinstance(loss, Absolute) else _huber(
        design, target, Huber(loss.delta / spread))  # fmt: skip
    slopes = spread * found[:-1] / spreads
    return frozen([*slopes, spread * found[-1] + middle - float(slopes @ means)])


def _least_absolute(design: Array, y: Array) -> Array:
    from scipy.optimize import linprog  # late: few lessons need it

    d = design.shape[1]
    solved = linprog(-y, A_eq=design.T, b_eq=np.zeros(d), bounds=(-1.0, 1.0), method="highs-ds")
    found = -np.asarray(solved.eqlin.marginals)
    on_fit = np.flatnonzero(abs(solved.x) < 1.0 - ON_FIT)
    if len(on_fit) == d and np.linalg.matrix_rank(design[on_fit]) == d:  # exact where the solver has its tolerances
        through = np.linalg.solve(design[on_fit], y[on_fit])
        found = min((found, through), key=lambda fit: float(abs(design @ fit - y).sum()))
    return found


def _huber(design: Array, y: Array, loss: Huber) -> Array:
    here = frozen(np.linalg.lstsq(design, y)[0])
    for _ in range(MOST_STEPS):
        residual = design @ here - y
        slope = design.T @ loss.slope(residual)
        if abs(slope).max() <= SETTLED * len(y):
            break
        inner = design * loss.curvature(residual)[:, None]
        root = np.sqrt(loss.delta / np.maximum(abs(residual), loss.delta))
        tried = (
            here - np.linalg.lstsq(inner.T @ design, slope)[0],
            np.linalg.lstsq(design * root[:, None], y * root)[0],
        )
        values = [float(loss.value(design @ fit - y).sum()) for fit in tried]
        best = tried[int(np.argmin(values))]
        if (
            not min(values) < float(loss.value(residual).sum())
            and not abs(design.T @ loss.slope(design @ best - y)).max() < abs(slope).max()
        ):
            break
        here = frozen(best)
    return here
