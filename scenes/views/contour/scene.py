"""Two parameters seen from above: the run on a map of its loss, for any function."""

from __future__ import annotations

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.objectives.objective import Objective
from scenes.geometry import Place
from scenes.maps.loss_map import ContourMap, map_frame
from scenes.maps.map_descent import MapDescent
from scenes.painting import pacing
from scenes.painting.canvas import Painted
from scenes.painting.space import Box
from scenes.painting.style import LEFT
from scenes.plots.axes import Frame
from scenes.plots.ticks import LARGEST
from scenes.shown_range.boxes import TRIAL_HEIGHT, asked_box, box_of, shared_box, shown_box
from scenes.shown_range.window import is_own, window_of, with_lowest
from scenes.stage.arrangement import Needs, arrange, inside
from scenes.stage.growth import NEAR_ORDERS, growth, is_counted, orders_counter, room_for_count
from scenes.stage.walk import WalkScene
from scenes.views.surface.step_label import StepWords, told

MARGINS = (1.15, 0.94, 0.1, 0.44)
"""Room around the map for the numbers and names of its axes."""
THINNEST = 1e-9
"""The least width of a range relative to the numbers in it: below, ticks and grid would be the same float."""
MOST_WIDENED = 10.0
"""Parameters with the same unit share one scale unless a range would have to be widened more than this."""
COLOURED = 3.0
"""How many times the run's height the colours of the map may cover."""


class ContourScene(WalkScene):
    """Shows a run on the map of its loss; a run that blows up leaves the map, and its orders are counted."""

    def needed(self) -> Needs:
        """Return what the frame holds: the formula of the fit's error says nothing about one of its runs."""
        return needs_of(self.scenario.objective)

    def setup(self) -> None:
        """Build the map and the run on it."""
        super().setup()
        place = self.map_place
        objective, box = self._own_map() if is_own(self.run.objective) else self._map()
        frame = map_frame(box, place)
        self.map = ContourMap(objective, frame, coloured_top(box, objective), self.theme)
        self.shown = self.draw_runs(frame)
        self.moving = [*self.column.readouts, self.inset, *self.shown]
        if is_counted(self.scenario):
            self.moving.append(orders_counter(self.run, place[0] + place[2], self.theme))

    def draw_runs(self, frame: Frame) -> list[Painted]:
        """Return what moves on the map: the run, and the words at its arrows."""
        self.descent = MapDescent(self.run, frame, self.theme, arrow=True)
        self.words = StepWords(self.descent)
        return [self.descent, self.words]

    @property
    def map_place(self) -> Place:
        """The place of the map within its axes."""
        return map_place(self.run.objective)

    @property
    def formula_room(self) -> float:
        """How wide the line under the title may be; the count of orders of magnitude stands at its end."""
        left, _, width, _ = self.map_place
        return left + width - LEFT - room if (room := room_for_count(self.scenario)) else super().formula_room

    def _map(self) -> tuple[Objective, Box]:
        box = asked_box(shared_box(self.scenario, lambda one: seen_box(one.trajectory)), self.scenario)
        return self.run.objective, box

    def _own_map(self) -> tuple[Objective, Box]:
        """Return what the map shows of a user's function."""
        window = window_of(self.scenario)
        objective, box = with_lowest(self.run.objective, window), box_of(window)
        if self.scenario.domain is None and len(set(objective.units)) == 1:
            box = to_scale(box, self.map_place)
        return objective, box

    def introduce(self) -> None:
        """The map and the start."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.map, *self.display[1:], self.shown[0]])
        self.hold(2.0 * pacing.SETTLE_S + pacing.FADE_S + self.rest_s)

    def walk(self, first: int, last: int) -> None:
        """Show the steps from iterate ``first`` to ``last``; slow ones with words at their arrows."""
        self.words.told = told(self.run.n_steps)
        super().walk(first, last)

    def first_step(self) -> None:
        """The step that the gradient asks for as an arrow, and the step itself, slowly."""
        super().first_step()
        if self.run.n_steps > 0:
            self.hold(pacing.SETTLE_S)


def needs_of(objective: Objective) -> Needs:
    """Return what the frame of a map holds."""
    return Needs(formula=is_own(objective))


def map_place(objective: Objective) -> Place:
    """Return the place of the map of an objective, within its axes."""
    return inside(arrange(needs_of(objective)).picture, *MARGINS)


def seen_box(run: Trajectory) -> Box:
    """Return the ranges that hold the run as long as its loss is near that of the start, and the minimiser.

    Of a run that comes in from very high the start is part of the picture, so a run can only leave it by growing.
    """
    near = growth(run) <= NEAR_ORDERS
    highest = float(run.losses[near].max())
    trials = [trial.point for trial in run.rejected if trial.loss < TRIAL_HEIGHT * highest]
    box = shown_box(np.array([*run.iterates[near], *trials]), highest, run.objective)
    alike = len(set(run.objective.units)) == 1
    return _wide_enough(to_scale(box, map_place(run.objective)) if alike else box, run.objective)


def to_scale(box: Box, place: Place) -> Box:
    """Return the box with a range widened so that a circle looks like one at a place, unless that is too much."""
    scale = (box.high - box.low) / place[2:]
    if not scale.min() > 0.0 or scale.max() > MOST_WIDENED * scale.min():
        return box
    grow = (scale.max() * np.array(place[2:]) - (box.high - box.low)) / 2.0
    return Box(box.low - grow, box.high + grow, box.top, box.base)


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
