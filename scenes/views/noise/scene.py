"""Stochastic descent on two parameters: a path that comes near fast and then trembles, and the spread over seeds."""

from __future__ import annotations

from typing import ClassVar

from gdcore.narration.beats import FIRST_ASKED
from gdcore.scenario import Scenario
from gdcore.studies.seeds import arrival, divided, near_unsettled
from gdcore.text.language import tr
from gdcore.theory.verdict_words import kind_word
from scenes.painting import pacing, style
from scenes.painting.style import Theme
from scenes.plots.axes import Frame
from scenes.plots.two_pictures import MARGINS
from scenes.shown_range.zoomed import zoomed
from scenes.stage.arrangement import Needs, inside
from scenes.stage.base import DescentScene
from scenes.stage.strip import Strip
from scenes.stage.verdict_box import VerdictBox, word_and_detail
from scenes.views.noise.drawn_row import DrawnRow, MovingDrawnRow, n_rows
from scenes.views.noise.fan import FanDescent, near_floor, whole_run
from scenes.views.noise.seeds import SeedPlot
from scenes.views.noise.zoomed_map import NoiseMap, RayKey

ROOM_ABOVE = 1.12
"""The top of the map's colours, as a multiple of the highest loss."""


class NoiseScene(DescentScene):
    """Shows one noisy run, then all seeds."""

    needs: ClassVar[Needs] = Needs(pictures=(1.2, 0.8), numbers="below", formula=False)

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.first_steps()
        self.come_near()
        self.tremble()
        self.compare_seeds()
        self.add_all_rows()
        self.conclude()

    def setup(self) -> None:
        """Build the data, the map in both magnifications, and the plot of the seeds."""
        super().setup()
        self.column = Strip(self.scenario, self.places.panel, self.theme)
        left, right = (inside(place, *MARGINS) for place in self.places.pictures)
        whole = (left[0], left[1], right[0] + right[2] - left[0], left[3])
        self.descent = FanDescent(self.run, Frame(*left, (0.0, 1.0), (0.0, 1.0)), self.theme)
        self.wide = whole_run(self.descent, FIRST_ASKED)
        self.descent.look(self.wide)
        top = ROOM_ABOVE * float(self.run.losses.max())
        self.map = NoiseMap(self.run.objective, self.wide, top, self.theme)
        self.growing = MovingDrawnRow(self.run, (whole, right), self.theme)
        self.houses = DrawnRow(self.run, right, self.theme)
        self.key = RayKey(n_rows(self.run.objective), self.places.verdict, self.theme)
        self.seeds = SeedPlot(self.scenario, whole, self.places.panel, self.theme)
        self.verdict_box = VerdictBox(verdict_lines(self.scenario, self.theme), self.theme.slope, self.places.verdict)
        self.moving = [*self.column.readouts, self.houses, self.descent]

    def introduce(self) -> None:
        """The errors of all rows, then of one; the data make room for the map."""
        self.say("introduce")
        self.growing.plot.marked = 0.0
        self.add(self.title)
        self.fade([self.growing, *self.column.static, *self.column.readouts])
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
        for k in range(min(FIRST_ASKED, self.run.n_steps)):
            self._ask(k)
            self._move(k)

    def _ask(self, k: int) -> None:
        self.take_steps(self.moving, pacing.asked(k, pacing.FAN_S, self.tempo))

    def _move(self, k: int) -> None:
        self.take_steps(self.moving, pacing.taken(k, pacing.FAN_STEP_S, self.tempo))

    def come_near(self) -> None:
        """Quickly to the floor, then nearer with the map."""
        near = arrival(self.run)
        if near <= FIRST_ASKED:
            return
        self.say("steps")
        self.take_evenly(self.moving, FIRST_ASKED, near, pacing.COME_NEAR_S)
        if near == self.run.n_steps:  # there is nothing more to be seen from close by
            return
        close = near_floor(self.run, self.wide)

        def show(share: float) -> None:
            seen = zoomed(self.wide, close, share)
            self.map.look(seen)
            self.descent.look(seen)

        self.change([self.map, self.descent], pacing.ZOOM_S, show)

    def tremble(self) -> None:
        """The rows no longer agree; then all other steps."""
        near, turn = max(arrival(self.run), FIRST_ASKED), max(divided(self.run), FIRST_ASKED)
        if turn >= self.run.n_steps:
            return
        self.say("tail")
        self.take_evenly(self.moving, near, turn, pacing.COME_NEAR_S / 2.0)
        self._ask(turn)
        self.hold(pacing.FAN_HOLD_S)
        self._move(turn)
        self.take_evenly(self.moving, turn + 1, self.run.n_steps, pacing.TREMBLE_S)

    def compare_seeds(self) -> None:
        """All seeds as lines, and the band that holds most of them."""
        self.say("seeds")
        seeds, strip = self.seeds, [*self.column.static, *self.column.readouts]
        self.fade([self.map, self.descent, self.key, self.houses, *self.houses.furniture, *strip], out=True)
        self.fade(seeds.furniture)
        self.draw(seeds.lines, pacing.SEEDS_S, even=True)

        def gather(share: float) -> None:
            seeds.lines.strength = 1.0 - share * (1.0 - style.SEED_BEHIND)
            seeds.band.opacity = seeds.key.opacity = share

        self.change([seeds.lines, seeds.band, seeds.key], pacing.CROSSFADE_S, gather)

    def add_all_rows(self) -> None:
        """Over the band the run that asks all rows at each step, if there is one."""
        self.say("band")
        seeds = self.seeds
        if seeds.reference is not None:
            line = seeds.reference

            def draw(share: float) -> None:
                line.reveal, seeds.key.other = share, min(1.0, 4.0 * share)

            self.change([line, seeds.key], pacing.ALL_ROWS_RUN_S, draw, even=True)
        self.hold(pacing.SETTLE_S)

    def conclude(self) -> None:
        """The run of the clip among all the others, and the verdict."""
        self.say("verdict")
        seeds = self.seeds

        def draw(share: float) -> None:
            seeds.own.reveal, seeds.key.own = share, min(1.0, 4.0 * share)

        self.change([seeds.own, seeds.key], pacing.OWN_RUN_S, draw, even=True)
        self.fade([self.verdict_box], pacing.VERDICT_S)
        self.hold(pacing.FINAL_HOLD_S)


def verdict_lines(scenario: Scenario, theme: Theme) -> list[str]:
    """Return the last word on a noisy run as Typst markup: near yet unsettled or not, and how often its loss rose."""
    run, kind = scenario.trajectory, scenario.verdict.kind
    detail = tr("{rising} of {steps} steps up", rising=int(run.rose.sum()), steps=run.n_steps)
    return word_and_detail(tr("near, not settled") if near_unsettled(scenario) else kind_word(kind), detail, theme)
