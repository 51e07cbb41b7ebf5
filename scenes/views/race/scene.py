"""Several learning rates at once: the same start, the same clock, a small picture each, and one plot of all losses."""

from __future__ import annotations

from functools import partial

import numpy as np

from gdcore.descent.registry import is_plain, method_label
from gdcore.expressions.written import typst_name
from gdcore.scenario import Scenario
from gdcore.studies.race import heights, landing, minimum_known
from gdcore.studies.race_names import run_parts
from gdcore.text.language import tr, tr_n
from gdcore.text.notation import fixed, rounded
from gdcore.theory.verdict_words import kind_word
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.style import LEFT, RIGHT, Theme
from scenes.painting.text import Each, Readout, Text
from scenes.stage.base import DescentScene
from scenes.stage.hud import counted
from scenes.stage.verdict_box import is_settled
from scenes.typesetting.typeset import typeset
from scenes.views.race.growing_view import first_view
from scenes.views.race.headings import headings
from scenes.views.race.lines import RaceLines, fitted, label_room, runners
from scenes.views.race.loss_axes import LossAxes
from scenes.views.race.loss_frame import LossFrame, loss_frame
from scenes.views.race.panel import Panel

FLOOR, HEIGHT = 0.34, 1.62
"""The bottom and the height of the panels' graphs."""
HEAD_GAP = 0.16
BEFORE, AFTER = 0.42, 0.2
"""Room for numbers to the left of a panel, and for its axis' name to its right."""
WIDEST = 4.6
EASILY_READ = 0.225
SAMPLED = 60
"""How many of a run's numbers are typeset to find the widest."""
HEAD_Y, LINES_Y, LINE = 2.1, -0.34, 0.36
PLOT = (LEFT + 0.6, -3.4, 1.82)
"""Left, bottom and height of the plot; it is as wide as the names at the ends of its lines let it be."""
FEW = 5
"""The most runs whose fates are told in more than a word."""
CREEPING = 0.5**0.5
"""A distance that shrinks by less than this is not even halved in two steps."""


class CurveRaceScene(DescentScene):
    """Shows a scenario of one parameter and its companions side by side."""

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.first_step()
        self.further_steps()
        self.conclude()

    def setup(self) -> None:
        """Build a panel for each run, and the plot of all losses."""
        super().setup()
        runs = self.scenario.runs
        self.n_steps = max(run.trajectory.n_steps for run in runs)
        above = heights(self.scenario)
        self.runners = runners(self.scenario, [np.arange(len(gap), dtype=float) for gap in above], above, self.theme)
        self.panels = self._panels()
        left, bottom, height = PLOT
        place = left, bottom, RIGHT - left - label_room([runner.label for runner in self.runners]), height
        losses = loss_frame(place, float(max(self.n_steps, 1)), above, measured=minimum_known(self.scenario))
        self.plot_axes = LossAxes(losses, self.theme, (" ", self._plot_title(losses)), (11, 6))
        self.lines = RaceLines(self.runners, losses, self.theme)
        self.counter = step_counter(self.scenario, self.n_steps, self.theme)
        self.headings = self._headings()
        self.numbers = [readout for i in range(len(runs)) for readout in self._numbers(i)]
        for readout in self.numbers:
            readout.size = min(other.size for other in self.numbers)
        self.verdicts = [*self._fates(), *self._multipliers()]
        self.moving: list[Painted] = [*self.panels, self.lines, self.counter, *self.numbers]

    @property
    def pitch(self) -> float:
        """The width of a panel with all that belongs to it."""
        return min((RIGHT - LEFT) / len(self.scenario.runs), WIDEST)

    def _panels(self) -> list[Panel]:
        view = first_view(self.scenario)
        return [
            Panel(run.trajectory, view, (self._left(i), FLOOR, self._width(), HEIGHT), runner.colour, self.theme)
            for i, (run, runner) in enumerate(zip(self.scenario.runs, self.runners, strict=True))
        ]

    def _left(self, i: int) -> float:
        return (i - len(self.scenario.runs) / 2.0) * self.pitch + BEFORE

    def _width(self) -> float:
        return self.pitch - BEFORE - AFTER

    def _headings(self) -> list[Text]:
        names = run_parts(self.scenario, method_label)
        columns = [(self._left(i), HEAD_Y, runner.colour) for i, runner in enumerate(self.runners)]
        return headings(names, columns, self.pitch - HEAD_GAP, style.VERDICT_SIZE)

    def _numbers(self, i: int) -> list[Readout]:
        """Return where a run stands, and its loss there; a run that has ended reads as at its end."""
        run = self.scenario.runs[i].trajectory
        n, inks = self.n_steps + 1, [self.theme.ink] * (self.n_steps + 1)
        name, symbol = run.objective.parameters[0], run.objective.symbol
        sample = sorted(set(np.linspace(0, self.n_steps, SAMPLED).astype(int).tolist()))
        for digits in (3, 2, 1):  # numbers that would have to be too small are told with fewer digits
            rows = [
                Each(n, partial(_told, typst_name(name), run.iterates[:, 0], digits)),
                Each(n, partial(_told, symbol, run.losses, digits)),
            ]
            widest = max(outline.width for row in rows for outline in typeset([row[k] for k in sample]))
            size = min(style.POINT_SIZE, (self.pitch - 0.15) / widest)
            if size >= EASILY_READ:
                break
        places = [(self._left(i), LINES_Y), (self._left(i), LINES_Y - LINE)]
        return [Readout(row, *place, size, inks) for row, place in zip(rows, places, strict=True)]

    def _fates(self) -> list[Text]:
        """Return what became of each run, under its numbers."""
        words = [fate(run, in_a_word=len(self.runners) > FEW) for run in self.scenario.runs]
        texts = [
            Text(f"*{word}*", self._left(i), LINES_Y - 2.0 * LINE, style.POINT_SIZE, self.runners[i].colour)
            for i, word in enumerate(words)
        ]
        return fitted(texts, [self.pitch - 0.26] * len(texts))

    def _multipliers(self) -> list[Text]:
        """Return the factor per step of each run, beside its name; none if there is not room for all."""
        if any(heading.place[1] != HEAD_Y for heading in self.headings):
            return []
        width = self._width() + AFTER
        texts = [
            Text(multiplier(run), self._left(i) + width, HEAD_Y, style.POINT_SIZE, runner.colour, "right")
            for i, (run, runner) in enumerate(zip(self.scenario.runs, self.runners, strict=True))
        ]
        return fitted(texts, [width - heading.text_width - 0.12 for heading in self.headings])

    def _plot_title(self, losses: LossFrame) -> str:
        if not losses.is_log:
            return tr("loss by step")
        above = minimum_known(self.scenario) and self.scenario.objective.minimum != 0.0
        return tr("loss above the minimum by step, log scale") if above else tr("loss by step, log scale")

    def _rule(self) -> list[Text]:
        """Return, beside the formula, what the multipliers are made of, where it is as simple as for the parabola."""
        plain = all(is_plain(run.method) for run in self.scenario.runs)
        if not plain or self.scenario.objective.name != "parabola":
            return []
        name, x = self.scenario.objective.parameters[0], LEFT + self.formula.text_width + 0.55
        return [
            Text(f"${name}_(k+1) = (1 - 2 eta) thin {name}_k$", x, style.FORMULA_Y, self.formula.size, self.theme.ink)
        ]

    def introduce(self) -> None:
        """The graphs, and the same start in all of them."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.formula, self.plot_axes, *self.headings, *self.panels, self.lines, self.counter, *self.numbers])
        self.hold(pacing.INTRODUCE_S + pacing.FADE_S)

    def first_step(self) -> None:
        """One step of every run, slowly, and a moment to compare."""
        self.say("slope")
        self.take_steps(self.moving, pacing.moments(self.durations[:1], self.fps))
        self.hold(pacing.SETTLE_S)

    def further_steps(self) -> None:
        """All other steps on one clock."""
        if self.n_steps > 1:
            self.say("steps")
            self.take_steps(self.moving, pacing.moments(self.durations[1:], self.fps, first=1))

    def conclude(self) -> None:
        """Write what became of each run."""
        self.say("verdict")
        self.fade([*self.verdicts, *self._rule()], pacing.VERDICT_S)
        self.hold(pacing.FINAL_HOLD_S)

    @property
    def durations(self) -> np.ndarray:
        """Seconds for each step of the longest run."""
        return pacing.step_durations(self.n_steps, pacing.RACE_S, pacing.RACE_STEP_S)


def _told(name: str, values: np.ndarray, digits: int, k: int) -> str:
    return f"${name} = {rounded(values[min(k, len(values) - 1)], digits).typst}$"


def step_counter(scenario: Scenario, n_steps: int, theme: Theme) -> Readout:
    """Return the shared step counter, at the right under the title."""
    names = {method_label(run.method.name) for run in scenario.runs}
    before = f"{names.pop()} #h(0.7em) " if len(names) == 1 else ""
    sources = Each(n_steps + 1, lambda k: f"{before}{counted(k, n_steps)}")
    size = style.SMALL_FORMULA_SIZE
    widest = Text(sources[-1], 0.0, 0.0, size, theme.ink).text_width
    return Readout(sources, RIGHT - widest, style.FORMULA_Y, size, [theme.ink] * (n_steps + 1))


def fate(scenario: Scenario, *, in_a_word: bool = False) -> str:
    """Return what became of a run, in a word or two."""
    run, verdict = scenario.trajectory, scenario.verdict
    if verdict.kind != "converging":
        return tr("overflowing") if run.stopped == "overflow" else kind_word(verdict.kind)
    landed = landing(run)
    if landed is not None:
        return tr_n("lands in {steps} step", "lands in {steps} steps", landed, steps=landed)
    if verdict.overshoots:
        return tr("overshoots") if in_a_word else tr("overshoots, converging")
    slow = verdict.predicted_factor is not None and verdict.predicted_factor > CREEPING
    return tr("creeps") if slow else kind_word("converging")


def multiplier(scenario: Scenario) -> str:
    """Return the factor per step of the distance as Typst markup, with its sign for plain descent on a quadratic."""
    verdict = scenario.verdict
    plain = is_plain(scenario.method) and scenario.objective.quadratic
    if plain and verdict.eigenvalues is not None and len(verdict.eigenvalues) == 1:
        signed = rounded(1.0 - verdict.eigenvalues[0])
        return f"$times ({signed.typst})$" if signed.digits.startswith("-") else f"$times {signed.typst}$"
    # Where theory does not bear it out, the last two steps' ratio is chance.
    settled = verdict.measured_factor is not None and is_settled(verdict)
    return f"$times {fixed(verdict.measured_factor).typst}$" if settled and verdict.measured_factor else " "
