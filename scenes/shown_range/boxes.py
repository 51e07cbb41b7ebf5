"""The box that a picture of two parameters shows: the run with room around it, and the floor of its valley."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from gdcore.theory.surroundings import staying
from scenes.geometry import Points
from scenes.painting.space import Box
from scenes.plots.ticks import LARGEST
from scenes.shown_range.heights import HEADROOM
from scenes.shown_range.ranges import BEHIND, MARGIN
from scenes.shown_range.together import STRETCHED, family, part_of, shared
from scenes.shown_range.window import Window, is_own, window_of, with_lowest

NARROWEST = 0.06
"""The least width of a visible valley, as a share of the picture's width: a narrower one would be a line."""
TRIAL_HEIGHT = 4.0
"""A rejected trial higher than this many times the highest iterate lies outside the picture."""


def reached(run: Trajectory) -> tuple[Points, float]:
    """Return all points to be shown and the largest loss among them: iterates, and trials not far above them."""
    highest = float(run.losses.max())
    trials = [trial for trial in run.rejected if trial.loss < TRIAL_HEIGHT * highest]
    points = np.array([*run.iterates, *(trial.point for trial in trials)])
    return points, max([highest, *(trial.loss for trial in trials)])


def from_above(scenario: Scenario) -> tuple[Objective, Box]:
    """Return what a map of a single run shows: the function, with the minimiser to be marked, and its ranges."""
    run, objective = scenario.trajectory, scenario.objective
    if is_own(objective):
        window = window_of(scenario)
        return with_lowest(objective, window), box_of(window)
    points, highest = reached(run)
    if not (stays := staying(run)).all():
        points, highest = run.iterates[stays], float(run.losses[stays].max())
    return objective, asked_box(shown_box(points, highest, objective), scenario)


def shared_box(scenario: Scenario, alone: Callable[[Scenario], Box]) -> Box:
    """Return the box of all clips that share a window with this one; ``alone`` gives the box of a single clip."""
    boxes = {id(member): alone(member) for member in family(scenario)}
    low, high, members = shared(scenario, lambda one: part_of(one, boxes[id(one)].low, boxes[id(one)].high))
    tops = [boxes[id(member)].top for member in members]
    stay = [boxes[id(member)].top for member in members if staying(member.trajectory).all()]
    # On a quadratic heights grow with the square of the width.
    return Box(low, high, min(max(tops), STRETCHED**2 * max(stay)) if stay else max(tops), boxes[id(scenario)].base)


def shown_box(points: Points, highest: float, objective: Objective) -> Box:
    """Return the ranges that show all points with room around, and the valley's floor on both sides.

    The minimiser is among them unless the valley is so long that it would be a line: then the lowest point is.
    """
    top = min(HEADROOM * highest or 1.0, LARGEST)
    if objective.minimiser is None:
        return _around(points, points.mean(axis=0), 0.0, top)
    box = _around(points, objective.minimiser, BEHIND[2], top)
    if has_width(objective, box):
        return box
    return _around(points, points[np.argmin(objective.value(points))], BEHIND[2], top)


def _around(points: Points, middle: Points, behind: float, top: float) -> Box:
    """Return the ranges of points, extended beyond ``middle`` ``(2,)`` by ``behind`` times the reach before it."""
    low, high = points.min(axis=0), points.max(axis=0)
    reach = behind * np.maximum(high - middle, middle - low)
    low, high = (np.minimum(low, middle - reach), np.maximum(high, middle + reach)) if behind else (low, high)
    margin = MARGIN * np.where(high > low, high - low, 1.0)
    return Box(low - margin, high + margin, top)


def has_width(objective: Objective, box: Box) -> bool:
    """Whether the valley below the top of a box is wide enough to be seen in it, if it is a quadratic's."""
    assert objective.minimiser is not None
    half = (box.high - box.low) / 2.0
    steepest = float(np.linalg.eigvalsh(objective.hessian(objective.minimiser) * np.outer(half, half))[-1])
    height = box.top - float(objective.value(objective.minimiser))
    return not objective.quadratic or 2.0 * objective.gradient_scale * height >= NARROWEST**2 * steepest


def asked_box(box: Box, scenario: Scenario) -> Box:
    """Return the box with the intervals that a scenario asks for."""
    if scenario.domain is None:
        return box
    given = np.isfinite(scenario.domain)
    low, high = (np.where(given[:, i], scenario.domain[:, i], end) for i, end in enumerate((box.low, box.high)))
    return Box(low, high, box.top, box.base)


def box_of(window: Window) -> Box:
    """Return a window of two parameters as a box."""
    return Box(window.low, window.high, window.top, window.base)
