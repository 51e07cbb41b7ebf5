"""A stochastic run on the map: a thin ray for the step of each row, an arrow for their mean, one for the step taken."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.stochastic import steps_by_row
from gdcore.descent.trajectory import Trajectory
from gdcore.studies.seeds import arrival
from scenes.geometry import Points
from scenes.maps.map_descent import MapDescent
from scenes.painting import style
from scenes.painting.pen import Pen
from scenes.plots.axes import Frame

MOST_RAYS = 200
"""The most rays that are drawn; of more rows, evenly spaced ones are picked."""
WIDE_MARGIN, MARGIN = 0.1, 0.22
"""Room around the whole path, and around its trembling part, as a share of their extents."""


class FanDescent(MapDescent):
    """The path and, before each step, a thin ray for the step of each row, their mean, and the step of the drawn row.

    The first half of a moment's ``slope`` opens the fan, the second half grows both arrows.
    """

    def paint(self, pen: Pen) -> None:
        """Draw the fan under the path."""
        k, moment = self.moment.k, self.moment
        if k < self.run.n_steps and moment.slope > 0.0 and moment.move < 1.0:
            frame = self.frame
            with pen.inside(frame.rectangle):
                self._paint_rays(pen, k, min(1.0, 2.0 * moment.slope), 1.0 - moment.move)
                self._paint_arrows(pen, k, max(0.0, 2.0 * moment.slope - 1.0), 1.0 - moment.move)
        super().paint(pen)

    def _paint_rays(self, pen: Pen, k: int, share: float, alpha: float) -> None:
        steps = self.asked(k)
        tips = self._place(self.run.iterates[k] + share * steps[:: max(1, len(steps) // MOST_RAYS)])
        rays = np.stack([np.broadcast_to(self.places[k], tips.shape), tips], axis=1)
        pen.lines(rays, self.theme.ink, style.GRID_WIDTH, 0.3 * alpha)
        for tip in tips:
            pen.marker("dot", tip, style.FAN_RADIUS, self.theme.ink, alpha=0.7 * alpha)

    def _paint_arrows(self, pen: Pen, k: int, share: float, alpha: float) -> None:
        """Draw the mean of the fan as a broad arrow under the step that is taken: often they nearly coincide."""
        here = self.places[k]
        taken, mean = here + share * (self.places[k + 1] - here), here + share * (self.mean_tip(k) - here)
        broad, narrow = style.MEAN_ARROW_WIDTH, style.DRAWN_ARROW_WIDTH
        for tip, colour, width in ((mean, style.all_rows(self.theme), broad), (taken, self.theme.slope, narrow)):
            pen.line(np.array([here, tip]), self.theme.background, width + style.CASING, 0.5 * alpha * share)
            pen.arrow(here, tip, colour, width, alpha)

    def asked(self, k: int) -> Array:
        """Return the step that each row alone would take from iterate k, ``(n_rows, 2)``."""
        return steps_by_row(self.run.objective, self.run.method.schedule.rate(k), self.run.iterates[k])

    def mean_tip(self, k: int) -> Points:
        """Return where all rows together would step to from iterate k, ``(2,)`` in the scene."""
        return self._place(self.run.iterates[k] - self.run.method.schedule.rate(k) * self.run.gradients[k])


def whole_run(descent: FanDescent, n_asked: int) -> Frame:
    """Return the descent's frame around its path, the fans of its first ``n_asked`` steps and the minimiser."""
    run = descent.run
    fans = [run.iterates[k] + descent.asked(k) for k in range(min(n_asked, run.n_steps))]
    known = [] if run.objective.minimiser is None else [run.objective.minimiser[None]]
    return _around(np.concatenate([run.iterates, *fans, *known]), WIDE_MARGIN, descent.frame)


def near_floor(run: Trajectory, wide: Frame) -> Frame:
    """Return ``wide`` around the part of a path that comes after it has arrived near the minimum."""
    return _around(run.iterates[arrival(run) :], MARGIN, wide)


def _around(points: Points, margin: float, frame: Frame) -> Frame:
    """Return the frame with ranges that hold points ``(n, 2)``, with ``margin`` times their extents on each side."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = margin * np.where(high > low, high - low, 1.0)
    (left, bottom), (right, top) = (low - room).tolist(), (high + room).tolist()
    return replace(frame, x=(left, right), y=(bottom, top))
