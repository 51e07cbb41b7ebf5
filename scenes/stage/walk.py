"""A run of two parameters, told step by step: the first slowly, then the others, of a long run its tail apart."""

from __future__ import annotations

import numpy as np

from gdcore.narration.beats import TAIL_FROM
from scenes.painting import pacing
from scenes.painting.canvas import Painted
from scenes.stage.base import DescentScene


class WalkScene(DescentScene):
    """A scene whose picture follows the run; ``moving`` are the parts that do."""

    moving: list[Painted]

    def setup(self) -> None:
        """Build what all scenes have."""
        super().setup()
        self._closes = False

    @property
    def rest_s(self) -> float:
        """How much longer the start is looked at if nothing else will be seen."""
        return pacing.AT_REST_S if self.run.n_steps == 0 else 0.0

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.first_step()
        self.further_steps()
        self.conclude()

    def introduce(self) -> None:
        """Show the picture and the start."""
        raise NotImplementedError

    def first_step(self) -> None:
        """The gradient and the step that it causes, slowly."""
        if self.run.n_steps > 0:
            self.say("slope")
            self.show_gradient()
            self.walk(0, 1)
            self.hide_gradient()

    def further_steps(self) -> None:
        """All other steps; of a long run, its tail on its own."""
        if self.run.n_steps <= 1:
            return
        turn = TAIL_FROM if self.run.n_steps > 2 * TAIL_FROM else self.run.n_steps
        self.say("steps")
        self.walk(1, turn)
        if turn < self.run.n_steps:
            self.say("tail")
            self.before_tail(turn)
            self.walk(turn, self.run.n_steps)

    def conclude(self) -> None:
        """Write the verdict; words that take long to be read have begun over the last steps."""
        if not self._closes:
            self.say("verdict")
        self.show_verdict()

    def before_tail(self, turn: int) -> None:
        """Prepare the picture for the steps from iterate ``turn`` on."""

    def walk(self, first: int, last: int) -> None:
        """Show the steps from iterate ``first`` to ``last``, somewhat slower where there is much to read."""
        durations = pacing.step_durations(self.run.n_steps)[first:last]
        closing_s = self._early_s if last == self.run.n_steps and first > 0 else 0.0
        durations = durations * np.clip((self.reading_s + closing_s) / durations.sum(), 1.0, pacing.MOST_SLOWER)
        tried = np.bincount([r.k for r in self.run.rejected], minlength=self.run.n_steps)[first:last]
        moments = pacing.moments(durations, self.fps, first, tried)
        early = min(round(closing_s * self.fps), max(0, len(moments) - round(self.reading_s * self.fps)))
        self.take_steps(self.moving, moments[: len(moments) - early])
        if early:
            self._closes = True
            self.say("verdict")
            self.take_steps(self.moving, moments[len(moments) - early :])

    @property
    def _early_s(self) -> float:
        """How much longer the words of the verdict take to be read than that is shown."""
        return max(0.0, self.reading_of("verdict") - pacing.VERDICT_S - pacing.FINAL_HOLD_S)
