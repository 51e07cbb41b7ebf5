"""Stochastic descent on two parameters: a path that comes near fast and then trembles, and the spread over seeds."""

from __future__ import annotations

from gdcore.descent.trajectory import Trajectory
from gdcore.studies.seeds import arrival, divided
from gdcore.text.language import tr
from scenes.painting import pacing, style
from scenes.painting.style import LEFT, Theme
from scenes.plots.axes import Frame
from scenes.plots.data_plot import BESIDE_MAP
from scenes.shown_range.zoomed import zoomed
from scenes.stage.base import DescentScene
from scenes.stage.verdict_box import VerdictBox, word_and_detail
from scenes.views.noise.drawn_row import DrawnRow, MovingDrawnRow, n_rows
from scenes.views.noise.fan import FanDescent, near_floor, whole_run
from scenes.views.noise.seeds import SeedPlot
from scenes.views.noise.zoomed_map import NoiseMap, RayKey

MAP_PLACE = (LEFT + 1.06, -2.9, 4.95, 4.85)
LARGE_PLACE = (LEFT + 1.06, -2.6, 8.0, 4.5)
SEEDS_PLACE = (LEFT + 1.06, -2.45, 8.0, 4.25)
"""Left, bottom, width and height of the map, of the data when they are introduced, and of the seeds."""
ROOM_ABOVE = 1.12
"""The top of the map's colours, as a multiple of the highest loss."""
SLOW = 2
"""Steps at the start that are shown in full."""


class NoiseScene(DescentScene):
    """Shows one noisy run, then all seeds."""

    column_x = 3.5

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.first_steps()
        self.come_near()
        self.tremble()
        self.compare_seeds()
        self.conclude()

    def setup(self) -> None:
        """Build the data, the map in both magnifications, and the plot of the seeds."""
        super().setup()
        self.descent = FanDescent(self.run, Frame(*MAP_PLACE, (0.0, 1.0), (0.0, 1.0)), self.theme)
        self.wide = whole_run(self.descent, SLOW)
        self.descent.look(self.wide)
        top = ROOM_ABOVE * float(self.run.losses.max())
        self.map = NoiseMap(self.run.objective, self.wide, top, self.theme)
        self.growing = MovingDrawnRow(self.run, (LARGE_PLACE, BESIDE_MAP), self.theme)
        self.houses = DrawnRow(self.run, BESIDE_MAP, self.theme)
        self.key = RayKey(n_rows(self.run.objective), self.theme)
        self.seeds = SeedPlot(self.scenario, SEEDS_PLACE, self.theme)
        self.verdict_box = VerdictBox(verdict_source(self.run, self.theme), self.theme.slope)
        self.moving = [*self.column.readouts, self.inset, self.houses, self.descent]

    def introduce(self) -> None:
        """The errors of all rows, then of one; the data make room for the map."""
        self.say("introduce")
        self.growing.plot.marked = 0.0
        self.add(self.title)
        self.fade([self.growing, *self.display[1:]])
        self._shade(1.0, 0.0, pacing.FADE_S)
        self.hold(pacing.ALL_ROWS_S)
        self._shade(0.0, 1.0, pacing.CROSSFADE_S)
        self.hold(pacing.ONE_ROW_S)
        self._make_room()

    def _shade(self, errors: float, marked: float, duration_s: float) -> None:
        """Let all errors and the drawn row come or go."""
        plot = self.growing.plot
        before = plot.errors, plot.marked

        def show(share: float) -> None:
            plot.errors = before[0] + share * (errors - before[0])
            plot.marked = before[1] + share * (marked - before[1])

        self.change([self.growing], duration_s, show)
        plot.errors, plot.marked = errors, marked

    def _make_room(self) -> None:
        """Shrink the data to their place beside the map, and show the map."""
        self.change([self.growing], pacing.CROSSFADE_S, self.growing.move)
        self.remove(self.growing)
        self.add(*self.houses.furniture, self.houses)
        self.fade([self.map, self.descent, self.key])

    def first_steps(self) -> None:
        """The step of each row, their mean, and the row that is drawn."""
        self.say("slope")
        for k in range(min(SLOW, self.run.n_steps)):
            self._ask(k)
            self._move(k)

    def _ask(self, k: int) -> None:
        self.take_steps(self.moving, pacing.asked(k, pacing.FAN_S, self.fps))

    def _move(self, k: int) -> None:
        self.take_steps(self.moving, pacing.taken(k, pacing.FAN_STEP_S, self.fps))

    def come_near(self) -> None:
        """Quickly to the floor, then nearer with the map."""
        near = arrival(self.run)
        if near <= SLOW:
            return
        self.say("steps")
        self.take_evenly(self.moving, SLOW, near, pacing.COME_NEAR_S)
        close = near_floor(self.run, self.wide)

        def show(share: float) -> None:
            seen = zoomed(self.wide, close, share)
            self.map.look(seen)
            self.descent.look(seen)

        self.change([self.map, self.descent], pacing.ZOOM_S, show)

    def tremble(self) -> None:
        """The rows no longer agree; then all other steps."""
        near, turn = max(arrival(self.run), SLOW), max(divided(self.run), SLOW)
        if turn >= self.run.n_steps:
            return
        self.say("tail")
        self.take_evenly(self.moving, near, turn, pacing.COME_NEAR_S / 2.0)
        self._ask(turn)
        self.hold(pacing.FAN_HOLD_S)
        self._move(turn)
        self.take_evenly(self.moving, turn + 1, self.run.n_steps, pacing.TREMBLE_S)

    def compare_seeds(self) -> None:
        """All seeds as lines, then as a band, with the run that asks all rows."""
        self.say("seeds")
        seeds = self.seeds
        self.fade([self.map, self.descent, self.key, self.houses, *self.houses.furniture], out=True)
        self.fade(seeds.furniture)
        self.draw(seeds.lines, pacing.SEEDS_S, even=True)
        if seeds.reference is not None:
            self.draw(seeds.reference, pacing.FADE_S, even=True)
        self._gather()
        self.hold(pacing.FAN_HOLD_S)

    def _gather(self) -> None:
        """Let the band and the key come and the lines fade behind them."""
        seeds = self.seeds
        front = [seeds.band, *([] if seeds.reference is None else [seeds.reference])]

        def show(share: float) -> None:
            seeds.lines.strength = 1.0 - share * (1.0 - style.SEED_BEHIND)
            seeds.band.opacity = seeds.key.opacity = share

        self.change([seeds.lines, *front, seeds.key], pacing.CROSSFADE_S, show)


def verdict_source(run: Trajectory, theme: Theme) -> str:
    """Return the last word on a noisy run as Typst markup: how often its loss rose."""
    words = tr("{rising} of {steps} steps up", rising=int(run.rose.sum()), steps=run.n_steps)
    return word_and_detail(tr("near, not settled"), words, theme)
