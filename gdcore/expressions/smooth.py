"""Smooth functions for SymPy whose values and derivatives neither overflow nor cancel, and how numpy computes them.

Whole powers are products, which have the same bits in numpy, Python and JavaScript, and take far less time.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy
from sympy.printing.numpy import NumPyPrinter

from gdcore.arrays import Array

MOST_WHOLE = 100
"""Larger exponents are left to the machine's own power, as every product is rounded once more."""


class Softplus(sympy.Function):  # type: ignore[misc]  # SymPy has no types
    """log(1 + exp(u))."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the derivative with respect to the argument."""
        return Sigmoid(self.args[argindex - 1])


class Sigmoid(sympy.Function):  # type: ignore[misc]
    """1/(1 + exp(-u)), whose derivative at u is the product of its values at u and -u."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the derivative with respect to the argument; 1 - sigmoid(u) would cancel for large u."""
        argument = self.args[argindex - 1]
        return Sigmoid(argument) * Sigmoid(-argument)


class Log1p(sympy.Function):  # type: ignore[misc]
    """log(1 + u), exact where u is near 0."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the derivative with respect to the argument."""
        return 1 / (1 + self.args[argindex - 1])


def _sigmoid(u: Array) -> Array:
    small = np.exp(-np.abs(u))
    return np.where(np.less(u, 0.0), small, 1.0) / (1.0 + small)


def whole_power(base: Any, exponent: int) -> Any:
    """Return a number or array to the power of an exponent other than 0, by repeated squares."""
    left, factor, result = abs(exponent), base, 1.0
    while left > 0:
        result = result * factor if left % 2 else result
        left //= 2
        factor = factor * factor if left else factor
    return result if exponent > 0 else 1.0 / result


class Printer(NumPyPrinter):  # type: ignore[misc]  # SymPy has no types
    """Writes expressions as numpy has them, and whole powers beyond squares as calls of ``whole_power``."""

    def _print_Pow(self, expr: Any, rational: bool = False) -> str:  # noqa: N802 - SymPy looks for this name
        base, exponent = expr.args
        if exponent.is_Integer and 1 < abs(exponent) <= MOST_WHOLE and exponent != 2:
            return f"Whole({self._print(base)}, {exponent})"
        written: str = super()._print_Pow(expr, rational=rational)
        return written


IN_NUMPY = {
    "Softplus": lambda u: np.logaddexp(0.0, u), "Sigmoid": _sigmoid, "Log1p": np.log1p, "Whole": whole_power,
}  # fmt: skip
PRINTER = Printer({"fully_qualified_modules": False, "inline": True, "allow_unknown_functions": True})
