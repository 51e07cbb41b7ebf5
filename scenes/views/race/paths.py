"""The runs of a race on the map of the loss that they share, each in its colour, on one clock."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gdcore.arrays import Array
from gdcore.descent.trajectory import Trajectory
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from gdcore.theory.surroundings import staying
from scenes.geometry import Place
from scenes.maps.loss_map import ContourMap, map_frame
from scenes.maps.map_descent import MapDescent
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.runners.together import gathered, paint_shared, widths
from scenes.shown_range.boxes import shown_box
from scenes.shown_range.near_frame import is_around

LOW = 1.5
"""Iterates up to this many times as high as the start are in the picture; of higher ones, ..."""
FIRST = 10
"""... so many at the start of a run that does not leave for good."""


def on_one_map(scenario: Scenario) -> list[Array] | None:
    """Return the iterates of all runs ``(n + 1, 2)`` in the first one's parameters; None if they share no map.

    Runs share the map of one function of two parameters, or of one table's errors in whatever units.
    """
    lead = scenario.objective
    if lead.n_parameters != 2 or not all(_same_loss(lead, run.objective) for run in scenario.runs):
        return None
    return [_in_parameters_of(lead, run.objective, run.trajectory.iterates) for run in scenario.runs]


def _same_loss(one: Objective, other: Objective) -> bool:
    if one.table is None or other.table is None:
        return one.table is other.table and (one.name, one.parameters) == (other.name, other.parameters)
    return np.array_equal(one.table.x, other.table.x) and np.array_equal(one.table.y, other.table.y)


def _in_parameters_of(one: Objective, other: Objective, points: Array) -> Array:
    original = points if other.standard is None else other.standard.original(points)
    return original if one.standard is None else one.standard.standardised(original)


class RaceMap:
    """The map, and on it the paths of all runs; ``clocks`` has the time of each iterate, run by run."""

    def __init__(
        self, scenario: Scenario, points: Sequence[Array], clocks: Sequence[Array], colours: Sequence[str],
        place: Place, theme: Theme,
    ) -> None:  # fmt: skip
        highest = LOW * max(float(run.trajectory.losses[0]) for run in scenario.runs)
        shown = [_shown(run.trajectory, highest) for run in scenario.runs]
        losses = [run.trajectory.losses[own] for run, own in zip(scenario.runs, shown, strict=True)]
        highest = max(highest, float(np.concatenate(losses).max()))
        seen = np.concatenate([path[own] for path, own in zip(points, shown, strict=True)])
        box = shown_box(seen, highest, scenario.objective)
        frame = map_frame(box, place)
        self.map = ContourMap(scenario.objective, frame, box.top, theme)
        paths = [
            MapDescent(run.trajectory, frame, theme, points=path, colour=colour)
            for run, path, colour in zip(scenario.runs, points, colours, strict=True)
        ]
        self.paths = RacePaths(paths, clocks)


def _shown(run: Trajectory, highest: float) -> NDArray[np.bool_]:
    """Return which iterates ``(n + 1,)`` the map's range holds."""
    first = FIRST if staying(run).all() else -1
    return np.asarray((run.losses <= highest) | (np.arange(len(run.losses)) <= first))


class RacePaths(Painted):
    """Several runs on a map, each on the way from the last iterate that its clock has reached to the next.

    Where several stand in one place, their mark has a sector in the colour of each.
    """

    def __init__(self, paths: Sequence[MapDescent], clocks: Sequence[Array]) -> None:
        super().__init__()
        self.paths, self.clocks = paths, clocks
        for path, width in zip(paths, widths(len(paths), style.PATH_WIDTH), strict=True):
            path.stroke = width
        for path in paths[1:]:
            path.casing = 0.0  # it would darken those under it

    def at(self, moment: Moment) -> None:
        """Stand at a moment, whose steps are ticks of the clock."""
        now = moment.k + moment.move
        for path, clock in zip(self.paths, self.clocks, strict=True):
            k = max(0, int(np.searchsorted(clock, now + 1e-9, side="right")) - 1)
            gone = (now - clock[k]) / (clock[k + 1] - clock[k]) if k + 1 < len(clock) else 0.0
            path.at(Moment(k, move=max(0.0, float(gone))))

    def paint(self, pen: Pen) -> None:
        """Draw one run over the other, then the marks of those that stand in one place."""
        for path in self.paths:
            path.paint(pen)
        for together in self.standing_together():
            colours = [path.colours[-1] for path in together]
            paint_shared(pen, together[0].whereabouts, style.MARKER_RADIUS, colours)

    def standing_together(self) -> list[list[MapDescent]]:
        """Return the runs that stand in one place on the map, away from their start, place by place."""
        away = [
            path.moment.k + path.moment.move > 0.0 and is_around(path.whereabouts, path.frame) for path in self.paths
        ]
        heads = [path.whereabouts if seen else None for path, seen in zip(self.paths, away, strict=True)]
        return [[self.paths[i] for i in together] for together in gathered(heads, style.MARKER_RADIUS)]
