"""SymPy's numpy functions, recompiled for Python floats: the same operations in the same order.

Sums, products, quotients and squares are rounded alike everywhere. All other functions go through numpy even for one
number, because numpy's array loops have bits of their own.
"""

from __future__ import annotations

import ast
import inspect
import math
import threading
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any

import numpy as np

from gdcore.expressions.smooth import whole_power

PROBES = 64
MANY_PROBES = 2000
"""Where two implementations of a power differ, they do so in several of a hundred results."""
SHORT_CUTS = (-1.0, 0.0, 0.5, 1.0)
"""Powers that numpy computes by a root or a quotient, but only if the exponent is no array."""


def on_numbers(
    on_arrays: Callable[..., list[Any]], names: Mapping[str, Any], *, alone: bool = False
) -> Callable[..., Any]:
    """Return a function of ``d`` Python floats that computes what ``on_arrays`` does with ``d`` arrays.

    It returns a list of floats or, with ``alone``, its only one. ``names`` are the globals of ``on_arrays``.
    """
    tree = ast.parse(inspect.getsource(on_arrays))
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    last = function.body[-1]
    assert isinstance(last, ast.Return)
    if alone and isinstance(last.value, ast.List):
        (last.value,) = last.value.elts
    direct = {name for name, known in names.items() if isinstance(known, np.ufunc) and known.nin == 1} - {"Bars"}
    powers = _Powers(direct)
    changed = ast.fix_missing_locations(powers.visit(tree))
    of_one = {name: known if not callable(known) or name in direct else _of_one(known) for name, known in names.items()}
    space: dict[str, Any] = {**of_one, **powers.made, "Bars": abs, "Whole": whole_power, "raised": _raised}
    exec(compile(changed, f"<{function.name} on numbers>", "exec"), space)
    made: Callable[..., Any] = space[function.name]
    return made


@np.errstate(all="ignore")
def agree(on_numbers: Callable[..., list[float]], on_arrays: Callable[..., list[Any]], d: int) -> bool:
    """Return whether both functions give the same bits at many random points."""
    points = np.sin(np.arange(1.0, 1.0 + PROBES * d)).reshape(PROBES, d) * np.geomspace(1e-3, 30.0, PROBES)[:, None]
    columns = on_arrays(*points.T)
    expected = np.stack([np.broadcast_to(np.asarray(column, dtype=np.float64), PROBES) for column in columns], axis=1)
    for point, wanted in zip(points.tolist(), expected, strict=True):
        try:
            found = np.array(on_numbers(*point), dtype=np.float64)
        except (ArithmeticError, ValueError):
            continue  # callers fall back to arrays there
        if not np.array_equal(found, wanted, equal_nan=True):
            return False
    return True


class _Powers(ast.NodeTransformer):
    """Rewrites squares as products and other powers as calls; ``made`` maps the called names to functions.

    What the ``direct`` functions return, numpy's numbers, become Python's, which are faster and raise.
    """

    def __init__(self, direct: Collection[str]) -> None:
        self.made: dict[str, Callable[..., float]] = {}
        self.direct, self.n_squares = direct, 0

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        return _call("float", node) if isinstance(node.func, ast.Name) and node.func.id in self.direct else node

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Pow):
            return node
        if any(isinstance(part, ast.Name) for part in ast.walk(node.right)):
            return _call("raised", node.left, node.right)
        exponent = eval(compile(ast.Expression(node.right), "<exponent>", "eval"), {"__builtins__": {}})
        if exponent == 2:
            return self._square(node.left)
        if _is_as_in_c(exponent):
            self.made["pow"] = math.pow
            return _call("pow", node.left, ast.Constant(exponent))
        name = f"power_{len(self.made)}"
        plain = exponent in SHORT_CUTS
        self.made[name] = (
            _of_one(lambda base: base**exponent) if plain else _of_one(np.power, np.array([float(exponent)]))
        )
        return _call(name, node.left)

    def _square(self, base: ast.expr) -> ast.expr:
        if isinstance(base, ast.Name):
            return ast.BinOp(base, ast.Mult(), base)
        self.n_squares += 1
        name = f"squared_{self.n_squares}"
        return ast.BinOp(ast.NamedExpr(ast.Name(name, ast.Store()), base), ast.Mult(), ast.Name(name, ast.Load()))


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


class _OneNumber(threading.local):
    """Scratch arrays of one number, per thread, with views that are read and written faster."""

    def __init__(self) -> None:
        given, found = np.empty(1), np.empty(1)
        self.room: tuple[Any, Any, Any, Any] = given, given.data, found, found.data


_one = _OneNumber()


def _of_one(function: Callable[..., Any], *fixed: np.ndarray) -> Callable[..., float]:
    """Return a function of arrays as one of Python floats; ``fixed`` are further constant arguments."""

    def with_room(number: float) -> float:
        given, put, found, got = _one.room
        put[0] = number
        function(given, *fixed, found)
        result: float = got[0]
        return result

    def at(number: float, *others: float) -> float:
        found: float = function(np.array([number]), *(np.array([other]) for other in others)).item()
        return found

    return with_room if isinstance(function, np.ufunc) and function.nin == 1 + len(fixed) else at


@cache
def _is_as_in_c(exponent: float) -> bool:
    """Return whether numpy's power of arrays equals the C library's, which numpy calls on some machines."""
    bases = np.sin(np.arange(1.0, 1.0 + MANY_PROBES)) * np.geomspace(1e-3, 1e3, MANY_PROBES)
    bases = bases if float(exponent).is_integer() else abs(bases)
    return bool(np.array_equal([math.pow(base, exponent) for base in bases.tolist()], bases**exponent))


def _raised(base: float, exponent: float) -> float:
    found: float = (np.array([base], dtype=np.float64) ** np.array([exponent], dtype=np.float64)).item()
    return found
