"""Objectives with a formula: a user's own function, and the well-known test functions by name."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from gdcore.arrays import Array, frozen
from gdcore.errors import InputError
from gdcore.expressions.derivatives import WrittenFunction, derived, minimiser_of
from gdcore.expressions.domain import exists
from gdcore.expressions.expression import Expression, read_expression
from gdcore.expressions.known import CONDITION, KNOWN, known_text
from gdcore.expressions.written import typst_of
from gdcore.objectives.objective import Objective

DOMAIN = (-2.0, 2.0)
"""The default range of a parameter."""


def written(expression: Expression, *, name: str = "", domain: ArrayLike | None = None) -> Objective:
    """Return the objective of a user's function; a quadratic has its minimiser, if any."""
    function = WrittenFunction(expression)
    d = len(expression.parameters)
    return Objective(
        name=name or expression.source,
        parameters=expression.parameters,
        value=function.value,
        gradient=function.gradient,
        hessian=function.hessian,
        function=function,
        domain=frozen(np.tile(DOMAIN, (d, 1)) if domain is None else domain),
        minimiser=minimiser_of(function),
        quadratic=derived(expression).is_quadratic,
        formula=typst_of(expression.source),
        defined=partial(exists, expression),
    )


def well_known(name: str, condition_number: float | None = None) -> Objective:
    """Return the test function with that name.

    ``condition_number`` is for the narrow quadratic. Raises ``InputError`` for an unknown name, for a condition number
    below 1, and for one passed to another function.
    """
    if name not in KNOWN:
        raise InputError(f"no function {name!r}: expected one of {', '.join(KNOWN)}")
    if condition_number is not None and name != "narrow_quadratic":
        raise InputError(f'condition_number: only for objective = "narrow_quadratic", got objective = "{name}"')
    condition = CONDITION if condition_number is None else condition_number
    if not 1.0 <= condition <= 1e12:
        raise InputError(f"condition_number: must be between 1 and 1e12, got {condition:g}")
    known = KNOWN[name]
    text = known_text(name, condition)
    found = written(read_expression(text, ("x", "y")), name=name, domain=known.domain)
    return replace(found, minimiser=frozen(known.minimisers[0]) if known.minimisers else None)


def beside(objective: Objective, point: Array) -> Objective:
    """Return a well-known objective with its minimiser that is nearest to ``point``, shape ``(d,)``."""
    known = KNOWN.get(objective.name)
    if known is None or len(known.minimisers) < 2 or not np.isfinite(point).all():
        return objective
    distances = [float(np.hypot.reduce(np.asarray(one) - point)) for one in known.minimisers]
    return replace(objective, minimiser=frozen(known.minimisers[int(np.argmin(distances))]))
