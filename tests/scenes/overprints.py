"""What a reader could not read in a picture: text that is struck, overprinted, too small, or outside the frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import cairo
import numpy as np

from scenes.geometry import Align, Bounds, Points, entered
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.traces import FAINT, Tracer, Traces
from scenes.typesetting.outline import Outline

HALF_WIDTH, HALF_HEIGHT = 64.0 / 9.0, 4.0
READABLE_TICK = 0.267
"""No number at an axis is smaller: 24 pixels at a height of 720."""
NUMBER = 3.6
"""No number at an axis takes more ems; numbers there may be smaller than words."""
COVERS = 0.7
"""A fill of this share of a text's opacity hides what lies under it well enough."""
TOUCH = 0.012
"""Scene units: a pixel of 720 lines. A box that is entered by less is not touched."""


@dataclass
class Picture(Traces):
    """Traces with what covers what: for each rectangle that was filled, how much had been drawn before it."""

    sizes: list[float] = field(default_factory=list)
    plates: list[tuple[Bounds, int, int, float]] = field(default_factory=list)
    """Box, the number of strokes and of dots that lie under it, and its opacity."""
    plates_before: list[int] = field(default_factory=list)
    """For each text, how many plates were there when it was written."""
    texts_before: list[int] = field(default_factory=list)
    """For each panel, how many texts were there when it was drawn."""


class Observer(Tracer):
    """A tracer that takes down plates and sizes of text, too."""

    traces: Picture

    def with_opacity(self, opacity: float) -> Observer:
        """Return a pen of another opacity for the same picture."""
        return Observer(self.traces, opacity, self.ctx, self.behind)

    def fill(self, points: Points, colour: str, alpha: float = 1.0) -> None:
        """Take down upright rectangles that cover what is under them."""
        corners = self._in_scene(np.asarray(points, float))
        low, high = corners.min(axis=0), corners.max(axis=0)
        upright = len(corners) == 4 and bool((np.isclose(corners, low) | np.isclose(corners, high)).all())
        if upright and alpha * self.opacity > FAINT:
            left, bottom, right, top = self._clip()
            low, high = np.maximum(low, [left, bottom]), np.minimum(high, [right, top])
            box = (*low.tolist(), *high.tolist())
            self.traces.plates.append((box, len(self.traces.strokes), len(self.traces.dots), alpha * self.opacity))

    def box(self, corner: Points, size: Points, radius: float, colour: str, *, fill_alpha: float, width: float) -> None:
        """Take down a panel and what was written before it."""
        super().box(corner, size, radius, colour, fill_alpha=fill_alpha, width=width)
        self.traces.texts_before.append(len(self.traces.texts))

    def text(
        self,
        outline: Outline,
        at: Points,
        size: float,
        colour: str,
        align: Align = "left",
        alpha: float = 1.0,
        *,
        still: bool = True,
    ) -> None:
        """Take down the box of a line, its size, and what lies under it."""
        before, (left, bottom, right, top) = len(self.traces.texts), self._clip()
        super().text(outline, at, size, colour, align, alpha, still=still)
        if len(self.traces.texts) == before:
            return
        x0, y0, x1, y1 = self.traces.texts[-1]
        seen = max(x0, left), max(y0, bottom), min(x1, right), min(y1, top)
        if seen[0] >= seen[2] or seen[1] >= seen[3]:  # not yet uncovered
            del self.traces.texts[-1], self.traces.outlines[-1], self.traces.opacities[-1]
            return
        self.traces.texts[-1] = seen
        self.traces.sizes.append(size)
        self.traces.plates_before.append(len(self.traces.plates))


def observed(parts: Iterable[Painted], behind: str = "") -> Picture:
    """Return what parts draw as they stand, the first one lowest; strokes in the colour ``behind`` are left out."""
    picture, ctx = Picture(), cairo.Context(cairo.RecordingSurface(cairo.CONTENT_COLOR_ALPHA, None))
    ctx.scale(1000.0, 1000.0)
    for part in parts:
        if part.opacity > FAINT:
            part.paint(Observer(picture, part.opacity, ctx, behind))
    return picture


def overprints(picture: Picture, smallest: float = style.READABLE) -> Iterator[str]:
    """Yield a line for each text that is struck, overprinted, cut by a panel's edge, too small, or out of frame."""
    yield from crowded(picture, smallest)
    struck = _struck(picture)
    for i, box in enumerate(picture.texts):
        where = _where(i, box)
        for panel, n_before in zip(picture.panels, picture.texts_before, strict=True):
            if meet(box, panel) and (i < n_before or not _holds(panel, box)):
                yield f"{where}: is covered or cut by the panel {np.round(panel, 2).tolist()}"
        # A plate that comes with its text is as faint as that.
        least, before = COVERS * picture.opacities[i], picture.plates[: picture.plates_before[i]]
        plates = [plate for plate in before if plate[3] >= least and _holds(plate[0], box)]
        first_stroke, first_dot = (max((plate[k] for plate in plates), default=0) for k in (1, 2))
        if over := struck[0][i][struck[0][i] >= first_stroke].tolist():
            yield f"{where}: is struck by a line {picture.strokes[over[0]][2]}"
        for dot in struck[1][i][struck[1][i] >= first_dot].tolist():
            yield f"{where}: is covered by a dot at {np.round(picture.dots[dot][:2], 2).tolist()}"


def crowded(picture: Picture, smallest: float = style.READABLE) -> Iterator[str]:
    """Yield a line for each text that meets another one, is too small, or leaves the frame."""
    for i, box in enumerate(picture.texts):
        where = _where(i, box)
        size = picture.sizes[i]
        least = min(smallest, READABLE_TICK) if box[2] - box[0] <= NUMBER * size else smallest
        if size < least - 1e-9:
            yield f"{where}: its size is {size:.3f}"
        if max(abs(box[0]), abs(box[2])) > HALF_WIDTH or max(abs(box[1]), abs(box[3])) > HALF_HEIGHT:
            yield f"{where}: leaves the frame"
        for j, other in enumerate(picture.texts[:i]):
            if meet(box, other):
                yield f"{where}: meets text {j} at {np.round(other, 2).tolist()}"


def _where(i: int, box: Bounds) -> str:
    return f"text {i} at {np.round(box, 2).tolist()}"


def meet(one: Bounds, other: Bounds) -> bool:
    """Return whether two boxes overlap by more than is seen."""
    across, up = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return across > TOUCH and up > TOUCH


def _holds(outer: Bounds, inner: Bounds) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _struck(picture: Picture) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return, for each text, which strokes and which dots enter its box."""
    boxes = np.array(picture.texts).reshape(-1, 4)
    counts = [len(segments) for segments, _, _ in picture.strokes]
    segments = np.concatenate([np.zeros((0, 2, 2)), *(segments for segments, _, _ in picture.strokes)])
    halves = np.repeat([width / 2.0 for _, width, _ in picture.strokes], counts) - TOUCH
    of = np.repeat(np.arange(len(counts)), counts)
    dots = np.array(picture.dots).reshape(-1, 3)
    short = np.maximum(np.maximum(boxes[:, None, :2] - dots[:, :2], dots[:, :2] - boxes[:, None, 2:]), 0.0)
    covered = np.hypot(short[..., 0], short[..., 1]) < dots[:, 2] - TOUCH
    return [np.unique(of[row]) for row in entered(segments, boxes, halves)], [np.flatnonzero(row) for row in covered]
