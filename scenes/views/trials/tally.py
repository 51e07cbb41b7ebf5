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

NUMBER_SIZE = 0.72


class Tally(Painted):
    """Three numbers one above the other: every trial costs a loss, every step a gradient."""

    def __init__(self, run: Trajectory, place: Place, theme: Theme) -> None:
        super().__init__()
        self.run, self.theme = run, theme
        self.rejected_at = np.array([trial.k for trial in run.rejected], int)
        left, bottom, _, height = place
        names = tr("losses computed"), tr("gradients computed"), tr("trials rejected")
        self.places = [np.array([left, bottom + height * (1.0 - (row + 0.6) / 3.0)]) for row in range(3)]
        self.furniture = [
            SmallText(escaped(name), float(at[0]), float(at[1]) + 0.62, theme)
            for name, at in zip(names, self.places, strict=True)
        ]

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
        """Draw the numbers."""
        for outline, at in zip(typeset([grouped(n) for n in self.counts]), self.places, strict=True):
            pen.text(outline, at, NUMBER_SIZE, self.theme.ink, still=False)
