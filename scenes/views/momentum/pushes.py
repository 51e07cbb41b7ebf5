"""A step with momentum on a map: a share of the last step, the new push from its tip, and the step they add up to."""

from __future__ import annotations

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.space import Box
from scenes.painting.style import Theme
from scenes.painting.text import escaped
from scenes.plots.axes import Frame
from scenes.shown_range.near_frame import drawable
from scenes.shown_range.ranges import MARGIN

APART = 0.15
"""How far arrows along one line are set apart, in scene units."""


class Pushes(Painted):
    """The arrows of the step under way, drawn head to tail as its slope is told; they fade while it is taken.

    Arrows that would lie on each other are set apart sideways.
    """

    def __init__(self, run: Trajectory, frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.run, self.frame, self.theme = run, frame, theme
        self.kept = kept_steps(run)

    def arrows(self, k: int) -> Points:
        """Return what is kept of the step before step ``k``, the new push and their sum, ``(3, 2, 2)`` in the scene."""
        start, end = self.run.iterates[k : k + 2]
        tip = start + self.kept[k]
        points = np.array([[start, tip], [tip, end], [start, end]])
        placed = self.frame.place(points[..., 0], points[..., 1])
        kept, push = placed[:2, 1] - placed[:2, 0]
        lengths = np.hypot(*kept), np.hypot(*push)
        if min(lengths) > 0.0:
            along, way = kept / lengths[0], push / lengths[1]
            side = np.array([-way[1], way[0]]) * (1.0 if way[0] > 0.0 else -1.0)
            gap = APART * abs(float(along @ way)) ** 8
            placed += gap * np.array([1.0, 2.0, 0.0])[:, None, None] * side
        return placed

    def paint(self, pen: Pen) -> None:
        """Draw what is told of the step so far."""
        k, told, fading = self.moment.k, self.moment.slope, 1.0 - self.moment.move
        if k >= self.run.n_steps or not told or not fading:
            return
        drawn = 3.0 * told - np.arange(3.0) if self.kept[k].any() else told * np.array([0.0, 1.0, 0.0])
        colours = self.theme.label, self.theme.slope, self.theme.ink
        with pen.inside(self.frame.rectangle):
            for arrow, share, colour in zip(self.arrows(k), np.clip(drawn, 0.0, 1.0), colours, strict=True):
                seen = drawable(arrow[0], arrow[0] + share * (arrow[1] - arrow[0]), self.frame)
                if share > 0.0 and seen is not None:
                    pen.line(seen, self.theme.background, style.ARROW_WIDTH + style.CASING, 0.5 * fading)
                    pen.arrow(seen[0], seen[1], colour, style.ARROW_WIDTH, fading)


def kept_steps(run: Trajectory) -> Points:
    """Return what each step keeps of the one before it, ``(n_steps, 2)``."""
    steps = np.diff(run.iterates, axis=0)
    return np.concatenate([np.zeros_like(steps[:1]), run.method.momentum * steps[:-1]])


def with_tips(box: Box, run: Trajectory, n_steps: int) -> Box:
    """Return a box widened, but not beyond half of its size, until it holds what the first ``n_steps`` keep."""
    tips = run.iterates[:n_steps][: run.n_steps] + kept_steps(run)[:n_steps]
    if not len(tips):
        return box
    size = box.high - box.low
    low = np.clip(tips.min(axis=0) - MARGIN * size, box.low - 0.5 * size, box.low)
    high = np.clip(tips.max(axis=0) + MARGIN * size, box.high, box.high + 0.5 * size)
    return Box(low, high, box.top, box.base)


def sum_in_words(run: Trajectory, theme: Theme) -> str:
    """Return what a step is made of, as Typst markup, each part in the colour of its arrow."""
    kept = tr("{share} × last step", share=rounded(run.method.momentum).plain)
    parts = ((tr("step"), theme.ink), (kept, theme.label), (tr("new push"), theme.slope))
    step, last, push = (f'#text(fill: rgb("{colour}"))[{escaped(words)}]' for words, colour in parts)
    return f"{step} $=$ {last} $+$ {push}"
