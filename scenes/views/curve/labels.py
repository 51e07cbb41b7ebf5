"""What is written at the steps that are told slowly: the slope at the point, and slope times rate on the step."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from gdcore.methods.registry import is_plain
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from scenes.geometry import Bounds, Points
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.labels import Label, Surroundings
from scenes.painting.pacing import Moment
from scenes.painting.traces import Traces, traced
from scenes.plots.axes import Frame
from scenes.shown_range.near_frame import within
from scenes.typesetting.outline import Outline
from scenes.typesetting.typeset import typeset
from scenes.views.curve.descent import FALL, CurveDescent, StepWords

SLOPE_AT = (1.0, 0.85, 0.7, 0.55, 0.4)
"""Where along half the tangent its slope may be written: at its end, or nearer to the point."""
SLOPE_OUT, SLOPE_UP = (0.13, 0.25), (0.0, 0.12, -0.12)
"""How far from the tangent it begins, and how much higher its middle lies."""
ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
"""Where along the line of a step its words may have their middle."""
OFF = 0.1
"""How far the words keep off the line."""


def place_words(descent: CurveDescent, still: Sequence[Painted], durations: np.ndarray) -> StepWords:
    """Return the words of a run's slow steps, in places clear of everything drawn while they are shown.

    ``still`` are the parts of the picture that do not move, ``durations`` ``(n_steps,)`` the seconds of each step.
    """
    told = np.flatnonzero(durations >= pacing.WORD_S).tolist()
    placing = _Placing(descent, still)
    return StepWords(placing.slopes(told), placing.steps(told))


def step_words(descent: CurveDescent, k: int) -> list[str]:
    """Return what may be written on a step, the fullest first, as Typst markup.

    A slope below zero counts by its size: the words tell a length.
    """
    run = descent.run
    length = rounded(abs(run.iterates[k + 1, 0] - run.iterates[k, 0]), 3)
    words = [tr("step = {length}", length=f"${length.typst}$"), f"${length.typst}$"]
    if not is_plain(run.method):
        return words
    own = float(run.method.schedule.rate(k)[0])
    rate, slope = rounded(own), rounded(abs(run.gradients[k, 0]), 3)
    product_of_shown = rounded(float(f"{own:.3g}") * float(f"{abs(run.gradients[k, 0]):.3g}"), 3)
    equals = "=" if product_of_shown.typst == length.typst else "approx"
    name = tr("slope") if run.gradients[k, 0] >= 0.0 else f"|{tr('slope')}|"
    eta = "eta" if run.method.schedule.is_constant else "eta_k"
    return [f"${eta} times$ {name} $= {rate.typst} times {slope.typst} {equals} {length.typst}$", *words]


class _Placing:
    def __init__(self, descent: CurveDescent, still: Sequence[Painted]) -> None:
        self.descent, self.graph, self.run = descent, descent.graph, descent.run
        self.still = traced([*still, *self.graph.furniture], descent.theme.grid)

    def _trace(self, *moments: Moment) -> list[Traces]:
        found = []
        for moment in moments:
            for part in (self.graph, self.descent):
                part.at(moment)
            found.append(traced([self.graph, self.descent], self.descent.theme.grid))
        return found

    def slopes(self, told: Sequence[int]) -> dict[int, Label]:
        """Place the slopes at an end of their tangents, the upper one if there is room."""
        words = [tr("slope {slope}", slope=f"${rounded(self.run.gradients[k, 0], 3).typst}$") for k in told]
        found = dict[int, Label]()
        for k, outline in zip(told, typeset(words), strict=True):
            frame = self.graph.frame_at(Moment(k))
            if not within(self.descent.places(frame)[k], frame):
                continue
            around = Surroundings(_room(frame), self.still, *self._trace(Moment(k, slope=1.0)))
            label = around.beside(outline, style.POINT_SIZE, np.array(list(self._slope_spots(k, outline))))
            if label is not None:
                found[k] = label
        return found

    def _slope_spots(self, k: int, outline: Outline) -> Iterator[Points]:
        """Yield where the middle of a slope's label may lie, the best first."""
        half = outline.width * style.POINT_SIZE / 2.0
        upper = math.copysign(1.0, self.run.gradients[k, 0])
        here = self.descent.places(self.graph.frame_at(Moment(k)))[k]
        for end, share, side in product((upper, -upper), SLOPE_AT, (1.0, -1.0)):
            foot = here + end * share * self.descent.tangent(k)
            for out, up in product(SLOPE_OUT, SLOPE_UP):
                yield foot + [end * side * (out + half), up]
            yield foot + [0.0, side * upper * end * 0.3]

    def steps(self, told: Sequence[int]) -> dict[int, Label]:
        """Place the words of steps on their lines or under them, or beside them on a leader."""
        found = dict[int, Label]()
        for k in told:
            label = self._step(k)
            if label is not None:
                found[k] = label
        return found

    def _step(self, k: int) -> Label | None:
        frame = self.graph.frame_at(Moment(k + 1))
        here, there = self.descent.places(frame)[[k, k + 1]]
        low, high = sorted(np.clip([here[0], there[0]], frame.left, frame.left + frame.width).tolist())
        if not frame.bottom <= here[1] <= frame.bottom + frame.height or high - low <= 0.0:
            return None
        drawn = self._trace(Moment(k, slope=1.0, move=FALL), Moment(k + 1))
        around = Surroundings(_room(frame), self.still, *drawn)
        outlines = typeset(step_words(self.descent, k))
        for outline in outlines:
            half = style.POINT_SIZE * max(outline.bounds[3], 0.7) / 2.0
            offs = (OFF + half, -OFF - half)
            spots = [[low + share * (high - low), here[1] + off] for off, share in product(offs, ALONG)]
            label = around.beside(outline, style.POINT_SIZE, np.array(spots))
            if label is None:
                middle = np.array([(low + high) / 2.0, here[1]])
                label = around.place(outline, style.POINT_SIZE, middle, math.pi / 2.0)
            if label is not None:
                return label
        return None


def _room(frame: Frame) -> Bounds:
    left, bottom, right, top = frame.bounds
    return left - 0.3, bottom + 0.04, right + 0.3, top + 0.1
