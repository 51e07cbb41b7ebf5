"""Heavy-ball momentum moves the edge of stability: one line, one eigenvalue, and runs on both sides."""

from __future__ import annotations

import numpy as np

from gdcore.scenario import Scenario
from gdcore.text.language import tr
from gdcore.text.notation import fixed
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.style import LEFT
from scenes.painting.text import SmallText, Text
from scenes.stage import hud
from scenes.stage.base import DescentScene
from scenes.views.momentum.edge import StabilityEdge
from scenes.views.momentum.losses import RunLosses, beta_of

FACTOR_DECIMALS = 4
"""Next to the edge a factor differs from 1 by less than a hundredth."""


class MomentumScene(DescentScene):
    """Shows runs at the same rates with growing momentum, and the edge of stability as it moves past them."""

    column_x = 2.8
    inset: RunLosses

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.show_rule()
        self.further_runs()
        self.conclude()

    def setup(self) -> None:
        """Build the number line, and the numbers of every run, in the order of growing momentum."""
        self.order = sorted(self.scenario.runs, key=beta_of)
        super().setup()
        eigenvalues = self.verdict.eigenvalues
        assert eigenvalues is not None  # data without a minimiser has no eigenvalues, and no such lesson
        self.line = StabilityEdge(float(eigenvalues[0]), [beta_of(run) for run in self.order], self.theme)
        self.columns = [self._column(run) for run in self.order]

    def make_inset(self, _place: tuple[float, float, float, float]) -> RunLosses:
        """Return the losses of all runs, which are the main picture here."""
        return RunLosses(self.order, self.theme)

    def _column(self, run: Scenario) -> hud.Column:
        """Return the numbers of a run, and the factor per step of its distance in the long run."""
        column, verdict = hud.Column(run, self.column_x, self.theme), run.verdict
        if verdict.predicted_factor is not None:
            colour = self.theme.fell if verdict.kind == "converging" else self.theme.rose
            factor = f"$times {fixed(verdict.predicted_factor, FACTOR_DECIMALS).typst}$"
            column.static += [
                SmallText(tr("distance, in the long run"), column.x, column.y, self.theme),
                Text(
                    tr("{factor} a step", factor=factor),
                    column.x,
                    column.y - hud.FIRST_LINE,
                    style.VALUE_SIZE,
                    colour,
                ),
            ]
        return column

    def introduce(self) -> None:
        """The line, its edge without momentum, and the run that leaves."""
        self.say("introduce")
        self.add(self.title)
        column, losses = self.columns[0], self.inset
        still = [self.formula, *column.static, *self.line.furniture, *losses.furniture]
        self.fade([*still, self.line, *column.readouts, losses])
        self.hold(pacing.SETTLE_S)
        self._draw(0)

    def show_rule(self) -> None:
        """After the picture, the formula."""
        self.say("rule")
        self.remove(self.formula)
        rule = "$v_(k+1) = beta v_k - eta thin nabla 1/2 J(p_k), quad p_(k+1) = p_k + v_(k+1)$"
        self.fade([Text(rule, LEFT, style.FORMULA_Y, style.SMALL_FORMULA_SIZE, self.theme.ink)])
        self.hold(pacing.RULE_S)

    def further_runs(self) -> None:
        """Move the edge to each run's place, then draw the run."""
        for i in range(1, len(self.order)):
            self.say(f"run_{i + 1}")
            self._move_edge(i)
            self._draw(i)
            self.hold(pacing.SETTLE_S / 2.0)

    def _move_edge(self, i: int) -> None:
        """Let the momentum grow from run i - 1 to run i, and the numbers give way to those of the new run."""
        before, after = (beta_of(run) for run in self.order[i - 1 : i + 1])
        leaving, coming = changed(self.columns[i - 1], self.columns[i])

        def move(share: float) -> None:
            self.line.beta = before + pacing.eased(share) * (after - before)
            for part in leaving:
                part.opacity = max(0.0, 1.0 - 2.0 * share)
            for part in coming:
                part.opacity = max(0.0, 2.0 * share - 1.0)

        self.change([self.line, *leaving, *coming], pacing.EDGE_S, move, even=True)
        self.remove(*leaving)

    def _draw(self, i: int) -> None:
        """Draw run i, early steps slow, its numbers running along."""
        self.inset.drawn = i
        durations = pacing.step_durations(self.order[i].trajectory.n_steps, pacing.ONE_OF_MANY_S, pacing.QUICK_STEP_S)
        own = None if self.order[i] is self.scenario else ()
        self.take_steps([*self.columns[i].readouts, self.inset], pacing.moments(durations, self.fps), own)


def changed(before: hud.Column, after: hud.Column) -> tuple[list[Painted], list[Painted]]:
    """Return what one column has that the other has not, and the reverse; equal lines may stay."""
    leaving = [old for old in before.static if not any(_same(old, new) for new in after.static)]
    coming = [new for new in after.static if not any(_same(new, old) for old in before.static)]
    return [*leaving, *before.readouts], [*coming, *after.readouts]


def _same(a: Painted, b: Painted) -> bool:
    assert isinstance(a, Text)
    assert isinstance(b, Text)
    return a.outline is b.outline and a.size == b.size and np.array_equal(a.place, b.place)
