"""The film's first picture: a run that leaves its valley, without a pause."""

from __future__ import annotations

import numpy as np

from scenes.painting import pacing
from scenes.stage.verdict_box import brief_verdict_box
from scenes.views.surface.scene import SurfaceScene


class OpeningScene(SurfaceScene):
    """Shows the first jumps of a run, quickly: what a step is, and what the numbers mean, the film tells later."""

    look_s = pacing.ORBIT_S

    def setup(self) -> None:
        """Build the picture; the verdict has no factors, which the film has yet to explain."""
        super().setup()
        self.verdict_box = brief_verdict_box(self.scenario, self.theme, self.places.verdict)

    def walk(self, first: int, last: int) -> None:
        """Take all steps in the same time."""
        durations = np.full(last - first, pacing.OPENING_STEP_S)
        self.take_steps(self.moving, pacing.moments(durations, self.tempo, first))
