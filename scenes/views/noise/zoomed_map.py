"""The map under a stochastic path, at any magnification, and the key to the rays and arrows on it."""

from __future__ import annotations

import numpy as np

from gdcore.objectives.objective import Objective
from gdcore.text.language import tr
from scenes.geometry import Place
from scenes.maps.loss_map import ContourMap
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import Text, escaped
from scenes.plots.axes import Frame

SAMPLE = 0.55
"""The width of a ray or arrow in the key, with the gap before its words."""


class NoiseMap(Painted):
    """The map with its axes, in any magnification."""

    def __init__(self, objective: Objective, frame: Frame, top: float, theme: Theme) -> None:
        super().__init__()
        self.objective, self.theme, self.top = objective, theme, top
        self.wide = frame
        self.look(frame)

    def look(self, frame: Frame) -> None:
        """Show another part of the floor; nearer the minimiser the contours stand for lower losses."""
        least = self.objective.minimum or 0.0
        shrunk = (frame.x[1] - frame.x[0]) / (self.wide.x[1] - self.wide.x[0])
        self.map = ContourMap(self.objective, frame, least + (self.top - least) * shrunk**2, self.theme)

    def paint(self, pen: Pen) -> None:
        """Draw the map."""
        self.map.paint(pen)


class RayKey(Painted):
    """What the rays and the arrows on the map are."""

    def __init__(self, n_rows: int, place: Place, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.left, bottom, width, height = place
        words = tr("each row alone"), tr("the mean of all {rows}", rows=n_rows), tr("the row drawn")
        self.ys = [bottom + height * (1.0 - (i + 0.75) / len(words)) for i in range(len(words))]
        self.texts = [
            Text(escaped(line), self.left + SAMPLE, y, style.LABEL_SIZE, theme.ink)
            for line, y in zip(words, self.ys, strict=True)
        ]
        for text in self.texts:
            text.size /= max(1.0, text.text_width / (width - SAMPLE))

    def paint(self, pen: Pen) -> None:
        """Draw a ray and both arrows, each beside its name."""
        theme = self.theme
        for text in self.texts:
            text.paint(pen)
        ends = [np.array([[self.left, y + 0.08], [self.left + 0.42, y + 0.08]]) for y in self.ys]
        pen.line(ends[0], theme.ink, style.GRID_WIDTH, 0.5)
        pen.marker("dot", ends[0][1], style.FAN_RADIUS, theme.ink)
        pen.arrow(ends[1][0], ends[1][1], style.all_rows(theme), style.MEAN_ARROW_WIDTH)
        pen.arrow(ends[2][0], ends[2][1], theme.slope, style.DRAWN_ARROW_WIDTH)
