"""The colours of the cells of a map of fates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gdcore.arrays import Array
from gdcore.studies.fate_map import FateMap
from gdcore.studies.reached import Minima
from gdcore.theory.observed import Fate
from scenes.theme.theme import Theme, ramp, rgb

Pixels = NDArray[np.uint8]
GROWN = 150.0
"""Orders of magnitude at which the colours of growing losses reach their end."""
LEAST_SLOWER, SLOWER = 0.3, 2.0
"""Orders of magnitude between the fewest steps and those whose colour is that of the slowest, at least and at most."""
SEEN = 0.002
"""A fate with a smaller share of the cells is left out of the key: it could hardly be seen."""
UNLIKE_FATES = (0, 2, 3, 5, 6, 7)
"""Which of the colours of runs are unlike those of the fates that a map of minima shows, too."""
FADED = 0.6
"""How much of the colour of a minimum is taken from the slowest runs."""


def cell_colours(plane: FateMap, theme: Theme) -> Pixels:
    """Return a map's colours, one pixel a cell, the highest row first."""
    fast = float(plane.steps.min())
    growth, kind = plane.growth.ravel(), plane.fates.kind.ravel()
    slow = np.clip(np.log10(np.maximum(plane.steps.ravel(), fast) / fast) / slower(plane), 0.0, 1.0)
    safe = ramp(theme.safe, 1.0 - slow) if plane.minima is None else _reached(plane.minima, slow, theme)
    wild = ramp(theme.wild, np.clip(growth / GROWN, 0.0, 1.0))
    colours = np.where((kind == Fate.DIVERGING)[:, None], wild, safe)
    for fates, colour in stayed(theme):
        colours[np.isin(kind, fates)] = ramp((colour,), np.zeros(1))
    rows, columns = plane.growth.shape
    pixels = np.full((rows, columns, 4), 255, np.uint8)
    pixels[..., 3] = np.where(kind == Fate.UNDEFINED, 0, 255).reshape(rows, columns)[::-1]
    pixels[..., :3] = np.round(255.0 * colours).astype(np.uint8).reshape(rows, columns, 3)[::-1]
    return pixels


def slower(plane: FateMap) -> float:
    """Return how many orders of magnitude of steps lie between the first and the last colour of runs that arrive."""
    known = plane.steps[np.isfinite(plane.steps)]
    return float(np.clip(np.log10(known.max() / known.min()), LEAST_SLOWER, SLOWER)) if len(known) else SLOWER


def _reached(minima: Minima, slow: Array, theme: Theme) -> Array:
    """Return the colours ``(n, 3)`` of the minima that runs reach, fainter where it takes them long."""
    tones = np.array([rgb(colour) for colour in (*minimum_colours(minima, theme), theme.label)])
    strength = (1.0 - FADED * slow)[:, None]
    chosen = tones[np.minimum(minima.reached.ravel(), len(minima.places))]
    return np.asarray(strength * chosen + (1.0 - strength) * np.array(rgb(theme.background)))


def minimum_colours(minima: Minima, theme: Theme) -> list[str]:
    """Return a colour for each minimum."""
    return [theme.runs[i] for i in UNLIKE_FATES[: len(minima.places)]]


def stayed(theme: Theme) -> tuple[tuple[tuple[Fate, ...], str], ...]:
    """Return the fates in which a loss neither falls for good nor grows, each set with its colour."""
    return ((Fate.CYCLING, Fate.WANDERING), theme.same), ((Fate.STANDING,), theme.axis)
