"""Functions with kinks for SymPy whose derivatives can always be written down.

SymPy's own ``Abs`` asks first whether what it holds is real. Of x/y it cannot tell, and what it leaves then cannot be
computed. Here everything is real: |u|' = sign(u) u', max(u, v)' = [u > v] u' + [v > u] v', and sign(u)' = [u > v]' = 0
wherever they exist. At a kink of max and min the derivative is the mean of both sides, as sign(0) = 0 is for |u|; that
of relu is 0 there, as in networks.
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
        """Return the value of a number, and one pair of bars for two."""
        if argument.is_Number:
            return abs(argument)
        return argument if isinstance(argument, Bars) else None

    def _eval_power(self, exponent: Any) -> Any:
        return self.args[0] ** exponent if exponent.is_even else None

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


class Ramp(sympy.Function):  # type: ignore[misc]
    """A real number where it is positive, and 0 elsewhere: relu."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the derivative by the argument."""
        return Positive(self.args[argindex - 1])


class Positive(sympy.Function):  # type: ignore[misc]
    """1 where a real number is positive, and 0 elsewhere."""

    nargs = 1

    def _eval_power(self, exponent: Any) -> Any:
        return self if exponent.is_Integer and exponent.is_positive else None

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the derivative by the argument, which is 0 but for the jump."""
        return sympy.Integer(argindex - 1)


class Largest(sympy.Function):  # type: ignore[misc]
    """The larger of two real numbers."""

    nargs = 2

    @classmethod
    def eval(cls, left: Any, right: Any) -> Any:
        """Return that of the two which is larger everywhere."""
        above = _difference(left, right)
        return None if above is None else left if above >= 0.0 else right

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the derivative by one of the two."""
        return Above(*(self.args if argindex == 1 else reversed(self.args)))


class Smallest(sympy.Function):  # type: ignore[misc]
    """The smaller of two real numbers."""

    nargs = 2

    @classmethod
    def eval(cls, left: Any, right: Any) -> Any:
        """Return that of the two which is smaller everywhere."""
        above = _difference(left, right)
        return None if above is None else right if above >= 0.0 else left

    def fdiff(self, argindex: int = 1) -> Any:
        """Return the derivative by one of the two."""
        return Above(*(reversed(self.args) if argindex == 1 else self.args))


class Above(sympy.Function):  # type: ignore[misc]
    """1 where the first of two real numbers is larger, 0 where the second is, and a half between the two."""

    nargs = 2

    def _eval_power(self, exponent: Any) -> Any:
        return self if exponent.is_Integer and exponent.is_positive else None

    def fdiff(self, argindex: int = 1) -> Any:  # noqa: ARG002 - it is the same by both
        """Return the derivative by one of the two, which is 0 but for the jump."""
        return sympy.Integer(0)


KINKED = (Bars, Sign, Ramp, Positive, Largest, Smallest, Above)
NAMES = {Bars: "abs", Sign: "sign", Ramp: "relu", Largest: "max", Smallest: "min"}
"""What those are called that can be written."""
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
    """Return by how much the first is larger, where that is the same everywhere."""
    found = left - right
    return float(found) if found.is_number and found.is_extended_real else None


def edge_of(part: Any) -> Any:
    """Return what is 0 where such a part has its kink."""
    return part.args[0] - part.args[1] if len(part.args) == 2 else part.args[0]


def real(expression: Any) -> Any:
    """Return an expression with these in the place of SymPy's own, which come up where roots of squares are taken."""
    return expression.replace(sympy.Abs, Bars).replace(sympy.sign, Sign)
