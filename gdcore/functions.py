"""Objectives that are written down: a user's own function, and the well-known test functions by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from gdcore.derivatives import WrittenFunction, derived, minimiser_of
from gdcore.errors import InputError
from gdcore.expression import Expression, read_expression
from gdcore.objectives import Array, Objective, frozen
from gdcore.written import typst_of

DOMAIN = (-2.0, 2.0)
"""Where a function is looked at of which nothing else is known."""
CONDITION = 100.0
"""The narrow quadratic's condition number when none is given."""


@dataclass(frozen=True)
class Known:
    """A well-known function: its text, an interval a parameter, a start from which it is hard, minimisers, source."""

    title: str
    text: str
    domain: tuple[tuple[float, float], ...]
    start: tuple[float, ...]
    minimisers: tuple[tuple[float, ...], ...]
    source: str


KNOWN: Mapping[str, Known] = {
    "rosenbrock": Known(
        "Rosenbrock's valley", "(1 - x)**2 + 100*(y - x**2)**2", ((-2.0, 2.0), (-1.0, 3.0)), (-1.2, 1.0), ((1.0, 1.0),),
        "H. H. Rosenbrock, An automatic method for finding the greatest or least value of a function (1960)",
    ),
    "himmelblau": Known(
        "Himmelblau's function", "(x**2 + y - 11)**2 + (x + y**2 - 7)**2", ((-5.0, 5.0), (-5.0, 5.0)), (0.0, 0.0),
        ((3.0, 2.0), (-2.805118086952745, 3.131312518250573), (-3.779310253377747, -3.283185991286170),
         (3.584428340330492, -1.848126526964404)),
        "D. M. Himmelblau, Applied Nonlinear Programming (1972)",
    ),
    "beale": Known(
        "Beale's function", "(1.5 - x + x*y)**2 + (2.25 - x + x*y**2)**2 + (2.625 - x + x*y**3)**2",
        ((-4.5, 4.5), (-4.5, 4.5)), (1.0, 1.0), ((3.0, 0.5),),
        "E. M. L. Beale, On an iterative method for finding a local minimum of a function of more than one variable "
        "(1958)",
    ),
    "booth": Known(
        "Booth's function", "(x + 2*y - 7)**2 + (2*x + y - 5)**2", ((-10.0, 10.0), (-10.0, 10.0)), (-6.0, 6.0),
        ((1.0, 3.0),),
        "M. Jamil and X.-S. Yang, A literature survey of benchmark functions for global optimisation problems (2013)",
    ),
    "saddle": Known(
        "A saddle", "x**2 - y**2", ((-2.0, 2.0), (-2.0, 2.0)), (1.5, 0.01), (),
        "J. Nocedal and S. J. Wright, Numerical Optimization (2006), section 2.1",
    ),
    "narrow_quadratic": Known(
        "A narrow quadratic", "(x**2 + {condition}*y**2)/2", ((-2.0, 2.0), (-2.0, 2.0)), (-1.5, 1.0), ((0.0, 0.0),),
        "S. Boyd and L. Vandenberghe, Convex Optimization (2004), section 9.3.2",
    ),
    "ackley": Known(
        "Ackley's function",
        "20 + e - 20*exp(-0.2*sqrt((x**2 + y**2)/2)) - exp((cos(2*pi*x) + cos(2*pi*y))/2)",
        ((-4.0, 4.0), (-4.0, 4.0)), (2.2, -1.4), ((0.0, 0.0),),
        "D. H. Ackley, A Connectionist Machine for Genetic Hillclimbing (1987)",
    ),
    "rastrigin": Known(
        "Rastrigin's function", "20 + x**2 + y**2 - 10*(cos(2*pi*x) + cos(2*pi*y))", ((-3.0, 3.0), (-3.0, 3.0)),
        (1.6, -1.4), ((0.0, 0.0),),
        "L. A. Rastrigin, Systems of Extremal Control (1974); in two parameters, A. Törn and A. Žilinskas, Global "
        "Optimization (1989)",
    ),
}  # fmt: skip


def written(expression: Expression, *, name: str = "", domain: ArrayLike | None = None) -> Objective:
    """Return an objective that a user wrote down; its minimiser is known where it is quadratic and has one."""
    function = WrittenFunction(expression)
    d = len(expression.parameters)
    return Objective(
        name=name or expression.source,
        parameters=expression.parameters,
        value=function.value,
        gradient=function.gradient,
        hessian=function.hessian,
        domain=frozen(np.tile(DOMAIN, (d, 1)) if domain is None else domain),
        minimiser=minimiser_of(function),
        quadratic=derived(expression).is_quadratic,
        formula=typst_of(expression.source),
    )


def well_known(name: str, condition_number: float | None = None) -> Objective:
    """Return the test function of that name.

    ``condition_number`` is that of the narrow quadratic. Raises ``InputError`` for an unknown name, for a condition
    number below 1, and for one that another function is given.
    """
    if name not in KNOWN:
        raise InputError(f"no function {name!r}: expected one of {', '.join(KNOWN)}")
    if condition_number is not None and name != "narrow_quadratic":
        raise InputError(f'condition_number: only for objective = "narrow_quadratic", got objective = "{name}"')
    condition = CONDITION if condition_number is None else condition_number
    if not 1.0 <= condition <= 1e12:
        raise InputError(f"condition_number: must be between 1 and 1e12, got {condition:g}")
    known = KNOWN[name]
    text = known.text.format(condition=repr(condition).removesuffix(".0"))
    found = written(read_expression(text, ("x", "y")), name=name, domain=known.domain)
    return replace(found, minimiser=frozen(known.minimisers[0]) if known.minimisers else None)


def beside(objective: Objective, point: Array) -> Objective:
    """Return a well-known objective with the one of its minimisers that is nearest to ``point``, shape ``(d,)``."""
    known = KNOWN.get(objective.name)
    if known is None or len(known.minimisers) < 2 or not np.isfinite(point).all():
        return objective
    distances = [float(np.hypot.reduce(np.asarray(one) - point)) for one in known.minimisers]
    return replace(objective, minimiser=frozen(known.minimisers[int(np.argmin(distances))]))
