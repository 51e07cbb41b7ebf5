"""The plane of fates as a field of colours."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from gdcore.arrays import Array
from gdcore.studies.fate_map import FateMap
from gdcore.studies.reached import Minima
from gdcore.theory.observed import Fate
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen, Pixels
from scenes.painting.style import Theme
from scenes.plots.axes import Frame

GROWN = 150.0
"""Orders of magnitude at which the colours of growing losses reach their end."""
LEAST_SLOWER, SLOWER = 0.3, 2.0
"""Orders of magnitude between the fewest steps and those whose colour is that of the slowest, at least and at most."""
SEEN = 0.002
"""A fate with a smaller share of the cells is left out of the key: it could hardly be seen."""
FAINT = 0.25
"""How strongly the map is seen before it is scanned."""
KEY_HEIGHT, RAMP, ROW = 0.2, 1.1, 0.44


UNLIKE_FATES = (0, 2, 3, 5, 6, 7)
"""Which of the colours of runs are unlike those of the fates that a map of minima shows, too."""
FADED = 0.6
"""How much of the colour of a minimum is taken from the slowest runs."""


class FateField(Painted):
    """The colours of fates. ``plane`` is asked for when first painted: a rehearsal computes none."""

    def __init__(self, plane: Callable[[], FateMap], frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.plane, self.frame, self.theme = plane, frame, theme

    @cached_property
    def image(self) -> Pixels:
        """The map's colours."""
        return _image(self.plane(), self.fast, self.theme)

    @property
    def fast(self) -> float:
        """The fewest steps of the map; inf if no run of it converges."""
        return float(self.plane().steps.min())

    def paint(self, pen: Pen) -> None:
        """Draw the map, faintly where it is yet to be scanned, and the front of a scan under way."""
        frame = self.frame
        if self.reveal < 1.0:
            self._paint_up_to(1.0, pen, FAINT)
        self._paint_up_to(self.reveal, pen, 1.0)
        if 0.0 < self.reveal < 1.0:
            x = frame.left + self.reveal * frame.width
            front = np.array([[x, frame.bottom], [x, frame.bottom + frame.height]])
            pen.line(front, self.theme.ink, style.GHOST_WIDTH)

    def _paint_up_to(self, share: float, pen: Pen, strength: float) -> None:
        frame, ctx = self.frame, pen.ctx
        ctx.save()
        ctx.rectangle(frame.left, frame.bottom, share * frame.width, frame.height)
        ctx.clip()
        rows, columns, _ = self.image.shape
        ctx.translate(frame.left, frame.bottom + frame.height)
        # The middles of the outer pixels lie on the ends of the axes.
        ctx.scale(frame.width / (columns - 1), -frame.height / (rows - 1))
        pen.image(self.image)
        ctx.paint_with_alpha(strength * pen.opacity)
        ctx.restore()


def _image(plane: FateMap, fast: float, theme: Theme) -> Pixels:
    """Return a map's colours, one pixel a cell, the highest row first; ``fast`` are the fewest steps."""
    growth, kind = plane.growth.ravel(), plane.fates.kind.ravel()
    slow = np.clip(np.log10(np.maximum(plane.steps.ravel(), fast) / fast) / slower(plane), 0.0, 1.0)
    safe = style.ramp(theme.safe, 1.0 - slow) if plane.minima is None else _reached(plane.minima, slow, theme)
    wild = style.ramp(theme.wild, np.clip(growth / GROWN, 0.0, 1.0))
    colours = np.where((kind == Fate.DIVERGING)[:, None], wild, safe)
    for fates, colour in stayed(theme):
        colours[np.isin(kind, fates)] = style.ramp((colour,), np.zeros(1))
    rows, columns = plane.growth.shape
    pixels = np.full((rows, columns, 4), 255, np.uint8)
    pixels[..., 3] = np.where(kind == Fate.UNDEFINED, 0, 255).reshape(rows, columns)[::-1]
    pixels[..., :3] = np.round(255.0 * colours).astype(np.uint8).reshape(rows, columns, 3)[::-1]
    return pixels


def slower(plane: FateMap) -> float:
    """Return how many orders of magnitude of steps lie between the first and the last colour of runs that arrive."""
    known = plane.steps[np.isfinite(plane.steps)]
    return float(np.clip(np.log10(known.max() / known.min()), LEAST_SLOWER, SLOWER)) if len(known) else SLOWER


def _reached(minima: Minima, slow: Array, theme: Theme) -> Array:
    """Return the colours ``(n, 3)`` of the minima that runs reach, fainter where it takes them long."""
    tones = np.array([style.rgb(colour) for colour in (*minimum_colours(minima, theme), theme.label)])
    strength = (1.0 - FADED * slow)[:, None]
    chosen = tones[np.minimum(minima.reached.ravel(), len(minima.places))]
    return np.asarray(strength * chosen + (1.0 - strength) * np.array(style.rgb(theme.background)))


def minimum_colours(minima: Minima, theme: Theme) -> list[str]:
    """Return a colour for each minimum."""
    return [theme.runs[i] for i in UNLIKE_FATES[: len(minima.places)]]


def stayed(theme: Theme) -> tuple[tuple[tuple[Fate, ...], str], ...]:
    """Return the fates in which a loss neither falls for good nor grows, each set with its colour."""
    return ((Fate.CYCLING, Fate.WANDERING), theme.same), ((Fate.STANDING,), theme.axis)
