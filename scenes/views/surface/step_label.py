"""What stands at the arrow of a step: that it is the step, and how it comes about where a word can tell."""

from __future__ import annotations

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.methods.registry import is_plain
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from gdcore.theory.loss_along_step import step_taken
from scenes.geometry import Points
from scenes.maps.map_descent import MapDescent
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.labels import Label, label_at, plate
from scenes.painting.pen import Pen
from scenes.painting.text import escaped
from scenes.typesetting.typeset import typeset

AWAY = 0.2
"""How far the words stand from the arrow."""
LONG_ARROW = 0.9
"""Words stand beside no shorter arrow."""


def step_words(run: Trajectory, k: int) -> str:
    """Return what the step from iterate k is called, as Typst markup.

    Plain descent with one rate has η × slope, and its length where both parameters have the same unit.
    """
    rates = run.method.schedule.rate(k)
    if not is_plain(run.method) or len(set(rates.tolist())) > 1:
        return escaped(tr("step"))
    words = escaped(tr("step = η × slope"))
    if not run.method.schedule.is_constant:
        words = f"{escaped(tr('step'))} $= eta_k times$ {escaped(tr('slope'))}"
    length = float(np.linalg.norm(step_taken(run, k)))
    same = len(set(run.objective.units)) == 1 and np.isfinite(length) and length > 0.0
    return f"{words} $= {rounded(length).typst}$" if same else words


def told(n_steps: int) -> frozenset[int]:
    """Return the steps of a run that are shown slowly enough for words at their arrows."""
    return frozenset(np.flatnonzero(pacing.step_durations(n_steps) >= pacing.WORD_S).tolist())


class StepWords(Painted):
    """The words at the arrow of a step on a map, within its frame."""

    def __init__(self, descent: MapDescent) -> None:
        super().__init__()
        self.descent, self.told = descent, frozenset[int]()

    def paint(self, pen: Pen) -> None:
        """Write them over what lies there, unless the arrow is short or leaves the map."""
        descent, k, moment = self.descent, self.moment.k, self.moment
        if k not in self.told or moment.slope <= 0.0 or moment.move >= 1.0:
            return
        here, there = descent.places[k], descent.places[min(k + 1, descent.run.n_steps)]
        ends = np.array([here, here + moment.slope * (there - here)])
        if not descent.around[k] or np.hypot(*(ends[1] - ends[0])) < LONG_ARROW:
            return
        label = beside_arrow(step_words(descent.run, k), ends[0], ends[1])
        left, bottom, right, top = descent.frame.bounds
        x0, y0, x1, y1 = label.box
        if left <= x0 and bottom <= y0 and x1 <= right and y1 <= top:
            faint = pen.with_opacity(pen.opacity * moment.slope * (1.0 - moment.move))
            plate(faint, label.outline, label.at, label.size, descent.theme.ink, descent.theme)


def beside_arrow(words: str, tail: Points, tip: Points) -> Label:
    """Return words beside the middle of an arrow, on its upper side, both ends ``(2,)`` in the scene."""
    (outline,) = typeset([words])
    label = label_at(outline, style.POINT_SIZE, np.zeros(2))
    left, bottom, right, top = label.box
    along = (tip - tail) / max(float(np.hypot(*(tip - tail))), 1e-9)
    normal = np.array([-along[1], along[0]])
    normal = normal if normal[1] >= 0.0 else -normal
    half = np.array([right - left, top - bottom]) / 2.0
    middle = (tail + tip) / 2.0 + normal * (AWAY + abs(normal) @ half)
    return label_at(outline, style.POINT_SIZE, middle - half - [left, bottom])
