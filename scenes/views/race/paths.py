"""The runs of a race on the map of the loss that they share, each in its colour, on one clock."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.arrays import Array
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from scenes.geometry import Place
from scenes.maps.loss_map import ContourMap, map_frame
from scenes.maps.map_descent import MapDescent
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.shown_range.boxes import shown_box

LOW = 1.5
"""Iterates up to this many times as high as the start are in the picture; higher ones leave it."""


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
        highest = LOW * float(scenario.trajectory.losses[0])
        losses = [run.trajectory.losses for run in scenario.runs]
        low = [path[loss <= highest] for path, loss in zip(points, losses, strict=True)]
        box = shown_box(np.concatenate(low), highest, scenario.objective)
        frame = map_frame(box, place)
        self.map = ContourMap(scenario.objective, frame, box.top, theme)
        paths = [
            MapDescent(run.trajectory, frame, theme, points=path, colour=colour)
            for run, path, colour in zip(scenario.runs, points, colours, strict=True)
        ]
        self.paths = RacePaths(paths, clocks)


class RacePaths(Painted):
    """Several runs on a map; each stands at the last iterate that its clock has reached."""

    def __init__(self, paths: Sequence[MapDescent], clocks: Sequence[Array]) -> None:
        super().__init__()
        self.paths, self.clocks = paths, clocks

    def at(self, moment: Moment) -> None:
        """Stand at a moment, whose steps are ticks of the clock."""
        now = moment.k + moment.move
        for path, clock in zip(self.paths, self.clocks, strict=True):
            path.at(Moment(max(0, int(np.searchsorted(clock, now + 1e-9, side="right")) - 1)))

    def paint(self, pen: Pen) -> None:
        """Draw one run over the other, the first on top."""
        for path in reversed(self.paths):
            path.paint(pen)
