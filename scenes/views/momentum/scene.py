"""Heavy-ball momentum: steps that add up on the map of the loss, then the edge of stability that they move."""

from __future__ import annotations

from copy import copy

import numpy as np

from gdcore.methods.registry import is_plain
from gdcore.narration.beats import beats_of
from gdcore.scenario import Scenario
from gdcore.studies.edges import blown_up_without, heavy_balls
from scenes.geometry import Place
from scenes.maps.loss_map import ContourMap, map_frame
from scenes.maps.map_descent import MapDescent
from scenes.painting import pacing
from scenes.painting.canvas import Painted
from scenes.painting.style import RIGHT
from scenes.painting.text import Text
from scenes.shown_range.boxes import from_above
from scenes.stage import hud
from scenes.stage.arrangement import inside
from scenes.stage.base import DescentScene
from scenes.stage.verdict_box import verdict_box
from scenes.views.momentum.losses import RunLosses
from scenes.views.momentum.pushes import Pushes, sum_in_words, with_tips
from scenes.views.momentum.ruler import Ruler

MAP_MARGINS = (0.78, 0.86, 0.1, 0.4)
"""Room around the map for its numbers and names."""
RULER_HEIGHT, AROUND_RULER, UNDER_VERDICT = 2.45, 0.3, 0.15
"""The height of the upper part of the frame, with the ruler beside rates and verdict, and what these leave free."""
TOLD = 4
"""Steps whose pushes are drawn."""
LEAVING = 8
"""Steps of a run without momentum, which has left the map by then."""


class MomentumScene(DescentScene):
    """Shows how the pushes of a run add up, and why it is stable, with the runs at the same rates beside it."""

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.first_steps()
        self.turn()
        self.find_edge()
        self.conclude()

    def setup(self) -> None:
        """Build the map and the pushes on it and, where theory has an edge, the ruler and the losses of all runs."""
        super().setup()
        place, theme = self.places.picture, self.theme
        self.formula = hud.formula_line(sum_in_words(self.run, theme), theme.label, self.formula_room)
        objective, box = from_above(self.scenario)
        if self.scenario.domain is None:
            box = with_tips(box, self.run, TOLD)
        self.map = ContourMap(objective, map_frame(box, inside(place, *MAP_MARGINS)), box.top, theme)
        frame = self.map.frame
        self.descent = MapDescent(self.run, frame, theme)
        self.pushes = Pushes(self.run, frame, theme)
        self.moving = [*self.column.readouts, self.inset, self.pushes, self.descent]
        without = blown_up_without(self.scenario)
        self.without = None if without is None else MapDescent(without.trajectory, frame, theme, colour=theme.rose)
        self.outside, self.inside = heavy_balls(self.scenario)
        self.order = [*self.outside, *self.inside]
        if self.order:
            self._build_edge()

    def make_inset(self, place: Place) -> Painted:
        """Return the losses of the run, down to where other views have their verdict: here it stands at the ruler."""
        if not any(heavy_balls(self.scenario)):
            return super().make_inset(place)
        left, bottom, width, height = place
        lowered = bottom - self.places.panel[1] + self.places.verdict[1]
        return super().make_inset((left, lowered, width, height + bottom - lowered))

    def _build_edge(self) -> None:
        left, bottom, width, height = self.places.picture
        betas = [run.method.momentum for run in self.order]
        assert self.verdict.eigenvalues is not None
        low = bottom + height - RULER_HEIGHT
        top = inside((left, low, width, RULER_HEIGHT), 0.0, AROUND_RULER, 0.0, AROUND_RULER)
        self.ruler = Ruler(float(self.verdict.eigenvalues[0]), betas, top, self.theme)
        self.losses = RunLosses(self.order, (left, bottom, RIGHT - left, height - RULER_HEIGHT), self.theme)
        x, _, panel_width, high = self.places.verdict
        self.verdict_box = verdict_box(self.scenario, self.theme, (x, low + UNDER_VERDICT, panel_width, high))

    def introduce(self) -> None:
        """The map and the start and, as a warning, a run without momentum that leaves the map."""
        self.say("introduce")
        self.add(self.title)
        if self.without is None:
            self.fade([self.map, *self.display[1:], self.descent])
            self.hold(2.0 * pacing.SETTLE_S)
            return
        remembered = [self.formula, *self._method]
        self.fade([self.map, *(part for part in self.display[1:] if part not in remembered), self.descent])
        durations = np.full(min(LEAVING, self.without.run.n_steps), pacing.WITHOUT_S / LEAVING)
        self.take_steps([self.without], pacing.moments(durations, self.tempo), ())
        self.exchange([self.without], remembered)

    def first_steps(self) -> None:
        """Each of the first steps as the sum of what is kept and what is new."""
        for k in range(min(TOLD, self.run.n_steps)):
            if k < 2:
                self.say("steps" if k else "slope")
            self.take_steps(self.moving, pacing.asked(k, pacing.PUSH_S, self.tempo))
            self.take_steps(self.moving, pacing.taken(k, pacing.PUSHED_S, self.tempo))

    def turn(self) -> None:
        """All other steps, the early ones slower."""
        rest = self.run.n_steps - TOLD
        if rest <= 0:
            return
        if "tail" in beats_of(self.scenario):
            self.say("tail")
        durations = pacing.step_durations(rest, pacing.TURN_S, pacing.TURN_STEP_S)
        self.take_steps(self.moving, pacing.moments(durations, self.tempo, TOLD))

    def find_edge(self) -> None:
        """The ruler takes the place of the map; its edge moves to the place of each run, and the run is drawn."""
        if not self.order:
            return
        self.say("edge")
        self._show_ruler()
        for run in self.order[: len(self.order) - self.kept_for_last]:
            if self.outside and run in self.inside[:1]:
                self.say("past")
            self._tell(run)

    def conclude(self) -> None:
        """The last run, if others go before it, and the verdict."""
        self.say("verdict")
        for run in self.order[len(self.order) - self.kept_for_last :]:
            self._tell(run)
        self.fade([self.verdict_box], pacing.VERDICT_S)
        self.hold(pacing.FINAL_HOLD_S)

    @property
    def kept_for_last(self) -> int:
        """How many runs are told with the verdict: the last one, if it is not the first on its side of the edge."""
        return int(len(self.inside or self.outside) > 1)

    def _show_ruler(self) -> None:
        """Let map, step and loss give way to the ruler and the losses of all runs; the rates stay, at the top."""
        rates = [copy(rate) for rate in self.column.static[len(self._method) :]]
        if self._method:
            up = self._method[0].place - rates[0].place
            for rate in rates:
                rate.place = rate.place + [0.0, up[1]]
        leaving = [self.formula, self.map, *self.inset.furniture, *self.column.static, *self.moving]
        self.exchange(leaving, [self.ruler, *rates, *self.losses.furniture, self.losses])

    @property
    def _method(self) -> list[Text]:
        """The lines that name the method, beside the map."""
        return [] if is_plain(self.run.method) else self.column.static[:1]

    def _tell(self, run: Scenario) -> None:
        """Move the edge from where it is to its place for a run, then draw the losses of the run."""
        ruler, before, after = self.ruler, self.ruler.beta, run.method.momentum
        seen = ruler.range, ruler.seen_at(after)

        def move(share: float) -> None:
            ruler.beta = before + share * (after - before)
            ruler.come(*seen, share)

        if after > before:
            n_moves = sum(one.method.momentum > 0.0 for one in self.order)
            self.change([ruler], pacing.EDGES_S / max(n_moves, 2), move)
        self.losses.drawn = self.order.index(run)
        n_steps, whole = run.trajectory.n_steps, pacing.ONE_OF_MANY_S
        durations = pacing.step_durations(n_steps, whole, max(pacing.QUICK_STEP_S, whole / n_steps))
        self.take_steps([self.losses], pacing.moments(durations, self.tempo), ())
