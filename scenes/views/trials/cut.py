"""The loss along one step: its curve, the line under which a step is taken, and the trials that drop onto the curve."""

from __future__ import annotations

from copy import copy

import numpy as np

from gdcore.objectives.objective import Objective
from gdcore.text.language import tr
from gdcore.text.notation import fixed, rounded
from gdcore.theory.loss_along_step import Cut, Trial
from scenes.geometry import Place, Points
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import escaped
from scenes.plots.axes import Axes, Curve, Frame
from scenes.shown_range.near_frame import drawable
from scenes.typesetting.typeset import typeset

SHOWN = 3
"""Trials of a step in the picture: the last ones, for the first of many are far longer than the one taken."""
BEYOND, ROOM = 0.1, 0.16
"""How far the picture reaches beyond the longest trial, and over and under the curve, as shares of what it shows."""
SAMPLES = 60
TO_COME = 0.35
"""How strongly the curve is seen before it is drawn."""


class CutPlot(Painted):
    """The cut along a step with the trials of the moment; ``swing`` turns the line from all of the fall to a share.

    ``reveal`` is how far the line has been drawn. ``share`` is what must come true of the fall that the slope predicts.
    """

    def __init__(self, cut: Cut, objective: Objective, share: float, place: Place, theme: Theme) -> None:
        super().__init__()
        self.cut, self.share, self.theme = cut, share, theme
        self.swing, self.reveal = 0.0, 0.0
        self.trials = cut.trials[-SHOWN:]
        self.frame = self._frame(place)
        self.curve = Curve(self.frame, lambda t: np.asarray(objective.value(cut.at(t[:, 0]))), theme)
        self.to_come = copy(self.curve)
        axes = Axes(self.frame, theme, ticks=(5, 5), grid=False, filled=True)
        axes.name_ends([escaped(tr("share of the full step")), f"${objective.symbol}$"], ["", objective.value_unit])
        self.furniture = [axes]
        steps = np.arange(101) / 100.0
        parts = [tr("at least {share} of it", share=fixed(part, 2).plain) for part in steps]
        last = tr("at least {share} of it", share=rounded(share).plain) if share else tr("enough: not to rise")
        self.words = typeset([escaped(line) for line in (*parts, tr("predicted fall"), last)])

    def _frame(self, place: Place) -> Frame:
        cut, far = self.cut, (1.0 + BEYOND) * self.trials[0].share
        seen = cut.loss + cut.promised * cut.change(np.linspace(0.0, self.trials[0].share, SAMPLES))
        heights = np.array([cut.loss, *seen, *(trial.loss for trial in self.trials)])
        low, high = (float(end(heights[np.isfinite(heights)])) for end in (np.min, np.max))
        room = ROOM * (high - low) or abs(low) or 1.0
        return Frame(*place, (0.0, far), (low - room, high + room))

    @property
    def asked(self) -> float:
        """The share of the fall that the line stands for now."""
        return 1.0 + self.swing * (self.share - 1.0)

    def line(self) -> Points:
        """Return the line under which a step is taken, from the start of the step to the end of the picture."""
        reach = self.reveal * self.frame.x[1]
        return self.frame.place(
            np.array([0.0, reach]), self.cut.loss - np.array([0.0, self.asked * reach * self.cut.promised])
        )

    def progress(self, i: int) -> float:
        """Return how far trial ``i`` of the step has come, from 0 to 1: first along the step, then onto the curve."""
        if self.cut.k != self.moment.k:
            return float(self.cut.k < self.moment.k)
        taken = self.cut.trials[i].accepted
        return self.moment.move if taken else float(np.clip(self.moment.trial - i, 0.0, 1.0))

    def place(self, trial: Trial, progress: float = 1.0) -> Points:
        """Return where a trial is in the scene."""
        along, down = min(2.0 * progress, 1.0), max(2.0 * progress - 1.0, 0.0)
        return self.frame.place(trial.share * along, self.cut.loss + down * (trial.loss - self.cut.loss))

    def paint(self, pen: Pen) -> None:
        """Draw the curve, the line with its words, and the trials so far."""
        left, bottom, width, height = self.frame.rectangle
        with pen.inside(self.frame.rectangle):
            self.to_come.paint(pen.with_opacity(pen.opacity * TO_COME))
            self.curve.paint(pen)
        if self.reveal > 0.0:
            with pen.inside(self.frame.rectangle):
                pen.line(self.line(), self.theme.slope, style.PATH_WIDTH)
            words = self.words[101 if not self.swing else 102 if self.swing == 1.0 else round(100.0 * self.asked)]
            at = np.array([left + width, bottom + height + 0.14])
            pen.text(words, at, style.LABEL_SIZE, self.theme.slope, "right", self.reveal, still=False)
        start = self.frame.place(0.0, self.cut.loss)
        for i, trial in enumerate(self.cut.trials):
            if trial in self.trials and np.isfinite(trial.loss):
                self._paint_trial(pen, start, trial, self.progress(i))
        pen.marker("dot", start, style.MARKER_RADIUS, self.theme.ink, self.theme.background)

    def _paint_trial(self, pen: Pen, start: Points, trial: Trial, progress: float) -> None:
        if progress <= 0.0:
            return
        at, theme = self.place(trial, progress), self.theme
        if progress < 1.0:
            pen.arrow(start, self.place(trial, min(progress, 0.5)), theme.ink, 0.6 * style.ARROW_WIDTH)
            pen.marker("dot", at, style.MARKER_RADIUS, theme.ink, theme.background)
        else:
            shape, colour = ("dot", theme.fell) if trial.accepted else ("ring", theme.rejected)
            pen.marker(shape, at, style.MARKER_RADIUS, colour, theme.background)  # type: ignore[arg-type]


class CutLine(Painted):
    """Where on the map a cut runs: the full step, as far as its curve has been drawn."""

    def __init__(self, plot: CutPlot, frame: Frame, theme: Theme) -> None:
        super().__init__()
        self.plot, self.frame, self.theme = plot, frame, theme

    def paint(self, pen: Pen) -> None:
        """Draw the part of the step that is in the picture."""
        ends = self.plot.cut.at(np.array([0.0, self.plot.curve.reveal]))
        here, there = self.frame.place(ends[:, 0], ends[:, 1])
        line = drawable(here, there, self.frame)
        if line is not None:
            with pen.inside(self.frame.rectangle):
                pen.line(line, self.theme.curve, style.GHOST_WIDTH)
