"""``Objective``: a function to minimise, with its gradient, its Hessian, its minimiser if known, and its domain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gdcore.arrays import Array, frozen
from gdcore.errors import InputError
from gdcore.objectives.function import Function
from gdcore.tables.table import Table

Origin = Literal["given", "exact", "found"]
"""Where a minimiser comes from: told with the function, computed exactly, or found by a search."""
HUGE = 1e70
"""Beyond it inf - inf may turn up in a function of few powers: a value that is not a number there says nothing."""


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
    dropping the 2 of a squared error lives in that number instead of in a footnote. Where all three are methods of one
    ``function``, that is given, too: what else it knows, such as its kinks, is then used.

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
    function: Function | None = field(default=None, repr=False)
    """The object that value, gradient and Hessian are methods of; left out again where value or gradient is not."""

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
        if self.function is not None and (self.value, self.gradient) != (self.function.value, self.function.gradient):
            object.__setattr__(self, "function", None)
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
