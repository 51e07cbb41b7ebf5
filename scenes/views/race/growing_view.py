"""The ranges that the small graphs of a race show: the same for all at first, then growing with a run that leaves."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.scenario import Scenario
from scenes.plots.axes import Frame
from scenes.plots.ticks import LARGEST, SMALLEST
from scenes.shown_range.window import is_own

SAMPLES = 201
WIDE, HIGH = 1.5, 1.39
"""How far a view reaches beyond the farthest iterate, sideways and upwards."""


@dataclass(frozen=True)
class View:
    """What a panel shows: ``reach`` to both sides of ``centre``, and ``top`` above ``floor``."""

    centre: float
    floor: float
    reach: float
    top: float

    def frame(self, place: tuple[float, float, float, float]) -> Frame:
        """Return the view as a frame at left, bottom, width, height."""
        half, top = min(WIDE * self.reach, LARGEST), min(HIGH * self.top, LARGEST)
        return Frame(*place, (self.centre - half, self.centre + half), (self.floor, self.floor + top))

    def holding(self, run: Trajectory) -> list[View]:
        """Return, for each iterate, this view grown to hold the run so far; a view never shrinks."""
        reach = np.maximum.accumulate(np.maximum(abs(run.iterates[:, 0] - self.centre), self.reach))
        floor = np.minimum.accumulate(np.minimum(run.losses, self.floor))
        top = np.maximum.accumulate(np.maximum(run.losses - self.floor, self.top)) + (self.floor - floor)
        grown = zip(floor.tolist(), reach.tolist(), top.tolist(), strict=True)
        return [View(self.centre, *one) for one in grown]

    def towards(self, other: View, share: float) -> View:
        """Return the view ``share`` of the way to another. On a convex graph it holds the dot all the way."""
        reach = self.reach + share * (other.reach - self.reach)
        floor = self.floor + share * (other.floor - self.floor)
        return View(self.centre, floor, reach, self.top + share * (other.top - self.top))


def _round(value: float, scale: float, to: Callable[[float], int]) -> float:
    """Return a number near ``value`` that has few digits, so that those of ticks counted from it have few."""
    step = 0.5 * 10.0 ** math.floor(math.log10(scale))
    return to(value / step) * step


def first_view(scenario: Scenario) -> View:
    """Return the view that all panels begin with: it holds the start and every run that does not diverge."""
    lead = scenario.trajectory
    staying = [run.trajectory for run in scenario.runs if run.verdict.kind != "diverging"]
    n = 1 if staying else 2
    x = np.concatenate([lead.iterates[:n, 0], *(run.iterates[:, 0] for run in staying)])
    losses = np.concatenate([lead.losses[:n], *(run.losses for run in staying)])
    minimiser, minimum = scenario.objective.minimiser, scenario.objective.minimum
    centre = float((x.min() + x.max()) / 2.0 if minimiser is None else minimiser[0])
    floor = float(losses.min() if minimum is None else min(minimum, losses.min()))
    reach, top = float(abs(x - centre).max()), float(losses.max() - floor)
    if is_own(scenario.objective) and reach > SMALLEST and top > SMALLEST:
        centre = centre if minimiser is not None else _round(centre, reach, round)
        reach = float(abs(x - centre).max())
        shown = scenario.objective.value((centre + 1.2 * reach * np.linspace(-1.0, 1.0, SAMPLES))[:, None])
        lowest = float(shown[np.isfinite(shown)].min(initial=floor))
        # What lies far below all runs is not their picture.
        floor = _round(max(lowest, floor - top), top, math.floor)
        top = float(losses.max() - floor)
    return View(centre, floor, reach if reach > SMALLEST else 1.0, top if top > SMALLEST else 1.0)
