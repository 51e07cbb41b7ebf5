"""Where a function of which no minimum is told has one: the minimiser that a run tends to, found by a search.

Newton's method goes downhill from the best point of the run. Where that ends on a kink, the simplex search of J. A.
Nelder and R. Mead, A simplex method for function minimization (1965), which asks for values alone, goes on from there.
Both are local and draw nothing at random: there may be lower places elsewhere.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.objectives.objective import Objective
from gdcore.theory.surroundings import minimiser_under

ROUNDS, EVALUATIONS = 8, 400
"""How often the simplex search starts anew from where it ended, and how many values a parameter it may ask for."""
RADII = (1e-5, 1e-3, 1e-2)
"""How far around a minimiser nothing may be lower, as shares of the scale of the search."""
DIRECTIONS = 16
FARTHEST = 1e3
"""No minimiser is believed that is farther away than so many times that scale."""
LEAST = 1e-3
"""The least scale of a search, as a share of the numbers where a run starts."""
EXACT = 1e-14
POLISHING = 6
ZERO, DECIMALS = 1e-12, 9
PROBES = (1e-3, 1e-5, 1e-7)
"""How far from a minimiser its curvature is asked to explain the slope, as shares of the numbers there."""
EXPLAINED = 0.5


def located(objective: Objective, iterates: Array, losses: Array) -> Objective:
    """Return the objective with the minimiser that a run ``(n + 1, d)`` tends to, if it has none and one is found."""
    if objective.minimiser is not None:
        return objective
    best, scale = iterates[int(np.argmin(np.where(np.isfinite(losses), losses, np.inf)))], scale_of(iterates)
    with np.errstate(all="ignore"):
        if (iterates == best).all():  # it stands, and tends nowhere
            found = best if _is_lowest(objective, best, best, scale) else None
        else:
            found = nearest_minimiser(objective, best, scale)
            if found is None:  # it fell somewhere on its way, and came back
                found = nearest_minimiser(objective, iterates[-1], scale)
    return objective if found is None else replace(objective, minimiser=found, minimum_is="found")


def nearest_minimiser(objective: Objective, point: Array, scale: Array) -> Array | None:
    """Return the local minimiser downhill of ``point`` ``(d,)``; None where the loss goes on falling.

    ``scale`` ``(d,)`` is how far there is something to see in each parameter.
    """
    smooth = minimiser_under(objective, point)
    found = smooth
    if smooth is None or not explained_slope(objective, smooth):
        found = _rounded(objective, _by_simplex(objective, point if smooth is None else smooth, scale))
        if not _is_lowest(objective, found, point, scale):
            found = smooth
    if found is None or not _rises(objective, found, scale):
        return None
    if explained_slope(objective, found):
        found = _polished(objective, found)
    return _with_zeros(objective, found, scale)


def _polished(objective: Objective, point: Array) -> Array:
    """Return a minimiser to the last digits, which the slope knows and the loss does not."""
    best, slope = point, objective.gradient(point)
    for _ in range(POLISHING):
        hessian = objective.hessian(best)
        if not np.isfinite(hessian).all():  # its own terms may be too large where the slope is not
            break
        ahead = best - np.linalg.lstsq(hessian, slope, rcond=None)[0]
        lower = objective.gradient(ahead)
        if not abs(lower).max() < abs(slope).max():
            break
        best, slope = ahead, lower
    return frozen(best)


def explained_slope(objective: Objective, minimiser: Array) -> bool:
    """Whether the Hessian there explains the slopes around a minimiser: neither a kink nor level to higher order."""
    hessian, d = objective.hessian(minimiser), len(minimiser)
    if not np.isfinite(hessian).all():
        return False
    for share in PROBES:
        reach = np.diag(share * np.maximum(abs(minimiser), 1.0))
        around = np.concatenate([reach, -reach])
        slopes, straight = objective.gradient(minimiser + around), around @ hessian
        if (abs(slopes - straight).max(axis=-1) <= EXPLAINED * abs(slopes).max(axis=-1)).all():
            return bool(np.isfinite(slopes).all()) and d > 0
    return False


def scale_of(iterates: Array) -> Array:
    """Return how far there is something to see around a run: its longest step, or more where that is tiny."""
    longest = 2.0 * abs(np.diff(iterates / 2.0, axis=0)).max(axis=0, initial=0.0)
    size = np.maximum(abs(iterates[0]), 1.0)
    usual = np.clip(longest, LEAST * size, FARTHEST * size)
    return frozen(np.where(longest > 0.0, usual, 0.1 * size))


def _by_simplex(objective: Objective, point: Array, scale: Array) -> Array:
    """Return where the simplex search ends, begun anew with smaller simplices until that gains nothing."""
    from scipy.optimize import minimize  # late: few runs need it

    best, size = np.array(point), np.array(scale)
    least = float(objective.value(best))
    for _ in range(ROUNDS):
        simplex = np.vstack([best, best + np.diag(size)])
        finest = EXACT * float(np.maximum(abs(best), scale).min())
        limits = {"xatol": finest, "fatol": np.inf, "maxfev": EVALUATIONS * len(best), "initial_simplex": simplex}
        found = minimize(lambda x: float(objective.value(x)), best, method="Nelder-Mead", options=limits)
        gained = least - float(found.fun)
        if found.fun < least:
            best, least = found.x, float(found.fun)
        size = size / 8.0
        if not gained > EXACT * abs(least):
            break
    return frozen(best)


def _is_lowest(objective: Objective, found: Array, point: Array, scale: Array) -> bool:
    """Whether nothing around a place is lower, near and less near, and something is higher."""
    values, least = objective.value(_around(found, scale)), float(objective.value(found))
    rounding = 8.0 * float(np.finfo(float).eps) * max(abs(least), abs(float(np.nanmax(values))))
    near = bool((abs(found - point) < FARTHEST * scale).all())
    return near and bool((values >= least - rounding).all()) and bool((values > least + rounding).any())


def _rises(objective: Objective, found: Array, scale: Array) -> bool:
    """Whether anything around a place is higher: a constant has no minimiser."""
    return bool((objective.value(_around(found, scale)) > float(objective.value(found))).any())


def _around(place: Array, scale: Array) -> Array:
    """Return points around a place, near and less near, in directions that are the same every time."""
    turns = np.random.default_rng(0).normal(size=(DIRECTIONS, len(place)))
    turns = np.vstack([turns / abs(turns).max(axis=-1, keepdims=True), np.eye(len(place)), -np.eye(len(place))])
    return np.asarray(place + np.concatenate([radius * scale * turns for radius in RADII]))


def _with_zeros(objective: Objective, found: Array, scale: Array) -> Array:
    """Return a minimiser with zeros where the search came as near to 0 as float64 tells."""
    zeros = frozen(np.where(abs(found) <= ZERO * scale, 0.0, found))
    return zeros if float(objective.value(zeros)) <= float(objective.value(found)) * (1.0 + EXACT) + 1e-300 else found


def _rounded(objective: Objective, found: Array) -> Array:
    """Return a minimiser on a kink as a person would write it, where that is no higher."""
    short = frozen(np.round(found, DECIMALS))
    return short if float(objective.value(short)) <= float(objective.value(found)) else found
