"""The mean squared error of a line, in the table's units and in standard units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gdcore.arrays import Array, frozen, squared
from gdcore.objectives.function import Plain
from gdcore.objectives.objective import Objective, Rows, Standard
from gdcore.tables.table import Table


@dataclass(frozen=True)
class LineError:
    """J(a, b) = mean((a*x + b - y)**2) from the sums of the data, so a step costs the same for any number of rows.

    Around the least-squares line (a*, b*) the residual r = a*x + b - y splits into three orthogonal parts,
    r = (a - a*)(x - mean x) + (a*mean x + b - mean y) + r*, and nothing cancels:
    J = var(x)*(a - a*)**2 + (a*mean x + b - mean y)**2 + J*.
    """

    mean_x: float
    mean_y: float
    variance_x: float
    best_a: float
    least: float

    @classmethod
    def on(cls, table: Table) -> LineError:
        """Return the error on ``table``."""
        mean_x, mean_y = float(table.x.mean()), float(table.y.mean())
        x, y = table.x - mean_x, table.y - mean_y
        x, y = x - x.mean(), y - y.mean()  # removes the rounding of the means, large beside a small spread
        variance = float(np.mean(x * x))
        best_a = float(np.mean(x * y)) / variance
        return cls(mean_x, mean_y, variance, best_a, float(np.mean((best_a * x - y) ** 2)))

    @property
    def minimiser(self) -> Array:
        """The least-squares line (a, b)."""
        return frozen([self.best_a, self.mean_y - self.best_a * self.mean_x])

    @property
    def hessian_root(self) -> Array:
        """R with R'R the Hessian of J/2."""
        return frozen([[self.variance_x**0.5, 0.0], [self.mean_x, 1.0]])

    def value(self, points: Array) -> Array:
        """Return J at points ``(..., 2)``."""
        across, mean = points[..., 0] - self.best_a, self._mean_residual(points)
        total: Array = self.variance_x * squared(across) + squared(mean)
        return total + self.least

    def gradient(self, points: Array) -> Array:
        """Return the gradient of J/2: (mean(x*r), mean(r))."""
        residual = self._mean_residual(points)
        along_a = self.mean_x * residual + self.variance_x * (points[..., 0] - self.best_a)
        found = np.empty((*residual.shape, 2))
        found[..., 0], found[..., 1] = along_a, residual
        return found

    def hessian(self, points: Array) -> Array:
        """Return the Hessian of J/2, constant: [[mean x**2, mean x], [mean x, 1]]."""
        matrix = frozen([[self.variance_x + self.mean_x**2, self.mean_x], [self.mean_x, 1.0]])
        return np.broadcast_to(matrix, (*points.shape[:-1], 2, 2))

    def plain(self) -> Plain:
        """Return value and gradient on Python floats."""
        mean_x, mean_y, variance, best, least = (
            self.mean_x, self.mean_y, self.variance_x, self.best_a, self.least
        )  # fmt: skip

        def value(a: float, b: float) -> float:
            across, mean = a - best, a * mean_x + b - mean_y
            return variance * (across * across) + mean * mean + least

        def gradient(a: float, b: float) -> list[float]:
            residual = a * mean_x + b - mean_y
            return [mean_x * residual + variance * (a - best), residual]

        return value, gradient

    def _mean_residual(self, points: Array) -> Array:
        mean: Array = points[..., 0] * self.mean_x + points[..., 1] - self.mean_y
        return mean


def mean_squared_error(table: Table) -> Objective:
    """Return the mean squared error of the line a*x + b on ``table``, by convention with half its gradient.

    Its parameters are ``a`` and ``b``, its gradient (mean(x*r), mean(r)) with residuals r = a*x + b - y, and its
    minimiser the least-squares line.

    Args:
        table: The data, with at least two different x.

    >>> error = mean_squared_error(Table([0.0, 1.0, 2.0], [1.0, 3.0, 5.0]))
    >>> error.minimiser.round(12).tolist(), error.gradient(np.array([2.0, 2.0])).tolist()
    ([2.0, 1.0], [1.0, 1.0])
    """
    error = LineError.on(table)
    scale = np.array([max(abs(error.mean_x), error.variance_x**0.5), 1.0])
    return fit_objective(
        "mean_squared_error",
        ("a", "b"),
        error,
        table,
        scale=scale,
        units=(table.slope_unit, table.y_unit),
        formula="1/n sum_(i=1)^n (a x_i + b - y_i)^2",
        rows=Rows(table.x, table.y),
    )


def standardised_error(table: Table) -> Objective:
    """Return the mean squared error of the line p*z + q, z = (x - mean x)/(standard deviation of x).

    The lines, their errors and the convention for the gradient are those of ``mean_squared_error``; only the
    parameters differ, and make H the identity: condition number 1, one learning rate for both. ``standard`` of the
    objective converts between both pairs of parameters.

    Args:
        table: The data, with at least two different x.

    >>> error = standardised_error(Table([0.0, 1.0, 2.0], [1.0, 3.0, 5.0]))
    >>> error.hessian(np.zeros(2)).round(12).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    mean, spread = float(table.x.mean()), float(table.x.std())
    z = frozen((table.x - mean) / spread)
    return fit_objective(
        "standardised_mean_squared_error",
        ("p", "q"),
        LineError.on(replace(table, x=z)),
        table,
        scale=np.ones(2),
        units=(table.y_unit, table.y_unit),
        formula="1/n sum_(i=1)^n (p z_i + q - y_i)^2",
        rows=Rows(z, table.y),
        standard=Standard((mean,), (spread,), ("a", "b"), (table.slope_unit, table.y_unit)),
    )


def fit_objective(
    name: str, parameters: tuple[str, ...], error: Any, table: Table, *, scale: Array, **others: Any
) -> Objective:
    """Return the objective of a fit to ``table``, of which ``error`` is the mean loss in ``d`` parameters.

    A y divided by ``scale`` ``(d,)`` has the size of a typical parameter; ``others`` are further fields, and those that
    are not as for a squared error.
    """
    reach = 8.0 * (float(np.std(table.y)) or max(abs(float(table.y.mean())), 1.0)) / scale
    minimiser = frozen(others["minimiser"] if "minimiser" in others else error.minimiser)  # noqa: SIM401 - not all have one
    usual: dict[str, Any] = {
        "minimiser": minimiser,
        "domain": frozen(np.stack([minimiser - reach, minimiser + reach], axis=1)),
        "quadratic": True,
        "gradient_scale": 0.5,
        "value_unit": f"{table.y_unit}²" if table.y_unit else "",
        "symbol": "J",
    }
    return Objective(
        name=name,
        parameters=parameters,
        value=error.value,
        gradient=error.gradient,
        hessian=error.hessian,
        function=error,
        hessian_root=getattr(error, "hessian_root", None),
        table=table,
        **(usual | others),
    )
