"""The map of a fit while its column is counted from elsewhere, in other units: each moment is a map of true losses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.trajectory import Trajectory
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from gdcore.theory.felt_condition import felt_condition_number
from gdcore.theory.standard_units import counted_matrix, rescaled
from scenes.geometry import Place
from scenes.maps.loss_map import ContourMap
from scenes.maps.map_descent import MapDescent
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.plots.axes import Axes, Frame

REACH = 1.13
"""How far maps reach up and down from the minimiser, as a multiple of the start's distance."""
TICKS = (5, 5)


@dataclass(frozen=True)
class Counting:
    """How the column is counted, and how far the map of the line's numbers then reaches up and down.

    The column is counted from ``origin``. One length on the map stands for 1 of the line's height, and for
    1 / ``unit`` of its slope. A run has the same picture where its rates are as 1 / unit**2 to 1, for then a step of
    its own length looks as long in either direction.
    """

    origin: float
    unit: float
    reach: float

    @property
    def matrix(self) -> Array:
        """What takes slope and height to the place on the map, ``(2, 2)``."""
        return counted_matrix(self.origin, self.unit)

    def towards(self, other: Counting, share: float) -> Counting:
        """Return what is ``share`` of the way to another: origins change evenly, lengths by equal factors."""
        return Counting(
            self.origin + share * (other.origin - self.origin),
            self.unit * (other.unit / self.unit) ** share,
            self.reach * (other.reach / self.reach) ** share,
        )


class Countings:
    """Those that a clip passes through: raw numbers to the scale of their rates, centred, and centred and scaled."""

    def __init__(self, raw: Scenario, standard: Objective) -> None:
        assert standard.standard is not None
        mean, spread = standard.standard.mean, standard.standard.spread
        rates = raw.method.learning_rate
        unit = float(np.sqrt(rates[1] / rates[0]))
        assert raw.objective.minimiser is not None  # that of a line fitted to standardised data is known
        self.objective, self.start, self.minimiser = raw.objective, raw.start, raw.objective.minimiser
        self.raw = self._reaching(0.0, unit)
        self.centred = self._reaching(mean, unit)
        self.standard = self._reaching(mean, spread)

    def _reaching(self, origin: float, unit: float) -> Counting:
        """Return a counting whose map holds the start."""
        away = counted_matrix(origin, unit) @ (self.start - self.minimiser)
        return Counting(origin, unit, REACH * float(np.hypot(*away)) or 1.0)

    def stretched(self, factor: float) -> Counting:
        """Return the raw counting with another ratio of the rates, in a map of the same reach."""
        return replace(self.raw, unit=factor * self.raw.unit)

    def objective_of(self, counting: Counting) -> Objective:
        """Return the loss of the numbers that the map shows."""
        return rescaled(self.objective, counting.matrix)

    def felt(self, counting: Counting) -> float | None:
        """Return the condition number that a run feels whose rates are as 1 / unit**2 to 1: that of the picture."""
        counted = rescaled(self.objective, counted_matrix(counting.origin, 1.0))
        return felt_condition_number(counted, np.array([counting.unit**-2.0, 1.0]))

    def frame(self, counting: Counting, place: Place) -> Frame:
        """Return the frame at a place with the minimiser in its middle, one scale for both axes."""
        middle = counting.matrix @ self.minimiser
        _, _, width, height = place
        far = counting.reach * np.array([width / height, 1.0])
        low, high = (middle - far).tolist(), (middle + far).tolist()
        return Frame(*place, (low[0], high[0]), (low[1], high[1]))


class CountedMap(Painted):
    """The map of a counting, which ``count`` changes, without axes; it colours losses up to ``top``."""

    def __init__(self, countings: Countings, place: Place, top: float, theme: Theme) -> None:
        super().__init__()
        self.countings, self.place, self.top, self.theme = countings, place, top, theme
        self.count(countings.raw)

    def count(self, counting: Counting) -> None:
        """Show a counting."""
        self.counting, self.frame = counting, self.countings.frame(counting, self.place)
        self.map = ContourMap(self.countings.objective_of(counting), self.frame, self.top, self.theme, axes=False)

    def paint(self, pen: Pen) -> None:
        """Draw the map."""
        self.map.paint(pen)


SHORT = 8
"""Characters of the markup of a name that is a letter or two."""


def axes_around(frame: Frame, names: Sequence[str], units: Sequence[str], theme: Theme, scale: float = 1.0) -> Axes:
    """Return the axes of a map's frame; their numbers are ``scale`` times those of the map, ``names`` is markup.

    The condition number stands beside the name of the upright axis: beside a long one there is no room for "thousand".
    """
    (left, right), (low, high) = ([scale * end for end in ends] for ends in (frame.x, frame.y))
    counted = replace(frame, x=(left, right), y=(low, high))
    axes = Axes(counted, theme, ticks=TICKS, grid=False, filled=True)
    x, y = axes.scales
    axes.scales = x, replace(y, in_words=len(names[1]) <= SHORT)
    axes.name_ends(names, units)
    return axes


class CountedDescent(MapDescent):
    """A run with its line's numbers as a counting has them, which ``stand_on`` changes."""

    def __init__(self, run: Trajectory, shown: CountedMap, theme: Theme) -> None:
        self.lines = run.iterates
        counting = shown.counting
        super().__init__(run, shown.frame, theme, points=self.lines @ counting.matrix.T)
        self.at(Moment(0))

    def stand_on(self, shown: CountedMap) -> None:
        """Stand on the map as it is shown."""
        self.points = self.lines @ shown.counting.matrix.T
        self.look(shown.frame)
