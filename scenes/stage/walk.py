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

    def before_tail(self, turn: int) -> None:
        """Prepare the picture for the steps from iterate ``turn`` on."""

    def walk(self, first: int, last: int) -> None:
        """Show the steps from iterate ``first`` to ``last``, somewhat slower where there is much to read."""
        durations = pacing.step_durations(self.run.n_steps)[first:last]
        tried = np.bincount([r.k for r in self.run.rejected], minlength=self.run.n_steps)[first:last]
        self.take_steps(self.moving, pacing.moments(durations, self.tempo, first, tried))
