"""Two parameters seen from above: the run on a map of its loss, for any function."""

from __future__ import annotations

import numpy as np

from gdcore.notation import orders_of_magnitude
from gdcore.objectives import Objective
from gdcore.trajectory import Trajectory
from scenes import pacing, style
from scenes.canvas import Points
from scenes.contour import PLACE, ContourMap, MapDescent, map_frame
from scenes.hud import TOP
from scenes.plots import LARGEST
from scenes.space import Box
from scenes.text import Each, Readout
from scenes.valley import TRIAL_HEIGHT, shown_box
from scenes.walk import WalkScene

NEAR_ORDERS = 1.5
"""The map shows the iterates whose loss is within so many orders of magnitude of the start."""
THINNEST = 1e-9
"""The least width of a range beside the numbers in it: below, ticks and grid would be the same float."""
MOST_WIDENED = 8.0
"""Parameters of one unit share one scale where no range must be widened more than that."""
COLOURED = 3.0
"""How many times as high as the run the colours of the map may reach."""


class ContourScene(WalkScene):
    """Shows a run on the map of its loss; a run that blows up leaves the map, and its orders are counted."""

    column_x = 3.5

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.first_step()
        self.further_steps()
        self.conclude()

    def setup(self) -> None:
        """Build the map and the run on it."""
        super().setup()
        box = seen_box(self.run)
        frame = map_frame(box, PLACE)
        self.map = ContourMap(self.run.objective, frame, coloured_top(box, self.run.objective), self.theme)
        self.descent = MapDescent(self.run, frame, self.theme, arrow=True)
        self.moving = [*self.column.readouts, self.inset, self.descent]
        orders = growth(self.run)
        if orders.max() >= 1.0:
            self.moving.append(self._counter(orders))

    def _counter(self, orders: Points) -> Readout:
        """Return the count of orders of magnitude by which the loss has grown, at the right end of the formula."""
        words = Each(len(orders), lambda k: _up_by(float(orders[k])))
        colours = [self.theme.rose] * len(orders)
        right = PLACE[0] + PLACE[2]
        return Readout(words, right, TOP - 0.58, style.FORMULA_SIZE * 0.9, colours, "right")

    def introduce(self) -> None:
        """The map, then the start."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.map, *self.display[1:]])
        self.hold(pacing.SETTLE_S)
        self.fade([self.descent])
        self.hold(pacing.SETTLE_S)

    def first_step(self) -> None:
        """The step that the gradient asks for as an arrow, and the step itself, slowly."""
        super().first_step()
        if self.run.n_steps > 0:
            self.hold(pacing.SETTLE_S)


def _up_by(orders: float) -> str:
    return f"*{orders:.0f}* {'order' if orders == 1.0 else 'orders'} of magnitude up" if orders else ""


def growth(run: Trajectory) -> Points:
    """Return the whole orders of magnitude by which each loss lies above the first, at least 0, ``(n_steps + 1,)``."""
    first = float(run.losses[0])
    if first <= 0.0:
        return np.zeros(len(run.losses))
    orders = [orders_of_magnitude(float(loss), first) if loss > first else 0.0 for loss in run.losses]
    whole: Points = np.floor(np.array(orders))
    return whole


def seen_box(run: Trajectory) -> Box:
    """Return the ranges that hold the run as long as its loss is near that of the start, and the minimiser.

    Of a run that comes in from very high the start is part of the picture, so a run can only leave it by growing.
    """
    near = growth(run) <= NEAR_ORDERS
    highest = float(run.losses[near].max())
    trials = [trial.point for trial in run.rejected if trial.loss < TRIAL_HEIGHT * highest]
    box = shown_box(np.array([*run.iterates[near], *trials]), highest, run.objective)
    return _wide_enough(to_scale(box) if len(set(run.objective.units)) == 1 else box, run.objective)


def to_scale(box: Box) -> Box:
    """Return the box with one of its ranges widened so that a circle looks like one, if that is not by far."""
    scale = (box.high - box.low) / PLACE[2:]
    if not scale.min() > 0.0 or scale.max() > MOST_WIDENED * scale.min():
        return box
    grow = (scale.max() * np.array(PLACE[2:]) - (box.high - box.low)) / 2.0
    return Box(box.low - grow, box.high + grow, box.top)


def coloured_top(box: Box, objective: Objective) -> float:
    """Return the height up to which the map tells heights apart: that of its corners, if they are not far above."""
    corners = np.array([[x, y] for x in (box.low[0], box.high[0]) for y in (box.low[1], box.high[1])])
    heights = objective.value(corners)
    highest = float(heights[np.isfinite(heights)].max(initial=box.top))
    least = 0.0 if objective.minimum is None else objective.minimum
    return min(highest, least + COLOURED * (box.top - least))


def _wide_enough(box: Box, objective: Objective) -> Box:
    """Return the box with ranges that float64 can divide, and a top above the lowest loss that is known."""
    middle, half = box.low / 2.0 + box.high / 2.0, box.high / 2.0 - box.low / 2.0
    half = np.maximum(half, THINNEST * np.maximum(abs(middle), 1e-290))
    least = objective.minimum
    top = box.top if least is None or box.top > least else least + max(abs(least), 1.0)
    return Box(middle - half, middle + half, min(top, LARGEST))
