"""The safe language for users' functions: ordinary notation in, a checked syntax tree out; nothing is ever evaluated.

``ast`` parses the text, which runs no code; only numbers, parameters, known functions and arithmetic are accepted, and
lengths, depths, numbers and exponents are bounded before anything is computed.
"""

from __future__ import annotations

import ast
import keyword
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gdcore.errors import InputError
from gdcore.expressions.derivative_lengths import derivative_lengths
from gdcore.expressions.hints import meant, without_latex
from gdcore.expressions.spelling import in_plain_signs
from gdcore.faults import SHOWN_CHARACTERS, in_one_line, nearest

MOST_CHARACTERS, MOST_NODES, DEEPEST = 500, 250, 100
LONGEST_DERIVATIVES = 10_000
LONGEST_CORRECTION = 120
LARGEST_NUMBER, LARGEST_EXPONENT = 1e100, 100.0
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,15}")
FUNCTIONS = (
    "abs", "acos", "arccos", "arcsin", "arctan", "asin", "atan", "cos", "cosh", "exp", "ln", "log", "log10", "log1p",
    "relu", "sigmoid", "sign", "sin", "sinh", "softplus", "sqrt", "tan", "tanh",
)  # fmt: skip
"""Each takes one number; ``log`` and ``ln`` are both the natural logarithm."""
OTHER_NAMES: Mapping[str, str] = {"arccos": "acos", "arcsin": "asin", "arctan": "atan", "ln": "log"}
"""Alternative names of functions, by the less usual one."""
OF_SEVERAL = ("max", "min")
"""Functions of two or more numbers."""
ALL_FUNCTIONS = (*FUNCTIONS, *OF_SEVERAL)
CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e}

OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_SIGNS = (ast.UAdd, ast.USub)
_HINTS = {
    ast.FloorDiv: "for a quotient write /",
    ast.Compare: "comparisons are not part of it; for a kink write max(x, 0), min(x, 1) or abs(x)",
    ast.IfExp: "conditions are not part of it; for a kink write max(x, 0), min(x, 1) or abs(x)",
    ast.Attribute: "functions stand by themselves: write sin(x)",
    ast.Tuple: "a comma stands only in max(x, y) and min(x, y)",
}


@dataclass(frozen=True)
class Expression:
    """A checked function of named parameters: ``source`` as written, ``parameters`` in the order of the axes."""

    source: str
    parameters: tuple[str, ...]

    @property
    def tree(self) -> ast.expr:
        """The syntax tree, with only numbers, names, known functions and arithmetic."""
        return ast.parse(self.source, mode="eval").body


def read_expression(text: str, parameters: tuple[str, ...] | None = None) -> Expression:
    """Return the function that ``text`` describes.

    ``parameters`` are by default the names in it, sorted. Raises ``InputError`` for anything outside the language, with
    the position where possible, and for unknown names.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"expected at most {MOST_CHARACTERS} characters, got {len(text)}")
    try:
        return _read(text, parameters)
    except InputError as error:
        raise InputError(_corrected(str(error), text, parameters)) from None


def _read(text: str, parameters: tuple[str, ...] | None) -> Expression:
    source = in_plain_signs(text)
    tree = _parsed(source)
    check_parts(tree)
    found = parameters_of(tree)
    for name in parameters if parameters is not None else found:
        check_name(name)
    unknown = [name for name in found if parameters is not None and name not in parameters]
    if unknown:
        known = nearest(unknown[0], (*(parameters or ()), *ALL_FUNCTIONS))
        raise InputError(f"unknown name {', '.join(map(quoted, unknown))}; {known}")
    if not found:
        raise InputError(f"expected a parameter such as x in it, got {quoted(source)}")
    length = derivative_lengths(tree, CONSTANTS)[2] * len(found) ** 2
    if length > LONGEST_DERIVATIVES:
        raise InputError(f"its second derivatives have about {length:,} parts, at most {LONGEST_DERIVATIVES:,} allowed")
    return Expression(source, parameters if parameters is not None else found)


def _corrected(fault: str, text: str, parameters: tuple[str, ...] | None) -> str:
    """Return the message of a fault with a suggested correction, where possible."""
    plain = without_latex(text)
    try:
        found, advice = meant(in_plain_signs(plain), ALL_FUNCTIONS)
    except InputError:
        return fault
    if plain != text:
        advice = ("no LaTeX", *advice)
    if not advice:
        return fault
    try:
        corrected = _read(found, parameters).source
    except InputError:
        corrected = ""
    if not corrected or len(corrected) > LONGEST_CORRECTION:
        return f"{fault}; it takes {', '.join(advice)}"
    return f'{fault.split("; ")[0]}; write "{corrected}": {", ".join(advice)}'


def parameters_of(tree: ast.expr) -> tuple[str, ...]:
    """Return the names of a checked tree that are neither functions nor constants, sorted."""
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in called}
    return tuple(sorted(names - CONSTANTS.keys()))


def check_name(name: str) -> None:
    """Raise ``InputError`` unless ``name`` can name a parameter."""
    if not NAME.fullmatch(name) or keyword.iskeyword(name):
        raise InputError(f'"{in_one_line(name)}": expected letters a to z and digits, at most 16, as a parameter')
    if name in ALL_FUNCTIONS or name in CONSTANTS:
        known = "number" if name in CONSTANTS else "function"
        raise InputError(f'"{name}" cannot be a parameter: it is a known {known}')


def _parsed(source: str) -> ast.expr:
    if not source:
        raise InputError("expected a function such as x**2, got nothing")
    try:
        return ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise InputError(
            f"not understood{_where(source, error)}: {quoted(source)}; expected a function such as x**2 + 3*x"
        ) from None


def _where(source: str, error: Exception) -> str:
    offset = getattr(error, "offset", None)
    return f" at character {min(offset, len(source))}" if offset else ""


def check_parts(tree: ast.expr) -> None:
    """Raise for anything outside the language; without recursion, since a tree may be deep."""
    waiting, n_nodes = [(tree, 1)], 0
    while waiting:
        node, depth = waiting.pop()
        n_nodes += 1
        if depth > DEEPEST:
            raise InputError(f"expected at most {DEEPEST} nested parts")
        if n_nodes > MOST_NODES:
            raise InputError(f"expected at most {MOST_NODES} numbers, names and signs")
        waiting += [(part, depth + 1) for part in _parts(node)]
    _constant(tree)


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the parts of a node. Raises ``InputError`` for a node outside the language."""
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        yield from (node.left, node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, _SIGNS):
        yield node.operand
    elif isinstance(node, ast.Call):
        yield from _arguments(node)
    elif isinstance(node, ast.Name):
        if node.id in ALL_FUNCTIONS:
            example = "x" if node.id in FUNCTIONS else "x, y"
            raise InputError(f"{node.id} needs an argument: {node.id}({example})")
    elif not (isinstance(node, ast.Constant) and type(node.value) in (int, float)):
        raise InputError(f"{quoted(ast.unparse(node))} is not part of the language{_advice(node)}")


def _arguments(node: ast.Call) -> Iterator[ast.expr]:
    if not isinstance(node.func, ast.Name | ast.Attribute):
        raise InputError(f"{quoted(ast.unparse(node))} is not part of the language")
    name = ast.unparse(node.func)
    if name not in ALL_FUNCTIONS:
        raise InputError(f"unknown function {quoted(name)}; {nearest(name, ALL_FUNCTIONS)}")
    plain = not node.keywords and not any(isinstance(part, ast.Starred) for part in node.args)
    if not plain or (len(node.args) < 2 if name in OF_SEVERAL else len(node.args) != 1):
        wanted = "two numbers or more" if name in OF_SEVERAL else "one number"
        raise InputError(f"{name} takes {wanted}, got {quoted(ast.unparse(node))}")
    yield from node.args


def _advice(node: ast.expr) -> str:
    kind = type(node.op) if isinstance(node, ast.BinOp) else type(node)
    hint = _HINTS.get(kind)
    return f": {hint}" if hint else ""


def _constant(node: ast.expr) -> float | None:
    """Return the value of a part without parameters, None for any other. Raises for numbers out of bounds.

    Powers are bounded by their logarithms before they are computed: 9**9**9 must not be computed to be rejected.
    """
    if isinstance(node, ast.Constant):
        assert isinstance(node.value, int | float)
        return _bounded(float(node.value) if abs(node.value) <= LARGEST_NUMBER else math.inf)
    if isinstance(node, ast.Name):
        return CONSTANTS.get(node.id)
    if isinstance(node, ast.UnaryOp):
        value = _constant(node.operand)
        return -value if value is not None and isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp):
        return _combined(node.op, _constant(node.left), _constant(node.right))
    assert isinstance(node, ast.Call)
    for part in node.args:
        _constant(part)
    return None  # the values of functions are bounded when they are evaluated


def _combined(sign: ast.operator, left: float | None, right: float | None) -> float | None:
    if isinstance(sign, ast.Pow) and right is not None and abs(right) > LARGEST_EXPONENT:
        raise InputError(f"expected exponents of at most {LARGEST_EXPONENT:g} in size, got {right:g}")
    if isinstance(sign, ast.Div) and right == 0.0:
        raise InputError("divides by zero")
    if left is None or right is None:
        return None
    if isinstance(sign, ast.Pow) and not (right.is_integer() if left < 0.0 else left > 0.0 or right >= 0.0):
        raise InputError(f"{left:g} to the power of {right:g} is not a real number")
    if isinstance(sign, ast.Pow) and left and abs(right * math.log(abs(left))) > math.log(LARGEST_NUMBER):
        return _bounded(math.inf)
    return _bounded(OPERATORS[type(sign)](left, right))


def _bounded(value: float) -> float:
    if not abs(value) <= LARGEST_NUMBER:
        raise InputError(f"expected numbers of at most {LARGEST_NUMBER:g} in size")
    return value


def quoted(text: str) -> str:
    """Return a text in quotes on one line, shortened."""
    shown = in_one_line(text)
    return f'"{shown if len(shown) <= SHOWN_CHARACTERS else shown[: SHOWN_CHARACTERS - 1] + "…"}"'
