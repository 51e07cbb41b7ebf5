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
from scenes.plots.growing_losses import GrowingLosses
from scenes.plots.outcomes import outcome_colours
from scenes.shown_range.heights import HEADROOM
from scenes.shown_range.window import is_own
from scenes.stage.growth import orders_counter, room_for_count
from scenes.views.surface.far_room import SPECK_ZOOM, FarRoom
from scenes.views.surface.growth_plot import GrowthPlot
from scenes.views.surface.ranges import growing_boxes, surface_box, told_steps
from scenes.views.surface.scene import SurfaceScene

SHRINKING = 0.58
"""The share of the time of the pull-back in which the valley is still seen: after that only numbers change."""


class BlowupScene(SurfaceScene):
    """Shows a run that leaves its valley for good."""

    room: FarRoom
    losses: GrowingLosses

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
        left, _, width, _ = self.places.picture
        self.counter = orders_counter(self.run, left + width, self.theme)

    def followed(self) -> tuple[Box, ...]:
        """Return the ranges that grow with the first steps of a run on data."""
        run = self.scenario.trajectory
        return () if is_own(run.objective) else growing_boxes(self.scenario, told_steps(run))

    def make_room(self) -> FarRoom:
        """Return a room that shows the steps near the start and can pull back."""
        return FarRoom(*self.view(), speck=self.boxes[-1] if self.boxes else None)

    @cached_property
    def near(self) -> int:
        """The last iterate before the view pulls back; a user's function may be left at the first step."""
        run = self.run
        if is_own(run.objective):
            return min(self.window.n_seen - 1, run.n_steps - 1)
        if self.boxes:
            return len(self.boxes) - 1
        box = surface_box(self.scenario)
        inside = ((run.iterates >= box.low) & (run.iterates <= box.high)).all(axis=1) & (run.losses <= box.top)
        return max(int(np.append(inside, False).argmin()) - 1, 0)

    def make_inset(self, place: Place) -> Painted:
        """Return the loss by step on linear axes that grow with it."""
        self.losses = GrowingLosses([self.run], [outcome_colours(self.run, self.theme)], place, self.theme)
        return self.losses

    def first_step(self) -> None:
        """The first step, or only what it asks for if it leaves the picture."""
        self.descent.told = frozenset({0})
        if self.near > 0:
            super().first_step()
            return
        self.say("slope")
        self.show_gradient()
        asked = [moment for moment in pacing.moments(np.array([pacing.STEP_S]), self.tempo) if moment.move == 0.0]
        self.take_steps(self.moving, asked[:-1])
        self.hold(pacing.SETTLE_S)
        self.hide_gradient()

    def near_steps(self) -> None:
        """The jumps that still fit the valley, briskly; the axes grow with each."""
        if self.near > 1:
            self.say("steps")
            durations = np.full(self.near - 1, min(pacing.BRISK_STEP_S, pacing.NEAR_S / (self.near - 1)))
            self.take_steps(self.moving, pacing.moments(durations, self.tempo, first=1))

    def pull_back(self) -> None:
        """Follow the run outward: the axes grow with it, and the valley shrinks to a speck.

        Words about steps of a run that leaves at once are said while the picture begins to move.
        """
        early = self.near <= 1 and "steps" in self.scenario.words
        self.say("steps" if early else "pull_back")
        self._make_room_for_count()
        duration_s = pacing.PULL_BACK_S + (pacing.READ_S if early else 0.0)
        n_frames = pacing.frames(duration_s, self.tempo)
        n_early = pacing.frames(pacing.READ_S, self.tempo) if early else 0
        ks = self._passed(n_frames)
        parts = [self.room, *self.moving, self.counter]
        self.note_steps([math.floor(k + 1e-9) for k in ks])
        if early:
            self.drive(parts, n_early, lambda frame: self._look_from(ks[frame]))
            self.say("pull_back")
        self.drive(parts, n_frames - n_early, lambda frame: self._look_from(ks[n_early + frame]))
        self.hold(pacing.SPECK_S)

    def _make_room_for_count(self) -> None:
        """Take away what stands where the count of orders will."""
        lines = [self.formula, *([self.beside_formula] if self.beside_formula is not None else [])]
        end = self.counter.place[0] - room_for_count(self.scenario)
        crowded = [line for line in lines if line.place[0] + line.text_width > end]
        if crowded:
            self.fade(crowded, pacing.CROSSFADE_S, out=True)

    def _passed(self, n_frames: int) -> list[float]:
        """Return the iterate, with its share of the step, of each frame: slow while the valley shrinks, then fast."""
        last, zoomed = self.run.n_steps, np.flatnonzero(self.zoom.max(axis=1) > SPECK_ZOOM)
        turn = int(zoomed[0]) if len(zoomed) and zoomed[0] > self.near else last
        shares = (np.arange(n_frames) + 1.0) / n_frames
        corner = SHRINKING if turn < last else 1.0
        ks = np.interp(shares, [0.0, corner, 1.0], [self.near, turn, last])
        return [float(k) for k in ks]

    def _look_from(self, k: float) -> None:
        moment = Moment(math.floor(k + 1e-9))
        steps = np.arange(len(self.zoom))
        self.room.pull_back(*(math.exp(float(np.interp(k, steps, np.log(zoom)))) for zoom in self.zoom.T))
        self.descent.forget()
        for part in [*self.column.readouts, self.inset, self.descent, self.counter]:
            part.at(moment)

    def log_view(self) -> None:
        """The chart of the losses grows to the size of the picture; then its axis becomes a log axis."""
        self.say("log_view")
        self.fade([self.room, self.descent, self.counter], pacing.CROSSFADE_S, out=True)
        small = self.losses.places(self.run)
        plot = GrowthPlot(self.run, self.verdict.predicted_factor, self.theme, self.places.picture, small)
        back = [self.formula] if self.formula not in self.mobjects else []
        self.remove(self.inset)

        def grow(share: float) -> None:
            plot.grown = share
            for line in back:
                line.opacity = share

        self.change([plot, *back], pacing.CROSSFADE_S, grow)
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
