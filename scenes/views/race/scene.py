"""Several learning rates at once: the same start, the same clock, a small picture each, and one plot of all losses."""

from __future__ import annotations

import numpy as np

from gdcore.methods.registry import is_plain, method_label
from gdcore.scenario import Scenario
from gdcore.studies.race import heights, minimum_known, times
from gdcore.studies.race_names import run_parts
from gdcore.text.language import tr
from gdcore.text.notation import computed, factor_of_a_step
from scenes.geometry import Place
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.style import LEFT, RIGHT, Theme
from scenes.painting.text import Each, Readout, Text
from scenes.runners.fates import fate
from scenes.runners.headings import headings
from scenes.runners.lines import RunLines, fitted, label_room, runners
from scenes.runners.loss_axes import LossAxes
from scenes.runners.loss_frame import LossFrame, loss_frame
from scenes.shown_range.growing_view import common_view
from scenes.stage.arrangement import Needs
from scenes.stage.base import DescentScene
from scenes.stage.hud import counted
from scenes.stage.verdict_box import is_settled
from scenes.views.race.panel import Panel

HEAD, GAP = 0.34, 0.14
"""From the top of the picture to the headings' line, and from there to the panels."""
PANEL_HEIGHT, FATES, PLOT_TOP = 1.5, 0.76, 1.27
"""The height of a panel, and how far under it the words on the runs and the plot's top lie."""
HEAD_GAP = 0.16
BEFORE, AFTER = 0.24, 0.34
"""Room to the left of a panel, and for its axis' name to its right."""
WIDEST = 4.6
NUMBERS = (0.7, 0.42)
"""Room for the plot's numbers, at its left and below."""


class CurveRaceScene(DescentScene):
    """Shows a scenario of one parameter and its companions side by side, in panels that show the same."""

    needs = Needs(numbers="below")

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
        self.runners = runners(self.scenario, times(self.scenario), above, self.theme)
        self.panels = self._panels()
        losses = loss_frame(self._plot(), float(max(self.n_steps, 1)), above, measured=minimum_known(self.scenario))
        self.plot_axes = LossAxes(losses, self.theme, (" ", self._plot_title(losses)), (11, 5))
        self.lines = RunLines(self.runners, losses, self.theme)
        self.counter = step_counter(self.scenario, self.n_steps, self.theme)
        self.headings = self._headings()
        self.verdicts = [*self._fates(), *self._multipliers()]
        self.moving: list[Painted] = [*self.panels, self.lines, self.counter]

    @property
    def top(self) -> float:
        """The top of everything under the formula."""
        _, bottom, _, height = self.places.picture
        return bottom + height

    @property
    def pitch(self) -> float:
        """The width of a panel with all that belongs to it."""
        return min((RIGHT - LEFT) / len(self.scenario.runs), WIDEST)

    @property
    def floor(self) -> float:
        """The bottom of the panels."""
        return self.top - HEAD - GAP - PANEL_HEIGHT

    def _plot(self) -> Place:
        """Return the place of the plot; it is as wide as the names at the ends of its lines let it be."""
        left, bottom = LEFT + NUMBERS[0], self.places.panel[1] + NUMBERS[1]
        width = RIGHT - left - label_room([runner.label for runner in self.runners])
        return left, bottom, width, self.floor - PLOT_TOP - bottom

    def _panels(self) -> list[Panel]:
        view = common_view(self.scenario.runs)
        return [
            Panel(run, view, (self._left(i), self.floor, self._width(), PANEL_HEIGHT), runner.colour, self.theme)
            for i, (run, runner) in enumerate(zip(self.scenario.runs, self.runners, strict=True))
        ]

    def _left(self, i: int) -> float:
        return (i - len(self.scenario.runs) / 2.0) * self.pitch + BEFORE

    def _width(self) -> float:
        return self.pitch - BEFORE - AFTER

    def _headings(self) -> list[Text]:
        names = run_parts(self.scenario, method_label)
        columns = [(self._left(i), self.top - HEAD, runner.colour) for i, runner in enumerate(self.runners)]
        return headings(names, columns, self.pitch - HEAD_GAP, style.VERDICT_SIZE)

    def _fates(self) -> list[Text]:
        """Return what became of each run, under its panel: in a word where more has no room."""
        for in_a_word in (False, True):
            texts = [
                Text(f"*{fate(run, in_a_word=in_a_word)}*", self._left(i), self.floor - FATES, style.POINT_SIZE,
                     self.runners[i].colour)
                for i, run in enumerate(self.scenario.runs)
            ]  # fmt: skip
            if found := fitted(texts, [self.pitch - HEAD_GAP] * len(texts)):
                return found
        return []

    def _multipliers(self) -> list[Text]:
        """Return the factor per step of each run, beside its name; none if there is not room for all."""
        line = self.top - HEAD
        if len(self.headings) > len(self.runners):
            return []
        width = self._width() + HEAD_GAP
        texts = [
            Text(multiplier(run), self._left(i) + width, line, style.POINT_SIZE, runner.colour, "right")
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
        plain = all(is_plain(run.method) and run.method.schedule.is_constant for run in self.scenario.runs)
        if not plain or self.scenario.objective.name != "parabola":
            return []
        name, x = self.scenario.objective.parameters[0], LEFT + self.formula.text_width + 0.55
        return [
            Text(f"${name}_(k+1) = (1 - 2 eta) thin {name}_k$", x, style.FORMULA_Y, self.formula.size, self.theme.ink)
        ]

    def _graphs(self) -> list[Painted]:
        return [part for panel in self.panels for part in panel.furniture]

    def introduce(self) -> None:
        """The graphs, and the same start in all of them."""
        self.say("introduce")
        self.add(self.title)
        self.fade(
            [self.formula, self.plot_axes, *self.headings, *self._graphs(), *self.panels, self.lines, self.counter]
        )

        def rise(share: float) -> None:
            for panel in self.panels:
                panel.upright = share

        self.change(self.panels, pacing.UPRIGHT_S, rise)
        self.hold(pacing.SETTLE_S)

    def first_step(self) -> None:
        """One step of every run, slowly, and a moment to compare."""
        self.say("slope")
        self.take_steps(self.moving, pacing.moments(self.durations[:1], self.tempo))
        self.hold(pacing.SETTLE_S)

    def further_steps(self) -> None:
        """All other steps on one clock."""
        if self.n_steps > 1:
            self.say("steps")
            self.take_steps(self.moving, pacing.moments(self.durations[1:], self.tempo, first=1))

    def conclude(self) -> None:
        """Write what became of each run, while its steps light up."""
        self.say("verdict")
        self.fade([*self.verdicts, *self._rule()], pacing.VERDICT_S)

        def light(share: float) -> None:
            for panel in self.panels:
                panel.lit = share * panel.run.n_steps

        self.change(self.panels, pacing.LIGHT_S, light, even=True)
        self.hold(pacing.FINAL_HOLD_S)

    @property
    def durations(self) -> np.ndarray:
        """Seconds for each step of the longest run."""
        return pacing.step_durations(self.n_steps, pacing.RACE_S, pacing.RACE_STEP_S)


def step_counter(scenario: Scenario, n_steps: int, theme: Theme) -> Readout:
    """Return the shared step counter, at the right under the title."""
    names = {method_label(run.method.name) for run in scenario.runs}
    before = f"{names.pop()} #h(0.7em) " if len(names) == 1 else ""
    sources = Each(n_steps + 1, lambda k: f"{before}{counted(k, n_steps, theme)}")
    size = style.SMALL_FORMULA_SIZE
    widest = Text(sources[-1], 0.0, 0.0, size, theme.ink).text_width
    return Readout(sources, RIGHT - widest, style.FORMULA_Y, size, [theme.ink] * (n_steps + 1))


def multiplier(scenario: Scenario) -> str:
    """Return the factor per step of the distance as Typst markup, with its sign for plain descent on a quadratic."""
    verdict = scenario.verdict
    plain = is_plain(scenario.method) and scenario.objective.quadratic
    if plain and verdict.eigenvalues is not None and len(verdict.eigenvalues) == 1:
        signed = computed(1.0 - verdict.eigenvalues[0])
        return f"$times ({signed.typst})$" if signed.digits.startswith("-") else f"$times {signed.typst}$"
    # Where theory does not bear it out, the last two steps' ratio is chance.
    settled = verdict.measured_factor is not None and is_settled(verdict)
    return f"$times {factor_of_a_step(verdict.measured_factor).typst}$" if settled and verdict.measured_factor else " "
