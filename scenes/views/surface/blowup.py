"""Divergence seen twice: the view pulls back until the valley is a speck, then a log axis makes it a straight line."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np

from scenes.geometry import Place, Points
from scenes.painting import pacing
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.space import Box
from scenes.plots.losses import LossPlot
from scenes.shown_range.heights import HEADROOM
from scenes.shown_range.window import is_own
from scenes.stage.growth import orders_counter, room_for_count
from scenes.views.surface.far_room import FarRoom
from scenes.views.surface.growth_plot import GrowthPlot
from scenes.views.surface.ranges import surface_box
from scenes.views.surface.scene import SurfaceScene

COUNT_RIGHT = 2.75
"""Where the count of orders of magnitude ends."""


class BlowupScene(SurfaceScene):
    """Shows a run that leaves its valley for good."""

    room: FarRoom

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.first_step()
        self.near_steps()
        self.pull_back()
        self.log_view()
        self.conclude()

    def setup(self) -> None:
        """Build the views and the counter of orders of magnitude."""
        super().setup()
        self.zoom = _zoom(self.run.iterates, self.run.losses, self.room.near_box, even=not is_own(self.run.objective))
        self.counter = orders_counter(self.run, COUNT_RIGHT, self.theme)

    def make_room(self) -> FarRoom:
        """Return a room that shows the steps near the start and can pull back."""
        return FarRoom(*self.view())

    @cached_property
    def near(self) -> int:
        """The last iterate before the view pulls back; a user's function may be left at the first step."""
        run = self.run
        if is_own(run.objective):
            return min(self.window.n_seen - 1, run.n_steps - 1)
        box = surface_box(self.scenario)
        inside = ((run.iterates >= box.low) & (run.iterates <= box.high)).all(axis=1) & (run.losses <= box.top)
        return max(int(np.append(inside, False).argmin()) - 1, 0)

    def make_inset(self, place: Place) -> Painted:
        """Return the loss by step on a linear axis: nothing, nothing, nothing, everything."""
        return LossPlot(self.run, place, self.theme, log=False)

    def first_step(self) -> None:
        """The first step, or only what it asks for if it leaves the picture."""
        if self.near > 0:
            super().first_step()
            return
        self.say("slope")
        self.show_gradient()
        asked = [moment for moment in pacing.moments(np.array([pacing.STEP_S]), self.fps) if moment.move == 0.0]
        self.take_steps(self.moving, asked[:-1])
        self.hold(pacing.SETTLE_S)
        self.hide_gradient()

    def near_steps(self) -> None:
        """The jumps that still fit the valley, briskly; if none does, words about them are read in a still picture."""
        if self.near <= 1:
            if "steps" in self.scenario.words:
                self.say("steps")
                self.hold(pacing.READ_S)
            return
        self.say("steps")
        durations = pacing.step_durations(self.near, pacing.NEAR_S, pacing.BRISK_STEP_S)
        self.take_steps(self.moving, pacing.moments(durations[1:], self.fps, first=1))

    def pull_back(self) -> None:
        """Follow the run outward: the axes grow with it, and the valley shrinks to a speck."""
        self.say("pull_back")
        lines = [self.formula, *([self.beside_formula] if self.beside_formula is not None else [])]
        end = COUNT_RIGHT - room_for_count(self.run)
        crowded = [line for line in lines if line.place[0] + line.text_width > end]
        if crowded:
            self.fade(crowded, pacing.CROSSFADE_S, out=True)
        n_frames = pacing.frames(pacing.PULL_BACK_S, self.fps)
        shares = [pacing.eased((frame + 1) / n_frames) for frame in range(n_frames)]
        ks = [self.near + share * (self.run.n_steps - self.near) for share in shares]
        self.note_steps([math.floor(k + 1e-9) for k in ks])

        def follow(frame: int) -> None:
            k = ks[frame]
            moment = Moment(math.floor(k + 1e-9))
            steps = np.arange(len(self.zoom))
            self.room.pull_back(*(math.exp(float(np.interp(k, steps, np.log(zoom)))) for zoom in self.zoom.T))
            self.descent.forget()
            for part in [*self.moving, self.counter]:
                part.at(moment)

        self.drive([self.room, *self.moving, self.counter], n_frames, follow)
        self.hold(pacing.SETTLE_S)

    def log_view(self) -> None:
        """The same losses on a log axis."""
        self.say("log_view")
        self.fade([self.room, self.descent, self.counter], pacing.CROSSFADE_S, out=True)
        plot = GrowthPlot(self.run, self.verdict.predicted_factor, self.theme)
        back = [self.formula] if self.formula not in self.mobjects else []
        self.fade([plot, *back], pacing.CROSSFADE_S)
        self.draw(plot, pacing.LOG_LINE_S)


def _zoom(iterates: Points, losses: np.ndarray, box: Box, *, even: bool) -> np.ndarray:
    """Return, for each iterate, the factor by which the near ranges must grow to hold it, never falling, ``(n, 1)``.

    Unless it is ``even``, as for a quadratic, the factor of the heights stands beside that of the ranges, ``(n, 2)``.
    """
    middle, half = (box.low + box.high) / 2.0, (box.high - box.low) / 2.0
    sideways = (abs(iterates - middle) / half).max(axis=1) * HEADROOM
    if not even:
        upward = (losses - box.base) / (box.top - box.base) * HEADROOM
        return np.maximum.accumulate(np.maximum(np.column_stack([sideways, upward]), 1.0))
    upward = np.sqrt(losses / box.top * HEADROOM)
    return np.maximum.accumulate(np.maximum(np.maximum(sideways, upward), 1.0))[:, None]
