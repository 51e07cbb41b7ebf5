"""The list beside the graph: each rate, and what became of its run once that has been seen."""

from __future__ import annotations

import numpy as np

from gdcore.scenario import Scenario
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.fitting import LEADING, block
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import SMALL
from scenes.plots.outcomes import outcome
from scenes.runners.fates import fate
from scenes.sentences import claims
from scenes.typesetting.typeset import typeset

PITCH = 1.6
"""The height of a row, if there is room for it."""
INDENT = 0.46
NAME_SIZE, WORDS_SIZE = 0.46, 0.33
MOST_LINES = 2


def words_for(run: Scenario) -> str:
    """Return what became of a run, in words for the eye: where these are not true of it, its verdict."""
    if run.verdict.kind == "converging" and run.verdict.overshoots:
        return tr("too far, and yet it arrives")
    if claims.repeats_in_two(run):
        return tr("there and back, for ever")
    if run.verdict.kind == "diverging" and claims.all_rise(run):
        return tr("every jump lands higher")
    return fate(run)


class FateRow(Painted):
    """One run in the list; ``reveal`` goes from the question to what became of it."""

    def __init__(self, run: Scenario, i: int, n_rows: int, colour: str, place: Place, theme: Theme) -> None:
        super().__init__()
        left, bottom, width, height = place
        pitch = min(PITCH, height / n_rows)
        self.place = np.array([left, bottom + height - i * pitch - NAME_SIZE])
        self.colour, self.theme = colour, theme
        self.shape = outcome(run.trajectory, run.trajectory.n_steps)
        self.rate, self.question = typeset([f"$eta = {rounded(run.method.learning_rate[0]).typst}$", "?"])
        lines = MOST_LINES if pitch >= PITCH else 1
        self.words, _ = block(words_for(run), (width - INDENT) / WORDS_SIZE, lines, SMALL)
        self.reveal = 0.0

    def paint(self, pen: Pen) -> None:
        """Write the rate, and under it the question or the words."""
        x, y = self.place
        pen.text(self.rate, np.array([x + INDENT, y]), NAME_SIZE, self.colour)
        if self.reveal > 0.0:
            mark = np.array([x + 0.14, y + 0.3 * NAME_SIZE])
            pen.marker(self.shape, mark, style.MARKER_RADIUS, self.colour, alpha=self.reveal)
            under = np.array([x + INDENT, y - LEADING * NAME_SIZE * 0.92])
            pen.text(self.words, under, WORDS_SIZE, self.theme.ink, alpha=self.reveal)
        if self.reveal < 1.0:
            beside = np.array([x + INDENT + self.rate.width * NAME_SIZE + 0.25, y])
            pen.text(self.question, beside, NAME_SIZE, self.theme.label, alpha=1.0 - self.reveal)
