"""What stands at the one point where the lines of several runs begin, before their names do: they have no order yet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.text.language import tr
from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.labels import plate
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import small
from scenes.plots.axes import Frame
from scenes.typesetting.typeset import typeset

HAIR = 0.004
"""Less between two points cannot be seen."""
LABEL_GAP, CLEAR = 0.17, 0.18
"""From a point to its words, and how far these keep off the ends of the frame."""
GONE = 0.2
"""After this part of the first tick the words are gone."""


class StartWords:
    """The words at the starts ``(n, 2)`` of lines in a frame; none where these are apart or there is no room."""

    def __init__(self, starts: Sequence[Points], frame: Frame, theme: Theme) -> None:
        self.theme = theme
        (self.words,) = typeset([small(tr("{n} runs start here", n=len(starts)))])
        together = len(starts) > 1 and float(np.ptp(np.array(starts), axis=0).max()) < HAIR
        self.shown = together and self.words.width * style.LABEL_SIZE + LABEL_GAP < frame.width
        level = np.clip(starts[0][1], frame.bottom + CLEAR, frame.bottom + frame.height - CLEAR)
        self.place = np.array([starts[0][0] + LABEL_GAP, level - 0.08])

    def paint(self, pen: Pen, ticks: float) -> None:
        """Write the words ``ticks`` after the start."""
        if self.shown and ticks < GONE:
            fading = pen.with_opacity(pen.opacity * (1.0 - ticks / GONE))
            plate(fading, self.words, self.place, style.LABEL_SIZE, self.theme.label, self.theme)
