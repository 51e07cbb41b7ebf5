"""Several learning rates on one graph: a slider moves from one to the next, and what each run does stays as a ghost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gdcore.expressions.written import typst_name
from scenes.painting import pacing
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.plots.run_colours import run_colours
from scenes.shown_range.growing_view import first_view
from scenes.stage.arrangement import inside
from scenes.stage.base import DescentScene
from scenes.typesetting.typeset import typeset
from scenes.views.curve.descent import CurveDescent, StepWords
from scenes.views.curve.graph import GrowingGraph
from scenes.views.curve.labels import place_words
from scenes.views.curve.scene import MARGINS
from scenes.views.rates.fates import FateRow
from scenes.views.rates.slider import Slider

GHOST = 0.3
"""How strongly a run is drawn while others are looked at."""
SLIDER_HEIGHT = 0.62


class OneRun(CurveDescent):
    """A run that is watched, and then ``over``: it stays as it is while others go on."""

    over = False

    def at(self, moment: Moment) -> None:
        """Take the state of a moment, unless the run is over."""
        if not self.over:
            super().at(moment)


class RatesScene(DescentScene):
    """Shows a scenario of one parameter and then its companions on the same graph."""

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        for i in range(len(self.descents)):
            self.show_run(i)
        self.conclude()

    def setup(self) -> None:
        """Build the graph, a descent on it for each run, the slider over it and the list beside it."""
        super().setup()
        runs, colours = self.scenario.runs, run_colours(self.scenario, self.theme)
        objective, place = self.scenario.objective, inside(self.places.picture, *MARGINS)
        view, self.views = first_view(runs), []
        for run in runs:
            self.views.append(view.holding(run.trajectory))
            view = self.views[-1][-1]
        (name,) = typeset([f"${typst_name(objective.parameters[0])}$"])
        self.graph = GrowingGraph(objective, self.views[0], place, name, self.theme)
        self.descents = [
            OneRun(run.trajectory, self.graph, self.theme, [colour] * (run.trajectory.n_steps + 1))
            for run, colour in zip(runs, colours, strict=True)
        ]
        for descent, colour in zip(self.descents, colours, strict=True):
            descent.slope_ink = colour
        rates = [float(run.method.learning_rate[0]) for run in runs]
        left, bottom, width, height = self.places.picture
        track = left, bottom + height, width, SLIDER_HEIGHT
        self.slider = Slider(rates, colours, track, self.theme)
        x, y, wide, high = self.places.panel
        beside = x, self.places.verdict[1], wide, y + high - self.places.verdict[1]
        self.rows = [
            FateRow(run, i, len(runs), colour, beside, self.theme)
            for i, (run, colour) in enumerate(zip(runs, colours, strict=True))
        ]
        for i in range(len(runs)):
            self._tell_first_step(i)
        self._look_at(0)

    def _tell_first_step(self, i: int) -> None:
        """Place the words on the first step of run i; the slope is told once, at the start."""
        descent, durations = self.descents[i], self._durations(i)
        self.graph.views = self.views[i]
        if len(durations):
            words = place_words(descent, [self.slider], durations)
            descent.words = StepWords({k: label for k, label in words.slopes.items() if i == k == 0}, words.steps)

    def _look_at(self, i: int) -> None:
        """Let the graph follow run i from its start."""
        self.graph.views = self.views[i]
        for part in (self.graph, self.descents[i]):
            part.at(Moment(0))

    def _durations(self, i: int) -> np.ndarray:
        return pacing.step_durations(self.descents[i].run.n_steps, pacing.OF_SEVERAL_S, pacing.FIRST_OF_SEVERAL_S)

    def introduce(self) -> None:
        """The graph, the start and the slope there, the rates, and what is asked about each."""
        self.say("introduce")
        self.add(self.title)
        first = self.descents[0]
        self.fade([self.slider, *self.rows, self.graph, first])

        def rise(share: float) -> None:
            first.upright = share

        self.change([first], pacing.UPRIGHT_S, rise)
        if first.run.n_steps == 0:
            self.hold(pacing.SETTLE_S)
        else:
            self.take_steps([first], pacing.asked(0, pacing.SETTLE_S, self.tempo))

    def show_run(self, i: int) -> None:
        """The slider moves to the rate of run i while the one before becomes a ghost; then its jumps, and its fate."""
        self.say(f"run_{i + 1}")
        if i > 0:
            self._slide(i)
        descent, run = self.descents[i], self.descents[i].run
        if run.n_steps > 0:
            moments = pacing.moments(self._durations(i), self.tempo)
            if i == 0:  # its first slope has been told
                moments = [replace(moment, slope=1.0) if moment.k == 0 else moment for moment in moments]
            own = self.scenario.trajectory.n_steps
            shown = None if i == 0 else [own] * len(moments)
            self.take_steps([self.graph, *self.descents[:i][::-1], descent], moments, shown)
        row = self.rows[i]

        def tell(share: float) -> None:
            row.reveal = share

        self.change([row], pacing.FADE_S, tell)
        self.hold(pacing.AFTER_S)

    def _slide(self, i: int) -> None:
        before, descent = self.descents[i - 1], self.descents[i]
        before.silent = before.over = True
        descent.opacity = 0.0

        def show(share: float) -> None:
            self.slider.slide(i - 1, share)
            before.opacity, descent.opacity = 1.0 - (1.0 - GHOST) * share, share

        self._look_at(i)
        parts: list[Painted] = [self.slider, self.graph, *self.descents[:i][::-1], descent]
        self.change(parts, pacing.SLIDER_S, show)

    def conclude(self) -> None:
        """All runs side by side on the one graph, the longest steps lowest."""
        self.say("verdict")
        last = self.descents[-1]
        ghosts = self.descents[:-1]

        def show(share: float) -> None:
            for descent in ghosts:
                descent.opacity = GHOST + (1.0 - GHOST) * share
            for descent in self.descents:
                descent.lit = share * descent.run.n_steps

        last.silent = True
        self.change(self.descents[::-1], pacing.LIGHT_S, show, even=True)
        self.hold(pacing.FINAL_HOLD_S)
