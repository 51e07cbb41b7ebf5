"""A point that is moved across the map by hand, to show the line that it stands for: no descent, only losses."""

from __future__ import annotations

import numpy as np

from gdcore.objectives.objective import Objective
from gdcore.text.notation import rounded, scientific
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.fitting import unit_text
from scenes.painting.pacing import Moment
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import Readout
from scenes.plots.axes import Frame
from scenes.stage.hud import longest
from scenes.typesetting.typeset import typeset

FAR_EDGE = 0.22
"""How near the far edge of the map the hand moves the point, as a share of the map."""
FEW_DIGITS = 1e6
"""Losses below are short enough to be written out."""
HAND_DASH = (0.02, 0.09)
LARGEST = 0.43
GAP = 0.3
"""Between two numbers of the strip."""


def hand_path(start: Points, frame: Frame, axis: int, n: int) -> Points:
    """Return ``n`` points ``(n, 2)`` from the start along one axis nearly across the map and back; no descent."""
    low, high = (frame.x, frame.y)[axis]
    target = low + FAR_EDGE * (high - low) if start[axis] > (low + high) / 2.0 else high - FAR_EDGE * (high - low)
    share = (1.0 - np.cos(2.0 * np.pi * np.arange(1, n + 1) / n)) / 2.0
    path = np.tile(start, (n, 1))
    path[:, axis] += share * (target - start[axis])
    return path


def hand_numbers(objective: Objective, path: Points, strip: Place, theme: Theme) -> list[Readout]:
    """Return what parameters and loss read along the hand's path: in a strip, where else the run's numbers stand."""
    left, bottom, width, height = strip
    texts = [
        [f"${name} = {rounded(value).typst}$ {unit_text(unit)}" for value in _to_three(path[:, i])]
        for i, (name, unit) in enumerate(zip(objective.parameters, objective.units, strict=True))
    ]
    unit, losses = unit_text(objective.value_unit), objective.value(path)
    written = scientific if abs(losses).max() >= FEW_DIGITS else rounded
    texts.append([f"${objective.symbol} = {written(loss).typst}$ {unit}" for loss in losses])
    columns = [texts[:2], texts[2:]]
    room = width / len(columns) - GAP
    size = min(LARGEST, *(room / max(outline.width for outline in typeset(longest(lines))) for lines in texts))
    inks = [theme.ink] * len(path)
    return [
        Readout(lines, left + i * (room + GAP), bottom + height - (row + 1) * height / 2.3, size, inks)
        for i, column in enumerate(columns)
        for row, lines in enumerate(column)
    ]


def _to_three(values: Points) -> list[float]:
    """Return values rounded to three digits of the largest, so that running numbers keep their last place."""
    unit = 10.0 ** (np.floor(np.log10(max(float(abs(values).max()), 1e-300))) - 2.0)
    return [float(value) for value in np.round(values / unit) * unit]


class HandPoint(Painted):
    """A point that is moved by hand over the map, and the way it was moved."""

    def __init__(self, path: Points, frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.places, self.theme = frame.place(path[:, 0], path[:, 1]), theme
        self.now = 0

    def at(self, moment: Moment) -> None:
        """Stand at point ``moment.k`` of the path."""
        self.now = moment.k

    def paint(self, pen: Pen) -> None:
        """Draw the way and the point."""
        pen.line(self.places[: self.now + 1], self.theme.ink, style.GHOST_WIDTH, 0.7, HAND_DASH)
        pen.marker("dot", self.places[self.now], style.MARKER_RADIUS, self.theme.ink, self.theme.background)
