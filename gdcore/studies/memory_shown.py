"""What a method makes of its memory: how far its next step goes along each parameter, as the curvature there counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.descent.memory import memory
from gdcore.descent.trajectory import Trajectory
from gdcore.methods.adaptive import EFFECTIVE
from gdcore.methods.clipping import CLIP
from gdcore.methods.registry import has_rates
from gdcore.scenario import Scenario
from gdcore.theory.preconditioned import stable_below

MOST_NAMED = 3
"""Of more parameters only the highest and the lowest number of each step are shown."""


@np.errstate(all="ignore")
def effective_rates(run: Trajectory) -> Array | None:
    """Return the rate by which each step multiplies each parameter's slope, or its mean, ``(n_steps, d)``.

    Those of a method that has none of its own are its learning rates; None for one whose steps are no such products.
    """
    if not has_rates(run.method):
        return None
    found = memory(run).get(EFFECTIVE.name)
    return frozen(run.learning_rates if found is None else found[1:])


@np.errstate(all="ignore")
def in_own_scale(run: Trajectory) -> Array | None:
    """Return effective rate times second derivative along each parameter, at each step's start, ``(n_steps, d)``.

    It has no unit: at 1 a step by the slope alone would land on the lowest point along that parameter, if the loss is
    a quadratic. NaN where there is no curvature or the ground bends down. Of one parameter it is the preconditioned
    curvature times the rate.
    """
    rates = effective_rates(run)
    if rates is None:
        return None
    bends = np.diagonal(run.objective.hessian(run.iterates[:-1]), axis1=-2, axis2=-1)
    found = rates * bends
    return frozen(np.where(np.isfinite(found) & (found > 0.0), found, np.nan))


def edge_shown(run: Trajectory) -> float | None:
    """Return where one parameter's run becomes unstable in ``in_own_scale``; None where that is not known.

    Of several parameters it is the largest eigenvalue that meets the edge, not what is shown of one of them. A clipped
    step has no rate of its own.
    """
    if run.objective.n_parameters > 1 or CLIP.name in run.method.hyperparameters:
        return None
    return stable_below(run.method)


def lines_shown(run: Trajectory) -> Array | None:
    """Return the lines of a run, ``(n_steps, n_lines)``: its parameters, or the highest and the lowest of many."""
    found = in_own_scale(run)
    if found is None or found.shape[1] <= MOST_NAMED:
        return found
    known = np.isfinite(found)
    high = np.where(known, found, -np.inf).max(axis=1)
    low = np.where(known, found, np.inf).min(axis=1)
    both = np.stack([high, low], axis=1)
    return frozen(np.where(np.isfinite(both), both, np.nan))


def apart(scenario: Scenario) -> Sequence[float | None]:
    """Return for each run how many times the highest rate is the lowest, in their own scales, at its last step."""
    return [_apart(run.trajectory) for run in scenario.runs]


def _apart(run: Trajectory) -> float | None:
    found = in_own_scale(run)
    if found is None or not len(found) or found.shape[1] < 2 or not np.isfinite(found[-1]).all():
        return None
    return float(found[-1].max() / found[-1].min())


def past_edge(run: Trajectory) -> int | None:
    """Return the first step of one parameter's run whose effective rate is past the edge; None where there is none."""
    edge, found = edge_shown(run), in_own_scale(run)
    past = None if edge is None or found is None else np.flatnonzero(found[:, 0] > edge)
    return None if past is None or not len(past) else int(past[0]) + 1
