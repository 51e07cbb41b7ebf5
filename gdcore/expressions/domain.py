"""The domain of a written function: whether it exists at a point, or is only too large there for float64.

float64 does not distinguish them: both the logarithm of a negative number and the difference of two overflowed values
are NaN. So the tree is evaluated here with numbers of any size.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import mpmath

from gdcore.arrays import Array
from gdcore.expressions.expression import CONSTANTS, OPERATORS, OTHER_NAMES, Expression

LARGEST = mpmath.mpf(10) ** 100_000
"""Larger results are clipped to this, so that everything stays computable and size makes nothing undefined."""
TURNS = mpmath.mpf(10) ** 400
"""Angles beyond this are not worth the digits to reduce them; sines exist everywhere."""


class _UndefinedError(ArithmeticError):
    """Some part of the function has no real value."""


def exists(expression: Expression, point: Array) -> bool:
    """Return whether the function has a real value of any size at ``point``, shape ``(d,)``."""
    values = dict(zip(expression.parameters, map(mpmath.mpf, point.tolist()), strict=True))
    try:
        with mpmath.workdps(40):
            _value(expression.tree, values)
    except _UndefinedError:
        return False
    return True


def _value(node: ast.expr, values: Mapping[str, Any]) -> Any:
    below = partial(_value, values=values)
    if isinstance(node, ast.Constant):
        return mpmath.mpf(node.value)
    if isinstance(node, ast.Name):
        return values.get(node.id) if node.id in values else mpmath.mpf(CONSTANTS[node.id])
    if isinstance(node, ast.UnaryOp):
        return -below(node.operand) if isinstance(node.op, ast.USub) else below(node.operand)
    if isinstance(node, ast.Call):
        assert isinstance(node.func, ast.Name)
        return _cut(_called(node.func.id, [below(argument) for argument in node.args]))
    assert isinstance(node, ast.BinOp)
    return _cut(_combined(node.op, below(node.left), below(node.right)))


def _cut(value: Any) -> Any:
    return max(-LARGEST, min(LARGEST, value))


def _combined(sign: ast.operator, left: Any, right: Any) -> Any:
    if isinstance(sign, ast.Pow):
        return _power(left, right)
    if isinstance(sign, ast.Div):
        return left / _nonzero(right)
    return OPERATORS[type(sign)](left, right)


def _power(base: Any, exponent: Any) -> Any:
    if base == 0:
        return mpmath.mpf(exponent == 0) if exponent >= 0 else _nonzero(base)
    whole = mpmath.isint(exponent)
    if base < 0 and not whole:
        raise _UndefinedError
    size = _exponential(exponent * mpmath.log(abs(base)))
    return -size if base < 0 and int(exponent) % 2 else size


def _exponential(value: Any) -> Any:
    limit = mpmath.log(LARGEST)
    return mpmath.exp(max(-limit, min(limit, value)))


def _periodic(function: Callable[[Any], Any], value: Any) -> Any:
    return function(value) if abs(value) < TURNS else mpmath.mpf(0.5)


_UNDEFINED: Mapping[str, Callable[[Any], bool]] = {
    "acos": lambda u: abs(u) > 1, "asin": lambda u: abs(u) > 1, "sqrt": lambda u: u < 0,
    "log": lambda u: u <= 0, "log10": lambda u: u <= 0, "log1p": lambda u: u <= -1,
}  # fmt: skip
"""Where a function does not exist; those that are not here exist everywhere."""
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **{name: getattr(mpmath, name) for name in ("acos", "asin", "atan", "log", "log10", "sign", "sqrt")},
    **{name: partial(_periodic, getattr(mpmath, name)) for name in ("cos", "sin", "tan")},
    "abs": abs,
    "cosh": lambda u: (_exponential(u) + _exponential(-u)) / 2,
    "exp": _exponential,
    "log1p": lambda u: mpmath.log(1 + u),
    "max": max,
    "min": min,
    "relu": lambda u: max(u, mpmath.mpf(0)),
    "sigmoid": lambda u: 1 / (1 + _exponential(-u)),
    "sinh": lambda u: (_exponential(u) - _exponential(-u)) / 2,
    "softplus": lambda u: mpmath.log(1 + _exponential(-abs(u))) + max(u, mpmath.mpf(0)),
    "tanh": lambda u: 1 - 2 / (1 + _exponential(2 * u)),
}


def _called(name: str, given: list[Any]) -> Any:
    name = OTHER_NAMES.get(name, name)
    if name in _UNDEFINED and _UNDEFINED[name](given[0]):
        raise _UndefinedError
    return _FUNCTIONS[name](*given)


def _nonzero(value: Any) -> Any:
    if value == 0:
        raise _UndefinedError
    return value
