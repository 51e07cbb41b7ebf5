"""The last word of a clip: a box at the lower right, and what it says of a run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.methods.registry import is_line_search
from gdcore.scenario import Scenario
from gdcore.text.language import tr, tr_n
from gdcore.text.notation import Number, factor_of_a_step
from gdcore.theory.verdict import Verdict
from gdcore.theory.verdict_words import kind_word
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import Theme
from scenes.painting.text import escaped
from scenes.stage.hud import labelled
from scenes.stage.symbols import kind_colour
from scenes.typesetting.typeset import typeset

MARGIN = 0.12
UNTOLD = 5e-5
"""A factor this near to 1 would read 1.0000, which says neither that a run shrinks nor that it grows."""
SETTLED = 0.01
"""The largest relative difference at which the measured factor counts as the predicted one."""


class VerdictBox(Painted):
    """A line of Typst markup and, where there is more to say, one below it, in a tinted box; smaller if too wide."""

    def __init__(self, lines: Sequence[str], colour: str, place: Place) -> None:
        super().__init__()
        self.colour, self.place, self.outlines = colour, place, typeset(lines)
        room = place[2] - 2.0 * MARGIN
        sizes = (style.VERDICT_SIZE, style.LABEL_SIZE)[: len(lines)]
        self.sizes = [min(size, room / line.width) for size, line in zip(sizes, self.outlines, strict=True)]

    def paint(self, pen: Pen) -> None:
        """Draw the box and its lines."""
        left, bottom, width, height = self.place
        corner = np.array([left, bottom])
        pen.box(corner, np.array([width, height]), 0.12, self.colour, fill_alpha=style.TINT_ALPHA, width=0.022)
        steps = np.arange(len(self.outlines), 0, -1) / (len(self.outlines) + 0.0)
        for outline, size, step in zip(self.outlines, self.sizes, steps, strict=True):
            middle = height * (step - 0.5 / len(self.outlines))
            pen.text(outline, corner + [MARGIN, middle - 0.33 * size], size, self.colour)


def verdict_box(scenario: Scenario, theme: Theme, place: Place) -> VerdictBox:
    """Return what the run does with its factor per step, and below it the factor that theory predicts."""
    return VerdictBox(_verdict_lines(scenario, theme), kind_colour(scenario.verdict.kind, theme), place)


def brief_verdict_box(scenario: Scenario, theme: Theme, place: Place) -> VerdictBox:
    """Return what the run does, and in how many steps, where no factor has been spoken of."""
    kind = scenario.verdict.kind
    lines = word_and_detail(kind_word(kind), _length(scenario.trajectory), theme)
    return VerdictBox(lines, kind_colour(kind, theme), place)


def word_and_detail(word: str, detail: str, theme: Theme) -> list[str]:
    """Return a word in bold and, as a line of its own, a detail in the colour of labels, as Typst markup."""
    return [f"*{escaped(word)}*", labelled(escaped(detail), theme)]


def _verdict_lines(scenario: Scenario, theme: Theme) -> list[str]:
    """Return the word and, beside it, what says the same in numbers: factors, a period, or how long the run was."""
    verdict, run = scenario.verdict, scenario.trajectory
    word = tr("overflowing") if run.stopped == "overflow" else kind_word(verdict.kind)
    measured, predicted = (_factor(number) for number in verdict.factors)
    if verdict.kind == "cycling" and verdict.period is not None and not run.objective.quadratic:
        detail = tr_n("every {n} step", "every {n} steps", verdict.period)
    elif run.stopped == "overflow" or (measured is None and predicted is None):
        detail = _length(run)
    elif measured is None or (predicted is not None and not is_settled(verdict) and _is_own(run)):
        return _with_factor(word, predicted, tr("a step in the end, in theory"), theme)
    elif predicted is None:
        return _with_factor(word, measured, tr("the last step"), theme)
    elif is_settled(verdict):
        return _with_factor(word, measured, tr("a step · predicted {factor}", factor=predicted.plain), theme)
    else:
        return _with_factor(word, measured, tr("last step · predicted {factor}", factor=predicted.plain), theme)
    return word_and_detail(word, detail, theme)


def _with_factor(word: str, factor: Number | None, detail: str, theme: Theme) -> list[str]:
    assert factor is not None
    return [f"*{escaped(word)}* #h(0.15em) $times {factor.typst}$", labelled(escaped(detail), theme)]


def _factor(value: float | None) -> Number | None:
    """Return a factor a step as it reads; none where that could not be told from 1, or nothing is left."""
    return None if value is None or value == 0.0 or 0.0 < abs(value - 1.0) < UNTOLD else factor_of_a_step(value)


def _is_own(run: Trajectory) -> bool:
    """Whether the factor of the last step says little about those to come: the run is on no quadratic."""
    return not run.objective.quadratic


def _length(run: Trajectory) -> str:
    """Return how many steps a run took, or of a method that tries them first, how many trials were in vain."""
    if run.rejected or is_line_search(run.method):
        return tr_n("{n} trial rejected", "{n} trials rejected", len(run.rejected))
    return tr_n("in {n} step", "in {n} steps", run.n_steps)


def is_settled(verdict: Verdict) -> bool:
    """Whether the last step shrank as theory says that all do, near a minimiser."""
    measured, predicted = verdict.measured_factor, verdict.predicted_factor
    if measured is None or predicted is None:
        return False
    return abs(measured / predicted - 1.0) < SETTLED if predicted else True
