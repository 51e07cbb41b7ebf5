"""Estimates of how long a function's derivatives are, before they are computed.

A product of forty factors is short, but its derivatives have thousands of parts.
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from functools import reduce

Lengths = tuple[int, int, int]
"""The approximate number of parts of a function and of its first and second derivative, by the rules of calculus."""


def derivative_lengths(node: ast.expr, constants: Collection[str]) -> Lengths:
    """Return the lengths of a checked tree; the names in ``constants`` have derivative 0."""
    if isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id in constants):
        return 1, 0, 0
    if isinstance(node, ast.Name):
        return 1, 1, 0
    if isinstance(node, ast.UnaryOp):
        return derivative_lengths(node.operand, constants)
    if isinstance(node, ast.Call):
        parts = [derivative_lengths(part, constants) for part in node.args]
        return _of_function(parts[0]) if len(parts) == 1 else reduce(_of_larger, parts)
    assert isinstance(node, ast.BinOp)
    left, right = derivative_lengths(node.left, constants), derivative_lengths(node.right, constants)
    if isinstance(node.op, ast.Add | ast.Sub):
        return left[0] + right[0] + 1, left[1] + right[1], left[2] + right[2]
    if isinstance(node.op, ast.Mult):
        return _of_product(left, right)
    if isinstance(node.op, ast.Div):
        return _of_product(left, _of_function(right))
    return _of_function(left) if right[1] == 0 else _of_function(_of_product(_of_function(left), right))


def _of_function(inner: Lengths) -> Lengths:
    """Return the lengths of f(u): f(u)' = f'(u) u', and f(u)'' = f''(u) u' u' + f'(u) u''."""
    u, du, ddu = inner
    return (u + 1, 0, 0) if du == 0 else (u + 1, u + du + 2, 2 * u + 2 * du + ddu + 4)


def _of_larger(left: Lengths, right: Lengths) -> Lengths:
    """Return the lengths of max(f, g): max(f, g)' = [f > g] f' + [g > f] g', and the brackets' derivatives are 0."""
    (f, df, ddf), (g, dg, ddg) = left, right
    bracket = f + g + 2
    first, second = (sum(part + bracket for part in parts if part) for parts in ((df, dg), (ddf, ddg)))
    return f + g + 1, first, second


def _of_product(left: Lengths, right: Lengths) -> Lengths:
    """Return the lengths of f g: (f g)' = f' g + f g', and (f g)'' = f'' g + 2 f' g' + f g''."""
    (f, df, ddf), (g, dg, ddg) = left, right
    both = df + dg + 2 if df and dg else 0
    return (
        f + g + 1,
        (df + g + 1 if df else 0) + (f + dg + 1 if dg else 0),
        (ddf + g + 1 if ddf else 0) + both + (f + ddg + 1 if ddg else 0),
    )
