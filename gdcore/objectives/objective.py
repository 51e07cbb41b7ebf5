"""Functions to minimise: value, gradient, Hessian, the known minimiser, a sensible domain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdcore.errors import InputError
from gdcore.tables.table import Table

Array = NDArray[np.float64]
Plain = tuple[Callable[..., float], Callable[..., list[float]]]
"""Value and gradient as functions of ``d`` Python numbers, with the bits of those of arrays: what a long run asks.

They raise what Python's numbers raise, where arrays go to infinity or have no value."""
Origin = Literal["given", "exact", "found"]
"""Where a minimiser comes from: told with the function, computed exactly, or found by a search."""
HUGE = 1e70
"""Beyond it inf - inf may turn up in a function of few powers: a value that is not a number there says nothing."""


def frozen(values: ArrayLike) -> Array:
    """Return a read-only float64 copy of ``values``."""
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows ``(x, y)`` of the data, arrays of shape ``(n,)``, for methods that look at a few of them at a time."""

    x: Array = field(repr=False)
    y: Array = field(repr=False)

    @property
    def n_rows(self) -> int:
        """The number of rows."""
        return len(self.x)

    def gradient(self, points: Array, drawn: NDArray[np.int64]) -> Array:
        """Return the gradient of half the mean squared error over the rows ``drawn``: (mean(x*r), mean(r))."""
        x = self.x[drawn]
        residual = points[..., :1] * x + points[..., 1:] - self.y[drawn]
        return np.stack([np.mean(x * residual, axis=-1), np.mean(residual, axis=-1)], axis=-1)


@dataclass(frozen=True)
class Standard:
    """The change to standard units z = (x - mean)/spread, and back, for lines p*z + q = a*x + b."""

    mean: float
    spread: float
    parameters: tuple[str, ...] = ("a", "b")
    units: tuple[str, ...] = ("", "")

    def original(self, points: Array) -> Array:
        """Return (a, b) of lines (p, q), shape ``(..., 2)``."""
        slope = points[..., 0] / self.spread
        return np.stack([slope, points[..., 1] - slope * self.mean], axis=-1)

    def standardised(self, points: Array) -> Array:
        """Return (p, q) of lines (a, b), shape ``(..., 2)``."""
        return np.stack([points[..., 0] * self.spread, points[..., 1] + points[..., 0] * self.mean], axis=-1)


@dataclass(frozen=True, eq=False)
class Objective:
    """A function of ``d`` parameters that descent minimises.

    ``value``, ``gradient`` and ``hessian`` take points of shape ``(..., d)`` and return ``(...)``, ``(..., d)`` and
    ``(..., d, d)``. ``gradient`` and ``hessian`` are those of ``gradient_scale * value``: the field's habit of
    dropping the 2 of a squared error lives in that number instead of in a footnote. All three are methods of a small
    frozen object, so that an objective can be sent to another process.

    >>> curve = parabola()
    >>> curve.parameters, float(curve.value(np.array([3.0]))), curve.minimiser.tolist()
    (('x',), 9.0, [0.0])
    """

    name: str
    parameters: tuple[str, ...]
    value: Callable[[Array], Array]
    gradient: Callable[[Array], Array]
    hessian: Callable[[Array], Array]
    domain: Array
    """Shape ``(d, 2)``: an interval a parameter that shows the interesting part."""
    minimiser: Array | None = None
    minimum_is: Origin | None = None
    """Where the minimiser comes from; filled in when it is left out: exact for a quadratic, else given."""
    quadratic: bool = False
    gradient_scale: float = 1.0
    units: tuple[str, ...] = ()
    value_unit: str = ""
    symbol: str = "f"
    formula: str = ""
    """The right-hand side of the definition, in Typst mathematics."""
    table: Table | None = field(default=None, repr=False)
    rows: Rows | None = field(default=None, repr=False)
    standard: Standard | None = None
    """Where the parameters are those of a fit in standard units: the way back to the table's own."""
    defined: Callable[[Array], bool] | None = None
    """Tells at one point ``(d,)`` where the value is not finite whether the function exists there, if it can."""
    hessian_root: Array | None = None
    """R, ``(n, d)``, of a Hessian R'R that is the same everywhere, where it is known. Of R a double tells singular
    values apart of which it loses the squares, so that far from 0 a fit keeps its slow direction."""

    def __post_init__(self) -> None:
        """Make the arrays read-only and check the shapes that the fields promise each other."""
        object.__setattr__(self, "domain", frozen(self.domain))
        if self.domain.shape != (self.n_parameters, 2):
            raise InputError(f"domain: expected shape ({self.n_parameters}, 2), got {self.domain.shape}")
        if self.minimiser is not None:
            object.__setattr__(self, "minimiser", frozen(self.minimiser))
            if self.minimiser.shape != (self.n_parameters,):
                raise InputError(f"minimiser: expected {self.n_parameters} numbers, got shape {self.minimiser.shape}")
            if self.minimum_is is None:
                object.__setattr__(self, "minimum_is", "exact" if self.quadratic else "given")
        if not self.units:
            object.__setattr__(self, "units", ("",) * self.n_parameters)

    @property
    def n_parameters(self) -> int:
        """The number of parameters, ``d``."""
        return len(self.parameters)

    @property
    def minimum(self) -> float | None:
        """The value at the minimiser, where that is known."""
        return None if self.minimiser is None else float(self.value(self.minimiser))

    def exists_at(self, point: Array) -> bool:
        """Whether the function has a value at ``point`` ``(d,)``, be it one that is too large for float64."""
        if not np.isfinite(point).all():
            return True
        if np.isfinite(self.value(point)):
            return True
        if self.defined is not None:
            return self.defined(point)
        return not np.isnan(self.value(point)) or bool(abs(point).max() > HUGE)


def _squared(values: Array) -> Array:
    """Return squares with the same bits for one value as for many: numpy's ``**`` takes another way for a scalar."""
    squares: Array = np.square(values)
    return squares


@dataclass(frozen=True)
class Parabola:
    """f(x) = x**2, whose curvature is 2 everywhere."""

    def value(self, points: Array) -> Array:
        """Return x**2, shape ``(...)``."""
        return _squared(points[..., 0])

    def gradient(self, points: Array) -> Array:
        """Return 2x, shape ``(..., 1)``."""
        return 2.0 * points

    def hessian(self, points: Array) -> Array:
        """Return 2, shape ``(..., 1, 1)``."""
        return np.full((*points.shape, 1), 2.0)

    def plain(self) -> Plain:
        """Return value and gradient on plain numbers."""
        return lambda x: x * x, lambda x: [2.0 * x]


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
        x, y = x - x.mean(), y - y.mean()  # the means are rounded; beside a small spread that would tell
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
        total: Array = self.variance_x * _squared(across) + _squared(mean)
        return total + self.least

    def gradient(self, points: Array) -> Array:
        """Return the gradient of J/2: (mean(x*r), mean(r))."""
        residual = self._mean_residual(points)
        along_a = self.mean_x * residual + self.variance_x * (points[..., 0] - self.best_a)
        return np.stack([along_a, residual], axis=-1)

    def hessian(self, points: Array) -> Array:
        """Return the Hessian of J/2, [[mean x**2, mean x], [mean x, 1]], the same everywhere."""
        matrix = frozen([[self.variance_x + self.mean_x**2, self.mean_x], [self.mean_x, 1.0]])
        return np.broadcast_to(matrix, (*points.shape[:-1], 2, 2))

    def plain(self) -> Plain:
        """Return value and gradient on plain numbers."""
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


def parabola() -> Objective:
    """Return f(x) = x**2.

    >>> parabola().gradient(np.array([[-1.0], [0.5]])).tolist()
    [[-2.0], [1.0]]
    """
    curve = Parabola()
    return Objective(
        name="parabola",
        parameters=("x",),
        value=curve.value,
        gradient=curve.gradient,
        hessian=curve.hessian,
        domain=frozen([[-2.0, 2.0]]),
        minimiser=frozen([0.0]),
        quadratic=True,
        formula="x^2",
    )


def mean_squared_error(table: Table) -> Objective:
    """Return the mean squared error of the line a*x + b on ``table``, by convention with half its gradient.

    >>> error = mean_squared_error(Table([0.0, 1.0, 2.0], [1.0, 3.0, 5.0]))
    >>> error.minimiser.round(12).tolist(), error.gradient(np.array([2.0, 2.0])).tolist()
    ([2.0, 1.0], [1.0, 1.0])
    """
    error = LineError.on(table)
    scale = np.array([max(abs(error.mean_x), error.variance_x**0.5), 1.0])
    return _line_objective(
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

    The lines and their errors are those of ``mean_squared_error``, and so is the convention for the gradient; only the
    parameters differ. In them H is the identity: condition number 1, one learning rate for both.

    >>> error = standardised_error(Table([0.0, 1.0, 2.0], [1.0, 3.0, 5.0]))
    >>> error.hessian(np.zeros(2)).round(12).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    mean, spread = float(table.x.mean()), float(table.x.std())
    z = frozen((table.x - mean) / spread)
    return _line_objective(
        "standardised_mean_squared_error",
        ("p", "q"),
        LineError.on(replace(table, x=z)),
        table,
        scale=np.ones(2),
        units=(table.y_unit, table.y_unit),
        formula="1/n sum_(i=1)^n (p z_i + q - y_i)^2",
        rows=Rows(z, table.y),
        standard=Standard(mean, spread, ("a", "b"), (table.slope_unit, table.y_unit)),
    )


def _line_objective(
    name: str, parameters: tuple[str, str], error: LineError, table: Table, *, scale: Array, **others: Any
) -> Objective:
    """Return an error of lines on ``table``; ``scale`` ``(2,)`` is what a price is divided by to make a parameter."""
    spread_y = float(np.std(table.y)) or max(abs(error.mean_y), 1.0)
    reach = 8.0 * spread_y / scale
    return Objective(
        name=name,
        parameters=parameters,
        value=error.value,
        gradient=error.gradient,
        hessian=error.hessian,
        domain=frozen(np.stack([error.minimiser - reach, error.minimiser + reach], axis=1)),
        minimiser=error.minimiser,
        quadratic=True,
        hessian_root=error.hessian_root,
        gradient_scale=0.5,
        value_unit=f"{table.y_unit}²" if table.y_unit else "",
        symbol="J",
        table=table,
        **others,
    )
