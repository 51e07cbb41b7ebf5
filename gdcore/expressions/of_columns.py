"""The safe language over the columns of a table: derived columns, and conditions that choose rows."""

from __future__ import annotations

import ast
import operator
import re
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
BACKTICKS = ", a name that is no word in backticks: `floor area`"
DERIVED = f'expected a column or a function of columns such as "x**2"{BACKTICKS}'
"""What a column can be."""
_COMPARED: Mapping[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip
_JOINED: Mapping[type[ast.boolop], Callable[[Any, Any], Any]] = {ast.And: np.logical_and, ast.Or: np.logical_or}
_IN_BACKTICKS = re.compile("`([^`]+)`")
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
    """A checked function of a row: ``source`` in the language's notation, and the ``columns`` that it names, sorted.

    ``code`` is the source with words of the language in the place of names that are none; ``names`` has these by word.
    """

    source: str
    columns: tuple[str, ...]
    code: str
    names: Mapping[str, str]

    def on(self, values: Mapping[str, Array]) -> NDArray[Any]:
        """Return a number, or for a condition whether it holds, for each row of columns ``(n,)``.

        Where a number does not exist it is NaN or infinite.
        """
        with np.errstate(all="ignore"):
            given = {**values, **{word: values[name] for word, name in self.names.items()}}
            return np.asarray(_value(ast.parse(self.code, mode="eval").body, given))


def read_derived(text: str, expected: str = DERIVED) -> OfColumns:
    """Return the function of a row that ``text`` describes, which is ``expected`` in messages.

    Raises ``InputError`` for all outside the language.
    """
    code, names, tree = _parsed(text, expected)
    check_parts(tree)
    return _named(code, names, tree)


def read_condition(text: str, example: str = EXAMPLE) -> OfColumns:
    """Return the condition on a row that ``text`` describes; ``example`` is one for messages.

    Raises ``InputError`` for all outside the language.
    """
    expected = f'expected a comparison such as "{example}"'
    code, names, tree = _parsed(text, expected + BACKTICKS * (example == EXAMPLE), _SIGNS)
    for part in _compared(tree, f"{expected}, got {quoted(text)}"):
        check_parts(part)
    return _named(code, names, tree)


def _parsed(text: str, expected: str, signs: Mapping[int, str] | None = None) -> tuple[str, dict[str, str], ast.expr]:
    """Return the code of ``text``, the names in backticks by the words that stand for them in it, and its tree."""
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"expected at most {MOST_CHARACTERS} characters, got {len(text)}")
    prefix = "column"
    while prefix in text:
        prefix += "n"
    words: dict[str, str] = {}
    spelled = _IN_BACKTICKS.sub(lambda found: words.setdefault(found[1], f"{prefix}{len(words)}"), text)
    code = in_plain_signs(spelled.translate(signs or {}))
    try:
        return code, {word: name for name, word in words.items()}, ast.parse(code, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        hint = "; write == for equal" if "=" in code and "==" not in code else ""
        raise InputError(f"not understood: {quoted(text)}; {expected}{hint}") from None


def _named(code: str, names: Mapping[str, str], tree: ast.expr) -> OfColumns:
    words = parameters_of(tree)
    if not words:
        raise InputError(f"expected the name of a column in it, got {quoted(code)}")
    source = reduce(lambda text, word: text.replace(word, names[word]), reversed(list(names)), code)
    return OfColumns(source, tuple(sorted({names.get(word, word) for word in words})), code, names)


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
