"""What SymPy has written for arrays, once more for plain numbers: the same operations in the same order.

Sums, products, quotients and squares are rounded alike everywhere. Whatever else there is, numpy's loops for arrays
have bits of their own, so those are asked even for one number.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

PROBES = 64


def on_numbers(on_arrays: Callable[..., list[Any]], names: Mapping[str, Any]) -> Callable[..., list[float]]:
    """Return a function of ``d`` plain numbers that does what a function of as many arrays does, in ``names``."""
    tree = ast.parse(inspect.getsource(on_arrays))
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    changed = ast.fix_missing_locations(_Powers().visit(tree))
    of_one = {name: _of_one(known) if callable(known) else known for name, known in names.items()}
    space: dict[str, Any] = {**of_one, "Bars": abs, "square": _square, "power": _power, "raised": _raised}
    exec(compile(changed, f"<{function.name} on numbers>", "exec"), space)
    made: Callable[..., list[float]] = space[function.name]
    return made


@np.errstate(all="ignore")
def agree(on_numbers: Callable[..., list[float]], on_arrays: Callable[..., list[Any]], d: int) -> bool:
    """Whether both give the same bits at points all over the place: what is to be trusted is tried."""
    points = np.sin(np.arange(1.0, 1.0 + PROBES * d)).reshape(PROBES, d) * np.geomspace(1e-3, 30.0, PROBES)[:, None]
    columns = on_arrays(*points.T)
    expected = np.stack([np.broadcast_to(np.asarray(column, dtype=np.float64), PROBES) for column in columns], axis=1)
    for point, wanted in zip(points.tolist(), expected, strict=True):
        try:
            found = np.array(on_numbers(*point), dtype=np.float64)
        except (ArithmeticError, ValueError):
            continue  # arrays are asked there
        if not np.array_equal(found, wanted, equal_nan=True):
            return False
    return True


class _Powers(ast.NodeTransformer):
    """Calls in the place of powers."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Pow):
            return node
        if not _is_constant(node.right):
            return _call("raised", node.left, node.right)
        is_square = isinstance(node.right, ast.Constant) and node.right.value == 2
        return _call("square", node.left) if is_square else _call("power", node.left, node.right)


def _is_constant(node: ast.expr) -> bool:
    return not any(isinstance(part, ast.Name) for part in ast.walk(node))


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


def _of_one(function: Callable[[Any], Any]) -> Callable[[float], float]:
    def at(number: float) -> float:
        found: float = function(np.array([number], dtype=np.float64)).item()
        return found

    return at


def _square(number: float) -> float:
    return number * number


def _power(base: float, exponent: float) -> float:
    found: float = (np.array([base], dtype=np.float64) ** exponent).item()
    return found


def _raised(base: float, exponent: float) -> float:
    found: float = (np.array([base], dtype=np.float64) ** np.array([exponent], dtype=np.float64)).item()
    return found
