"""Whether runs are so near a minimum, on such ground, that nothing but coming to rest there is left to them.

A run of a method with an edge of stability cannot leave where every step it takes is well inside that edge: the ground
it walked on of late, and that between its end and the minimum, is looked at in samples. To follow such a run for
thousands of steps would say the same.
"""

from __future__ import annotations

from functools import reduce

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.method import Method
from gdcore.descent.registry import family_of
from gdcore.objectives.function import WithKinks
from gdcore.objectives.objective import Objective
from gdcore.theory.paces import Bools

WELL_INSIDE = 0.8
"""The share of the edge that no step of a calm run reaches."""
NEWTON, ARRIVED = 8, 1e-6
"""Steps towards the minimum below a run, and how long the last is beside the way to it, at most."""
BETWEEN = np.linspace(0.0, 1.0, 6)[:, None, None]
"""Where the ground between the end of a run and the minimum is looked at."""
SAMPLES, FEWEST = 8, 16
"""How many of a run's later points are looked at, and the fewest steps that a calm run has taken."""
BOWL = 1e-9
"""The least curvature of a minimum, as a share of the largest there."""


@np.errstate(all="ignore")
def calm(points: Array, losses: Array, objective: Objective, method: Method) -> tuple[Bools, Array]:
    """Return which of the runs ``(n + 1, m, d)`` with ``losses`` ``(n + 1, m)`` are calm, and where they come to rest.

    The learning rates of ``method`` have the shape ``(m, d)``, or ``(d,)`` for all. The places ``(m, d)`` have no
    meaning for other runs.
    """
    family = family_of(method)
    found, places = np.zeros(points.shape[1], dtype=np.bool_), np.zeros(points.shape[1:])
    if family is None or family.rule is None or not method.linear or len(points) <= FEWEST or not _is_smooth(objective):
        return found, places
    edge = np.broadcast_to(np.ravel(family.rule.edge(method.momentum)), found.shape)
    rates = np.broadcast_to(method.learning_rate, points.shape[1:])
    candidates = np.flatnonzero(_falls(losses))
    ends, rates, edge = points[-1, candidates], rates[candidates], edge[candidates]
    place, there = _below(objective, ends)
    there &= objective.value(place) <= losses[-1, candidates]
    late = points[len(points) // 2 :, candidates]
    shown = np.concatenate([ends + BETWEEN * (place - ends), late[:: max(1, len(late) // SAMPLES)]])
    low, high = _curvatures(objective, shown, rates)
    inside, bowl = high.max(axis=0) < WELL_INSIDE * edge, low[len(BETWEEN) - 1] > BOWL * high[len(BETWEEN) - 1]
    found[candidates], places[candidates] = there & inside & bowl, place
    return found, places


def _is_smooth(objective: Objective) -> bool:
    """Whether a function is known to have no kinks, at which no curvature would warn of them."""
    return isinstance(objective.function, WithKinks) and not objective.function.has_kinks


def _falls(losses: Array) -> Bools:
    """Whether the highest loss of each of the last three quarters is below that of the quarter before."""
    peaks = [quarter.max(axis=0) for quarter in np.array_split(losses, 4)]
    return np.asarray((peaks[3] < peaks[2]) & (peaks[2] < peaks[1]) & np.isfinite(losses[-1]))


def _below(objective: Objective, ends: Array) -> tuple[Array, Bools]:
    """Return the point without slope that Newton's method comes to from each end, and whether it came to one."""
    place, step = ends, np.zeros_like(ends)
    for _ in range(NEWTON):
        step = _solved(objective.hessian(place), objective.gradient(place))
        place = place - step
    way = reduce(np.maximum, np.moveaxis(abs(place - ends), -1, 0))
    short = reduce(np.maximum, np.moveaxis(abs(step), -1, 0)) <= ARRIVED * way + 1e-14 * abs(place).max(axis=-1)
    return place, np.asarray(short)


def _solved(matrices: Array, sides: Array) -> Array:
    """Return H^-1 g for many ``(..., d, d)`` and ``(..., d)``; not finite where H cannot be inverted."""
    if sides.shape[-1] == 1:
        return np.asarray(sides / matrices[..., 0])
    if sides.shape[-1] == 2:
        a, b, c = matrices[..., 0, 0], matrices[..., 0, 1], matrices[..., 1, 1]
        x, y = sides[..., 0], sides[..., 1]
        return np.asarray(np.stack([c * x - b * y, a * y - b * x], axis=-1) / (a * c - b * b)[..., None])
    finite = np.asarray(np.isfinite(matrices).all(axis=(-2, -1)))
    usable = np.where(finite[..., None, None], matrices, np.eye(sides.shape[-1]))
    solved = np.matvec(np.linalg.pinv(usable, hermitian=True), sides)
    return np.asarray(np.where(finite[..., None], solved, np.nan))


def _curvatures(objective: Objective, points: Array, rates: Array) -> tuple[Array, Array]:
    """Return the smallest and the largest eigenvalue of diag(rate) H at ``points`` ``(k, m, d)``, each ``(k, m)``."""
    hessian = objective.hessian(points)
    if points.shape[-1] == 1:
        found = hessian[..., 0, 0] * rates[:, 0]
        return found, found
    if points.shape[-1] == 2:
        a, d = hessian[..., 0, 0] * rates[:, 0], hessian[..., 1, 1] * rates[:, 1]
        off = hessian[..., 0, 1] * np.sqrt(rates[:, 0] * rates[:, 1])
        middle, spread = (a + d) / 2.0, np.hypot((a - d) / 2.0, off)
        return middle - spread, middle + spread
    root = np.sqrt(rates)
    scaled = root[:, :, None] * hessian * root[:, None, :]
    finite = np.asarray(np.isfinite(scaled).all(axis=(-2, -1)))
    values = np.linalg.eigvalsh(np.where(finite[..., None, None], scaled, np.eye(points.shape[-1])))
    return np.where(finite, values[..., 0], np.nan), np.where(finite, values[..., -1], np.nan)
