"""Backtracking: a step is tried, and shrinks until it pays; every evaluation is counted."""

from __future__ import annotations

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.text.language import tr
from gdcore.theory.loss_along_step import Cut, clearest_shortfall
from scenes.maps.loss_map import ContourMap, map_frame
from scenes.maps.map_descent import MapDescent
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import LEFT, Theme
from scenes.painting.text import SmallText
from scenes.plots.axes import Frame
from scenes.shown_range.boxes import reached, shown_box
from scenes.stage.base import DescentScene
from scenes.stage.hud import FIRST_LINE
from scenes.typesetting.typeset import typeset
from scenes.views.trials.cut import Asked, CutPlot

MAP_PLACE, CUT_PLACE = (LEFT + 0.68, -2.62, 2.95, 4.2), (-2.02, -2.62, 3.75, 4.2)
"""Left, bottom, width and height of the map and of the cut."""
SLOWLY = 2
"""Steps at the start that are shown in full."""


class TrialsScene(DescentScene):
    """Shows the trials of each step on a cut along it, and from above."""

    column_x = 3.5

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.enough()
        self.first_steps()
        self.too_little()
        self.tail()
        self.conclude()

    def setup(self) -> None:
        """Build the map, the cut, and what moves on them."""
        super().setup()
        run, theme = self.run, self.theme
        box = shown_box(*reached(run), run.objective)
        self.map = ContourMap(run.objective, map_frame(box, MAP_PLACE), box.top, theme, size=style.SMALL_TICK_SIZE)
        self.descent = MapDescent(run, self.map.frame, theme)
        self.cut = CutPlot(run, CUT_PLACE, theme)
        short = clearest_shortfall(run)
        self.short = run.n_steps if short is None else short.k
        self.cut.told = frozenset([*range(SLOWLY), self.short])
        self.asked = Asked(self.cut, run.method.hyperparameters.get("sufficient", 0.0), theme)
        self.direction = Direction(self.cut, self.map.frame, theme)
        self.moving = [*self.column.readouts, self.inset, self.direction, self.descent, self.cut]

    def make_inset(self, _place: tuple[float, float, float, float]) -> Painted:
        """Return the counter of evaluations: here it is what the numbers end with."""
        return Evaluations(self.run, self.column.x, self.column.y, self.theme)

    def introduce(self) -> None:
        """The map and the start, then the cut along the step, drawn on both."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.map, *self.cut.furniture, *self.display[1:], self.descent])

        def draw(share: float) -> None:
            self.cut.reveal = share

        self.change([self.direction, self.cut], pacing.CUT_S, draw)
        self.hold(pacing.SETTLE_S / 2.0)

    def enough(self) -> None:
        """The fall that the slope promises, and the share of it that is demanded."""
        self.say("enough")
        self.draw(self.asked, pacing.CUT_S, [self.cut])
        self.hold(pacing.SETTLE_S)

    def first_steps(self) -> None:
        """The trials of the first step, slowly, and of the next."""
        self.say("slope")
        self._take(0, np.array([pacing.STEP_S, pacing.NEXT_STEP_S])[: self.run.n_steps])

    def too_little(self) -> None:
        """On to the step whose full length lowers the loss, but not by enough."""
        if not SLOWLY <= self.short < self.run.n_steps:
            return
        self.say("steps")
        self._fade_cut()
        if self.short > SLOWLY:
            self._take(SLOWLY, np.full(self.short - SLOWLY, pacing.SKIM_S / (self.short - SLOWLY)))
        self._take(self.short, np.array([pacing.STEP_S]))
        self.hold(pacing.SETTLE_S)

    def tail(self) -> None:
        """All other steps are only counted."""
        first = min(self.short + 1, self.run.n_steps)
        self.say("tail")
        self._fade_cut()
        rest = self.run.n_steps - first
        if rest:
            self._take(first, np.full(rest, pacing.COUNT_S / rest))
        self.hold(pacing.SETTLE_S)

    def _take(self, first: int, durations: np.ndarray) -> None:
        tried = np.bincount([r.k for r in self.run.rejected], minlength=self.run.n_steps)[first:][: len(durations)]
        self.cut.strength = 1.0
        self.take_steps(self.moving, pacing.moments(durations, self.fps, first, tried))

    def _fade_cut(self) -> None:
        """Let the curve of the last step go."""

        def show(share: float) -> None:
            self.cut.strength = 1.0 - share

        self.change([self.direction, self.cut], pacing.FADE_S, show, even=True)


class Direction(Painted):
    """The full step on the map, from the iterate to where t = 1 would land."""

    def __init__(self, plot: CutPlot, frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.plot, self.frame, self.theme = plot, frame, theme

    def paint(self, pen: Pen) -> None:
        """Draw the revealed part of the step that is told."""
        if self.plot.shown not in self.plot.told:
            return
        cut: Cut = self.plot.cuts[self.plot.shown]
        ends = cut.at(np.array([0.0, self.plot.drawn]))
        line = self.frame.place(ends[:, 0], ends[:, 1])
        pen.line(line, self.theme.curve, style.GHOST_WIDTH, self.plot.strength)


class Evaluations(Painted):
    """How often loss and gradient have been computed: every trial costs a loss, every step a gradient."""

    def __init__(self, run: Trajectory, x: float, y: float, theme: Theme) -> None:
        super().__init__()
        self.run, self.theme = run, theme
        self.at_value = np.array([x, y - FIRST_LINE])
        self.furniture = [SmallText(tr("evaluations"), x, y, theme)]
        self.outlines = typeset([f"$J$: {n}" for n in range(run.loss_evaluations + 1)])
        self.gradients = typeset([f"$nabla J$: {n}" for n in range(run.gradient_evaluations + 1)])

    @property
    def counts(self) -> tuple[int, int]:
        """The losses and the gradients that have been computed by now."""
        k, moment, counted = self.moment.k, self.moment, self.run.evaluations
        losses, gradients = counted[k].tolist()
        if k == self.run.n_steps:
            return losses, gradients
        most = counted[k + 1].tolist()
        tried = int(np.ceil(moment.trial)) + (moment.move > 0.0)
        begun = moment.slope > 0.0 or tried > 0
        return min(losses + tried, most[0]), most[1] if begun else gradients

    def paint(self, pen: Pen) -> None:
        """Draw both counts."""
        losses, gradients = self.counts
        size, ink = style.VALUE_SIZE, self.theme.ink
        pen.text(self.outlines[losses], self.at_value, size, ink)
        pen.text(self.gradients[gradients], self.at_value + [1.35, 0.0], size, ink)
