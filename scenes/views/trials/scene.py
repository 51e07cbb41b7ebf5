"""A line search: a step is tried, and shrinks until it lands low enough; every evaluation is counted."""

from __future__ import annotations

import numpy as np

from gdcore.methods.registry import method_label
from gdcore.narration.beats import beats_of
from gdcore.theory.loss_along_step import cuts
from scenes.maps.loss_map import ContourMap, map_frame
from scenes.maps.map_descent import MapDescent
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.text import escaped
from scenes.shown_range.boxes import from_above
from scenes.stage.arrangement import GUTTER, Needs, inside
from scenes.stage.base import DescentScene
from scenes.stage.hud import labelled
from scenes.typesetting.typeset import typeset
from scenes.views.trials.cut import CutLine, CutPlot
from scenes.views.trials.tally import Tally

MAP_SHARE = 0.4
"""How much of the picture's width the map takes."""
MARGINS = (0.78, 0.88, 0.06, 0.44)
"""Room around map and cut for their numbers and names."""
TOLD = 2
"""Steps at the start whose trials are shown on a cut."""


class TrialsScene(DescentScene):
    """Shows the trials of the first steps on a cut along each, and all from above."""

    needs = Needs(formula=False)

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.ask_for_enough()
        self.try_first_steps()
        self.count_the_others()
        self.conclude()

    def setup(self) -> None:
        """Build the map, the cuts of the first steps, and the count."""
        super().setup()
        run, theme = self.run, self.theme
        method = self.column.static[0]  # its numbers are told in the picture
        (method.outline,) = typeset([labelled(escaped(method_label(run.method.name)), theme)])
        method.size = style.LABEL_SIZE
        left, bottom, width, height = self.places.picture
        map_width = MAP_SHARE * (width - GUTTER)
        objective, box = from_above(self.scenario)
        frame = map_frame(box, inside((left, bottom, map_width, height), *MARGINS))
        self.map = ContourMap(objective, frame, box.top, theme)
        self.descent = MapDescent(run, frame, theme)
        room = (left + map_width + GUTTER, bottom, width - map_width - GUTTER, height)
        share = run.method.hyperparameters.get("sufficient", 0.0)
        self.plots = [CutPlot(cut, run.objective, share, inside(room, *MARGINS), theme) for cut in cuts(run)[:TOLD]]
        self.lines = [CutLine(plot, frame, theme) for plot in self.plots]
        self.tally = Tally(run, inside(room, *MARGINS), theme)
        self.tried = np.bincount([trial.k for trial in run.rejected], minlength=run.n_steps)

    def introduce(self) -> None:
        """The map and the start, then the cut along the step, drawn on both."""
        self.say("introduce")
        self.add(self.title)
        still = [part for part in self.display if part not in (self.title, self.formula)]
        first = [part for plot in self.plots[:1] for part in (*plot.furniture, plot)]
        for plot in self.plots[:1]:
            plot.curve.reveal = 0.0
        self.fade([self.map, *still, *first, self.descent])
        for plot, line in zip(self.plots[:1], self.lines, strict=False):

            def draw(share: float, plot: CutPlot = plot) -> None:
                plot.curve.reveal = share

            self.change([line, plot, self.descent], pacing.CUT_S, draw)
        self.hold(pacing.SETTLE_S / 2.0 if self.plots else 2.0 * pacing.READ_S)

    def ask_for_enough(self) -> None:
        """The fall that the slope predicts as a line, which swings up to the share of it that is enough."""
        for plot in self.plots[:1]:
            self.say("enough")

            def swing(share: float, plot: CutPlot = plot) -> None:
                plot.swing = share

            self.draw(plot, pacing.CUT_S)
            self.change([plot], pacing.SWING_S, swing)
            self.hold(pacing.SETTLE_S)

    def try_first_steps(self) -> None:
        """The trials of the first step, slowly, and those of the next on a cut of its own."""
        for k, (plot, duration) in enumerate(zip(self.plots, (pacing.TRIED_S, pacing.TRIED_NEXT_S), strict=False)):
            self.say("steps" if k else "slope")
            if k:
                plot.reveal = plot.swing = 1.0
                before = self.plots[k - 1]
                leaving, coming = [*before.furniture, before, self.lines[k - 1]], [*plot.furniture, self.lines[k], plot]
                self.exchange(leaving, coming, [self.descent])
            self._take(k, np.array([duration]), plot)

    def count_the_others(self) -> None:
        """All other steps are only counted."""
        rest = self.run.n_steps - len(self.plots)
        if rest <= 0:
            return
        if "tail" in beats_of(self.scenario):
            self.say("tail")
        self.tally.at(pacing.Moment(TOLD))
        last = self.plots[-1]
        self.exchange([*last.furniture, last, self.lines[-1]], [*self.tally.furniture, self.tally], [self.descent])
        self._take(TOLD, pacing.step_durations(rest, pacing.COUNT_S, pacing.QUICK_TRIAL_S), self.tally)

    def _take(self, first: int, durations: np.ndarray, beside: Painted) -> None:
        tried = self.tried[first : first + len(durations)]
        parts = [*self.column.readouts, self.inset, self.descent, beside]
        self.take_steps(parts, pacing.moments(durations, self.tempo, first, tried))
