"""``Objective``: a function to minimise with gradient, Hessian and, if known, its minimiser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, reduce
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gdcore.arrays import Array, frozen
from gdcore.errors import InputError
from gdcore.objectives.function import Function
from gdcore.objectives.losses import SQUARED, RowLoss
from gdcore.tables.table import Table

Origin = Literal["given", "exact", "found"]
"""The source of a minimiser: given with the function, computed exactly, or found by a search."""
HUGE = 1e70
"""Beyond this even low powers overflow, and NaN may come from inf - inf: it does not prove that the function is
undefined."""


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows ``(x, y)`` of the data, for methods that use a few of them per step.

    ``x`` has shape ``(n,)``, or ``(n, m)`` for m columns, ``y`` ``(n,)``; ``loss`` is that of one row's error.
    """

    x: Array = field(repr=False)
    y: Array = field(repr=False)
    loss: RowLoss = SQUARED

    @property
    def n_rows(self) -> int:
        """The number of rows."""
        return len(self.x)

    def value(self, points: Array, drawn: NDArray[np.int64]) -> Array:
        """Return the mean loss over the rows ``drawn``."""
        _, residuals = self._residuals(points, drawn)
        return np.asarray(np.mean(self.loss.value(residuals), axis=-1))

    def hessian(self, points: Array, drawn: NDArray[np.int64]) -> Array:
        """Return the Hessian of what ``gradient`` is the gradient of."""
        columns, residuals = self._residuals(points, drawn)
        bent, each = self.loss.curvature(residuals), (*columns, np.ones(1))
        rows = [np.stack([np.mean(bent * (a * b), axis=-1) for b in each], axis=-1) for a in each]
        return np.stack(rows, axis=-2)

    def gradient(self, points: Array, drawn: NDArray[np.int64]) -> Array:
        """Return the gradient of the mean loss over the rows ``drawn``; if squared, of half: mean(x*r), mean(r)."""
        columns, residuals = self._residuals(points, drawn)
        slope = self.loss.slope(residuals)
        total = np.empty((*slope.shape[:-1], len(columns) + 1))
        for i, part in enumerate((*(x * slope for x in columns), slope)):
            np.add.reduce(part, axis=-1, out=total[..., i])
        total /= drawn.shape[-1]  # as np.mean does, which takes longer to begin than to add a few numbers
        return total

    def _residuals(self, points: Array, drawn: NDArray[np.int64]) -> tuple[Array, Array]:
        """Return the columns and the errors of the rows ``drawn``."""
        columns = self._columns[:, drawn]
        fitted = reduce(np.add, (points[..., i : i + 1] * column for i, column in enumerate(columns)))
        return columns, fitted + points[..., -1:] - self.y[drawn]

    @cached_property
    def _columns(self) -> Array:
        return np.ascontiguousarray(self.x.reshape(self.n_rows, -1).T)


@dataclass(frozen=True)
class Standard:
    """The change of m columns to standard units z = (x - mean)/spread, and back, for the parameters of a fit.

    ``means`` and ``spreads`` have m numbers; ``parameters`` and ``units`` are those of the fit in the table's units.
    """

    means: tuple[float, ...]
    spreads: tuple[float, ...]
    parameters: tuple[str, ...]
    units: tuple[str, ...]

    @property
    def mean(self) -> float:
        """The mean of the first column."""
        return self.means[0]

    @property
    def spread(self) -> float:
        """The standard deviation of the first column."""
        return self.spreads[0]

    def original(self, points: Array) -> Array:
        """Return the parameters in the table's units from those in standard units, both ``(..., m + 1)``."""
        slopes = points[..., :-1] / self.spreads
        return _with_constant(slopes, points[..., -1] - np.sum(slopes * self.means, axis=-1))

    def standardised(self, points: Array) -> Array:
        """Return the parameters in standard units from those in the table's units, both ``(..., m + 1)``."""
        slopes = points[..., :-1]
        return _with_constant(slopes * self.spreads, points[..., -1] + np.sum(slopes * self.means, axis=-1))


def _with_constant(slopes: Array, constant: Array) -> Array:
    return np.concatenate([slopes, constant[..., None]], axis=-1)


@dataclass(frozen=True, eq=False)
class Objective:
    """A function of ``d`` parameters to minimise.

    Args:
        name: The name of the function.
        parameters: The ``d`` parameter names.
        value: Maps points ``(..., d)`` to values ``(...)``. Like ``gradient`` and ``hessian`` it is usually a method
            of a frozen object, so that the objective can be pickled for another process.
        gradient: Maps points to gradients ``(..., d)`` of ``gradient_scale * value``.
        hessian: Maps points to Hessians ``(..., d, d)`` of ``gradient_scale * value``.
        domain: The interesting range of each parameter, shape ``(d, 2)``.
        minimiser: Shape ``(d,)``, if known.
        minimum_is: The source of the minimiser, by default ``"exact"`` for a quadratic, else ``"given"``.
        quadratic: Whether the Hessian is constant.
        gradient_scale: 1, or 0.5 for the common convention of dropping the 2 of a squared error.
        units: The units of the parameters.
        value_unit: The unit of the value.
        symbol: The letter of the function in formulas.
        formula: The right-hand side of the definition, in Typst mathematics.
        table: The data of a fit.
        rows: The same data for stochastic methods.
        standard: For a fit in standard units, the change to and from the table's units.
        defined: Tells at a point ``(d,)`` without a finite value whether the function exists there.
        hessian_root: R, shape ``(n, d)``, of a constant Hessian R'R. Its singular values keep a small eigenvalue of
            the Hessian, such as that of a fit to data far from 0, which R'R loses to rounding.
        function: The object whose methods ``value``, ``gradient`` and ``hessian`` are, if they all are: what else it
            knows, such as its kinks, is then used.

    Raises:
        InputError: If ``domain`` or ``minimiser`` do not have the shape above.

    >>> from gdcore import parabola
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
    minimiser: Array | None = None
    minimum_is: Origin | None = None
    quadratic: bool = False
    gradient_scale: float = 1.0
    units: tuple[str, ...] = ()
    value_unit: str = ""
    symbol: str = "f"
    formula: str = ""
    table: Table | None = field(default=None, repr=False)
    rows: Rows | None = field(default=None, repr=False)
    standard: Standard | None = None
    defined: Callable[[Array], bool] | None = None
    hessian_root: Array | None = None
    function: Function | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Make the arrays read-only and check their shapes."""
        object.__setattr__(self, "domain", frozen(self.domain))
        if self.domain.shape != (self.n_parameters, 2):
            raise InputError(f"domain: expected shape ({self.n_parameters}, 2), got {self.domain.shape}")
        if self.minimiser is not None:
            object.__setattr__(self, "minimiser", frozen(self.minimiser))
            if self.minimiser.shape != (self.n_parameters,):
                raise InputError(f"minimiser: expected {self.n_parameters} numbers, got shape {self.minimiser.shape}")
            if self.minimum_is is None:
                object.__setattr__(self, "minimum_is", "exact" if self.quadratic else "given")
        known = self.function
        if known and (self.value, self.gradient, self.hessian) != (known.value, known.gradient, known.hessian):
            object.__setattr__(self, "function", None)
        if not self.units:
            object.__setattr__(self, "units", ("",) * self.n_parameters)

    @property
    def n_parameters(self) -> int:
        """The number of parameters, ``d``."""
        return len(self.parameters)

    @property
    def minimum(self) -> float | None:
        """The value at the minimiser, if known."""
        return None if self.minimiser is None else float(self.value(self.minimiser))

    def exists_at(self, point: Array) -> bool:
        """Return whether the function has a value at ``point`` ``(d,)``, even one too large for float64."""
        if not np.isfinite(point).all():
            return True
        if np.isfinite(self.value(point)):
            return True
        if self.defined is not None:
            return self.defined(point)
        return not np.isnan(self.value(point)) or bool(abs(point).max() > HUGE)
