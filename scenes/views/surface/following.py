"""The ranges that a room shows while a run is told: they grow with a run that climbs, step by step."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.space import Box, between
from scenes.surface.room import Room
from scenes.views.surface.descent import SurfaceDescent


class Following(Painted):
    """Lets a room show ``boxes[k]`` at iterate k; during a step its arrow and the ranges grow together."""

    def __init__(self, room: Room, boxes: Sequence[Box], runs: Sequence[SurfaceDescent]) -> None:
        super().__init__()
        self.room, self.boxes, self.runs = room, boxes, runs

    def at(self, moment: Moment) -> None:
        """Show the ranges of a moment; after the last of the boxes the picture stays as it is."""
        last = len(self.boxes) - 1
        if moment.k <= last:
            here, there = self.boxes[moment.k], self.boxes[min(moment.k + 1, last)]
            self.look_into(between(here, there, max(moment.slope, min(1.0, 2.0 * moment.move))))

    def look_into(self, box: Box) -> None:
        """Show other ranges."""
        if box is not self.room.box:
            self.room.look_into(box)
            for run in self.runs:
                run.forget()

    def paint(self, pen: Pen) -> None:
        """Draw nothing: it only moves the picture."""
