"""How often loss and gradient have been computed, and how many trials were rejected."""

from __future__ import annotations

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.text.language import grouped, tr
from scenes.geometry import Place
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import SmallText, escaped
from scenes.typesetting.typeset import typeset

NUMBER_SIZE, BAR_HEIGHT = 0.72, 0.48
BESIDE_BAR = 0.18
"""From the end of a bar to its number."""


class Tally(Painted):
    """Three numbers, each at the end of a bar to one scale: every trial costs a loss, every step a gradient."""

    def __init__(self, run: Trajectory, place: Place, theme: Theme) -> None:
        super().__init__()
        self.run, self.theme = run, theme
        self.rejected_at = np.array([trial.k for trial in run.rejected], int)
        left, bottom, width, height = place
        names = tr("losses computed"), tr("gradients computed"), tr("trials rejected")
        self.places = [np.array([left, bottom + height * (1.0 - (row + 0.6) / 3.0)]) for row in range(3)]
        self.furniture = [
            SmallText(escaped(name), float(at[0]), float(at[1]) + 0.62, theme)
            for name, at in zip(names, self.places, strict=True)
        ]
        most = max(run.loss_evaluations, run.gradient_evaluations, 1)
        (widest,) = typeset([grouped(most)])
        self.length = (width - BESIDE_BAR - NUMBER_SIZE * widest.width) / most
        """Of a bar for each evaluation."""
        self.colours = theme.curve, theme.slope, theme.rejected

    @property
    def counts(self) -> tuple[int, int, int]:
        """The losses and the gradients that have been computed by now, and the trials that were rejected."""
        k, moment, run = self.moment.k, self.moment, self.run
        if k == run.n_steps:  # a step that was tried in vain counts too
            return run.loss_evaluations, run.gradient_evaluations, len(run.rejected)
        (losses, gradients), most = run.evaluations[k : k + 2].tolist()
        rejected, tried = int((self.rejected_at < k).sum()), int(np.ceil(moment.trial))
        begun = moment.slope > 0.0 or tried > 0 or moment.move > 0.0
        return min(losses + tried + (moment.move > 0.0), most[0]), most[1] if begun else gradients, rejected + tried

    def paint(self, pen: Pen) -> None:
        """Draw the bars and the numbers."""
        counts = self.counts
        outlines = typeset([grouped(n) for n in counts])
        for n, outline, (left, low), colour in zip(counts, outlines, self.places, self.colours, strict=True):
            end, high = left + n * self.length, low + BAR_HEIGHT
            pen.fill(np.array([[left, low], [end, low], [end, high], [left, high]]), colour)
            at = np.array([end + (BESIDE_BAR if n else 0.0), low])
            pen.text(outline, at, NUMBER_SIZE, self.theme.ink, still=False)
