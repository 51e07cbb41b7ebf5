"""Absolute values for SymPy whose derivatives can always be written down.

SymPy's own ``Abs`` asks first whether what it holds is real. Of x/y it cannot tell, and what it leaves then cannot be
computed. Here everything is real: |u|' = sign(u) u', and sign(u)' = 0 wherever it exists.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy
from sympy.printing.numpy import NumPyPrinter


class Bars(sympy.Function):  # type: ignore[misc]  # SymPy has no types
    """The absolute value of a real number."""

    nargs = 1

    @classmethod
    def eval(cls, argument: Any) -> Any:
        """Return the value of a number, and one pair of bars for two."""
        if argument.is_Number:
            return abs(argument)
        return argument if isinstance(argument, Bars) else None

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the derivative by the argument."""
        return Sign(self.args[argindex - 1])


class Sign(sympy.Function):  # type: ignore[misc]
    """The sign of a real number."""

    nargs = 1

    @classmethod
    def eval(cls, argument: Any) -> Any:
        """Return the sign of a number."""
        return sympy.sign(argument) if argument.is_Number else None

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the derivative by the argument, which is 0 but for the kink."""
        return sympy.Integer(argindex - 1)


PRINTER = NumPyPrinter({"fully_qualified_modules": False, "inline": True, "allow_unknown_functions": True})
AS_NUMPY = [
    {"Bars": np.abs, "Sign": np.sign, "pi": np.pi, "e": np.e}
    | {
        name: getattr(np, name)
        for name in ("arccos", "arcsin", "arctan", "cos", "cosh", "exp", "log", "sin", "sinh", "sqrt", "tan", "tanh")
    }
]
"""What the functions of the language are in numpy: all of its names together take a tenth of a second to look up."""


def real(expression: Any) -> Any:
    """Return an expression with these in the place of SymPy's own, which come up where roots of squares are taken."""
    return expression.replace(sympy.Abs, Bars).replace(sympy.sign, Sign)
