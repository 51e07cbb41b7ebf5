"""Two parameters: the run on the loss surface."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cached_property
from typing import ClassVar

from gdcore.objectives.objective import Objective
from scenes.geometry import Place
from scenes.painting import pacing
from scenes.painting.space import Box, Eye
from scenes.painting.style import LEFT, Theme
from scenes.shown_range.boxes import asked_box, box_of
from scenes.shown_range.heights import taller
from scenes.shown_range.window import Window, is_own, window_of, with_lowest
from scenes.stage.walk import WalkScene
from scenes.surface.mesh import CELLS
from scenes.surface.room import Room
from scenes.surface.viewpoint import clearest_view, eye_for, eye_from
from scenes.views.surface.descent import SurfaceDescent
from scenes.views.surface.ranges import surface_box

SWEEP = math.radians(20.0)
"""How far the eye moves aside while the picture is introduced."""
EVEN_CELLS = (112, 112)
"""Mesh cells for a function that may bend in any direction."""


class SurfaceScene(WalkScene):
    """Shows a run on its surface."""

    column_x = 3.5
    names_end: ClassVar[float] = 3.2
    """Where the names of the floor's axes end at the latest: the column's numbers begin there."""
    picture: Place = (LEFT + 0.7, -3.75, 8.6, 5.95)
    """Left, bottom, width and height of the room's place in the frame."""

    @property
    def sides(self) -> tuple[float, float]:
        """The left and right ends of the room's place."""
        left, _, width, _ = self.picture
        return left, left + width

    def setup(self) -> None:
        """Build the room and the run in it."""
        super().setup()
        self.room = self.make_room()
        self.room.names_end = self.names_end
        self.eye = self.room.eye
        self.descent = SurfaceDescent(self.run, self.room, self.theme, self.sides)
        self.moving = [*self.column.readouts, self.inset, self.descent]

    def make_room(self) -> Room:
        """Return the room that shows the whole run."""
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
        box = asked_box(surface_box(self.scenario), self.scenario)
        eye = eye_for(objective, box) if self.scenario.camera is None else eye_from(self.scenario.camera)
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
        n_frames = pacing.frames(pacing.ORBIT_S, self.fps)
        parts = [self.room, *self.display[1:], self.descent]

        def walk(frame: int) -> None:
            aside = SWEEP * math.sin(math.pi * frame / max(n_frames - 1, 1)) ** 2
            self.room.eye = Eye(self.eye.azimuth + aside, self.eye.elevation).fitted(*self.picture)

        self.add(self.title)
        self.drive(parts, n_frames, walk)
        self.hold(pacing.SETTLE_S + pacing.FADE_S)
