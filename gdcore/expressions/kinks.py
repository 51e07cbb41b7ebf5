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


class _Bracket(sympy.Function):  # type: ignore[misc]
    """1 where something holds of real numbers, and 0 elsewhere."""

    def _eval_power(self, exponent: Any) -> Any:
        return self if exponent.is_Integer and exponent.is_positive else None

    def fdiff(self, argindex: int = 1) -> Any:  # noqa: ARG002 - the same for all arguments
        """Return the derivative with respect to an argument: 0 except at the jump."""
        return sympy.Integer(0)


class Positive(_Bracket):
    """1 where a real number is positive, and 0 elsewhere."""

    nargs = 1


class Above(_Bracket):
    """1 where the first of two real numbers is larger, 0 where the second is, and 1/2 where they are equal."""

    nargs = 2


class _Extreme(sympy.Function):  # type: ignore[misc]
    """One of two real numbers: the first where it is the larger one, times ``sign``."""

    nargs = 2
    sign = 1

    @classmethod
    def eval(cls, left: Any, right: Any) -> Any:
        """Return one of the two if it is the one everywhere."""
        above = left - right
        if not (above.is_number and above.is_extended_real):
            return None
        return left if cls.sign * float(above) >= 0.0 else right

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the derivative with respect to one of the two."""
        return Above(*(self.args if (argindex == 1) == (self.sign > 0) else reversed(self.args)))


class Largest(_Extreme):
    """The larger of two real numbers."""

    nargs = 2


class Smallest(_Extreme):
    """The smaller of two real numbers."""

    nargs = 2
    sign = -1


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


def edge_of(part: Any) -> Any:
    """Return an expression that is 0 where the part has its kink."""
    return part.args[0] - part.args[1] if len(part.args) == 2 else part.args[0]


def real(expression: Any) -> Any:
    """Return an expression with SymPy's own ``Abs`` and the like, which square roots bring in, replaced by these."""
    return expression.replace(sympy.Abs, Bars).replace(sympy.sign, Sign)
