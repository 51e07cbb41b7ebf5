"""Two parameters are a line: the point in the valley and the line through the data move together."""

from __future__ import annotations

from typing import ClassVar

from scenes.painting.canvas import Painted
from scenes.painting.style import LEFT
from scenes.surface.room import Room
from scenes.views.fit.fit_plot import FitPlot
from scenes.views.surface.scene import SurfaceScene

MOST_TRIES = 5


class FitScene(SurfaceScene):
    """A run on its surface, with the data and the fitted line beside it."""

    picture = (LEFT + 0.95, -3.7, 5.5, 5.7)
    names_end: ClassVar[float] = -0.45
    """Where the names of the surface's axes end at the latest: the numbers of the data's plot begin there."""

    def make_room(self) -> Room:
        """Return the room, smaller where the name of an axis would reach the data."""
        room = self._named_room()
        for _ in range(MOST_TRIES):
            over = room.axes.right_of_names() - self.names_end
            if over <= 0.0:
                break
            left, bottom, width, height = self.picture
            self.picture = (left, bottom, width - over, height)
            room = self._named_room()
        return room

    def _named_room(self) -> Room:
        room = super().make_room()
        room.names_end = self.names_end
        return room

    def setup(self) -> None:
        """Build the data's plot beside the room."""
        super().setup()
        self.fit = FitPlot(self.run, (0.25, -1.75, 2.6, 3.1), self.theme)
        self.moving.append(self.fit)

    @property
    def display(self) -> list[Painted]:
        """The head-up display and the data."""
        title, *rest = super().display
        return [title, *self.fit.furniture, *rest, self.fit]
