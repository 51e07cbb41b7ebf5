"""Smooth functions for SymPy whose values and derivatives neither overflow nor cancel."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy

from gdcore.arrays import Array


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


IN_NUMPY = {"Softplus": lambda u: np.logaddexp(0.0, u), "Sigmoid": _sigmoid, "Log1p": np.log1p}
