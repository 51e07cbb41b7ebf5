"""Whether runs are so near a minimum, on such ground, that nothing but coming to rest there is left to them.

A run of a method with an edge of stability cannot leave where every step it takes is well inside that edge: the ground
it walked on of late, and that between its end and the minimum, is looked at in samples. To follow such a run for
thousands of steps would say the same.
"""

from __future__ import annotations

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.method import Method
from gdcore.methods.registry import family_of
from gdcore.objectives.function import WithKinks
from gdcore.objectives.objective import Objective
from gdcore.theory.paces import Bools

WELL_INSIDE = 0.8
"""The share of the edge that no step of a calm run reaches."""
STRIDES, LONGER, SHORTER = 48, 4.0, 0.25
"""Strides of the flow downhill, at most, and how the time that one takes changes if it leads down, or does not."""
ARRIVED, TINY = 1e-8, 1e-14
"""How long the last stride is, at most, beside the way and beside the numbers."""
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
    rates, edge = rates[candidates], edge[candidates]
    late = points[len(points) // 2 :, candidates]
    steepest = _curvatures(objective, late[:: max(1, len(late) // SAMPLES)], rates)[1].max(axis=0)
    inside = steepest < WELL_INSIDE * edge
    candidates, rates, edge = candidates[inside], rates[inside], edge[inside]
    place, there = _below(objective, points[-1, candidates], rates, WELL_INSIDE * edge)
    found[candidates], places[candidates] = there, place
    return found, places


def _is_smooth(objective: Objective) -> bool:
    """Whether a function is known to have no kinks, at which no curvature would warn of them."""
    return isinstance(objective.function, WithKinks) and not objective.function.has_kinks


def _falls(losses: Array) -> Bools:
    """Whether the highest loss of each of the last three quarters is below that of the quarter before."""
    peaks = [quarter.max(axis=0) for quarter in np.array_split(losses, 4)]
    return np.asarray((peaks[3] < peaks[2]) & (peaks[2] < peaks[1]) & np.isfinite(losses[-1]))


def _below(objective: Objective, ends: Array, rates: Array, limit: Array) -> tuple[Array, Bools]:
    """Return the minimum downhill of each of ``ends`` ``(m, d)``, and whether there is one on ground that is calm.

    The flow dp/dt = -rates * gradient is what short steps tend to. It is followed in strides of growing length, each to
    the point p for which p + dt * rates * gradient(p), to first order, is where the stride began; in the end these are
    steps of Newton's method. A stride that does not lead down is taken anew, shorter. Everywhere on the way the largest
    eigenvalue of diag(rates) H must be below ``limit`` ``(m,)``.
    """
    place, there = ends.copy(), np.zeros(len(ends), dtype=np.bool_)
    left = np.arange(len(ends))
    here, time, value = ends, np.ones(len(ends)), objective.value(ends)
    for _ in range(STRIDES):
        hessian = objective.hessian(here)
        low, high = _extremes(hessian, rates[left])
        stride = _solved(hessian, objective.gradient(here), 1.0 / (time[:, None] * rates[left]))
        ahead = here - stride
        reached = objective.value(ahead)
        down = (reached <= value) & (1.0 + time * low > 0.0)
        short = (abs(stride) <= ARRIVED * abs(ahead - ends[left]) + TINY * abs(ahead)).all(axis=-1)
        arrived = short & (low > BOWL * high) & (time * low > 1.0)
        place[left] = here
        there[left[arrived & (high < limit[left])]] = True
        on = ~arrived & (high < limit[left])
        here, value = np.where(down[:, None], ahead, here)[on], np.where(down, reached, value)[on]
        time, left = np.where(down, LONGER, SHORTER)[on] * time[on], left[on]
        if not len(left):
            break
    return place, there


def _solved(matrices: Array, sides: Array, added: Array) -> Array:
    """Return (H + diag(added))^-1 g for H ``(m, d, d)``, g and added ``(m, d)``; not finite where there is none."""
    if sides.shape[-1] == 1:
        return np.asarray(sides / (matrices[..., 0] + added))
    if sides.shape[-1] == 2:
        a, b, c = matrices[..., 0, 0] + added[:, 0], matrices[..., 0, 1], matrices[..., 1, 1] + added[:, 1]
        x, y = sides[..., 0], sides[..., 1]
        return np.asarray(np.stack([c * x - b * y, a * y - b * x], axis=-1) / (a * c - b * b)[..., None])
    whole = matrices + added[:, :, None] * np.eye(sides.shape[-1])
    able = np.asarray(np.isfinite(whole).all(axis=(-2, -1)))
    inverse = np.linalg.pinv(np.where(able[:, None, None], whole, 0.0), hermitian=True)
    return np.asarray(np.where(able[:, None], np.matvec(inverse, sides), np.nan))


def _curvatures(objective: Objective, points: Array, rates: Array) -> tuple[Array, Array]:
    """Return the smallest and the largest eigenvalue of diag(rate) H at ``points`` ``(k, m, d)``, each ``(k, m)``."""
    return _extremes(objective.hessian(points), rates)


def _extremes(hessian: Array, rates: Array) -> tuple[Array, Array]:
    """Return the smallest and the largest eigenvalue of diag(rate) H ``(..., m, d, d)``, each ``(..., m)``."""
    if rates.shape[-1] == 1:
        found = hessian[..., 0, 0] * rates[:, 0]
        return found, found
    if rates.shape[-1] == 2:
        a, d = hessian[..., 0, 0] * rates[:, 0], hessian[..., 1, 1] * rates[:, 1]
        off = hessian[..., 0, 1] * np.sqrt(rates[:, 0] * rates[:, 1])
        middle, spread = (a + d) / 2.0, np.hypot((a - d) / 2.0, off)
        return middle - spread, middle + spread
    root = np.sqrt(rates)
    scaled = root[:, :, None] * hessian * root[:, None, :]
    finite = np.asarray(np.isfinite(scaled).all(axis=(-2, -1)))
    values = np.linalg.eigvalsh(np.where(finite[..., None, None], scaled, np.eye(rates.shape[-1])))
    return np.where(finite, values[..., 0], np.nan), np.where(finite, values[..., -1], np.nan)
