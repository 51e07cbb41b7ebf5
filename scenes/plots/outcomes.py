"""The outcome of each step as shape and colour, and long polylines thinned to fewer points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np

from gdcore.descent import outcomes
from gdcore.descent.outcomes import Shape
from gdcore.descent.trajectory import Rejection, Trajectory
from scenes.geometry import Points
from scenes.painting.pacing import Moment
from scenes.painting.style import Theme

Kind = TypeVar("Kind")
MOST_DRAWN = 600
"""The most points drawn of a run: more would be several per pixel."""


def outcome(run: Trajectory, k: int) -> Shape:
    """Return the marker of iterate k, which tells what the step to it did to the loss."""
    return outcomes.outcome(run, k).shape


def marked(run: Trajectory, k: int, most: int) -> Sequence[int]:
    """Return which iterates up to k are marked: all, or of a run longer than ``most`` the start and the newest."""
    return range(k + 1) if run.n_steps <= most else sorted({0, k})


def tried(run: Trajectory, moment: Moment) -> list[Rejection]:
    """Return the trials of the current step that have been rejected so far."""
    return [trial for trial in run.rejected if trial.k == moment.k][: math.ceil(moment.trial)]


def outcome_colours(run: Trajectory, theme: Theme) -> list[str]:
    """Return a colour for each iterate: whether the loss fell, rose or stayed the same; ink for the start."""
    return [getattr(theme, outcome.colour) for outcome in outcomes.outcomes(run)]


def thinned(values: np.ndarray, most: int = MOST_DRAWN) -> np.ndarray:
    """Return the indices of at most about ``most`` rows of ``(n,)`` or ``(n, d)`` that draw the same line as all.

    The first and the last are among them and, of every stretch between, where each column is lowest and highest, so
    that a run that leaps from side to side keeps its width.
    """
    columns = values.reshape(len(values), -1)
    if len(columns) <= most:
        return np.arange(len(columns))
    n_stretches = max(1, most // (2 * columns.shape[1]))
    bounds = np.linspace(0, len(columns), n_stretches + 1).astype(int)
    kept = {0, len(columns) - 1}
    for start, stop in pairwise(bounds.tolist()):
        piece = columns[start:stop]
        kept.update((start + piece.argmin(axis=0)).tolist(), (start + piece.argmax(axis=0)).tolist())
    return np.array(sorted(kept))


def runs_of(kinds: Sequence[Kind], points: Points) -> list[tuple[Kind, Points]]:
    """Split a polyline of ``len(kinds)`` segments into pieces of one kind or colour, so that each is one stroke."""
    pieces: list[tuple[Kind, Points]] = []
    start = 0
    for k in range(1, len(kinds) + 1):
        if k == len(kinds) or kinds[k] != kinds[start]:
            pieces.append((kinds[start], points[start : k + 1]))
            start = k
    return pieces
