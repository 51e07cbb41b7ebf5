"""Plain Python functions as objectives; missing derivatives are approximated by central differences."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.errors import InputError
from gdcore.objectives.objective import HUGE, Objective

DIFFERENCES = "central differences"
"""The name of an approximate gradient."""
STEP = float(np.finfo(np.float64).eps ** (1.0 / 3.0))
"""The relative step of central differences that balances truncation and rounding errors; W. H. Press et al., Numerical
Recipes (2007), section 5.7."""
SECOND_STEP = float(np.finfo(np.float64).eps ** (1.0 / 4.0))
"""The same for differences of differences."""


def from_callable(
    function: Callable[..., Any],
    parameters: Sequence[str] | None = None,
    *,
    gradient: Callable[..., Any] | None = None,
    name: str = "",
) -> Objective:
    """Return the objective of a function that takes d numbers, ``function(x, y)``, and returns one.

    The Hessian is always approximated by central differences, and so is the gradient unless it is given.

    Args:
        function: The function; overflow, a domain error and a complex result count as values that are not finite.
        parameters: The d parameter names, by default the names of the function's arguments.
        gradient: Takes the same d numbers and returns d numbers.
        name: The objective's name, by default that of the function; it mentions an approximate gradient.

    Raises:
        InputError: For a function without arguments, for one whose argument names cannot be determined, and on
            evaluation for results that are not numbers.

    >>> from_callable(lambda x, y: x**2 + 3 * y**2).gradient(np.array([1.0, 1.0])).round(6).tolist()
    [2.0, 6.0]
    >>> from_callable(lambda x: x**2, gradient=lambda x: [2 * x]).gradient(np.array([3.0])).tolist()
    [6.0]
    """
    names = tuple(parameters) if parameters is not None else _arguments(function)
    if not names:
        raise InputError("objective: expected a function of at least one number, got one without arguments")
    plain = _Plain(function, gradient, len(names))
    said = name or getattr(function, "__name__", "function").replace("<lambda>", "a function")
    return Objective(
        name=said if gradient is not None else f"{said} (gradient by {DIFFERENCES})",
        parameters=names,
        value=plain.value,
        gradient=plain.gradient,
        hessian=plain.hessian,
        function=plain,
        domain=frozen(np.tile((-2.0, 2.0), (len(names), 1))),
        defined=partial(_Plain.defined, plain),
    )


def _arguments(function: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of a function's arguments."""
    try:
        arguments = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        arguments = None
    if arguments is None or any(one.kind not in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD) for one in arguments):
        raise InputError('objective: name the parameters of this function, as in parameters=("x", "y")')
    return tuple(one.name for one in arguments if one.default is one.empty)


@dataclass(frozen=True)
class _Plain:
    """A function of ``d`` numbers, evaluated at points of shape ``(..., d)`` one by one."""

    function: Callable[..., Any]
    given_gradient: Callable[..., Any] | None
    d: int

    def value(self, points: Array) -> Array:
        """Return the values, shape ``(...)``."""
        flat = np.asarray(points, dtype=np.float64).reshape(-1, self.d)
        return np.array([self._at(point) for point in flat]).reshape(np.shape(points)[:-1])

    def gradient(self, points: Array) -> Array:
        """Return the gradients, shape ``(..., d)``."""
        if self.given_gradient is None:
            return self._differences(self.value, points, STEP)
        flat = np.asarray(points, dtype=np.float64).reshape(-1, self.d)
        found = [np.asarray(self.given_gradient(*point.tolist()), dtype=np.float64).reshape(-1) for point in flat]
        wrong = next((one for one in found if one.shape != (self.d,)), None)
        if wrong is not None:
            raise InputError(f"gradient: expected {self.d} number(s), got {wrong.size}")
        return np.array(found).reshape(np.shape(points))

    def hessian(self, points: Array) -> Array:
        """Return the symmetrised Hessians by central differences of the gradients, shape ``(..., d, d)``."""
        found = self._differences(self.gradient, points, STEP if self.given_gradient is not None else SECOND_STEP)
        symmetric: Array = (found + np.swapaxes(found, -1, -2)) / 2.0
        return symmetric

    def defined(self, point: Array) -> bool:
        """Return whether the function has a value at ``point`` ``(d,)`` that is only too large for float64.

        Extended precision has a larger range than float64; at a pole, the neighbouring values are finite.
        """
        try:
            found = self.function(*point.tolist())
            if isinstance(found, complex):
                return False
            with np.errstate(all="ignore"):
                wider = np.asarray(self.function(*(np.longdouble(number) for number in point.tolist())))
                if np.isfinite(wider).all():
                    return True
        except OverflowError:
            return True
        except (ValueError, ZeroDivisionError):
            return False
        except TypeError:
            wider = np.asarray(found)
        if np.isnan(wider).any():
            return bool(abs(point).max() > HUGE)
        reach = STEP * np.maximum(abs(point), 1.0)
        return not any(np.isfinite(self._at(point + sign * reach)) for sign in (-1.0, 1.0))

    def _at(self, point: Array) -> float:
        # Python floats raise where numpy gives infinity or NaN; the root of a negative one is complex.
        try:
            found = self.function(*point.tolist())
        except (OverflowError, ZeroDivisionError):
            return float("inf")
        except ValueError:
            return float("nan")
        if isinstance(found, complex):
            return float("nan")
        try:
            return float(found)
        except (TypeError, ValueError) as error:
            raise InputError(
                f"objective: expected a function of {self.d} number(s) that returns one: {error}"
            ) from None

    def _differences(self, of: Callable[[Array], Array], points: Array, step: float) -> Array:
        """Return central differences of ``of`` along each parameter, as a last axis."""
        points = np.asarray(points, dtype=np.float64)
        columns = []
        for i in range(self.d):
            ahead, behind = points.copy(), points.copy()
            reach = step * np.maximum(abs(points[..., i]), 1.0)
            ahead[..., i] += reach
            behind[..., i] -= reach
            # The actual step: the sums above are rounded.
            width = ahead[..., i] - behind[..., i]
            rise = of(ahead) - of(behind)
            columns.append(rise / width.reshape(np.shape(width) + (1,) * (rise.ndim - np.ndim(width))))
        return np.stack(columns, axis=-1)
