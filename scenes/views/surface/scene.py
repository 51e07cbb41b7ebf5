"""Two parameters: the run on the loss surface."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property

import numpy as np

from gdcore.objectives.objective import Objective
from scenes.geometry import Place
from scenes.painting import pacing
from scenes.painting.canvas import Painted
from scenes.painting.space import Box, Eye, between, visible
from scenes.painting.style import Theme
from scenes.shown_range.boxes import asked_box, box_of
from scenes.shown_range.heights import taller
from scenes.shown_range.window import Window, is_own, window_of, with_lowest
from scenes.stage.arrangement import Needs, inside
from scenes.stage.walk import WalkScene
from scenes.surface.mesh import CELLS
from scenes.surface.room import Room
from scenes.surface.viewpoint import clearest_view, eye_from, eye_on_data
from scenes.views.surface.descent import SurfaceDescent
from scenes.views.surface.following import Following
from scenes.views.surface.ranges import growing_boxes, surface_box, tail_box
from scenes.views.surface.step_label import told

SWEEP = math.radians(20.0)
"""How far the eye moves aside while the picture is introduced."""
EVEN_CELLS = (112, 112)
"""Mesh cells for a function that may bend in any direction."""
MARGINS = (0.62, 0.12, 0.42, 0.1)
"""Room in the picture for the numbers of the axes, which reach beyond the room's own place."""
NAMES_OVER = 0.3
"""How far the names of the floor's axes may reach into the gap beside the picture."""


class SurfaceScene(WalkScene):
    """Shows a run on its surface."""

    look_s = pacing.ORBIT_S + pacing.SETTLE_S + pacing.FADE_S
    """How long the valley and the start are looked at before the run begins."""
    boxes: tuple[Box, ...] = ()
    """What the picture shows at each iterate of a run that is followed; none of one that is seen whole."""

    def needed(self) -> Needs:
        """Return what the frame holds: the formula of the fit's error says nothing about one of its runs."""
        return replace(self.needs, formula=is_own(self.scenario.objective))

    @property
    def picture(self) -> Place:
        """Left, bottom, width and height of the room's place in the frame."""
        return inside(self.places.picture, *MARGINS)

    @property
    def names_end(self) -> float:
        """Where the names of the floor's axes end at the latest."""
        left, _, width, _ = self.places.picture
        return left + width + NAMES_OVER

    @property
    def sides(self) -> tuple[float, float]:
        """The left and right ends of the room's place."""
        left, _, width, _ = self.picture
        return left, left + width

    def setup(self) -> None:
        """Build the room and the run in it."""
        self.boxes = self.followed()
        super().setup()
        self.room = self.make_room()
        _, bottom, _, height = self.places.picture
        self.room.names_end, self.room.names_top = self.names_end, bottom + height
        self.eye = self.room.eye
        self.descents: list[SurfaceDescent] = []
        self.shown = self.draw_runs()
        self.following = Following(self.room, self.boxes, self.descents)
        self.moving = [self.following, *self.column.readouts, self.inset, self.shown]

    def draw_runs(self) -> Painted:
        """Return what moves on the surface: the run."""
        self.descent = SurfaceDescent(self.run, self.room, self.theme, self.sides)
        self.descents.append(self.descent)
        return self.descent

    def followed(self) -> tuple[Box, ...]:
        """Return the ranges that grow with the run, if it climbs with every step."""
        return growing_boxes(self.scenario, self.scenario.trajectory.n_steps)

    def make_room(self) -> Room:
        """Return the room that shows the run as it begins."""
        return Room(*self.view())

    @cached_property
    def window(self) -> Window:
        """What the picture of a user's function shows."""
        return window_of(self.scenario)

    def view(self) -> tuple[Objective, Box, Eye, Theme, tuple[int, int]]:
        """Return the function, the box that shows it, the eye, the theme, and the cells of its mesh."""
        objective = self.run.objective
        if is_own(objective):
            return *self._own_view(self.window), self.theme, EVEN_CELLS
        box = self.boxes[0] if self.boxes else asked_box(surface_box(self.scenario), self.scenario)
        if self.scenario.camera is None:
            iterates = np.concatenate([run.trajectory.iterates for run in self.scenario.runs])
            eye = eye_on_data(objective, box, iterates)
        else:
            eye = eye_from(self.scenario.camera)
        return objective, box, eye.fitted(*self.picture), self.theme, CELLS

    def _own_view(self, window: Window) -> tuple[Objective, Box, Eye]:
        """Return the function with what is to be marked on it, the box that shows it, and the eye."""
        objective = with_lowest(self.run.objective, window)
        seat = objective if window.deepest is None else replace(objective, minimiser=window.deepest)
        box = box_of(window)
        boxes = [box, *(replace(box, top=top) for top in taller(objective, box.low, box.high, box.top))]
        if self.scenario.camera is not None:
            return objective, boxes[0], eye_from(self.scenario.camera).fitted(*self.picture)
        box, eye = clearest_view(seat, boxes, window.points)
        return objective, box, eye.fitted(*self.picture)

    def introduce(self) -> None:
        """Look at the valley and the start, walk to one side and back, then stand still."""
        self.say("introduce")
        self.sweep = self._clear_sweep()
        self.add(self.title)
        parts = [self.room, *self.display[1:], self.shown]
        self.change(parts, self.look_s + self.rest_s, self._look_aside, even=True)

    def _clear_sweep(self) -> float:
        """Return how far the eye may move aside, to one side or less far, so that no wall hides the start."""
        room, start = self.room, self.run.iterates[:1]
        point = room.box.place(start, self.run.losses[:1])
        sweeps = [SWEEP * share for share in (1.0, -0.5, 0.5, -1.0, 0.25)]
        eyes = [Eye(self.eye.azimuth + sweep, self.eye.elevation) for sweep in sweeps]
        seen = [bool(visible(point, eye, room.box, self.run.objective.value)[0]) for eye in eyes]
        return next((sweep for sweep, clear in zip(sweeps, seen, strict=True) if clear), SWEEP)

    def _look_aside(self, share: float) -> None:
        """Look from where the eye stands at a ``share`` of its way to one side and back."""
        aside = self.sweep * math.sin(math.pi * share) ** 2
        self.room.eye = Eye(self.eye.azimuth + aside, self.eye.elevation).fitted(*self.picture)
        for run in self.descents:
            run.forget()

    def before_tail(self, turn: int) -> None:
        """Come near to the end of a run that takes place on a small part of the surface."""
        here = self.room.box
        near = tail_box(self.run, turn, here)
        if near is None or self.boxes:
            return
        parts = [self.room, *self.moving]
        self.change(parts, pacing.COME_NEARER_S, lambda share: self.following.look_into(between(here, near, share)))

    def walk(self, first: int, last: int) -> None:
        """Show the steps from iterate ``first`` to ``last``; slow ones with words at their arrows."""
        self.descent.told = told(self.run.n_steps)
        super().walk(first, last)
