"""The ranges that a graph shows which grows with its run: at first those of the start, then wider jump by jump."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.scenario import Scenario
from scenes.geometry import Place
from scenes.plots.axes import Frame
from scenes.plots.ticks import LARGEST, SMALLEST
from scenes.shown_range.window import is_own

SAMPLES = 201
STRETCHED = 2.5
"""The first jump of a run that leaves is in the picture if it is so many times as far and as high as the others."""
WIDE = 1.15
HIGH = WIDE * WIDE
"""How far a view reaches beyond the farthest iterate, sideways and upwards: a parabola ends in the upper corners."""


@dataclass(frozen=True)
class View:
    """What a picture shows: ``reach`` to both sides of ``centre``, and ``top`` above ``floor``."""

    centre: float
    floor: float
    reach: float
    top: float

    def frame(self, place: Place, wide: float = WIDE, high: float = HIGH) -> Frame:
        """Return the view as a frame at left, bottom, width, height."""
        half, top = min(wide * self.reach, LARGEST / 2.0), min(high * self.top, LARGEST)
        return Frame(*place, (self.centre - half, self.centre + half), (self.floor, self.floor + top))

    def holding(self, run: Trajectory) -> list[View]:
        """Return, for each iterate, this view grown to hold the run so far; a view never shrinks."""
        reach = np.maximum.accumulate(np.maximum(abs(run.iterates[:, 0] - self.centre), self.reach))
        floor = np.minimum.accumulate(np.minimum(run.losses, self.floor))
        top = np.maximum.accumulate(np.maximum(run.losses - self.floor, self.top)) + (self.floor - floor)
        grown = zip(floor.tolist(), reach.tolist(), top.tolist(), strict=True)
        return [View(self.centre, *one) for one in grown]

    def towards(self, other: View, share: float) -> View:
        """Return the view ``share`` of the way to another: by equal factors in equal times."""
        reach, top = self.reach * (other.reach / self.reach) ** share, self.top * (other.top / self.top) ** share
        return View(self.centre, self.floor + share * (other.floor - self.floor), reach, top)


def _round(value: float, scale: float, to: Callable[[float], int]) -> float:
    """Return a number near ``value`` that has few digits, so that those of ticks counted from it have few."""
    step = 0.5 * 10.0 ** math.floor(math.log10(scale))
    return to(value / step) * step


def first_view(runs: Sequence[Scenario]) -> View:
    """Return the view that holds the starts of the first run and its companions, and all runs that do not diverge."""
    objective = runs[0].objective
    staying = [run.trajectory for run in runs if run.verdict.kind != "diverging"]
    starts = [run.trajectory for run in runs[0].runs]
    x = np.concatenate([*(run.iterates[:1, 0] for run in starts), *(run.iterates[:, 0] for run in staying)])
    losses = np.concatenate([*(run.losses[:1] for run in starts), *(run.losses for run in staying)])
    minimiser, minimum = objective.minimiser, objective.minimum
    centre = float((x.min() + x.max()) / 2.0 if minimiser is None else minimiser[0])
    floor = float(losses.min() if minimum is None else min(minimum, losses.min()))
    reach, top = float(abs(x - centre).max()), float(losses.max() - floor)
    if is_own(objective) and reach > SMALLEST and top > SMALLEST:
        centre = centre if minimiser is not None else _round(centre, reach, round)
        reach = float(abs(x - centre).max())
        shown = objective.value((centre + 1.2 * reach * np.linspace(-1.0, 1.0, SAMPLES))[:, None])
        lowest = float(shown[np.isfinite(shown)].min(initial=floor))
        # What lies far below all runs is not their picture.
        floor = _round(max(lowest, floor - top), top, math.floor)
        top = float(losses.max() - floor)
    return View(centre, floor, reach if reach > SMALLEST else 1.0, top if top > SMALLEST else 1.0)


def common_view(runs: Sequence[Scenario]) -> View:
    """Return what holds all runs that stay, the starts, and near these the first jump of a run that leaves."""
    view = first_view(runs)
    for run in (one.trajectory for one in runs if one.verdict.kind == "diverging"):
        jumps = zip(abs(run.iterates[1:2, 0] - view.centre), run.losses[1:2] - view.floor, strict=True)
        for reach, top in jumps:
            if reach <= STRETCHED * view.reach and top <= STRETCHED * view.top:
                view = replace(view, reach=max(view.reach, float(reach)), top=max(view.top, float(top)))
    return view
