"""Why a run seems stuck: its error has a fast part, soon gone, and a slow one."""

from __future__ import annotations

from typing import ClassVar

from gdcore.text.language import tr
from gdcore.theory.spectra import error_components
from gdcore.theory.speeds import stuck_step, turning_step
from scenes.geometry import Place
from scenes.maps.loss_map import map_frame
from scenes.maps.map_descent import MapDescent
from scenes.maps.zoom_map import ZoomMap, near_box
from scenes.painting import pacing
from scenes.painting.canvas import Painted
from scenes.plots.two_pictures import MARGINS, caption
from scenes.shown_range.boxes import reached, shown_box
from scenes.stage.arrangement import Needs, inside
from scenes.stage.base import DescentScene
from scenes.stage.strip import Strip
from scenes.views.speeds.parts import ErrorParts
from scenes.views.speeds.parts_chart import PartsChart, ShareBar


class SpeedsScene(DescentScene):
    """Shows the error of a run split along the two directions that each keep to themselves."""

    needs: ClassVar[Needs] = Needs(pictures=(1.0, 1.0), numbers="below", formula=False)
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
        self.column = Strip(self.scenario, self.places.panel, self.theme)
        self.turn, self.stuck = turning_step(self.components), stuck_step(self.components)
        self.map = self._map()
        frame = self.map.frame
        self.descent = MapDescent(self.run, frame, self.theme)
        self.parts = ErrorParts(self.run, self.components, frame, self.theme)
        self.bar = ShareBar(self.components, self.run.objective.symbol, self._right, self.theme)
        self.caption = caption(frame, tr("the loss, from above"), self.theme)
        self.moving = [*self.column.readouts, self.chart, self.bar, *self.bar.readouts, self.parts, self.descent]

    def _map(self) -> ZoomMap:
        objective = self.run.objective
        far = shown_box(*reached(self.run), objective)
        near = near_box(self.run.iterates[self.stuck :], objective)
        place = inside(self.places.picture, *MARGINS)
        frames = map_frame(far, place), map_frame(near, place)
        return ZoomMap(objective, *frames, (far.top, near.top), self.theme)

    def make_inset(self, place: tuple[float, float, float, float]) -> Painted:  # noqa: ARG002
        """Return the chart of both parts: here it is no inset but half of the picture."""
        self.chart = PartsChart(self.components, self._right, self.theme)
        return self.chart

    @property
    def _right(self) -> Place:
        """The place of bar and chart, with room for numbers and names."""
        return inside(self.places.pictures[1], *MARGINS)

    def introduce(self) -> None:
        """The map, then the error: an arrow from the lowest point to the run."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.map, self.parts, self.caption, *self.panel, self.descent])

        def grow(share: float) -> None:
            self.parts.grown = share

        self.change([self.parts, self.descent], pacing.ERROR_S, grow)
        self.hold(pacing.SETTLE_S)

    @property
    def panel(self) -> list[Painted]:
        """The bar, still undivided, the chart with its axes, and the strip of numbers."""
        right = [*self.inset.furniture, self.inset, *self.bar.furniture, self.bar]
        return [*self.column.static, *self.column.readouts, *right]

    def split_error(self) -> None:
        """The error becomes the sum of two, one along each direction."""
        self.say("split")

        def split(share: float) -> None:
            self.parts.split_share = share
            self.bar.divide(share)

        self.change([self.parts, self.descent, self.bar, *self.bar.readouts], pacing.SPLIT_S, split)
        self.hold(pacing.PARTS_S)

    def lose_fast_part(self) -> None:
        """The steps until the slow part holds more than half of what the loss can still lose."""
        self.say("fast")
        durations = pacing.step_durations(self.turn, pacing.FAST_S, pacing.SLIDE_STEP_S)
        self.take_steps(self.moving, pacing.moments(durations, self.tempo))

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
        """Where the slow part has halved, and the verdict."""
        self.say("verdict")

        def show(share: float) -> None:
            self.chart.halved = share

        self.change([self.chart], pacing.HALF_S, show)
        self.fade([self.verdict_box], pacing.VERDICT_S)
        self.hold(pacing.FINAL_HOLD_S)
