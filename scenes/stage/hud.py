"""The head-up display: title, method and rates, step, iterate, loss, and the loss by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial

import numpy as np

from gdcore.descent.registry import is_line_search, is_plain, method_label
from gdcore.descent.trajectory import Trajectory
from gdcore.expressions.written import typst_name
from gdcore.scenario import Scenario
from gdcore.text.language import tr, tr_p
from gdcore.text.notation import Number, rounded, scientific, whole
from scenes.geometry import Place
from scenes.painting import style
from scenes.painting.canvas import Painted
from scenes.painting.fitting import LEADING, block, unit_text
from scenes.painting.style import LEFT, RIGHT, TOP, Theme
from scenes.painting.text import Each, Readout, SmallText, Text, escaped
from scenes.plots.outcomes import outcome_colours
from scenes.plots.ticks import told_apart
from scenes.stage.symbols import indexed, small_print, subscript, symbol
from scenes.typesetting.typeset import typeset

COLUMN_TOP = 2.72
SMALLEST_TITLE, LONG_TITLE = 0.31, 0.27
"""The size of a title on one line, and on two."""
SAMPLED, LONGEST = 400, 150
"""Lines of a long run sampled to find the widest, and how many of the longest of these are set."""
FIRST_LINE, NEXT_LINE, GAP = 0.39, 0.39, 0.42
BESIDE_FORMULA = 0.55


def title(scenario: Scenario, theme: Theme) -> Text:
    """Return the title: smaller if it would leave the frame, on two lines if that were too small, and then cut."""
    text = Text(f"*{escaped(scenario.title)}*", LEFT, TOP, style.TITLE_SIZE, theme.ink)
    text.size /= max(1.0, text.text_width / (RIGHT - LEFT))
    if text.size < SMALLEST_TITLE:
        text.size = LONG_TITLE
        text.outline, n_lines = block(scenario.title, (RIGHT - LEFT) / LONG_TITLE, 2, "*{}*")
        text.place[1] += (n_lines - 1) * LEADING * LONG_TITLE
    return text


def formula(scenario: Scenario, theme: Theme, room: float) -> Text:
    """Return the definition of the objective, the line under the title; see ``formula_line``."""
    objective = scenario.objective
    if not objective.formula:
        return formula_line(escaped(objective.name), theme.label, room)
    names = ", ".join(typst_name(name) for name in objective.parameters)
    return formula_line(f"${objective.symbol}({names}) = {objective.formula}$", theme.label, room)


def formula_line(source: str, colour: str, room: float, x: float = LEFT) -> Text:
    """Return a line under the title, shrunk to fit its room; blank if that would be too small to read.

    What is left out here still appears on the page.
    """
    text = Text(source, x, style.FORMULA_Y, style.SMALL_FORMULA_SIZE, colour)
    text.size /= max(1.0, text.text_width / max(room, 1e-9))
    return text if text.size >= style.READABLE else Text(" ", x, style.FORMULA_Y, text.size, colour)


class Column:
    """The numbers: small labels with values under them, from the top down, as ``static`` texts and ``readouts``."""

    def __init__(self, scenario: Scenario, x: float, theme: Theme) -> None:
        self.scenario, self.x, self.theme, self.y = scenario, x, theme, COLUMN_TOP
        self.static: list[Painted] = []
        self.readouts: list[Readout] = []
        run = scenario.trajectory
        self.colours = outcome_colours(run, theme)
        self._block(_method(scenario, theme), [[line] for line in _rates(scenario)])
        self._block(tr("step"), [_steps(scenario, theme)])
        self._block(_iterate_label(scenario), _iterates(scenario))
        self._block(tr("loss"), [_losses(scenario)], self.colours)

    def _block(self, label: str, lines: Sequence[Sequence[str]], colours: list[str] | None = None) -> None:
        heading = SmallText(label, self.x, self.y, self.theme)
        heading.size /= max(1.0, heading.text_width / (RIGHT + 0.1 - self.x))
        self.static.append(heading)
        widest = max(outline.width for sources in lines for outline in typeset(longest(sources)))
        size = min(style.VALUE_SIZE, (RIGHT + 0.1 - self.x) / widest)
        for i, sources in enumerate(lines):
            self.y -= NEXT_LINE if i else FIRST_LINE
            if len(sources) == 1:
                self.static.append(Text(sources[0], self.x, self.y, size, self.theme.ink))
            else:
                inks = colours or [self.theme.ink] * len(sources)
                self.readouts.append(Readout(sources, self.x, self.y, size, inks))
        self.y -= GAP


def longest(sources: Sequence[str]) -> list[str]:
    """Return candidates for the widest line; of very many lines, from an even sample."""
    sample = np.unique(np.linspace(0, len(sources) - 1, SAMPLED).astype(int)).tolist()
    return sorted((sources[k] for k in sample), key=len)[-LONGEST:]


def inset_frame(column: Column) -> Place:
    """Return left, bottom, width and height of the small picture that fills the column below its numbers."""
    bottom = -2.42
    return column.x + 0.45, bottom, RIGHT - column.x - 0.5, column.y - 0.16 - bottom


def _rates(scenario: Scenario) -> list[str]:
    """Return one line per rate."""
    method, names = scenario.trajectory.method, scenario.objective.parameters
    rates = [rounded(rate).typst for rate in method.learning_rate]
    if len(names) == 1:
        return [f"$eta = {rates[0]}$"]
    return [f"$eta_{subscript(name)} = {rate}$" for name, rate in zip(names, rates, strict=True)]


def _method(scenario: Scenario, theme: Theme) -> str:
    """Return the method's name with its other hyperparameters, a line's heading."""
    method = scenario.trajectory.method
    others = [f"${symbol(key)} = {rounded(value).typst}$" for key, value in method.hyperparameters.items()]
    name = escaped(method_label(method.name))
    return f'{name} #h(0.4em) #text(fill: rgb("{theme.ink}"))[{", ".join(others)}]' if others else name


def _steps(scenario: Scenario, theme: Theme) -> Sequence[str]:
    """Return what the step counter reads; where steps are halved, which part of the full step the last one was."""
    run = scenario.trajectory
    if not is_line_search(run.method):
        return Each(run.n_steps + 1, lambda k: _counter(run, k))
    refused = np.bincount([trial.k for trial in run.rejected], minlength=run.n_steps)[: run.n_steps]
    shrink = Fraction(run.method.hyperparameters.get("shrink", 0.5))

    def line(k: int) -> str:
        n = int(refused[k - 1]) if k else 0
        share = tr("full step") if n == 0 else tr("step × {share}", share=_share(shrink**n))
        return f"{_counter(run, k)} #h(0.3em) {small_print(share, theme)}" if k else _counter(run, k)

    return Each(run.n_steps + 1, line)


def _counter(run: Trajectory, k: int) -> str:
    return counted(k, run.n_steps)


def counted(k: int, n_steps: int) -> str:
    """Return what a step counter reads, as Typst markup."""
    return tr("$k = {k}$ of ${steps}$", k=whole(k).typst, steps=whole(n_steps).typst)


def _share(share: Fraction) -> str:
    return str(share) if share.denominator <= 1024 else rounded(float(share)).plain


def _iterate_label(scenario: Scenario) -> str:
    return tr_p("heading", "line") if scenario.objective.table is not None else tr("iterate")


def _iterates(scenario: Scenario) -> Sequence[Sequence[str]]:
    """Return, for each parameter, what its value reads at each step.

    On a one-parameter quadratic plain descent multiplies the error by one number; there the product is written out.
    """
    run, objective = scenario.trajectory, scenario.objective
    if objective.n_parameters == 1:
        written = told_apart(run.iterates[:, 0], partial(rounded, significant=4))
        return [Each(run.n_steps + 1, lambda k: _product(scenario, k, written))]
    return [Each(run.n_steps + 1, _coordinate(scenario, i)) for i in range(objective.n_parameters)]


def _coordinate(scenario: Scenario, i: int) -> Callable[[int], str]:
    objective, values = scenario.objective, scenario.trajectory.iterates[:, i]
    name, unit, written = typst_name(objective.parameters[i]), unit_text(objective.units[i]), told_apart(values, _short)
    return lambda k: f"${name} = {written(float(values[k]))}$ {unit}"


def _short(value: float) -> Number:
    return rounded(value, 6 if 1e4 <= abs(value) < 1e6 else 4 if abs(value) < 1e6 else 3)


def _product(scenario: Scenario, k: int, written: Callable[[float], str]) -> str:
    run, verdict = scenario.trajectory, scenario.verdict
    name, value = scenario.objective.parameters[0], written(float(run.iterates[k, 0]))
    plain = is_plain(run.method) and scenario.objective.quadratic
    if k == 0 or not plain or verdict.eigenvalues is None or np.any(run.objective.minimiser):
        return f"${indexed(name, k)} = {value}$"
    before = rounded(run.iterates[k - 1, 0], 4)
    inner = f"({before.typst})" if before.digits.startswith("-") else before.typst
    return f"${indexed(name, k)} = {rounded(1.0 - verdict.eigenvalues[0]).typst} times {inner} = {value}$"


def _losses(scenario: Scenario) -> Sequence[str]:
    run, objective = scenario.trajectory, scenario.objective
    symbol, name, unit = objective.symbol, objective.parameters[0], unit_text(objective.value_unit)
    if objective.n_parameters == 1:
        short = told_apart(run.losses)
        return Each(run.n_steps + 1, lambda k: f"${symbol}({indexed(name, k)}) = {short(float(run.losses[k]))}$")
    written = told_apart(run.losses, scientific if abs(run.losses).max() >= 1e6 else rounded)
    return Each(run.n_steps + 1, lambda k: f"${symbol} = {written(float(run.losses[k]))}$ {unit}")
