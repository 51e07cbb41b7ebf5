"""A function in Typst mathematics: a syntax tree printed in the order in which it was written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from gdcore.text.notation import MINUS, SUPERSCRIPTS, written_out

GREEK = (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "mu", "nu", "xi",
    "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
)  # fmt: skip
SUM, SIGN, PRODUCT, POWER, ATOM = range(5)
"""Precedence, lowest first."""
_CALLS: Mapping[str, str] = {
    "abs": "abs({})", "Bars": "abs({})", "sqrt": "sqrt({})", "exp": "e^({})", "acos": "arccos({})",
    "asin": "arcsin({})", "atan": "arctan({})", "log": "ln({})", "log10": "log_10({})",
    "log1p": "ln(1 + {})", "Log1p": "ln(1 + {})", "sign": 'op("sign")({})', "Sign": 'op("sign")({})',
    "relu": 'op("relu")({})', "Ramp": 'op("relu")({})', "Positive": "[{} > 0]", "Above": "[{} > {}]",
    "max": "max({})", "Largest": "max({})", "min": "min({})", "Smallest": "min({})",
    "sigmoid": 'op("sigmoid")({})', "Sigmoid": 'op("sigmoid")({})',
    "softplus": 'op("softplus")({})', "Softplus": 'op("softplus")({})',
}  # fmt: skip
_POWERED = ("sin", "cos", "tan", "sinh", "cosh", "tanh")
"""Functions whose powers are written after their names."""
_SUBSCRIPT = re.compile(r"([A-Za-z]|" + "|".join(GREEK) + r")_?([0-9]+)")

_RAISED = re.compile(r"\*\*\s*(\d+)(?![\d.eE])")
_TIMES = re.compile(r"\s*\*\s*")
_NUMBER_TIMES = re.compile(r"(?<![\w.])(\d[\d.]*)·(?=[A-Za-z(])")


def typst_of(source: str) -> str:
    """Return a function in ordinary notation, checked or from SymPy, as Typst mathematics."""
    return _written(ast.parse(source, mode="eval").body)[0]


def plain_signs(source: str) -> str:
    """Return a function in mathematical notation instead of a lesson file's: 20(y − x²)² for 20*(y - x**2)**2.

    >>> plain_signs("(1 - x)**2 + 20*(y - x**2)**2")
    '(1 − x)² + 20(y − x²)²'
    """
    raised = _RAISED.sub(lambda power: power[1].translate(SUPERSCRIPTS), " ".join(source.split()))
    return _NUMBER_TIMES.sub(r"\1", _TIMES.sub("·", raised.replace("**", "^"))).replace("-", MINUS)


def typst_name(name: str) -> str:
    """Return a parameter's name in Typst mathematics: a letter, a Greek letter, a letter with an index, or a word."""
    if len(name) == 1 or name in GREEK:
        return name
    indexed = _SUBSCRIPT.fullmatch(name)
    return f"{indexed[1]}_{indexed[2]}" if indexed else f'"{name}"'


def _written(node: ast.expr) -> tuple[str, int]:
    """Return a part and its precedence."""
    if isinstance(node, ast.Constant):
        assert isinstance(node.value, int | float)
        text = written_out(node.value).typst
        return text, PRODUCT if "times" in text else POWER if "^" in text else ATOM
    if isinstance(node, ast.Name):
        return {"E": "e", "e": "e", "pi": "pi"}.get(node.id) or typst_name(node.id), ATOM
    if isinstance(node, ast.UnaryOp):
        inner = _held(node.operand, PRODUCT)
        return (f"-{inner}", SIGN) if isinstance(node.op, ast.USub) else _written(node.operand)
    if isinstance(node, ast.Call):
        return _called(node), ATOM
    assert isinstance(node, ast.BinOp)
    return _combined(node)


def _combined(node: ast.BinOp) -> tuple[str, int]:
    match node.op:
        case ast.Add():
            return f"{_held(node.left, SUM)} + {_held(node.right, PRODUCT)}", SUM
        case ast.Sub():
            return f"{_held(node.left, SUM)} - {_held(node.right, PRODUCT)}", SUM
        case ast.Mult():
            left, right = _held(node.left, SIGN), _held(node.right, PRODUCT)
            # Adjacent digits would run together.
            return f"{left} dot {right}" if right[0].isdigit() else f"{left} {right}", PRODUCT
        case ast.Div():
            # A minus sign goes before the fraction, not into its numerator.
            above, below = _written(node.left)[0], _written(node.right)[0]
            negative = above.startswith("-") and isinstance(node.left, ast.UnaryOp | ast.BinOp) and not isinstance(
                getattr(node.left, "op", None), ast.Add | ast.Sub)  # fmt: skip
            return (f"-({above[1:]})/({below})", SIGN) if negative else (f"({above})/({below})", POWER)
        case _:
            return _power(node), POWER


def _power(node: ast.BinOp) -> str:
    exponent = _written(node.right)[0]
    if isinstance(node.left, ast.Call) and isinstance(node.left.func, ast.Name) and node.left.func.id in _POWERED:
        return f"{node.left.func.id}^({exponent})({_written(node.left.args[0])[0]})"
    return f"{_held(node.left, ATOM)}^({exponent})"


def _called(node: ast.Call) -> str:
    assert isinstance(node.func, ast.Name)
    name = node.func.id
    parts = [_held(part, PRODUCT) if name.lower() == "log1p" else _written(part)[0] for part in _arguments(node)]
    if name in ("max", "min", "Largest", "Smallest"):
        parts = [", ".join(parts)]
    return _CALLS.get(name, f"{name}({{}})").format(*parts)


def _arguments(node: ast.Call) -> Iterator[ast.expr]:
    """Yield a function's arguments; nested calls of max are flattened: max(a, max(b, c)) is max(a, b, c)."""
    for part in node.args:
        within = isinstance(part, ast.Call) and len(part.args) > 1 and ast.dump(part.func) == ast.dump(node.func)
        yield from _arguments(part) if isinstance(part, ast.Call) and within else (part,)


def _held(node: ast.expr, least: int) -> str:
    """Return a part, in brackets if its precedence is below ``least``."""
    text, holds = _written(node)
    return text if holds >= least else f"({text})"
