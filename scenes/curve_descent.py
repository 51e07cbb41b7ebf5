"""A run on its graph: the path so far, the slope and the step at the newest point, the dot, and labels."""

from __future__ import annotations

import math
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from gdcore.language import tr
from gdcore.notation import rounded
from gdcore.trajectory import Trajectory
from scenes import style
from scenes.canvas import Painted, Pen, Points, Shape
from scenes.map_descent import drawable, is_around, within
from scenes.pacing import Moment
from scenes.plots import outcome, outcome_colours, thinned
from scenes.ticks import told_apart
from scenes.typeset import typeset
from scenes.window import is_own
from scenes.words import indexed

if TYPE_CHECKING:
    from scenes.curve import CurveScene

WIDTH = 7.2
LABELLED = 6
"""A run of more steps is labelled at its start and its end only."""
LABEL_GAP = 0.3
SIDE, ROUND, LABEL_HEIGHT = 0.2, 0.07, 0.2
"""From a point to its label, around the label, and its height."""
AXIS_POINTS = 80
COVERING = 4
"""How much worse it is to cover a label than the graph."""
RIGHT_OF_FRAME = 1.0
"""Room for labels between the picture and the numbers."""
DASH = (0.07, 0.09)
MOST_CHORDS = 300
MARKED = 60
"""Of a run of more steps only the start and the newest point are marked: the others would cover the graph."""


class PointLabels:
    """The labels of iterates. ``rows[i]`` counts the labels that already stand at the same point."""

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
    room = np.clip(1.0 - 2.0 * (labels.widths - over) / WIDTH, 0.4, 1.0)
    needed = [1.2 * float(abs(x - middle).max()), *(abs(x[labels.steps] - middle) / room)]
    reach = max(needed) or 1.0
    return middle - reach, middle + reach


def is_under(points: Points, corner: Points, width: float) -> np.ndarray:
    """Return which points ``(n, 2)`` a line of text would cover that begins at ``corner``, shape ``(n,)``."""
    away = points - corner
    low, high = [-ROUND, -ROUND], [width + ROUND, LABEL_HEIGHT + ROUND]
    return np.asarray(((away > low) & (away < high)).all(axis=1))


class CurveDescent(Painted):
    """The run on the curve: the path so far, the slope and the step at the newest point, the dot, and labels."""

    def __init__(self, scene: CurveScene) -> None:
        super().__init__()
        self.run, self.theme, self.frame = scene.run, scene.theme, scene.frame
        self.colours = outcome_colours(self.run, self.theme)
        self.places = self._on_curve(self.run.iterates[:, 0])
        self.drawn = thinned(self.run.iterates[:, 0], MOST_CHORDS)
        self.labels = scene.point_labels
        low, high = self.frame.bottom, self.frame.bottom + self.frame.height
        across, up = self.places.T
        self.leaves = not bool(
            (
                (across >= self.frame.left) & (across <= self.frame.left + WIDTH) & (up >= low - 1e-6) & (up <= high)
            ).all()
        )
        self.own = is_own(self.run.objective)
        up = np.linspace(*self.frame.y, AXIS_POINTS)
        self.graph = np.concatenate(
            [*(piece[::6] for piece in scene.curve.pieces), self.frame.place(scene.axes.y_at, up)]
        )
        self.label_at = self._label_places() if self.own else {}
        self.moment = Moment(0)

    def _on_curve(self, x: np.ndarray) -> Points:
        return self.frame.place(x, self.run.objective.value(np.asarray(x)[..., None]))

    def at(self, moment: Moment) -> None:
        """Stand at a moment."""
        self.moment = moment

    def paint(self, pen: Pen) -> None:
        """Draw chords, slope and step, markers, labels, and the dot on top."""
        if not self.leaves:
            self._paint_all(pen)
            return
        frame, room = self.frame, 0.5 * style.MARKER_RADIUS
        pen.ctx.save()
        pen.ctx.rectangle(frame.left - room, frame.bottom - room, frame.width + 2 * room, frame.height + 2 * room)
        pen.ctx.clip()
        self._paint_all(pen)
        pen.ctx.restore()

    def _paint_all(self, pen: Pen) -> None:
        k, moment = self.moment.k, self.moment
        self._paint_chords(pen, k)
        dot = self._dot(k) if moment.move > 0.0 else None
        if dot is not None:
            self._paint_chord(pen, self.places[k], dot, self.colours[k + 1])
        if moment.slope > 0.0 and moment.move < 1.0:
            self._paint_slope(pen, k)
        for i in range(k + 1) if self.run.n_steps <= MARKED else sorted({0, k}):
            self._mark(pen, outcome(self.run, i), self.places[i], self.colours[i])
        self._paint_labels(pen, k)
        if dot is not None:
            self._mark(pen, "dot", dot, self.theme.ink)

    def _mark(self, pen: Pen, shape: Shape, place: Points, colour: str) -> None:
        if not self.leaves or is_around(place, self.frame):
            pen.marker(shape, place, style.MARKER_RADIUS, colour, self.theme.background)

    def _paint_chord(self, pen: Pen, here: Points, there: Points, colour: str, alpha: float = 1.0) -> None:
        chord = drawable(here, there, self.frame) if self.leaves else np.array([here, there])
        if chord is not None:
            pen.line(chord, colour, style.PATH_WIDTH, alpha=alpha)

    def _paint_chords(self, pen: Pen, k: int) -> None:
        past = [*self.drawn[self.drawn < k].tolist(), k]
        for i, j in pairwise(past):
            fresh = 0.55 + 0.45 * j / k
            self._paint_chord(pen, self.places[i], self.places[j], self.colours[j], fresh)

    def _dot(self, k: int) -> Points:
        here, there = self.run.iterates[k, 0], self.run.iterates[k + 1, 0]
        return self._on_curve(np.array(here + self.moment.move * (there - here)))

    def _paint_slope(self, pen: Pen, k: int) -> None:
        """Draw the tangent, the step as an arrow at the height of the point, and the drop from its tip."""
        fading = 1.0 - self.moment.move
        here, grown = self.places[k], min(1.0, 2.0 * self.moment.slope)
        if self.leaves and not is_around(here, self.frame):
            return
        tangent = self._tangent(k) * grown
        pen.line(np.array([here - tangent, here + tangent]), self.theme.slope, style.CURVE_WIDTH, fading)
        # Outside the curve, at the upper end of the tangent.
        side = math.copysign(1.0, self.run.gradients[k, 0])
        where, align = here + side * tangent + [0.16 * side, 0.02], "left" if side > 0.0 else "right"
        where[1] = min(where[1], self.frame.bottom + self.frame.height)  # above stands the formula
        (slope,) = typeset([tr("slope {slope}", slope=f"${rounded(self.run.gradients[k, 0], 3).typst}$")])
        if self.own:
            where = self._inside(where, slope.width * style.POINT_SIZE, align == "left")
        pen.text(slope, where, style.POINT_SIZE, self.theme.slope, align, fading * grown)
        reach = np.clip(2.0 * self.moment.slope - 1.0, 0.0, 1.0)
        landing = np.array([self.places[k + 1][0], here[1]])
        if self.leaves:
            landing[0] = np.clip(landing[0], self.frame.left - 1.0, self.frame.left + WIDTH + 1.0)
        tip = here + reach * (landing - here)
        if reach > 0.0 and self.leaves and not is_around(self.places[k + 1], self.frame):
            pen.arrow(here, tip, self.theme.ink, style.GHOST_WIDTH * 1.4, 0.9)
        elif reach > 0.0:
            pen.arrow(here, tip, self.theme.ink, style.GHOST_WIDTH * 1.4, 0.9)
            pen.line(np.array([tip, self.places[k + 1]]), self.theme.label, style.GHOST_WIDTH, reach**4, DASH)

    def _tangent(self, k: int) -> Points:
        """Return half the tangent as a vector of fixed length in the scene."""
        (left, right), (low, high) = self.frame.x, self.frame.y
        across = self.frame.width / (right - left)
        rise = np.array([across, self.run.gradients[k, 0] / (high - low) * self.frame.height])
        scale: float = 0.85 / float(np.hypot(*rise))
        return rise * scale

    def _inside(self, where: Points, width: float, leftward: bool) -> Points:
        """Return where a text of that width begins, or ends unless ``leftward``, moved into the picture."""
        low = self.frame.left + (0.0 if leftward else width)
        high = self.frame.left + WIDTH + RIGHT_OF_FRAME - (width if leftward else 0.0)
        return np.array([np.clip(where[0], low, high), where[1]])

    def _label_places(self) -> dict[int, Points]:
        """Return where the label of each marked iterate begins, for those that the picture shows.

        Of the places beside, below and above its point it takes the first that covers least: graph, points, labels.
        """
        marked = self.places[thinned(self.run.iterates[:, 0], MARKED)] if len(self.places) > MARKED else self.places
        taken = np.concatenate([marked, self.graph])
        found: dict[int, Points] = {}
        for k, outline in zip(self.labels.steps, self.labels.outlines, strict=True):
            if self.leaves and not within(self.places[k], self.frame):
                continue
            width = outline.width * style.POINT_SIZE
            corners = self._label_corners(k, width)
            covered = [int(is_under(taken, corner, width).sum()) for corner in corners]
            found[k] = corners[int(np.argmin(covered))]
            across = np.linspace(0.0, width, 24)
            own = [found[k] + [x, up] for x in across for up in (0.0, LABEL_HEIGHT)]
            taken = np.concatenate([taken, np.repeat(own, COVERING, axis=0)])
        return found

    def _label_corners(self, k: int, width: float) -> Points:
        """Return the places where a label may begin, the best first, ``(n, 2)``: all of them in the picture."""
        x, y = self.places[k]
        sides = [x - SIDE - width, x + SIDE]
        sides = sides if self.run.gradients[k, 0] < 0.0 else sides[::-1]
        rows = [0.07, -0.31, 0.4, -0.69, 0.8, -1.07, 1.2]
        corners = [(left, y + up) for up in rows for left in sides]
        corners += [(x - width / 2.0, y + up) for up in (-0.5, 0.28, -0.9, 0.68, 1.1, 1.5)]
        low, high = self.frame.left - 0.1, self.frame.left + WIDTH + RIGHT_OF_FRAME - width
        bottom, top = self.frame.bottom + 0.1, self.frame.bottom + self.frame.height - 0.1
        return np.array([(np.clip(a, low, high), np.clip(b, bottom, top)) for a, b in corners])

    def _paint_labels(self, pen: Pen, k: int) -> None:
        middle = self.frame.left + self.frame.width / 2.0
        for k_label, row, outline in zip(self.labels.steps, self.labels.rows, self.labels.outlines, strict=True):
            if k_label > k:
                continue
            if self.own:
                if k_label in self.label_at:
                    pen.text(outline, self.label_at[k_label], style.POINT_SIZE, self.colours[k_label])
                continue
            place = self.places[k_label]
            if self.leaves and not within(place, self.frame):
                continue
            left = place[0] < middle
            offset = np.array([-0.2 if left else 0.2, 0.07 - 0.38 * row])
            colour = self.colours[k_label]
            pen.text(outline, place + offset, style.POINT_SIZE, colour, "right" if left else "left")
