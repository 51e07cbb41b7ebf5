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
from gdcore.expressions.expression import CONSTANTS, OTHER_NAMES, Expression

LARGEST = mpmath.mpf(10) ** 100_000
"""Larger results are clipped to this, so that everything stays computable and size makes nothing undefined."""
TURNS = mpmath.mpf(10) ** 400
"""Angles beyond this are not worth the digits to reduce them; sines exist everywhere."""
_EVERYWHERE = frozenset(
    {"abs", "atan", "sinh", "cosh", "tanh", "exp", "max", "min", "relu", "softplus", "sigmoid", "sign"}
)
_PERIODIC: Mapping[str, Callable[[Any], Any]] = {"sin": mpmath.sin, "cos": mpmath.cos, "tan": mpmath.tan}


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
    if isinstance(sign, ast.Mult):
        return left * right
    return left + right if isinstance(sign, ast.Add) else left - right


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


def _called(name: str, given: list[Any]) -> Any:
    value, name = given[0], OTHER_NAMES.get(name, name)
    if name in ("log", "log10", "log1p"):
        shifted = 1 + value if name == "log1p" else value
        if shifted <= 0:
            raise _UndefinedError
        return mpmath.log10(shifted) if name == "log10" else mpmath.log(shifted)
    if name in ("sqrt", "acos", "asin"):
        if (value < 0) if name == "sqrt" else (abs(value) > 1):
            raise _UndefinedError
        return getattr(mpmath, name)(value)
    if name in _PERIODIC:
        return _PERIODIC[name](value) if abs(value) < TURNS else mpmath.mpf(0.5)
    return _everywhere(name, given)


def _everywhere(name: str, given: list[Any]) -> Any:
    value = given[0]
    if name in ("max", "min"):
        return max(given) if name == "max" else min(given)
    if name in ("sinh", "cosh"):
        up, down = _exponential(value), _exponential(-value)
        return (up - down if name == "sinh" else up + down) / 2
    if name == "softplus":
        return mpmath.log(1 + _exponential(-abs(value))) + max(value, mpmath.mpf(0))
    return {
        "abs": lambda: abs(value),
        "relu": lambda: max(value, mpmath.mpf(0)),
        "sign": lambda: mpmath.sign(value),
        "exp": lambda: _exponential(value),
        "sigmoid": lambda: 1 / (1 + _exponential(-value)),
        "tanh": lambda: 1 - 2 / (1 + _exponential(2 * value)),
        "atan": lambda: mpmath.atan(value),
    }[name]()


def _nonzero(value: Any) -> Any:
    if value == 0:
        raise _UndefinedError
    return value
