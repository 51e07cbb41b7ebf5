"""``DescentScene``: takes the run, lays out the head-up display, says the beats and takes the steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from manim import ManimColor

from gdcore.expressions.derived_formulas import gradient_equation, hessian_equation
from gdcore.narration.facts import facts
from gdcore.scenario import Scenario
from gdcore.scenarios import built_in
from scenes.geometry import Place
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.style import DARK, LEFT, Theme
from scenes.painting.text import Text
from scenes.plots.growing_losses import GrowingLosses
from scenes.plots.losses import LossPlot
from scenes.sentences.beat_sentence import narrate
from scenes.stage import hud
from scenes.stage.arrangement import Needs, arrange
from scenes.stage.timed_scene import TimedScene
from scenes.stage.verdict_box import verdict_box
from scenes.voice.spoken_beat import Narration


class DescentScene(TimedScene):
    """A scene about one run. Subclasses list their beats in ``construct`` and build what they share in ``setup``.

    Manim's command line builds the class without arguments; it then shows the built-in scenario ``slug``.
    """

    slug: ClassVar[str] = "parabola-diverges"
    needs: ClassVar[Needs] = Needs()

    def __init__(
        self, scenario: Scenario | None = None, theme: Theme = DARK, narration: Narration | None = None, **kwargs: Any
    ) -> None:
        super().__init__(narration, **kwargs)
        self.scenario = scenario or built_in(self.slug)
        self.run, self.verdict = self.scenario.trajectory, self.scenario.verdict
        self.theme = theme
        self.places = arrange(self.needed())
        self.facts = facts(self.scenario)
        self.steps: list[tuple[float, int]] = []
        self._gradient: Painted | None = None
        self.beside_formula: Text | None = None
        """The gradient, where it stands beside the objective's definition."""

    def needed(self) -> Needs:
        """Return what the frame of this run must hold."""
        return self.needs

    def setup(self) -> None:
        """Begin anew: build title, numbers, loss plot and verdict; subclasses add their picture."""
        super().setup()
        self.steps = []
        self.camera.background_color = ManimColor(self.theme.background)
        self.title = hud.title(self.scenario, self.theme)
        self.formula = hud.formula(self.scenario, self.theme, self.formula_room if self.needed().formula else 0.0)
        self.column = hud.Column(self.scenario, self.places.panel, self.theme)
        self.verdict_box = verdict_box(self.scenario, self.theme, self.places.verdict)
        self.inset = self.make_inset(self.column.chart)

    def make_inset(self, place: Place) -> Painted:
        """Return the small picture under the numbers, given its left, bottom, width and height."""
        still = LossPlot(self.run, place, self.theme)
        if still.log or still.frame.y[0] != 0.0:
            return still
        return GrowingLosses([self.run], [still.colours], place, self.theme)

    @property
    def formula_room(self) -> float:
        """How wide the line under the title may be: up to the numbers beside the picture."""
        return self.places.pictures[-1][0] + self.places.pictures[-1][2] - LEFT

    def show_gradient(self) -> None:
        """Write the gradient beside the objective's definition, or in its place if there is no room for both.

        It is left out where it is not known as a formula, or is too long to be read.
        """
        self._gradient = self.beside_formula = None
        line = self.gradient_line()
        if line is None:
            return
        if line.place[0] > LEFT:
            self.beside_formula = line
        else:
            self.fade([self.formula], out=True)
            self._gradient = line
        self.fade([line])

    def gradient_line(self) -> Text | None:
        """Return the gradient as a formula, where there is room for it; see ``show_gradient``."""
        equation = gradient_equation(self.scenario.objective)
        after = self.formula.text_width + hud.BESIDE_FORMULA
        lines = (self.formula_at(equation, x) for x in (after, 0.0) if equation)
        return next((line for line in lines if line is not None), None)

    def formula_at(self, equation: str, x: float) -> Text | None:
        """Return a formula on the line under the title, beginning at ``x`` from its left; None if too small to read."""
        line = hud.formula_line(f"${equation}$", self.theme.slope, self.formula_room - x, LEFT + x)
        return line if line.size >= style.LABEL_SIZE else None

    def hide_gradient(self) -> None:
        """Bring the objective's definition back where the gradient stands in its place."""
        if self._gradient is not None:
            self.hold(pacing.SETTLE_S)
            self.fade([self._gradient], out=True)
            self.fade([self.formula])
            self._gradient = None

    def curvature(self) -> list[Text]:
        """Return the Hessian as a formula, in the place of the gradient, where it is known and can be read."""
        equation = hessian_equation(self.scenario.objective)
        if not equation or self.formula not in self.mobjects:
            return []
        line = self.formula_at(equation, self.formula.text_width + hud.BESIDE_FORMULA)
        if line is None:
            return []
        if self.beside_formula is not None:
            self.fade([self.beside_formula], out=True)
        return [line]

    @property
    def display(self) -> list[Painted]:
        """Everything of the head-up display but the verdict."""
        still = [self.title, self.formula, *self.column.static, *self.inset.furniture]
        return [*still, *self.column.readouts, self.inset]

    def say(self, beat: str) -> None:
        """Begin the narration of a beat; it lasts until the next one begins."""
        self.script.say(beat, narrate(self.scenario, self.facts, beat), self.n_frames)

    def note_steps(self, shown: Sequence[int]) -> None:
        """Keep when each iterate of the run is first seen; ``shown`` has the ``k`` of each of the coming frames.

        A clock that runs on after the run has ended stands at its last iterate.
        """
        for frame, k in enumerate(shown, self.n_frames):
            reached = min(int(k), self.run.n_steps)
            if not self.steps or reached > self.steps[-1][1]:
                self.steps.append((frame / self.fps, reached))

    def take_steps(
        self, parts: Sequence[Painted], moments: Sequence[Moment], shown: Sequence[int] | None = None
    ) -> None:
        """Show every part at each moment, one frame per moment.

        ``shown`` has the iterate of the scenario's own run that each shows, where that is not the moment's ``k``: none
        while another run is drawn.
        """
        self.note_steps([moment.k for moment in moments] if shown is None else shown)
        if not self.rehearsing:
            for part in parts:
                part.prepare(moments)

        def show(frame: int) -> None:
            for part in parts:
                part.at(moments[frame])

        self.drive(parts, len(moments), show)

    def take_evenly(self, parts: Sequence[Painted], first: int, last: int, duration_s: float) -> None:
        """Take the steps from iterate ``first`` to ``last``, if there are any, in equal times."""
        if first < last:
            durations = np.full(last - first, duration_s / (last - first))
            self.take_steps(parts, pacing.moments(durations, self.tempo, first))

    def conclude(self) -> None:
        """Write the verdict and hold the last frame, which is the poster."""
        self.say("verdict")
        self.show_verdict()

    def show_verdict(self) -> None:
        """Fade the verdict in and hold the last frame."""
        self.fade([self.verdict_box, *self.curvature()], pacing.VERDICT_S)
        self.hold(pacing.FINAL_HOLD_S)
