"""The last word of a clip: a box at the lower right, and what it says of a run."""

from __future__ import annotations

import numpy as np

from gdcore.descent.registry import is_line_search
from gdcore.descent.trajectory import Trajectory
from gdcore.scenario import Scenario
from gdcore.text.language import tr, tr_n
from gdcore.text.notation import Number, factor_of_a_step
from gdcore.theory.verdict import Verdict
from gdcore.theory.verdict_words import kind_word
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.pen import Pen
from scenes.painting.style import RIGHT, Theme
from scenes.stage.symbols import kind_colour, small_print
from scenes.typesetting.typeset import typeset

VERDICT_WIDTH, HEIGHT, BOTTOM = 4.4, 0.66, -3.62
MARGIN = 0.18
UNTOLD = 5e-5
"""A factor this near to 1 would read 1.0000, which says neither that a run shrinks nor that it grows."""
SETTLED = 0.01
"""The largest relative difference at which the measured factor counts as the predicted one."""


class VerdictBox(Painted):
    """One line of Typst markup in a tinted box, set smaller if it would not fit."""

    def __init__(self, source: str, colour: str) -> None:
        super().__init__()
        self.colour, self.left = colour, RIGHT - VERDICT_WIDTH
        (self.outline,) = typeset([source])
        self.size = min(style.VERDICT_SIZE, (VERDICT_WIDTH - 2.0 * MARGIN) / self.outline.width)

    def paint(self, pen: Pen) -> None:
        """Draw the box and its line."""
        corner, size = np.array([self.left, BOTTOM]), np.array([VERDICT_WIDTH, HEIGHT])
        pen.box(corner, size, 0.12, self.colour, fill_alpha=style.TINT_ALPHA, width=0.022)
        pen.text(self.outline, corner + [MARGIN, HEIGHT / 2.0 - 0.3 * self.size], self.size, self.colour)


def verdict_box(scenario: Scenario, theme: Theme) -> VerdictBox:
    """Return what the run does, its factor per step, and the factor that theory predicts."""
    return VerdictBox(_verdict_source(scenario, theme), kind_colour(scenario.verdict.kind, theme))


def word_and_detail(word: str, detail: str, theme: Theme) -> str:
    """Return a word in bold, then a detail in small print, as Typst markup."""
    return f"*{word}* #h(0.3em) {small_print(detail, theme)}"


def _verdict_source(scenario: Scenario, theme: Theme) -> str:
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


def _with_factor(word: str, factor: Number | None, detail: str, theme: Theme) -> str:
    assert factor is not None
    return f"*{word}* #h(0.15em) $times {factor.typst}$ #h(0.15em) {small_print(detail, theme)}"


def _factor(value: float | None) -> Number | None:
    """Return a factor a step as it reads; none where that could not be told from 1, or nothing is left."""
    return None if value is None or value == 0.0 or 0.0 < abs(value - 1.0) < UNTOLD else factor_of_a_step(value)


def _is_own(run: Trajectory) -> bool:
    """Whether the factor of the last step says little about those to come: the run is on no quadratic."""
    return not run.objective.quadratic


def _length(run: Trajectory) -> str:
    """Return how many steps a run took, and of a method that tries them first, how many trials were in vain."""
    taken = tr_n("in {n} step", "in {n} steps", run.n_steps)
    if run.rejected or is_line_search(run.method):
        return f"{taken} · {tr_n('{n} trial rejected', '{n} trials rejected', len(run.rejected))}"
    return taken


def is_settled(verdict: Verdict) -> bool:
    """Whether the last step shrank as theory says that all do, near a minimiser."""
    measured, predicted = verdict.measured_factor, verdict.predicted_factor
    if measured is None or predicted is None:
        return False
    return abs(measured / predicted - 1.0) < SETTLED if predicted else True
