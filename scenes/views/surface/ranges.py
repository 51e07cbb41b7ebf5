"""The ranges that the surface view shows of a run: of one that grows those of each step, of a long one its tail's."""

from __future__ import annotations

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.narration.beats import outgrows
from gdcore.scenario import Scenario
from scenes.geometry import Points
from scenes.painting.space import Box
from scenes.shown_range.boxes import asked_box, has_width, reached, shared_box, shown_box
from scenes.shown_range.heights import FOOTROOM, HEADROOM
from scenes.shown_range.ranges import MARGIN
from scenes.shown_range.window import is_own
from scenes.stage.growth import NEAR_ORDERS, growth

TOLD_STEPS = 7
"""So many steps of a run that blows up are followed jump by jump."""
GROWN = 4.0
"""A run whose loss grows by more than this factor is followed from close by."""
NEARER = 0.45
"""The eye comes near to the end of a run if that takes up less than this share of what was shown, both ways."""


def surface_box(scenario: Scenario) -> Box:
    """Return the ranges of the whole run, or of the first steps of one that blows up, shared with its sibling clips."""
    return shared_box(scenario, near_box)


def near_box(scenario: Scenario) -> Box:
    """Return the same for this run alone."""
    run = scenario.trajectory
    if not outgrows(run):
        return shown_box(*reached(run), run.objective)
    n_near = max(1, int(np.flatnonzero(growth(run) <= NEAR_ORDERS)[-1])) + 1
    return shown_box(run.iterates[:n_near], float(run.losses[:n_near].max()), run.objective)


def told_steps(run: Trajectory) -> int:
    """Return how many first steps of a run on data that blows up are followed one by one, at least 1."""
    near = int(np.flatnonzero(growth(run) <= NEAR_ORDERS)[-1])
    return max(1, min(near, TOLD_STEPS, run.n_steps - 1))


def growing_boxes(scenario: Scenario, last: int) -> tuple[Box, ...]:
    """Return, for each iterate up to the ``last``, the ranges that hold the run so far, the first landing among it.

    They are one and the same unless the run is on data, and each of its steps up to the last raises the loss.
    """
    run = scenario.trajectory
    losses = run.losses[: last + 1]
    if is_own(run.objective) or last < 2 or not (np.diff(losses) > 0.0).all() or losses[-1] < GROWN * losses[0]:
        return ()
    found: list[Box] = []
    for k in range(last + 1):
        n = max(k, 1) + 1
        box = asked_box(shown_box(run.iterates[:n], float(losses[:n].max()), run.objective), scenario)
        found.append(box if not found else _holding(found[-1], box))
    return tuple(found)


def _holding(one: Box, other: Box) -> Box:
    return Box(np.minimum(one.low, other.low), np.maximum(one.high, other.high),
               max(one.top, other.top), min(one.base, other.base))  # fmt: skip


def tail_box(run: Trajectory, first: int, whole: Box) -> Box | None:
    """Return the ranges around the run from iterate ``first`` on, down to its minimiser, if they are much narrower.

    None for a function of a user's own, and where the valley would be too narrow to be seen.
    """
    lowest, objective = run.objective.minimiser, run.objective
    if is_own(objective) or lowest is None or first >= run.n_steps:
        return None
    trials = [trial for trial in run.rejected if trial.k >= first]
    points: Points = np.array([*run.iterates[first:], *(trial.point for trial in trials), lowest])
    low, high = points.min(axis=0), points.max(axis=0)
    margin = 1.5 * MARGIN * np.where(high > low, high - low, 1.0)
    low, high = low - margin, high + margin
    top = max(float(run.losses[first:].max()), *(trial.loss for trial in trials), 0.0)
    base = float(objective.value(lowest))
    span = top - base
    box = Box(low, high, base + HEADROOM * span, base - FOOTROOM * span if base > 0.5 * span else 0.0)
    share = (high - low) / (whole.high - whole.low)
    if not span > 0.0 or (share.max() > NEARER and share.min() > 0.2) or not has_width(objective, box):
        return None
    return box
