"""One parameter: the graph, the slope at the point, the step it causes, and where that lands."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from gdcore.notation import rounded
from gdcore.trajectory import Trajectory
from scenes import pacing, style
from scenes.base import DescentScene
from scenes.canvas import Painted, Pen, Points
from scenes.hud import LEFT, SHRINKING, TOP
from scenes.pacing import Moment
from scenes.plots import LARGEST, SMALLEST, Axes, Curve, Frame, outcome, outcome_colours, thinned
from scenes.text import Text
from scenes.typeset import typeset

WIDTH = 7.2
LABELLED = 6
"""A run of more steps is labelled at its start and its end only."""
LABEL_GAP = 0.3
RIGHT_OF_FRAME = 1.0
"""Room for labels between the picture and the numbers."""
DASH = (0.07, 0.09)
MOST_CHORDS = 300
MARKED = 60
"""Of a run of more steps only the start and the newest point are marked: the others would cover the graph."""


class CurveScene(DescentScene):
    """Shows a run on the graph of its objective."""

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.first_step()
        self.further_steps()
        self.show_rule()
        self.conclude()

    def setup(self) -> None:
        """Build the graph and everything that moves on it."""
        super().setup()
        self.point_labels = PointLabels(self.run)
        low, high = shown_range(self.run, self.point_labels)
        lowest = min(0.0, float(self.run.losses.min()))
        height = (float(self.run.losses.max()) - lowest) * 1.09
        highest = lowest + (min(height, LARGEST) if height > SMALLEST else 1.0)
        self.frame = Frame(LEFT + 0.55, -3.15, WIDTH, 5.42, (low, high), (lowest, highest))
        name = self.run.objective.parameters[0]
        labels = (f"${name}$", f"${self.run.objective.symbol}({name})$")
        y_at = 0.0 if low < 0.0 < high else low
        self.axes = Axes(self.frame, self.theme, labels=labels, y_at=y_at)
        self.curve = Curve(self.frame, self.run.objective.value, self.theme)
        self.descent = CurveDescent(self)
        self.moving = [*self.column.readouts, self.inset, self.descent]

    def introduce(self) -> None:
        """Axes, then the curve drawn from left to right, then the start."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.axes, *self.display[1:]])
        n_frames = pacing.frames(pacing.INTRODUCE_S, self.fps)

        def draw(frame: int) -> None:
            self.curve.reveal = pacing.eased((frame + 1) / n_frames)

        self.drive([self.curve], n_frames, draw)
        self.fade([self.descent])

    def first_step(self) -> None:
        """The slope and the step that it causes, slowly."""
        if self.run.n_steps == 0:
            return
        self.say("slope")
        self.take_steps(self.moving, pacing.moments(self.durations[:1], self.fps))

    def further_steps(self) -> None:
        """All other steps."""
        if self.run.n_steps > 1:
            self.say("steps")
            self.take_steps(self.moving, pacing.moments(self.durations[1:], self.fps, first=1))

    def show_rule(self) -> None:
        """After the picture, the formula."""
        self.say("rule")
        self.remove(self.formula)
        self.fade([Text(self._rule(), LEFT, TOP - 0.58, style.FORMULA_SIZE, self.theme.ink)])
        self.hold(pacing.READ_S)

    @property
    def durations(self) -> np.ndarray:
        """Seconds for each step."""
        return pacing.step_durations(self.run.n_steps)

    def _rule(self) -> str:
        name = self.run.objective.parameters[0]
        slope = f"thin {self.run.objective.symbol}'({name}_k)"
        method, function = self.run.method.name, self.run.objective.symbol
        if method == "momentum":
            return f"$v_(k+1) = beta v_k - eta {slope}, quad {name}_(k+1) = {name}_k + v_(k+1)$"
        if method == "nesterov":
            ahead = f"{function}'({name}_k + beta v_k)"
            return f"$v_(k+1) = beta v_k - eta thin {ahead}, quad {name}_(k+1) = {name}_k + v_(k+1)$"
        if method in SHRINKING:
            share = "2^(-m)" if method == "halving" else "s^m"
            return f"${name}_(k+1) = {name}_k - {share} eta {slope}$"
        rule = f"{name}_(k+1) = {name}_k - eta {slope}"
        if self.run.objective.name != "parabola" or self.verdict.eigenvalues is None:
            return f"${rule}$"
        factor = rounded(1.0 - self.verdict.eigenvalues[0]).typst
        factor, gap = ("-", "") if factor == "-1" else (factor, " thin ")
        return f"${rule} = (1 - 2 eta) thin {name}_k = {factor}{gap}{name}_k$"


class PointLabels:
    """The labels of iterates. ``rows[i]`` counts the labels that already stand at the same point."""

    def __init__(self, run: Trajectory) -> None:
        x, name = run.iterates[:, 0], run.objective.parameters[0]
        self.steps = list(range(len(x))) if run.n_steps <= LABELLED else [0, run.n_steps]
        self.outlines = typeset([f"${name}_({k}) = {rounded(x[k], 4).typst}$" for k in self.steps])
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


class CurveDescent(Painted):
    """The run on the curve: the path so far, the slope and the step at the newest point, the dot, and labels."""

    def __init__(self, scene: CurveScene) -> None:
        super().__init__()
        self.run, self.theme, self.frame = scene.run, scene.theme, scene.frame
        self.colours = outcome_colours(self.run, self.theme)
        self.places = self._on_curve(self.run.iterates[:, 0])
        self.drawn = thinned(self.run.iterates[:, 0], MOST_CHORDS)
        self.labels = scene.point_labels
        self.moment = Moment(0)

    def _on_curve(self, x: np.ndarray) -> Points:
        return self.frame.place(x, self.run.objective.value(np.asarray(x)[..., None]))

    def at(self, moment: Moment) -> None:
        """Stand at a moment."""
        self.moment = moment

    def paint(self, pen: Pen) -> None:
        """Draw chords, slope and step, markers, labels, and the dot on top."""
        k, moment = self.moment.k, self.moment
        self._paint_chords(pen, k)
        dot = self._dot(k) if moment.move > 0.0 else None
        if dot is not None:
            pen.line(np.array([self.places[k], dot]), self.colours[k + 1], style.PATH_WIDTH)
        if moment.slope > 0.0 and moment.move < 1.0:
            self._paint_slope(pen, k)
        for i in range(k + 1) if self.run.n_steps <= MARKED else sorted({0, k}):
            pen.marker(
                outcome(self.run, i), self.places[i], style.MARKER_RADIUS, self.colours[i], self.theme.background
            )
        self._paint_labels(pen, k)
        if dot is not None:
            pen.marker("dot", dot, style.MARKER_RADIUS, self.theme.ink, self.theme.background)

    def _paint_chords(self, pen: Pen, k: int) -> None:
        past = [*self.drawn[self.drawn < k].tolist(), k]
        for i, j in pairwise(past):
            fresh = 0.55 + 0.45 * j / k
            pen.line(self.places[[i, j]], self.colours[j], style.PATH_WIDTH, alpha=fresh)

    def _dot(self, k: int) -> Points:
        here, there = self.run.iterates[k, 0], self.run.iterates[k + 1, 0]
        return self._on_curve(np.array(here + self.moment.move * (there - here)))

    def _paint_slope(self, pen: Pen, k: int) -> None:
        """Draw the tangent, the step as an arrow at the height of the point, and the drop from its tip."""
        fading = 1.0 - self.moment.move
        here, grown = self.places[k], min(1.0, 2.0 * self.moment.slope)
        tangent = self._tangent(k) * grown
        pen.line(np.array([here - tangent, here + tangent]), self.theme.slope, style.CURVE_WIDTH, fading)
        # Outside the curve, at the upper end of the tangent.
        side = math.copysign(1.0, self.run.gradients[k, 0])
        where, align = here + side * tangent + [0.16 * side, 0.02], "left" if side > 0.0 else "right"
        where[1] = min(where[1], self.frame.bottom + self.frame.height)  # above stands the formula
        (slope,) = typeset([f"slope ${rounded(self.run.gradients[k, 0], 3).typst}$"])
        pen.text(slope, where, style.POINT_SIZE, self.theme.slope, align, fading * grown)
        reach = np.clip(2.0 * self.moment.slope - 1.0, 0.0, 1.0)
        landing = np.array([self.places[k + 1][0], here[1]])
        tip = here + reach * (landing - here)
        if reach > 0.0:
            pen.arrow(here, tip, self.theme.ink, style.GHOST_WIDTH * 1.4, 0.9)
            pen.line(np.array([tip, self.places[k + 1]]), self.theme.label, style.GHOST_WIDTH, reach**4, DASH)

    def _tangent(self, k: int) -> Points:
        """Return half the tangent as a vector of fixed length in the scene."""
        (left, right), (low, high) = self.frame.x, self.frame.y
        across = self.frame.width / (right - left)
        rise = np.array([across, self.run.gradients[k, 0] / (high - low) * self.frame.height])
        scale: float = 0.85 / float(np.hypot(*rise))
        return rise * scale

    def _paint_labels(self, pen: Pen, k: int) -> None:
        middle = self.frame.left + self.frame.width / 2.0
        for k_label, row, outline in zip(self.labels.steps, self.labels.rows, self.labels.outlines, strict=True):
            if k_label > k:
                continue
            place = self.places[k_label]
            left = place[0] < middle
            offset = np.array([-0.2 if left else 0.2, 0.07 - 0.38 * row])
            colour = self.colours[k_label]
            pen.text(outline, place + offset, style.POINT_SIZE, colour, "right" if left else "left")


class ParabolaConverges(CurveScene):
    """x² at a learning rate of 0.8."""

    slug = "parabola-converges"


class ParabolaCycles(CurveScene):
    """x² at a learning rate of 1.0."""

    slug = "parabola-cycles"


class ParabolaDiverges(CurveScene):
    """x² at a learning rate of 1.2."""

    slug = "parabola-diverges"
