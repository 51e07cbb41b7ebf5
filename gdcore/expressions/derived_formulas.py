"""The derivatives of a written function in Typst, from the exact expressions that are computed with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Protocol, runtime_checkable

from gdcore.expressions.expression import Expression
from gdcore.expressions.written import typst_name, typst_of
from gdcore.objectives.function import Function
from gdcore.objectives.objective import Objective
from gdcore.text.notation import MOST_WRITTEN

FRACTION_INSIDE = re.compile(r"\([^()]*/[^()]*\)")
MOST_SIMPLIFIED = 60
"""Expressions with more operations are not simplified: nobody reads them, and it takes long."""


@runtime_checkable
class Written(Function, Protocol):
    """A function that was written down: its checked text is its ``expression``."""

    @property
    def expression(self) -> Expression:
        """The checked text."""


def gradient_formulas(objective: Objective) -> tuple[str, ...]:
    """Return the ``d`` partial derivatives in Typst; none for an objective without a formula."""
    expression = written_as(objective)
    return () if expression is None else _gradient(expression)


def hessian_formulas(objective: Objective) -> tuple[tuple[str, ...], ...]:
    """Return the second derivatives in Typst, ``d`` rows of ``d``; none for an objective without a formula."""
    expression = written_as(objective)
    return () if expression is None else _hessian(expression)


def gradient_equation(objective: Objective) -> str:
    """Return the equation of the gradient in Typst mathematics without dollar signs; empty if unknown.

    For one parameter it is f'(x) = ...; for more, a vector of the partial derivatives.
    """
    entries = gradient_formulas(objective)
    if len(entries) == 1:
        return f"{objective.symbol}'({typst_name(objective.parameters[0])}) = {entries[0]}"
    return f"nabla {objective.symbol} = ({', quad '.join(entries)})" if entries else ""


def hessian_equation(objective: Objective) -> str:
    """Return the equation of the Hessian likewise: f''(x), for two parameters a matrix, for more an empty string."""
    rows = hessian_formulas(objective)
    if len(rows) == 1:
        return f"{objective.symbol}''({typst_name(objective.parameters[0])}) = {rows[0][0]}"
    return f"H = mat({'; '.join(', '.join(row) for row in rows)})" if len(rows) == 2 else ""


def written_as(objective: Objective) -> Expression | None:
    """Return the checked text of an objective, or None for one that was not written down."""
    return objective.function.expression if isinstance(objective.function, Written) else None


@cache
def _gradient(expression: Expression) -> tuple[str, ...]:
    from gdcore.expressions.derivatives import derived  # late: imports SymPy, which other objectives do not need

    return tuple(_as_typst(derived(expression).gradient))


@cache
def _hessian(expression: Expression) -> tuple[tuple[str, ...], ...]:
    from gdcore.expressions.derivatives import derived

    return tuple(tuple(_as_typst(row)) for row in derived(expression).hessian)


def _as_typst(entries: Iterable[Any]) -> Iterable[str]:
    import sympy

    for entry in entries:
        yield typst_of(sympy.sstr(_readable(entry), full_prec=False))


def _readable(entry: Any) -> Any:
    """Return an expression that is equal up to the rounding of its numbers, and no longer.

    The square of a sign is replaced by 1, which it is wherever the derivative exists.
    """
    import sympy

    from gdcore.expressions.kinks import Sign

    entry = entry.xreplace({number: _plain(number) for number in entry.atoms(sympy.Float)})
    entry = entry.replace(lambda part: part.is_Pow and part.base.func is Sign and part.exp == 2,
                          lambda _: sympy.Integer(1))  # fmt: skip
    if sympy.count_ops(entry) > MOST_SIMPLIFIED:
        return entry
    forms = [entry, sympy.factor_terms(entry)]
    if entry.is_polynomial():
        forms.append(sympy.expand(entry))
    return min(forms, key=_effort)


def _effort(entry: Any) -> int:
    """Return how hard an expression is to read: its operations, leading minus signs and nested fractions."""
    import sympy

    text = str(sympy.sstr(entry))
    signs, nested = text.count("(-") + text.startswith("-"), len(FRACTION_INSIDE.findall(text))
    return int(sympy.count_ops(entry)) + 2 * signs + 4 * nested


def _plain(number: Any) -> Any:
    """Return a decimal number as people write it: 2 for 2.0000000000000001."""
    import sympy

    value = float(f"{float(number):.{MOST_WRITTEN}g}")
    return sympy.Integer(int(value)) if value.is_integer() and abs(value) < 1e15 else sympy.Float(str(value))
