"""Two parameters are a line: the point in the valley and the line through the data move together."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from gdcore.text.language import tr
from scenes.geometry import Place
from scenes.painting.canvas import Painted
from scenes.painting.text import SmallText
from scenes.plots.data_dots import DOTS
from scenes.stage.arrangement import Needs, inside
from scenes.stage.strip import PointStrip
from scenes.surface.room import Room
from scenes.views.fit.fit_plot import FitPlot
from scenes.views.surface.scene import SurfaceScene

MOST_TRIES = 5
LOSS_MARGINS = (0.72, 0.78, 0.1, 0.5)
MARGINS, NOTE_ROOM = (1.05, 0.78, 0.1, 0.5), 0.38
"""Room around losses and data for numbers and names, and below the data for the note about a sample."""
UNDER = 0.68
"""From an axis down to its name."""


class FitScene(SurfaceScene):
    """A run on its surface, with the data and the fitted line beside it; the numbers stand below."""

    needs: ClassVar[Needs] = Needs(pictures=(1.7, 1.05, 0.8), numbers="below", formula=False)

    def needed(self) -> Needs:
        """Return what the frame holds: no formula, which says nothing about one of many runs on data."""
        return replace(self.needs, formula=False)

    @property
    def names_end(self) -> float:
        """Where the names of the surface's axes end at the latest: the numbers of the data's plot begin there."""
        left, _, width, _ = self.places.pictures[0]
        return left + width + 0.2

    def make_room(self) -> Room:
        """Return the room, smaller where the name of an axis would reach the data."""
        room = self._named_room()
        for _ in range(MOST_TRIES):
            over = room.axes.right_of_names() - self.names_end
            if over <= 0.0:
                break
            self.narrower += over
            room = self._named_room()
        return room

    narrower = 0.0
    """How much narrower than its place the room is."""

    @property
    def picture(self) -> Place:
        """Left, bottom, width and height of the room's place in the frame."""
        return inside(super().picture, left=0.3, right=self.narrower)

    def _named_room(self) -> Room:
        room = super().make_room()
        room.names_end = self.names_end
        return room

    def make_inset(self, place: Place) -> Painted:  # noqa: ARG002
        """Return the loss by step beside the data."""
        return super().make_inset(inside(self.places.pictures[2], *LOSS_MARGINS))

    def setup(self) -> None:
        """Build the data's plot beside the room, and the numbers below."""
        super().setup()
        self.names = self.set_numbers()
        left, bottom, right, top = MARGINS
        table = self.run.objective.table
        assert table is not None  # the view "fit" is refused without data
        bottom += NOTE_ROOM if len(table.x) > DOTS else 0.0
        self.fit = self.draw_lines(inside(self.places.pictures[1], left, bottom, right, top))
        self.moving = [self.following, *self.column.readouts, self.inset, self.shown, self.fit]

    def set_numbers(self) -> list[Painted]:
        """Build the strip of numbers below, and return what the losses are called."""
        self.column = PointStrip(self.scenario, self.places.panel, self.theme)
        left, bottom, width, _ = inside(self.places.pictures[2], *LOSS_MARGINS)
        return [SmallText(tr("loss by step"), left + width / 2.0, bottom - UNDER, self.theme, "centre")]

    def draw_lines(self, place: Place) -> Painted:
        """Return the data with the run's line in a place within its axes."""
        return FitPlot(self.run, place, self.theme)

    @property
    def display(self) -> list[Painted]:
        """The head-up display and the data."""
        title, *rest = super().display
        return [title, *self.fit.furniture, *self.names, *rest, self.fit]
