"""The safe language over the columns of a table: derived columns, and conditions that choose rows."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdcore.arrays import Array
from gdcore.errors import InputError
from gdcore.expressions.expression import (
    CONSTANTS,
    MOST_CHARACTERS,
    OPERATORS,
    OTHER_NAMES,
    check_parts,
    parameters_of,
    quoted,
)
from gdcore.expressions.spelling import in_plain_signs

EXAMPLE = "area > 50 and rooms <= 6"
_COMPARED: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip
_JOINED: Mapping[type[ast.boolop], Callable[[Any, Any], Any]] = {ast.And: np.logical_and, ast.Or: np.logical_or}
_SIGNS = str.maketrans({"≤": "<=", "≥": ">=", "≠": "!="})
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": np.abs, "acos": np.arccos, "asin": np.arcsin, "atan": np.arctan, "cos": np.cos, "cosh": np.cosh,
    "exp": np.exp, "log": np.log, "log10": np.log10, "log1p": np.log1p, "relu": lambda u: np.maximum(u, 0.0),
    "sigmoid": lambda u: np.exp(-np.logaddexp(0.0, np.negative(u))), "sign": np.sign, "sin": np.sin, "sinh": np.sinh,
    "softplus": lambda u: np.logaddexp(0.0, u), "sqrt": np.sqrt, "tan": np.tan, "tanh": np.tanh,
    "max": lambda *numbers: reduce(np.maximum, numbers), "min": lambda *numbers: reduce(np.minimum, numbers),
}  # fmt: skip


@dataclass(frozen=True)
class OfColumns:
    """A checked function of a row: ``source`` in the language's notation, and the ``columns`` that it names, sorted."""

    source: str
    columns: tuple[str, ...]

    def on(self, values: Mapping[str, Array]) -> NDArray[Any]:
        """Return a number, or for a condition whether it holds, for each row of columns ``(n,)``.

        Where a number does not exist it is NaN or infinite.
        """
        with np.errstate(all="ignore"):
            return np.asarray(_value(ast.parse(self.source, mode="eval").body, values))


def read_derived(text: str) -> OfColumns:
    """Return the function of a row that ``text`` describes. Raises ``InputError`` for all outside the language."""
    source, tree = _parsed(text, 'expected a column or a function of columns such as "x**2"')
    check_parts(tree)
    return _named(source, tree)


def read_condition(text: str, example: str = EXAMPLE) -> OfColumns:
    """Return the condition on a row that ``text`` describes; ``example`` is one for messages.

    Raises ``InputError`` for all outside the language.
    """
    expected = f'expected a comparison such as "{example}"'
    source, tree = _parsed(text.translate(_SIGNS), expected)
    for part in _compared(tree, f"{expected}, got {quoted(text)}"):
        check_parts(part)
    return _named(source, tree)


def _parsed(text: str, expected: str) -> tuple[str, ast.expr]:
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"expected at most {MOST_CHARACTERS} characters, got {len(text)}")
    source = in_plain_signs(text)
    try:
        return source, ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        hint = "; write == for equal" if "=" in source and "==" not in source else ""
        raise InputError(f"not understood: {quoted(text)}; {expected}{hint}") from None


def _named(source: str, tree: ast.expr) -> OfColumns:
    columns = parameters_of(tree)
    if not columns:
        raise InputError(f"expected the name of a column in it, got {quoted(source)}")
    return OfColumns(source, columns)


def _compared(tree: ast.expr, fault: str) -> Iterator[ast.expr]:
    """Yield what a condition compares. Raises ``InputError`` with ``fault`` for what is none."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.BoolOp):
            waiting += node.values
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            waiting.append(node.operand)
        elif isinstance(node, ast.Compare) and all(type(sign) in _COMPARED for sign in node.ops):
            yield from (node.left, *node.comparators)
        else:
            raise InputError(fault)


def _value(node: ast.expr, values: Mapping[str, Array]) -> Any:
    """Return the value of a checked tree; its depth is bounded by the length of its text."""
    match node:
        case ast.Constant():
            return float(node.value)  # type: ignore[arg-type]  # check_parts has seen to it
        case ast.Name():
            return values[node.id] if node.id in values else CONSTANTS[node.id]
        case ast.UnaryOp():
            inner = _value(node.operand, values)
            return np.logical_not(inner) if isinstance(node.op, ast.Not) else -inner if isinstance(
                node.op, ast.USub) else inner  # fmt: skip
        case ast.BinOp():
            return OPERATORS[type(node.op)](np.float64(_value(node.left, values)), _value(node.right, values))
        case ast.BoolOp():
            return reduce(_JOINED[type(node.op)], (_value(part, values) for part in node.values))
        case ast.Compare():
            sides = [_value(part, values) for part in (node.left, *node.comparators)]
            pairs = zip(node.ops, sides[:-1], sides[1:], strict=True)
            return reduce(np.logical_and, (_COMPARED[type(sign)](a, b) for sign, a, b in pairs))
        case _:
            assert isinstance(node, ast.Call)
            assert isinstance(node.func, ast.Name)
            name = OTHER_NAMES.get(node.func.id, node.func.id)
            return _FUNCTIONS[name](*(_value(part, values) for part in node.args))
