"""What is written at the points of a graph: the iterates, and the slopes of the steps that are told slowly."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import product

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from scenes.geometry import Bounds, Points
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.labels import HEAP, Label, Surroundings
from scenes.painting.pacing import Moment
from scenes.painting.traces import Traces, traced
from scenes.plots.axes import Axes
from scenes.plots.ticks import told_apart
from scenes.shown_range.near_frame import within
from scenes.stage.symbols import indexed
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset
from scenes.views.curve.descent import CurveDescent, CurveLabels

GRAPH_WIDTH = 7.2
LABELLED = 6
"""A run with more steps is labelled at its start and its end only."""
LABEL_GAP = 0.3
RIGHT_OF_FRAME = 1.0
"""Room for labels between the picture and the numbers."""
SLOPE_AT = (1.0, 0.85, 0.7, 0.55, 0.4)
"""Where along half the tangent its slope may be written: at its end, or nearer to the point."""
NAME_DOWN = np.linspace(0.0, 2.4, 9)
"""How far under the top of the vertical axis its name is tried."""
SLOPE_OUT, SLOPE_UP = (0.13, 0.25), (0.0, 0.12, -0.12)
"""How far from the tangent it begins, and how much higher its middle lies."""


class PointLabels:
    """The labels of iterates. ``rows[i]`` counts the labels before it of the same point."""

    def __init__(self, run: Trajectory) -> None:
        x, name = run.iterates[:, 0], run.objective.parameters[0]
        self.steps = list(range(len(x))) if run.n_steps <= LABELLED else [0, run.n_steps]
        written = told_apart(x, partial(rounded, significant=4))
        self.outlines = typeset([f"${indexed(name, k)} = {written(float(x[k]))}$" for k in self.steps])
        self.rows = [sum(bool(np.isclose(x[k], x[i])) for i in self.steps if i < k) for k in self.steps]

    @property
    def widths(self) -> np.ndarray:
        """The widths of the labels with the gap beside them, in scene units."""
        return np.array([outline.width * style.POINT_SIZE + LABEL_GAP for outline in self.outlines])


def shown_range(run: Trajectory, labels: PointLabels) -> tuple[float, float]:
    """Return an interval that leaves every label room outside its point; its middle is the minimiser, if known."""
    x, minimiser = run.iterates[:, 0], run.objective.minimiser
    middle = float((x.min() + x.max()) / 2.0 if minimiser is None else minimiser[0])
    over = np.where(x[labels.steps] > middle, RIGHT_OF_FRAME, 0.0)
    room = np.clip(1.0 - 2.0 * (labels.widths - over) / GRAPH_WIDTH, 0.4, 1.0)
    needed = [1.2 * float(abs(x - middle).max()), *(abs(x[labels.steps] - middle) / room)]
    reach = max(needed) or 1.0
    return middle - reach, middle + reach


def place_labels(descent: CurveDescent, labels: PointLabels, axes: Axes, still: Sequence[Painted]) -> CurveLabels:
    """Return the labels of a run on its graph, in places that hold for the whole clip, and name the vertical axis.

    A label stays clear of everything drawn while it is shown: the graph, the axes with their numbers, the path, and the
    slopes and steps that are shown slowly. ``still`` are the parts of the picture that do not move.
    """
    return _Placement(descent, labels, axes, still).found


class _Placement:
    def __init__(self, descent: CurveDescent, labels: PointLabels, axes: Axes, still: Sequence[Painted]) -> None:
        self.descent, self.run = descent, descent.run
        self.room = _room(descent)
        durations = pacing.step_durations(self.run.n_steps)
        self.told = np.flatnonzero(durations >= pacing.BRISK_S).tolist()
        # Besides the steps that are shown slowly, the final state.
        self.moments = {k: self._trace(Moment(k, slope=1.0)) for k in self.told}
        self.moments[self.run.n_steps] = self._trace(Moment(self.run.n_steps))
        self._name_axis(axes, still)
        self.still = traced([axes, *still], descent.theme.grid)
        self.points = self._points(labels)
        slopes = self._slopes([k for k in self.told if durations[k] >= pacing.WORD_S])
        self.found = CurveLabels(self.points, slopes, self.told)

    def _trace(self, moment: Moment) -> Traces:
        self.descent.at(moment)
        return traced([self.descent])

    def _name_axis(self, axes: Axes, still: Sequence[Painted]) -> None:
        """Let the vertical axis have its name on its right, on its left or lower, where graph and run leave room."""
        name, size = axes.labels[1], axes.name_size
        half = 0.5 * name.width * size + 0.13
        top = axes.frame.place(axes.y_at, axes.frame.y[1]) + [0.0, 0.08]
        spots = top + np.array([[side * half, -down] for down in NAME_DOWN for side in (1.0, -1.0)])
        around = Surroundings(self.room, traced(still), *self.moments.values())
        found = around.beside(name, size, spots)
        axes.y_name_at = None if found is None else found.at

    def _points(self, labels: PointLabels) -> dict[int, Label]:
        """Place the labels of the iterates: the first, the last, then the others as they come."""
        places, found = self.descent.places, dict[int, Label]()
        for i in _order(labels):
            k = labels.steps[i]
            near = [j for j in found if np.hypot(*(places[j] - places[k])) < HEAP]
            same = [j for j in near if np.isclose(self.run.iterates[j, 0], self.run.iterates[k, 0])]
            if len(near) > len(same) or (self.descent.leaves and not within(places[k], self.descent.frame)):
                continue
            drawn = [traces for at, traces in self.moments.items() if at >= k]
            around = Surroundings(self.room, self.still, *drawn).holding(list(found.values()))
            before = found[max(same)] if same else None
            label = around.place(labels.outlines[i], style.POINT_SIZE, places[k], self._outward(k), before)
            if label is not None:
                found[k] = label
        return found

    def _outward(self, k: int) -> float:
        """Return the side of iterate k on which a label lies outside the graph, as an angle."""
        return 0.0 if self.run.gradients[k, 0] > 0.0 else math.pi

    def _slopes(self, steps: Sequence[int]) -> dict[int, Label]:
        """Place the slopes at an end of their tangents, the upper one if there is room."""
        words = [tr("slope {slope}", slope=f"${rounded(self.run.gradients[k, 0], 3).typst}$") for k in steps]
        found = dict[int, Label]()
        for k, outline in zip(steps, typeset(words), strict=True):
            under_way = self._trace(Moment(k, move=0.999))
            around = Surroundings(self.room, self.still, self.moments[k], under_way)
            around = around.holding([label for at, label in self.points.items() if at <= k])
            label = around.beside(outline, style.POINT_SIZE, np.array(list(self._slope_spots(k, outline))))
            if label is not None:
                found[k] = label
        return found

    def _slope_spots(self, k: int, outline: Outline) -> Iterator[Points]:
        """Yield where the middle of a slope's label may lie, the best first."""
        half = outline.width * style.POINT_SIZE / 2.0
        upper = math.copysign(1.0, self.run.gradients[k, 0])
        for end, share, side in product((upper, -upper), SLOPE_AT, (1.0, -1.0)):
            foot = self.descent.places[k] + end * share * self.descent.tangent(k)
            for out, up in product(SLOPE_OUT, SLOPE_UP):
                yield foot + [end * side * (out + half), up]
            yield foot + [0.0, side * upper * end * 0.3]


def _room(descent: CurveDescent) -> Bounds:
    frame = descent.frame
    right = frame.left + frame.width + RIGHT_OF_FRAME - 0.05
    return frame.left - 0.7, frame.bottom + 0.04, right, frame.bottom + frame.height + 0.4


def _order(labels: PointLabels) -> list[int]:
    """Return in which order labels are placed: that of the end before those on the way, unless it has come before."""
    n = len(labels.steps)
    first = [0, n - 1] if n > 1 and not labels.rows[-1] else [0]
    return [*first, *(i for i in range(n) if i not in first)]
