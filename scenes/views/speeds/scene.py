"""Why a run seems stuck: its error has a fast part, soon gone, and a slow one."""

from __future__ import annotations

import numpy as np

from gdcore.objectives.objective import Objective
from gdcore.text.language import tr
from gdcore.theory.spectra import error_components
from gdcore.theory.speeds import turning_step
from scenes.geometry import Points
from scenes.maps.loss_map import map_frame
from scenes.maps.map_descent import MapDescent
from scenes.painting import pacing
from scenes.painting.canvas import Painted
from scenes.painting.space import Box
from scenes.plots.two_pictures import LEFT_PLACE, caption
from scenes.shown_range.boxes import reached, shown_box
from scenes.stage.base import DescentScene
from scenes.stage.strip import Strip
from scenes.views.speeds.parts import ErrorParts
from scenes.views.speeds.parts_chart import PartsChart, ShareBar
from scenes.views.speeds.zoom import ZoomMap

STUCK_FACTOR = 4
"""The view zooms in at this multiple of the step at which the slow part took over."""
NEAR_ROOM = 1.5
"""How much more than the run the near map shows."""


class SpeedsScene(DescentScene):
    """Shows the error of a run split along the two directions that each keep to themselves."""

    chart: PartsChart

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.split_error()
        self.lose_fast_part()
        self.come_near()
        self.shrink_slow_part()
        self.conclude()

    def setup(self) -> None:
        """Build the map that can be come near to, the parts of the error, and the strip of numbers."""
        self.components = error_components(self.scenario.trajectory)
        super().setup()
        self.column = Strip(self.scenario, self.theme)
        self.turn = turning_step(self.components)
        self.stuck = min(STUCK_FACTOR * self.turn, (self.turn + self.run.n_steps) // 2)
        self.map = self._map()
        frame = self.map.frame
        self.descent = MapDescent(self.run, frame, self.theme)
        self.parts = ErrorParts(self.run, self.components, frame, self.theme)
        self.bar = ShareBar(self.components, self.run.objective.symbol, self.theme)
        self.caption = caption(frame, tr("the loss, from above"), self.theme)
        self.moving = [*self.column.readouts, self.chart, self.bar, *self.bar.readouts, self.parts, self.descent]

    def _map(self) -> ZoomMap:
        objective = self.run.objective
        far = shown_box(*reached(self.run), objective)
        near = near_box(self.run.iterates[self.stuck :], objective)
        frames = map_frame(far, LEFT_PLACE), map_frame(near, LEFT_PLACE)
        return ZoomMap(objective, *frames, (far.top, near.top), self.theme)

    def make_inset(self, place: tuple[float, float, float, float]) -> Painted:  # noqa: ARG002
        """Return the chart of both parts: here it is no inset but half of the picture."""
        self.chart = PartsChart(self.components, self.theme)
        return self.chart

    def introduce(self) -> None:
        """The map, then the error: an arrow from the lowest point to the run."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.map, self.caption, *self.display[1:], self.descent])
        self.hold(pacing.FADE_S)
        self.fade([self.parts])
        self.add(self.descent)
        self.hold(pacing.ERROR_S)

    def split_error(self) -> None:
        """The error becomes the sum of two, one along each direction."""
        self.say("split")
        bar = [*self.bar.furniture, self.bar, *self.bar.readouts]

        def split(share: float) -> None:
            self.parts.split_share = share
            for part in bar:
                part.opacity = share

        self.change([self.parts, self.descent, *bar], pacing.SPLIT_S, split)
        self.hold(pacing.PARTS_S)

    def lose_fast_part(self) -> None:
        """The steps until the slow part holds more than half of what the loss can still lose."""
        self.say("fast")
        durations = pacing.step_durations(self.turn, pacing.FAST_S, pacing.SLIDE_STEP_S)
        self.take_steps(self.moving, pacing.moments(durations, self.fps))

    def come_near(self) -> None:
        """Steps that seem to lead nowhere; then come near."""
        if self.stuck == self.turn:
            return
        self.say("stuck")
        self.take_evenly(self.moving, self.turn, self.stuck, pacing.STUCK_S)

        def come(share: float) -> None:
            self.parts.frame = self.map.come(share)
            self.descent.look(self.parts.frame)

        self.change([self.map, self.parts, self.descent], pacing.NEARER_S, come)

    def shrink_slow_part(self) -> None:
        """All other steps, seen from near."""
        if self.stuck < self.run.n_steps:
            self.say("slow")
            self.take_evenly(self.moving, self.stuck, self.run.n_steps, pacing.SLOW_S)

    def conclude(self) -> None:
        """The verdict, and where the slow part has halved."""
        self.say("verdict")

        def show(share: float) -> None:
            self.verdict_box.opacity = self.chart.halved = share

        self.change([self.verdict_box, self.chart], pacing.VERDICT_S, show)
        self.hold(pacing.FINAL_HOLD_S)


def near_box(points: Points, objective: Objective) -> Box:
    """Return the ranges that show the minimiser in the middle and ``points`` ``(n, 2)`` around it, with some room."""
    assert objective.minimiser is not None  # errors have parts only around one
    reach = abs(points - objective.minimiser).max(axis=0)
    half = NEAR_ROOM * np.where(reach > 0.0, reach, 1.0)
    low, high = objective.minimiser - half, objective.minimiser + half
    corners = np.array([low, high, [low[0], high[1]], [high[0], low[1]]])
    return Box(low, high, float(objective.value(corners).max()))
