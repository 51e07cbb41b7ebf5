"""Functions with kinks for SymPy whose derivatives can always be written down.

SymPy's own ``Abs`` first asks whether its argument is real. For x/y it cannot tell, and the result cannot be computed.
Here everything is real: |u|' = sign(u) u', max(u, v)' = [u > v] u' + [v > u] v', and sign(u)' = [u > v]' = 0 wherever
they exist. At a kink of max and min the derivative is the mean of both sides, as sign(0) = 0 is for |u|; that of relu
is 0 there, as in neural networks.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy


class Bars(sympy.Function):  # type: ignore[misc]  # SymPy has no types
    """The absolute value of a real number."""

    nargs = 1

    @classmethod
    def eval(cls, argument: Any) -> Any:
        """Return the value of a number, and a single absolute value for a nested one."""
        if argument.is_Number:
            return abs(argument)
        return argument if isinstance(argument, Bars) else None

    def _eval_power(self, exponent: Any) -> Any:
        return self.args[0] ** exponent if exponent.is_even else None

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the derivative with respect to the argument."""
        return Sign(self.args[argindex - 1])


class Sign(sympy.Function):  # type: ignore[misc]
    """The sign of a real number."""

    nargs = 1

    @classmethod
    def eval(cls, argument: Any) -> Any:
        """Return the sign of a number."""
        return sympy.sign(argument) if argument.is_Number else None

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the derivative with respect to the argument: 0 except at the kink."""
        return sympy.Integer(argindex - 1)


class Ramp(sympy.Function):  # type: ignore[misc]
    """relu: a real number where it is positive, and 0 elsewhere."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the derivative with respect to the argument."""
        return Positive(self.args[argindex - 1])


class Positive(sympy.Function):  # type: ignore[misc]
    """1 where a real number is positive, and 0 elsewhere."""

    nargs = 1

    def _eval_power(self, exponent: Any) -> Any:
        return self if exponent.is_Integer and exponent.is_positive else None

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the derivative with respect to the argument: 0 except at the jump."""
        return sympy.Integer(argindex - 1)


class Largest(sympy.Function):  # type: ignore[misc]
    """The larger of two real numbers."""

    nargs = 2

    @classmethod
    def eval(cls, left: Any, right: Any) -> Any:
        """Return the larger of the two if it is the larger one everywhere."""
        above = _difference(left, right)
        return None if above is None else left if above >= 0.0 else right

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the derivative with respect to one of the two."""
        return Above(*(self.args if argindex == 1 else reversed(self.args)))


class Smallest(sympy.Function):  # type: ignore[misc]
    """The smaller of two real numbers."""

    nargs = 2

    @classmethod
    def eval(cls, left: Any, right: Any) -> Any:
        """Return the smaller of the two if it is the smaller one everywhere."""
        above = _difference(left, right)
        return None if above is None else right if above >= 0.0 else left

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the derivative with respect to one of the two."""
        return Above(*(reversed(self.args) if argindex == 1 else self.args))


class Above(sympy.Function):  # type: ignore[misc]
    """1 where the first of two real numbers is larger, 0 where the second is, and 1/2 where they are equal."""

    nargs = 2

    def _eval_power(self, exponent: Any) -> Any:
        return self if exponent.is_Integer and exponent.is_positive else None

    def fdiff(self, argindex: int = 1) -> Any:  # noqa: ARG002 - the same for both
        """Return the derivative with respect to one of the two: 0 except at the jump."""
        return sympy.Integer(0)


KINKED = (Bars, Sign, Ramp, Positive, Largest, Smallest, Above)
NAMES = {Bars: "abs", Sign: "sign", Ramp: "relu", Largest: "max", Smallest: "min"}
"""The names of those that users can write."""
IN_NUMPY = {
    "Bars": np.abs,
    "Sign": np.sign,
    "Ramp": lambda u: np.maximum(u, 0.0),
    "Positive": lambda u: np.heaviside(u, 0.0),
    "Largest": np.maximum,
    "Smallest": np.minimum,
    "Above": lambda u, v: np.heaviside(np.subtract(u, v), 0.5),
}


def _difference(left: Any, right: Any) -> float | None:
    """Return left - right where it is constant, else None."""
    found = left - right
    return float(found) if found.is_number and found.is_extended_real else None


def edge_of(part: Any) -> Any:
    """Return an expression that is 0 where the part has its kink."""
    return part.args[0] - part.args[1] if len(part.args) == 2 else part.args[0]


def real(expression: Any) -> Any:
    """Return an expression with SymPy's own ``Abs`` and the like, which square roots bring in, replaced by these."""
    return expression.replace(sympy.Abs, Bars).replace(sympy.sign, Sign)
