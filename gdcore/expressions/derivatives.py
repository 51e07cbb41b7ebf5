"""Exact derivatives of users' functions: a checked tree becomes a SymPy expression, then numpy functions."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, reduce
from typing import Any

import numpy as np
import sympy

from gdcore.arrays import Array, frozen
from gdcore.errors import InputError
from gdcore.expressions import kinks, smooth
from gdcore.expressions.expression import OPERATORS, OTHER_NAMES, Expression
from gdcore.expressions.kinks import Bars, Largest, Ramp, Sign, Smallest, real
from gdcore.expressions.plain_numbers import agree, on_numbers
from gdcore.expressions.smooth import PRINTER
from gdcore.objectives.function import Plain

MOST_OPERATIONS = 20_000
"""Of all second derivatives together; typical functions have a few hundred."""
_SHARED = ("cos", "cosh", "exp", "log", "sin", "sinh", "sqrt", "tan", "tanh")
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{name: getattr(sympy, name) for name in (*_SHARED, "acos", "asin", "atan")},
    "abs": Bars,
    "log10": lambda u: sympy.log(u) / sympy.log(10),
    "log1p": smooth.Log1p,
    "max": lambda *parts: reduce(Largest, parts),
    "min": lambda *parts: reduce(Smallest, parts),
    "relu": Ramp,
    "sigmoid": smooth.Sigmoid,
    "sign": Sign,
    "softplus": smooth.Softplus,
}
_CONSTANTS = {"pi": sympy.pi, "e": sympy.E}
LARGEST_EXACT = 2**53
ROUND_TRIP = 17
"""Decimal digits that reproduce every float64."""
FAR, NEAR = 1e-4, 1e-8
"""The distances, relative to the coordinates, at which a point is probed for a kink."""
COMES_TOGETHER, ROUNDED = 0.1, 1e-9
"""The factor by which a gap must shrink to count as closed, and the relative rounding error allowed."""
AS_NUMPY: dict[str, Any] = {
    **{name: getattr(np, name) for name in (*_SHARED, "arccos", "arcsin", "arctan", "e", "pi")},
    **kinks.IN_NUMPY,
    **smooth.IN_NUMPY,
}
"""The language's functions in numpy; looking up all names of numpy would take a tenth of a second."""


@dataclass(frozen=True)
class Derived:
    """A function and its derivatives in SymPy: ``gradient`` has length ``d``, ``hessian`` is ``d`` by ``d``."""

    value: sympy.Expr
    gradient: tuple[sympy.Expr, ...]
    hessian: tuple[tuple[sympy.Expr, ...], ...]

    @property
    def is_quadratic(self) -> bool:
        """Whether the second derivatives are constant everywhere, not only on each side of a kink."""
        return not self.has_kinks and not any(entry.free_symbols for row in self.hessian for entry in row)

    @property
    def has_kinks(self) -> bool:
        """Whether slope or value may jump: at absolute values, signs, max, min and relu."""
        entries = (self.value, *self.gradient, *(entry for row in self.hessian for entry in row))
        return any(entry.has(*kinks.KINKED) for entry in entries)


@cache
def derived(expression: Expression) -> Derived:
    """Return the derivatives. Raises ``InputError`` for a function that is real nowhere or has too long derivatives."""
    symbols = [sympy.Symbol(name, real=True) for name in expression.parameters]
    value = real(_built(expression.tree, dict(zip(expression.parameters, symbols, strict=True))))
    gradient = tuple(real(sympy.diff(value, symbol)) for symbol in symbols)
    _refuse_long((value, *gradient))
    rows = tuple(tuple(real(sympy.diff(entry, symbol)) for symbol in symbols) for entry in gradient)
    _refuse_long([entry for row in rows for entry in row])
    for entry in (value, *gradient):
        if entry.has(sympy.zoo, sympy.nan, sympy.oo, sympy.I):
            raise InputError("is not a real number anywhere")
    return Derived(value, gradient, rows)


def _built(node: ast.expr, symbols: dict[str, sympy.Symbol]) -> sympy.Expr:
    """Return a checked tree as a SymPy expression; SymPy never parses text."""
    if isinstance(node, ast.Constant):
        assert isinstance(node.value, int | float)
        exact = isinstance(node.value, int)
        return _as_numpy_has_it(sympy.Integer(node.value)) if exact else sympy.Float(node.value, ROUND_TRIP)
    if isinstance(node, ast.Name):
        return symbols.get(node.id) or _CONSTANTS[node.id]
    if isinstance(node, ast.UnaryOp):
        operand = _built(node.operand, symbols)
        return -operand if isinstance(node.op, ast.USub) else operand
    if isinstance(node, ast.BinOp):
        return _as_numpy_has_it(OPERATORS[type(node.op)](_built(node.left, symbols), _built(node.right, symbols)))
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Name)
    return _FUNCTIONS[OTHER_NAMES.get(node.func.id, node.func.id)](*(_built(part, symbols) for part in node.args))


def _as_numpy_has_it(part: sympy.Expr) -> sympy.Expr:
    """Return a part; an integer that float64 cannot hold becomes the nearest float."""
    return sympy.Float(float(part), ROUND_TRIP) if part.is_Integer and abs(part) > LARGEST_EXACT else part


def _refuse_long(entries: Any) -> None:
    length = sum(int(sympy.count_ops(entry)) for entry in entries)
    if length > MOST_OPERATIONS:
        raise InputError(
            f"its derivatives have {length:,} operations, more than {MOST_OPERATIONS:,}: too long a function"
        )


@dataclass(frozen=True)
class WrittenFunction:
    """A user's function with its derivatives at points ``(..., d)``; it holds only text, so it can be pickled."""

    expression: Expression

    def value(self, points: Array) -> Array:
        """Return the values, shape ``(...)``; nan where the function is not a real number."""
        return self._at(0, points)[..., 0]

    def gradient(self, points: Array) -> Array:
        """Return the gradients, shape ``(..., d)``."""
        return self._at(1, points)

    def plain(self) -> Plain | None:
        """Return value and gradient on Python floats, or None if their bits would differ from those of arrays."""
        found = _on_numbers(self.expression)
        if found is None:
            return None
        return on_numbers(_compiled(self.expression)[0], AS_NUMPY, alone=True), found[1]

    @property
    def sources(self) -> tuple[str, str, str]:
        """The Python functions that compute value, gradient and Hessian (row by row): flat lists of entries."""
        value, gradient, hessian = map(inspect.getsource, _compiled(self.expression))
        return value, gradient, hessian

    def _at(self, which: int, points: Array) -> Array:
        """Return the value or the gradient at each point along a last axis; for one point, on Python floats."""
        plain = _on_numbers(self.expression) if np.ndim(points) == 1 else None
        if plain is not None:
            try:
                with np.errstate(all="ignore"):
                    return np.array(plain[which](*np.asarray(points, dtype=np.float64).tolist()), dtype=np.float64)
            except (ArithmeticError, ValueError):
                pass  # Python floats raise where numpy gives infinity or NaN
        return _evaluated(_compiled(self.expression)[which], points)

    def hessian(self, points: Array) -> Array:
        """Return the Hessians, shape ``(..., d, d)``."""
        d = len(self.expression.parameters)
        return _evaluated(_compiled(self.expression)[2], points).reshape((*np.shape(points)[:-1], d, d))

    @property
    def has_kinks(self) -> bool:
        """Whether there may be points without a gradient."""
        return derived(self.expression).has_kinks

    def kinks(self, point: Array) -> tuple[str, ...]:
        """Return the parts with their kink at ``point``, such as abs(x - y), unless the gradient exists there."""
        parts = sorted(derived(self.expression).value.atoms(*kinks.NAMES), key=str)
        edges = _compile(self.expression, [kinks.edge_of(part) for part in parts])
        at_edge = _evaluated(edges, point) == 0.0 if parts else np.zeros(0, dtype=bool)
        if at_edge.any() and self._is_smooth(point):
            return ()
        names = {kind.__name__: name for kind, name in kinks.NAMES.items()}
        return tuple(re.sub(r"\w+(?=\()", lambda word: names.get(word[0], word[0]), str(part))
                     for part, there in zip(parts, at_edge, strict=True) if there)  # fmt: skip

    def _is_smooth(self, point: Array) -> bool:
        """Return whether value and slopes around a point converge to its own, as those of x |x| do at 0."""
        ways = np.random.default_rng(0).normal(size=(8, len(point))) * np.maximum(abs(point), 1.0)
        ways = np.vstack([0.0 * ways[:1], ways, -ways])
        gaps = []
        for distance in (FAR, NEAR):
            around = point + distance * ways
            values = np.column_stack([self.value(around), self.gradient(around)])
            gaps.append(abs(values[1:] - values[0]))
        return bool((gaps[1] <= COMES_TOGETHER * gaps[0] + ROUNDED * abs(values).max(axis=0)).all())


def minimiser_of(function: WrittenFunction) -> Array | None:
    """Return the minimiser of a quadratic function, shape ``(d,)``; None for any other, or one without a minimum."""
    known = derived(function.expression)
    if not known.is_quadratic:
        return None
    origin = np.zeros(len(function.expression.parameters))
    hessian, slope = function.hessian(origin), function.gradient(origin)
    if not (np.isfinite(hessian).all() and np.isfinite(slope).all() and (np.linalg.eigvalsh(hessian) > 0.0).all()):
        return None
    return frozen(np.linalg.solve(hessian, -slope) + 0.0)  # without a sign on zeros


Compiled = Callable[..., list[Any]]


@cache
def _compiled(expression: Expression) -> tuple[Compiled, Compiled, Compiled]:
    known = derived(expression)
    flat = [entry for row in known.hessian for entry in row]
    value, gradient, hessian = (_compile(expression, entries) for entries in ([known.value], known.gradient, flat))
    return value, gradient, hessian


@cache
def _on_numbers(expression: Expression) -> tuple[Callable[..., list[float]], Callable[..., list[float]]] | None:
    """Return value and gradient on Python floats, or None if they would not have the same bits."""
    compiled, d = _compiled(expression)[:2], len(expression.parameters)
    value, gradient = (on_numbers(function, AS_NUMPY) for function in compiled)
    alike = agree(value, compiled[0], d) and agree(gradient, compiled[1], d)
    return (value, gradient) if alike else None


def _compile(expression: Expression, entries: Iterable[sympy.Expr]) -> Compiled:
    """Return a function of the expression's parameters that computes the entries."""
    symbols = [sympy.Symbol(name, real=True) for name in expression.parameters]
    made: Compiled = sympy.lambdify(symbols, list(entries), [AS_NUMPY], printer=PRINTER, cse=True)
    return made


@np.errstate(all="ignore")
def _evaluated(compiled: Compiled, points: Array) -> Array:
    """Return the entries at each point, stacked along a last axis.

    Even a single point goes in as an array: numpy computes scalars differently, and the bits would differ.
    """
    given = np.asarray(points, dtype=np.float64)
    given = given if given.ndim > 1 else np.atleast_2d(given)
    entries = compiled(*(given[..., i] for i in range(given.shape[-1])))
    stacked = np.empty((*given.shape[:-1], len(entries)))
    for i, entry in enumerate(entries):
        stacked[..., i] = entry
    return stacked.reshape((*np.shape(points)[:-1], len(entries)))
