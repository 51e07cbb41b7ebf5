"""The loss along one step: its curve, the lines that say how far it must fall, and the trials."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.text.language import tr, tr_n
from gdcore.text.notation import rounded, scientific
from gdcore.theory.loss_along_step import Trial, cuts
from scenes.geometry import Points, apart
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.labels import plate
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import SmallText, small
from scenes.plots.axes import Axes, Frame
from scenes.typesetting.typeset import typeset

DEEPEST = -1.0
"""No fall is larger than what the slope promises where the loss is convex."""
SAMPLES = 60
MARGIN, HEADROOM = 0.08, 0.16
DASH = (0.1, 0.1)
NAME_STEP = 0.58
"""From one of the names at the right to the next, two lines each."""
LEAST_UP = 0.48
"""How far over the axis the trials are counted at least."""
LEGEND = (0.07, -0.8)
"""Where the trials are counted: in the corner below what the slope promises."""


class CutPlot(Painted):
    """The cut along the step under way, with its trials; of all steps before, their trials stay as small marks.

    Across: the share t of the full step. Up: the change of the loss, as a share of what the slope promises. The cut of
    a step in ``told`` is drawn as a curve, as far as ``reveal``, as strong as ``strength``, and its trials are named.
    """

    def __init__(self, run: Trajectory, place: tuple[float, float, float, float], theme: Theme) -> None:
        super().__init__()
        self.run, self.theme = run, theme
        self.cuts = cuts(run)
        self.told: frozenset[int] = frozenset()
        self.strength = 1.0
        highest = max([0.0, *(trial.change for cut in self.cuts for trial in cut.trials)])
        self.frame = Frame(*place, (0.0, 1.0 + MARGIN), (DEEPEST - MARGIN, highest + HEADROOM))
        self.axes = Axes(self.frame, theme, ticks=(6, 6), size=style.SMALL_TICK_SIZE, grid=False)
        rejected = [tr_n("{count} rejected", "{count} rejected", n, count=n) for n in range(len(run.rejected) + 1)]
        taken = [tr_n("{count} taken", "{count} taken", n, count=n) for n in range(len(self.cuts) + 1)]
        self.counts = typeset(list(map(small, rejected))), typeset(list(map(small, taken)))
        self.furniture = [self.axes, *self._captions()]

    def _captions(self) -> list[Painted]:
        frame, theme = self.frame, self.theme
        above = frame.bottom + frame.height
        across, below = tr("share $t$ of the full step"), frame.bottom - 0.72
        upward = tr("change of $J$ along the step,\nin units of what the slope promises").split("\n")
        return [
            *(SmallText(line, frame.left - 0.3, above + 0.48 - 0.32 * row, theme) for row, line in enumerate(upward)),
            SmallText(across, frame.left + frame.width, below, theme, "right"),
        ]

    @property
    def shown(self) -> int:
        """The step whose cut is shown: the one under way, or the last one while nothing is."""
        k, moment = self.moment.k, self.moment
        under_way = k < len(self.cuts) and (moment.slope > 0.0 or moment.move > 0.0 or moment.trial > 0.0)
        return k if under_way or k == 0 else k - 1

    @property
    def n_tried(self) -> int:
        """How many trials of the cut that is shown have been made, the accepted one among them."""
        trials = len(self.cuts[self.shown].trials)
        if self.shown < self.moment.k:
            return trials
        return trials if self.moment.move > 0.0 else min(math.ceil(self.moment.trial), trials - 1)

    def place(self, trial: Trial) -> Points:
        """Return where a trial lies in the scene."""
        return self.frame.place(trial.share, trial.change)

    def paint(self, pen: Pen) -> None:
        """Draw the marks of the steps before, then the cut under way with its trials."""
        if not self.cuts:
            return
        cut = self.cuts[self.shown]
        pen.marker("dot", self.frame.place(0.0, 0.0), style.SMALL_MARKER_RADIUS, self.theme.ink, self.theme.background)
        for earlier in self.cuts[: self.shown]:
            for trial in earlier.trials:
                self._mark(pen, trial, style.SMALL_MARKER_RADIUS, style.FAINT_ALPHA)
        told = cut.k in self.told
        if told:
            left, bottom, width, height = self.frame.rectangle
            with pen.inside((left - 0.1, bottom - 0.1, width + 0.2, height + 0.2)):
                pen.line(self.curve(), self.theme.curve, style.CURVE_WIDTH, self.strength)
        for trial in cut.trials[: self.n_tried]:
            self._mark(pen, trial, style.MARKER_RADIUS)
            if told:
                self._name(pen, trial)
        self._paint_counts(pen)

    @property
    def drawn(self) -> float:
        """How far the step that is told has been drawn: the first one by ``reveal``, others as their slope is told."""
        return self.reveal if self.shown == 0 or self.shown < self.moment.k else self.moment.slope

    def curve(self) -> Points:
        """Return the curve of the cut that is shown; it grows out of the one before where that is told too."""
        k, share = self.shown, self.drawn
        t = np.linspace(0.0, self.frame.x[1], SAMPLES)
        change = self.cuts[k].change(t)
        if k - 1 in self.told:
            change = self.cuts[k - 1].change(t) * (1.0 - share) + change * share
            share = 1.0
        return self.frame.place(t, change)[: max(2, round(share * SAMPLES))]

    def _paint_counts(self, pen: Pen) -> None:
        """Count the trials so far: rings that were rejected, dots that were taken."""
        tried = sum(len(cut.trials) for cut in self.cuts[: self.shown]) + self.n_tried
        taken = self.shown + (self.n_tried == len(self.cuts[self.shown].trials))
        corner = np.maximum(self.frame.place(*LEGEND), [-np.inf, self.frame.bottom + LEAST_UP])
        for row, n in enumerate((tried - taken, taken)):
            at = corner - [0.0, 0.34 * row]
            self._draw_mark(pen, row == 1, at, style.MARKER_RADIUS)
            beside = at + [0.2, -0.3 * style.LABEL_SIZE]
            plate(pen, self.counts[row][n], beside, style.LABEL_SIZE, self.theme.label, self.theme)

    def _mark(self, pen: Pen, trial: Trial, radius: float, alpha: float = 1.0) -> None:
        self._draw_mark(pen, trial.accepted, self.place(trial), radius, alpha)

    def _draw_mark(self, pen: Pen, accepted: bool, at: Points, radius: float, alpha: float = 1.0) -> None:
        if accepted:
            pen.marker("dot", at, radius, self.theme.fell, self.theme.background, alpha)
        else:
            pen.marker("ring", at, radius, self.theme.rejected, self.theme.background, alpha)

    def _name(self, pen: Pen, trial: Trial) -> None:
        """Write the loss beside a trial: before a ring, under a dot, where neither curve nor lines are."""
        (outline,) = typeset([f"$J = {scientific(trial.loss).typst}$"])
        fading = pen.with_opacity(pen.opacity * self.strength)
        colour = self.theme.fell if trial.accepted else self.theme.rejected
        if trial.accepted and trial.share < 1.0:
            plate(fading, outline, self.place(trial) + [-0.12, -0.42], style.LABEL_SIZE, colour, self.theme)
        else:
            plate(fading, outline, self.place(trial) + [-0.18, 0.16], style.LABEL_SIZE, colour, self.theme, "right")


class Asked(Painted):
    """Three demands on a step: not to rise (halving), a share of the fall that the slope promises, all of it.

    ``reveal`` draws the lines from t = 0 to the right, where their names are.
    """

    def __init__(self, plot: CutPlot, sufficient: float, theme: Theme) -> None:
        super().__init__()
        self.frame, self.theme = plot.frame, theme
        self.slopes: Sequence[tuple[float, str, Sequence[float]]] = (
            (0.0, theme.axis, DASH), (-sufficient, theme.same, ()), (DEEPEST, theme.slope, DASH)
        )  # fmt: skip
        names = (
            tr("no rise:\nhalving"),
            tr("enough:\n{share}", share=f"$c = {rounded(sufficient).typst}$"),
            tr("the slope’s\npromise"),
        )
        self.names = typeset([small(line) for name in names for line in name.split("\n")])
        ends = [self.frame.place(0.0, slope * self.frame.x[1])[1] for slope, _, _ in self.slopes]
        wanted = np.array(ends) + [0.03, 0.03, 0.28]
        kept = np.maximum(apart(wanted[::-1], NAME_STEP), self.frame.bottom + 0.1 + NAME_STEP * np.arange(3))
        self.ups: list[float] = (kept[::-1] - ends).tolist()
        """How far over the end of each line the first line of its name stands."""

    def paint(self, pen: Pen) -> None:
        """Draw the lines and, once they are there, their names."""
        reach = self.reveal * self.frame.x[1]
        for i, (slope, colour, dash) in enumerate(self.slopes):
            line = self.frame.place(np.array([0.0, reach]), np.array([0.0, slope * reach]))
            pen.line(line, colour, style.PATH_WIDTH if not dash else style.GHOST_WIDTH, 1.0, dash)
            shown = float(np.clip(4.0 * self.reveal - 3.0, 0.0, 1.0))
            colour = self.theme.label if slope == 0.0 else colour
            for row in range(2):
                at = line[-1] + [0.14, self.ups[i] - 0.29 * row]
                pen.text(self.names[2 * i + row], at, style.LABEL_SIZE, colour, "left", shown, still=False)
