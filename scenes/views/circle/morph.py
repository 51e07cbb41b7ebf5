"""The map while its units change from raw to standard: in between are true units too, with ellipses for contours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.trajectory import Trajectory
from gdcore.objectives.objective import Objective
from gdcore.theory.standard_units import raw_matrix, rescaled
from scenes.geometry import Points
from scenes.maps.loss_map import ContourMap, named_axes
from scenes.maps.map_descent import MapDescent
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import TICK_SIZE, Theme
from scenes.plots.axes import Frame

RAW_AXES_GONE, STANDARD_AXES_COME = 0.25, 0.75
"""Until and from which share of the change the numbers at the axes are to be seen."""


class Units:
    """All units between raw ones (share 0) and standard ones (share 1) for an objective with ``standard``.

    The picture of a line (p, q) moves straight from its place in the ``raw`` frame to that in the ``standard`` one.
    The ranges of the axes change by equal factors in equal times. Together they determine the parameters in between.
    """

    def __init__(self, objective: Objective, raw: Frame, standard: Frame) -> None:
        self.objective, self.frames = objective, (raw, standard)
        self.corner = np.array([standard.left, standard.bottom])
        self.size = np.array([standard.width, standard.height])
        self.lows = [np.array([frame.x[0], frame.y[0]]) for frame in self.frames]
        self.spans = [np.array([np.ptp(frame.x), np.ptp(frame.y)]) for frame in self.frames]
        scales = [self.size / span for span in self.spans]
        matrices = (raw_matrix(objective), np.eye(2))
        self._pictures = [scale[:, None] * matrix for scale, matrix in zip(scales, matrices, strict=True)]
        self._origins = [self.corner - scale * low for scale, low in zip(scales, self.lows, strict=True)]

    def matrix(self, share: float) -> Array:
        """Return what takes (p, q) to the parameters in between, ``(2, 2)``."""
        return np.asarray(self._span(share)[:, None] / self.size[:, None] * _mixed(self._pictures, share))

    def frame(self, share: float) -> Frame:
        """Return the frame of the parameters in between."""
        span = self._span(share)
        low = (self.corner - _mixed(self._origins, share)) * span / self.size
        (left, bottom), (right, top) = low.tolist(), (low + span).tolist()
        return replace(self.frames[1], x=(left, right), y=(bottom, top))

    def between(self, share: float) -> Objective:
        """Return the objective in the parameters in between."""
        return rescaled(self.objective, self.matrix(share))

    def _span(self, share: float) -> Array:
        raw, standard = self.spans
        return np.asarray(raw * (standard / raw) ** share)


def _mixed(pair: list[Array], share: float) -> Array:
    return np.asarray(pair[0] + share * (pair[1] - pair[0]))


class UnitsMap(Painted):
    """The map in units that ``show`` changes, with the axes of either end; it colours losses up to ``top``."""

    def __init__(self, units: Units, raw: Objective, top: float, theme: Theme) -> None:
        super().__init__()
        self.units, self.top, self.theme = units, top, theme
        self.axes = [
            named_axes(objective.parameters, objective.units, frame, theme, TICK_SIZE)
            for objective, frame in zip((raw, units.objective), units.frames, strict=True)
        ]
        self.show_units(0.0)

    def show_units(self, share: float) -> None:
        """Show the units at ``share``."""
        self.share = share
        self.map = ContourMap(self.units.between(share), self.units.frame(share), self.top, self.theme, axes=False)

    def paint(self, pen: Pen) -> None:
        """Draw the map and what is to be seen of either end's axes."""
        self.map.paint(pen)
        strengths = (1.0 - self.share / RAW_AXES_GONE, 1.0 - (1.0 - self.share) / (1.0 - STANDARD_AXES_COME))
        for axes, strength in zip(self.axes, strengths, strict=True):
            if strength > 0.0:
                axes.paint(pen.with_opacity(pen.opacity * strength))


class UnitsDescent(MapDescent):
    """A run in raw units on a map whose units change by ``show``."""

    def __init__(self, run: Trajectory, units: Units, theme: Theme) -> None:
        self.units = units
        assert units.objective.standard is not None
        self.standardised: Points = units.objective.standard.standardised(run.iterates)
        super().__init__(run, units.frame(0.0), theme)
        self.at(Moment(0))

    def show_units(self, share: float) -> None:
        """Show the units at ``share``."""
        self.points = self.standardised @ self.units.matrix(share).T
        self.look(self.units.frame(share))
