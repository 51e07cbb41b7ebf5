"""The mean squared error of a linear model on several columns: y = a*x1 + b*x2 + ... + constant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gdcore.arrays import FLAT, Array, frozen
from gdcore.errors import InputError
from gdcore.faults import in_one_line

INVOLVED = 1e-6
"""A column with a smaller share than this does not take part in a linear combination."""


@dataclass(frozen=True, eq=False)
class FeatureError:
    """J(p) = mean((p.x + c - y)**2) from the sums of the data, so a step costs the same for any number of rows.

    Around the least-squares fit the residual splits into three orthogonal parts, as for a line (``LineError``), and
    nothing cancels: J = |R (p - p*)|**2 + (p.mean x + c - mean y)**2 + J*, with R'R the covariance of the columns.
    ``means`` and ``best`` have shape ``(m,)``, ``factor`` is R, upper triangular ``(m, m)``.
    """

    means: Array
    mean_y: float
    factor: Array
    best: Array
    least: float

    @classmethod
    def on(cls, x: Array, y: Array, columns: Sequence[str], source: str = "table") -> FeatureError:
        """Return the error on ``x`` ``(n, m)`` and ``y`` ``(n,)``.

        Raises ``InputError`` naming the linearly dependent ``columns``, for which the fit would not be unique.
        """
        means, spreads, mean_y = x.mean(axis=0), x.std(axis=0), float(y.mean())
        standard = (x - means) / spreads
        standard -= standard.mean(axis=0)  # removes the rounding of the means, large beside a small spread
        centred = y - mean_y
        triangle = np.linalg.qr(np.column_stack([standard, centred - centred.mean()]), mode="r") / np.sqrt(len(y))
        triangle = np.vstack([triangle, np.zeros((x.shape[1] + 1 - len(triangle), x.shape[1] + 1))])
        factor, target = triangle[:-1, :-1], triangle[:-1, -1]
        _check_independent(factor, columns, source)
        best = np.linalg.lstsq(factor, target)[0]
        least = float(triangle[-1, -1] ** 2 + np.sum((factor @ best - target) ** 2))
        return cls(frozen(means), mean_y, frozen(factor * spreads), frozen(best / spreads), least)

    @property
    def minimiser(self) -> Array:
        """The least-squares fit: one slope per column, and the constant."""
        return frozen([*self.best, self.mean_y - float(self.best @ self.means)])

    @property
    def hessian_root(self) -> Array:
        """R with R'R the Hessian of J/2, shape ``(m + 1, m + 1)``."""
        return frozen(np.block([[self.factor, np.zeros((len(self.means), 1))], [self.means, np.ones(1)]]))

    def value(self, points: Array) -> Array:
        """Return J at points ``(..., m + 1)``."""
        total: Array = np.square(self._mean_residual(points))
        for row in self._turned(points):
            total = total + np.square(row)
        return total + self.least

    def gradient(self, points: Array) -> Array:
        """Return the gradient of J/2: mean(x*r) per column, and mean(r)."""
        mean, turned = self._mean_residual(points), self._turned(points)
        along = [
            sum((self.factor[row, i] * turned[row] for row in range(i + 1)), self.means[i] * mean)
            for i in range(len(self.means))
        ]
        return np.stack([*along, mean], axis=-1)

    def hessian(self, points: Array) -> Array:
        """Return the Hessian of J/2, constant: the mean products of the columns and 1."""
        with_one = np.append(self.means, 1.0)
        matrix = np.outer(with_one, with_one)
        matrix[:-1, :-1] += self.factor.T @ self.factor
        return np.broadcast_to(frozen(matrix), (*points.shape[:-1], *matrix.shape))

    def _mean_residual(self, points: Array) -> Array:
        # Term by term, here and below, for the same bits at one point and at many.
        terms = (points[..., i] * mean for i, mean in enumerate(self.means))
        mean: Array = sum(terms, points[..., -1] - self.mean_y)
        return mean

    def _turned(self, points: Array) -> list[Array]:
        """Return the rows of R (p - p*), each of shape ``(...)``."""
        m = len(self.best)
        across = [points[..., i] - self.best[i] for i in range(m)]
        return [sum((self.factor[row, i] * across[i] for i in range(row, m)), np.zeros(())) for row in range(m)]


def _check_independent(factor: Array, columns: Sequence[str], source: str) -> None:
    """Raise ``InputError`` if columns in standard units, with R = ``factor``, are linearly dependent."""
    _, sizes, turn = np.linalg.svd(factor)
    if sizes[-1] ** 2 > FLAT * sizes[0] ** 2:
        return
    shares = abs(turn[-1])
    names = [f'"{in_one_line(name)}"' for name, share in zip(columns, shares, strict=True) if share > INVOLVED]
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    raise InputError(
        f"{source}: columns {listed}: expected linearly independent columns, "
        "got one that is a linear combination of the others"
    )
