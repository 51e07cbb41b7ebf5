"""The well-known test functions as text, with their minimisers and sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CONDITION = 100.0
"""The narrow quadratic's default condition number."""


@dataclass(frozen=True)
class Known:
    """A well-known function: its text, an interval per parameter, a difficult start, minimisers and source."""

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


def known_text(name: str, condition_number: float | None = None) -> str:
    """Return a well-known function as text; ``condition_number`` is for the narrow quadratic."""
    condition = CONDITION if condition_number is None else condition_number
    return KNOWN[name].text.format(condition=repr(condition).removesuffix(".0"))
