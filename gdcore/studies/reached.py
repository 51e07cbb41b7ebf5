"""The minima that many runs come to rest at."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.scenario import Scenario
from gdcore.sweeps.sweep import Fates
from gdcore.theory.minimum import nearest_minimiser
from gdcore.theory.observed import Codes, Fate

MOST = 6
"""Minima that are told apart."""
NEAR = 0.01
"""A run is at a minimum that is no farther than this share of the extent of all ends and starts."""
TRIALS = 24
"""Ends from which a minimum is looked for."""
FEWEST = 1e-3
"""A share of the runs that is too small for a minimum of its own."""
NONE, OTHER = -1, MOST


@dataclass(frozen=True, eq=False)
class Minima:
    """Minima ``places`` ``(q, d)`` with ``losses`` ``(q,)``, the lowest first, and which of them each run reaches.

    ``reached`` has ``NONE`` for a run that does not converge, and ``OTHER`` for one that comes to rest elsewhere or is
    still on its way.
    """

    places: Array
    losses: Array
    reached: Codes = field(repr=False)


def minima_of(scenario: Scenario, fates: Fates) -> Minima:
    """Return the minima that the runs of a map reach, at most ``MOST``: the lowest of those that many of them reach."""
    objective, shape = scenario.objective, fates.kind.shape
    converge = (fates.kind == Fate.CONVERGING).ravel()
    rests = fates.rests.reshape(-1, objective.n_parameters)[converge]
    if not len(rests):
        return Minima(frozen(np.zeros((0, rests.shape[-1]))), frozen([]), np.full(shape, NONE, dtype=np.int8))
    scale = _extent(scenario, rests)
    places = _places(scenario, rests, scale)
    reached = np.full(len(converge), NONE, dtype=np.int8)
    reached[converge] = _nearest(rests, places, scale)
    losses = np.array([float(objective.value(place)) for place in places])
    counts = np.array([(reached == i).sum() for i in range(len(places))])
    kept = [i for i in np.argsort(-counts, kind="stable") if counts[i] > FEWEST * len(rests)][:MOST]
    kept.sort(key=lambda i: (losses[i].round(12), *places[i].tolist()))
    names = np.full(len(places) + 1, OTHER, dtype=np.int8)
    names[kept] = np.arange(len(kept))
    found = np.where(reached == NONE, np.int8(NONE), names[reached])
    d = rests.shape[-1]
    return Minima(frozen(places[kept].reshape(-1, d)), frozen(losses[kept]), found.reshape(shape).astype(np.int8))


def _extent(scenario: Scenario, rests: Array) -> Array:
    """Return how far there is something to see in each parameter, ``(d,)``."""
    points = np.concatenate([rests, scenario.start[None]])
    low, high = np.quantile(points, [0.02, 0.98], axis=0)
    extent = np.maximum(high - low, abs(points - scenario.start).max(axis=0))
    return frozen(np.where(extent > 0.0, extent, np.maximum(abs(scenario.start), 1.0)))


def _places(scenario: Scenario, rests: Array, scale: Array) -> Array:
    """Return the minima below the ends of the runs, one after the other from an end that is near none found yet."""
    found: list[Array] = []
    left = np.ones(len(rests), dtype=np.bool_)
    for _ in range(TRIALS):
        if not left.any():
            break
        end = rests[np.flatnonzero(left)[left.sum() // 2]]
        with np.errstate(all="ignore"):
            place = nearest_minimiser(scenario.objective, end, scale)
        if place is not None and not any((abs(place - other) <= NEAR * scale).all() for other in found):
            found.append(place)
            left &= ~(abs(rests - place) <= NEAR * scale).all(axis=-1)
        left &= ~(abs(rests - end) <= NEAR * scale).all(axis=-1)
    return np.array(found).reshape(-1, rests.shape[-1])


def _nearest(rests: Array, places: Array, scale: Array) -> Codes:
    """Return the index of the place that each end is at, or that after the last if there is none."""
    if not len(places):
        return np.zeros(len(rests), dtype=np.int8)
    away = np.stack([(abs(rests - place) / scale).max(axis=-1) for place in places])
    return np.where(away.min(axis=0) <= NEAR, away.argmin(axis=0), len(places)).astype(np.int8)
