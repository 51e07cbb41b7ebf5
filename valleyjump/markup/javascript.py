"""Users' functions as a JavaScript module: the operations of gdcore in its order, so that the page computes alike.

Nothing of a user's text goes into it: names of parameters are replaced, and what is neither a number, a known function
nor arithmetic is refused.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from gdcore.expressions.expression import OTHER_NAMES

if TYPE_CHECKING:
    from gdcore.expressions.derivatives import WrittenFunction

OF_MATH: Mapping[str, str] = {
    **{name: name for name in ("cos", "cosh", "exp", "log", "sin", "sinh", "sqrt", "tan", "tanh")},
    "arccos": "acos",
    "arcsin": "asin",
    "arctan": "atan",
    "Log1p": "log1p",
    "Bars": "abs",
    "Sign": "sign",
    "Largest": "max",
    "Smallest": "min",
}
"""What is in JavaScript's ``Math``, by the name that gdcore computes with."""
OF_MODULE: Mapping[str, str] = {
    "Above": "above", "Positive": "positive", "Ramp": "ramp", "Sigmoid": "sigmoid", "Softplus": "softplus",
    "Whole": "power",
}  # fmt: skip
"""What ``descent/formulas.js`` has."""
CONSTANTS: Mapping[str, str] = {"e": "Math.E", "pi": "Math.PI"}
SIGNS: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
HEAD = 'import { above, positive, power, ramp, sigmoid, softplus, square } from "./formulas.js";\n'
MODULE = "descent/written.js"
"""The module of the page's scripts in whose place it stands."""


def written_module(functions: Mapping[str, WrittenFunction]) -> str:
    """Return a module that exports the ``functions`` by name; see ``descent/written.js``."""
    entries = ",\n".join(f"{json.dumps(name)}: {_object(function)}" for name, function in functions.items())
    return f"{HEAD}\nexport const WRITTEN = {{\n{entries}\n}};\n"


def _object(function: WrittenFunction) -> str:
    value, gradient, hessian = map(_Python, function.sources)
    d = len(function.expression.parameters)
    rows = [_list(hessian.entries[i : i + d]) for i in range(0, d * d, d)]
    members = {
        "value": value.returning(value.entries[0]),
        "gradient": gradient.returning(_list(gradient.entries)),
        "hessian": hessian.returning(_list(rows)),
        "tree": json.dumps(_tree(function.expression.tree)),
    }
    return "{\n" + ",\n".join(f"{name}: {made}" for name, made in members.items()) + "\n}"


def _list(entries: Iterable[str]) -> str:
    return f"[{', '.join(entries)}]"


class _Python:
    """A function as SymPy writes it: assignments to names, and the list that it returns."""

    def __init__(self, source: str) -> None:
        function = ast.parse(source).body[0]
        assert isinstance(function, ast.FunctionDef)
        *assigned, last = function.body
        assert isinstance(last, ast.Return)
        assert isinstance(last.value, ast.List)
        self.names = {one.arg: f"p{i}" for i, one in enumerate(function.args.args)}
        self.n_parameters = len(self.names)
        self.parts = [self._assigned(node) for node in assigned]
        self.entries = [self._of(node) for node in last.value.elts]

    def returning(self, result: str) -> str:
        """Return the whole as an arrow function of a point with this result."""
        given = _list(f"p{i}" for i in range(self.n_parameters))
        if not self.parts:
            return f"({given}) => {result}"
        return f"({given}) => {{ {' '.join(self.parts)} return {result}; }}"

    def _assigned(self, node: ast.stmt) -> str:
        assert isinstance(node, ast.Assign)
        (target,) = node.targets
        assert isinstance(target, ast.Name)
        value = self._of(node.value)
        self.names[target.id] = f"t{len(self.names)}"
        return f"const {self.names[target.id]} = {value};"

    def _of(self, node: ast.expr) -> str:
        if isinstance(node, ast.Constant):
            assert isinstance(node.value, int | float)
            return repr(float(node.value)).removesuffix(".0")
        if isinstance(node, ast.Name):
            return self.names.get(node.id) or CONSTANTS[node.id]
        if isinstance(node, ast.UnaryOp):
            assert isinstance(node.op, ast.USub)
            return f"(-{self._of(node.operand)})"
        if isinstance(node, ast.Call):
            assert isinstance(node.func, ast.Name)
            name = OF_MODULE.get(node.func.id) or f"Math.{OF_MATH[node.func.id]}"
            return f"{name}({', '.join(map(self._of, node.args))})"
        assert isinstance(node, ast.BinOp)
        left, right = self._of(node.left), self._of(node.right)
        if isinstance(node.op, ast.Pow):
            return f"square({left})" if right == "2" else f"power({left}, {right})"
        return f"({left} {SIGNS[type(node.op)]} {right})"


def _tree(node: ast.expr) -> object:
    """Return a checked tree as lists: [sign or function, ...parts], numbers and names."""
    if isinstance(node, ast.Constant):
        assert isinstance(node.value, int | float)
        return float(node.value)
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.UnaryOp):
        return ["-", _tree(node.operand)] if isinstance(node.op, ast.USub) else _tree(node.operand)
    if isinstance(node, ast.BinOp):
        return [SIGNS[type(node.op)], *_trees((node.left, node.right))]
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Name)
    return [OTHER_NAMES.get(node.func.id, node.func.id), *_trees(node.args)]


def _trees(nodes: Iterable[ast.expr]) -> list[object]:
    return [_tree(node) for node in nodes]
