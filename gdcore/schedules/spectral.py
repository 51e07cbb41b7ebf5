"""Schedules that know the curvatures: Chebyshev's, one direction after the other, and the silver steps.

Curvatures are the eigenvalues of diag(rate) H; where one is multiplied by a step beyond 2, that step alone would throw
the error in its direction farther out, and the order of the steps makes up for it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdcore.arrays import Array
from gdcore.errors import InputError
from gdcore.schedules.kind import Kind, Setting
from gdcore.schedules.schedule import Schedule, Steps
from gdcore.text.language import translatable

LONGEST = 4096
SILVER_RATIO = 1.0 + np.sqrt(2.0)


def chebyshev(learning_rate: ArrayLike, smallest: float, largest: float, length: int) -> Schedule:
    """Return the steps that leave least of any error along curvatures between two, in an order that is stable.

    The multiples are 2 / (L + m + (L - m) cos((2 i - 1) pi / (2 n))), i = 1, ..., n, m and L the smallest and largest
    curvature; about half of them lie beyond the edge 2 / L. After n steps at most 1 / T_n((L + m) / (L - m)) is left of
    an error, T_n being Chebyshev's polynomial. Sources: D. M. Young, On Richardson's method for solving linear systems
    with positive definite matrices (1953); for the order V. I. Lebedev and S. A. Finogenov, Ordering of the iteration
    parameters in the cyclical Chebyshev iterative method (1971).

    Args:
        learning_rate: Shape ``(d,)``, the rates that all steps multiply, each > 0.
        smallest: The smallest eigenvalue of diag(rate) H, above 0.
        largest: The largest one, at least as large.
        length: After how many steps they begin anew: a power of 2, at most 4096.

    Raises:
        InputError: For an argument out of range.

    >>> chebyshev([1.0], 1.0, 3.0, 2).rate(np.arange(2)).ravel().round(4).tolist()
    [0.3694, 0.7735]
    """
    return CHEBYSHEV.made(learning_rate, smallest=smallest, largest=largest, length=length)


def inverse_eigenvalues(learning_rate: ArrayLike, eigenvalues: ArrayLike, *, steepest_first: bool = False) -> Schedule:
    """Return the multiples 1 / eigenvalue, one after the other: each step takes away all error in one direction.

    On a quadratic d steps land on the minimum, in any order, by the theorem of Cayley and Hamilton.

    Args:
        learning_rate: Shape ``(d,)``, the rates that all steps multiply, each > 0.
        eigenvalues: Those of diag(rate) H, shape ``(n,)``, each above 0.
        steepest_first: Whether the shortest step comes first; otherwise the longest does.

    Raises:
        InputError: For an argument out of range.

    >>> inverse_eigenvalues([1.0], [4.0, 0.5]).rate(np.arange(2)).ravel().tolist()
    [2.0, 0.25]
    """
    return INVERSE_EIGENVALUES.made(learning_rate, eigenvalues=eigenvalues, steepest_first=steepest_first)


def silver(learning_rate: ArrayLike, largest: float) -> Schedule:
    """Return the silver steps, which need to know the largest curvature L alone: step i = 1, 2, ... is h_i / L.

    h_i = 1 + r**(v(i) - 1) with r = 1 + sqrt(2) and v(i) the exponent of 2 in i: 1.41, 2, 1.41, 3.41, 1.41, 2, ... On a
    convex function the error after n steps is O(n**-1.2716), against O(1 / n) at a constant rate. Sources: J. M.
    Altschuler and P. A. Parrilo, Acceleration by stepsize hedging I and II (2023), arXiv 2309.07879 and 2309.16530.

    Args:
        learning_rate: Shape ``(d,)``, the rates that all steps multiply, each > 0.
        largest: The largest eigenvalue of diag(rate) H anywhere, above 0.

    Raises:
        InputError: For an argument out of range.

    >>> silver([1.0], 1.0).rate(np.arange(4)).ravel().round(3).tolist()
    [1.414, 2.0, 1.414, 3.414]
    """
    return SILVER.made(learning_rate, largest=largest)


def stable_order(length: int) -> list[int]:
    """Return 1 to ``length``, a power of 2, in the order of Lebedev and Finogenov.

    >>> stable_order(8)
    [1, 8, 4, 5, 2, 7, 3, 6]
    """
    order = [1]
    while len(order) < length:
        order = [number for q in order for number in (q, 2 * len(order) + 1 - q)]
    return order


def _chebyshev(smallest: float, largest: float, length: int) -> Array:
    angles = (2 * np.array(stable_order(length)) - 1) * np.pi / (2 * length)
    return np.asarray(2.0 / (largest + smallest + (largest - smallest) * np.cos(angles)))


def _inverses(eigenvalues: tuple[float, ...], steepest_first: bool) -> Array:
    return np.asarray(1.0 / np.array(sorted(eigenvalues, reverse=steepest_first)))


def _silver(k: Steps, largest: float) -> Array:
    i = k + 1
    exponents = np.log2(i & -i)  # exact for a power of 2
    return np.asarray((1.0 + np.power(SILVER_RATIO, exponents - 1.0)) / largest)[:, None]


def _in_order(smallest: float, largest: float, length: int) -> None:
    if smallest > largest:
        raise InputError(f"smallest: must be at most largest = {largest:g}, got {smallest:g}")
    if length & (length - 1):
        raise InputError(f"length: must be a power of 2, got {length}")


def _one_list(eigenvalues: tuple[Any, ...], **_others: bool) -> None:
    if any(isinstance(one, tuple) for one in eigenvalues):
        raise InputError("eigenvalues: expected one list, such as [0.5, 8.0], got one for each parameter")


def _ends(eigenvalues: Array) -> dict[str, Any]:
    return {"smallest": eigenvalues[-1], "largest": eigenvalues[0]}


RATES = "The rates that all steps multiply: what counts is how they differ"
LARGEST = Setting("largest", "The largest curvature", left_out="that of a quadratic", ge=1e-100, le=1e100)
CHEBYSHEV = Kind(
    "chebyshev",
    translatable("Chebyshev steps"),
    "eta_k = (2 eta) / (L + mu + (L - mu) cos theta_k)",
    "rate",
    RATES,
    cycle=_chebyshev,
    settings=(
        Setting("smallest", "The smallest curvature", left_out="that of a quadratic", ge=1e-100, le=1e100),
        LARGEST,
        Setting(
            "length",
            "After how many steps they begin anew, a power of 2",
            left_out="the largest that fits the steps of the run",
            of_steps=lambda steps: min(1 << (steps.bit_length() - 1), LONGEST),
            form="whole",
            ge=1,
            le=LONGEST,
        ),
    ),
    rates_default=1.0,
    of_eigenvalues=_ends,
    check=_in_order,
)
INVERSE_EIGENVALUES = Kind(
    "inverse_eigenvalues",
    translatable("one direction a step"),
    "eta_k = eta / lambda_k",
    "rate",
    RATES,
    cycle=_inverses,
    settings=(
        Setting("eigenvalues", "The curvatures", left_out="those of a quadratic", form="rows", ge=1e-100, le=1e100),
        Setting("steepest_first", "Whether the shortest step comes first", default=False, form="yes or no"),
    ),
    rates_default=1.0,
    of_eigenvalues=lambda eigenvalues: {"eigenvalues": eigenvalues},
    check=_one_list,
)
SILVER = Kind(
    "silver",
    translatable("silver steps"),
    "eta_k = (eta h_k) / L",
    "rate",
    RATES,
    _silver,
    settings=(LARGEST,),
    rates_default=1.0,
    of_eigenvalues=lambda eigenvalues: {"largest": eigenvalues[0]},
)
