"""One parameter: the fate of every learning rate, and where the scenario's runs stand among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from gdcore.methods.registry import is_plain
from gdcore.studies.fates import ROUNDING, FateLine, fate_line, first_iterates
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from gdcore.theory.verdict_words import kind_word
from scenes.geometry import Place
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.style import LEFT
from scenes.painting.text import SmallText, Text, escaped
from scenes.plots.axes import Frame
from scenes.plots.run_colours import run_colours
from scenes.stage.base import DescentScene
from scenes.stage.hud import labelled
from scenes.stage.verdict_box import MARGIN, VerdictBox
from scenes.typesetting.typeset import typeset
from scenes.views.fate.blocks import Block, LiveBlock
from scenes.views.fate.cost import CostPlot
from scenes.views.fate.curve import FateCurve, LineWords, RunOnLine, colours_of, role_of
from scenes.views.fate.rate_axes import RateAxes, UprightAxes

NUMBERS, BESIDE = 0.78, 0.5
"""Room for numbers at the left of a plot, and for the axis' name at its right."""
NAME, ABOVE = 0.3, 0.2
"""From the top of the picture to the line of the curve's name, and from there to the curve."""
UNDER, CURVE_HEIGHT = 0.9, 1.66
"""Room under a curve that stands alone, for band and numbers; the height of one with a plot under it."""
PLOT_TOP, PLOT_NUMBERS = 1.14, 0.42
"""From the curve to the top of the plot under it, and room for its numbers."""
TRAIL = 12
"""Iterates shown of each rate."""
LIVE = 131
"""Rates whose numbers are shown while the sweep goes by."""


Swept = FateCurve | CostPlot | LiveBlock
"""What follows the rate that is looked at."""


@dataclass(frozen=True)
class Stage:
    """The curve of fates at one place: its frame, the runs that stand on it, and what stands around it."""

    frame: Frame
    curve: FateCurve
    standing: list[RunOnLine]
    furniture: list[Painted]


class FateScene(DescentScene):
    """Sweeps the learning rate from 0 upward, then sets the runs on the curve."""

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.sweep_rates()
        self.show_cost()
        self.set_others()
        self.conclude()

    def setup(self) -> None:
        """Build the curve of fates alone and with the plot of steps under it, and a block of numbers for each run."""
        super().setup()
        line = self.line
        left, bottom, width, height = self.places.picture
        left, width, top = left + NUMBERS, width - NUMBERS - BESIDE, bottom + height - NAME - ABOVE
        self.runs_colours = run_colours(self.scenario, self.theme)
        self.stage = self.alone = self._stage((left, bottom + UNDER, width, top - bottom - UNDER))
        self.cost, self.above = None, self.alone
        if line.steps is not None:
            self.above = self._stage((left, top - CURVE_HEIGHT, width, CURVE_HEIGHT))
            low = bottom + PLOT_NUMBERS
            ranges = (0.0, float(line.rates[-1])), (0.0, float(self.scenario.steps))
            frame = Frame(left, low, width, top - CURVE_HEIGHT - PLOT_TOP - low, *ranges)
            self.cost = CostPlot(line, frame, self.scenario, self.theme)
        self.blocks = [
            Block(run, i, TRAIL, self.runs_colours[i], self.places.panel, self.theme)
            for i, run in enumerate(self.scenario.runs[: Block.most])
        ]
        self.formula = Text(self._rule(), LEFT, style.FORMULA_Y, style.SMALL_FORMULA_SIZE, self.theme.label)
        self.verdict_box = VerdictBox(self._verdict(), self._colour, self.places.verdict)

    def _stage(self, place: Place) -> Stage:
        """Return the curve at a place, with all that stands on it and around it."""
        frame = Frame(*place, (0.0, float(self.line.rates[-1])), _range(self.line))
        words = LineWords(self.line, frame, self.scenario)
        standing = [
            RunOnLine(run, at, frame, label, colour, self.theme)
            for run, at, label, colour in zip(
                self.scenario.runs, words.places, words.runs, self.runs_colours, strict=True
            )
        ]
        name = SmallText(self._name(), frame.left, frame.bottom + frame.height + ABOVE, self.theme)
        furniture: list[Painted] = [name, UprightAxes(frame, self.theme, ticks=(8, 5))]
        return Stage(frame, FateCurve(self.line, frame, words, self.theme), standing, furniture)

    @property
    def frame(self) -> Frame:
        """The frame of the curve."""
        return self.stage.frame

    @property
    def curve(self) -> FateCurve:
        """The curve."""
        return self.stage.curve

    @property
    def standing(self) -> list[RunOnLine]:
        """The runs on the curve."""
        return self.stage.standing

    @cached_property
    def line(self) -> FateLine:
        """The fates of all rates, computed once per clip."""
        return fate_line(self.scenario)

    @cached_property
    def live(self) -> LiveBlock:
        """The block of the rate that the sweep is at."""
        chosen = np.linspace(0, len(self.line.rates), LIVE).round().astype(int)[1:] - 1
        trails = first_iterates(self.scenario, self.line.rates[chosen, None], TRAIL)
        return LiveBlock(self.line, chosen, trails, self.scenario, self.places.panel, self.theme)

    def _name(self) -> str:
        """Return what the curve shows."""
        if self.line.multipliers is None:
            return tr("how the loss changed, in orders of magnitude")
        if (multiplier := self._multiplier()) is None:
            return tr("what a step leaves of the distance to the minimum")
        return tr("what a step leaves of the distance: {factor}", factor=f"$|{multiplier}|$")

    def _multiplier(self) -> str | None:
        """Return the factor per step of plain descent as Typst markup; None where it is not known."""
        limit = self.line.limit
        return None if limit is None or not is_plain(self.scenario.method) else f"1 - {rounded(2.0 / limit).typst} eta"

    def _rule(self) -> str:
        objective = self.scenario.objective
        name = objective.parameters[0]
        source = f"{objective.symbol}({name}) = {objective.formula}"
        multiplier = self._multiplier()
        if multiplier is None or np.any(objective.minimiser):
            return f"${source}$"
        return f"${source}, quad {name}_(k+1) = ({multiplier}) thin {name}_k$"

    @property
    def _colour(self) -> str:
        """The colour of the last word."""
        return self.theme.fell if self.line.limit is not None else colours_of(self.theme)[role_of(self.scenario)]

    def _verdict(self) -> list[str]:
        line = self.line
        if line.limit is None:
            rate = escaped(self.facts["rate"])
            return [f"*{kind_word(self.verdict.kind)}*", labelled(tr("at the rate {rate}", rate=rate), self.theme)]
        edge = f"$eta = {rounded(line.limit).typst}$"
        limit = tr("*converging* below {limit}", limit=edge)
        if typeset([limit])[0].width * style.READABLE > self.places.verdict[2] - 2.0 * MARGIN:
            return [f"*{kind_word('converging')}*", labelled(tr("below {limit}", limit=edge), self.theme)]
        if line.best is None:
            return [limit]
        return [limit, labelled(tr("fastest at {best}", best=f"${rounded(line.best[0]).typst}$"), self.theme)]

    def introduce(self) -> None:
        """The axes with the scenario's own run in its place, then its iterates."""
        self.say("introduce")
        self.add(self.title)
        own, block = self.standing[0], self.blocks[0]
        own.fallen, block.reveal = 1.0, 0.0
        self.rate_axes = RateAxes(self.frame, self.theme)
        words = Block.caption(self.scenario, self.places.panel, self.theme)
        self.fade([self.formula, *self.stage.furniture, self.rate_axes, self.curve, words, own, block])
        self.hold(pacing.SETTLE_S)
        self._set(0)

    def sweep_rates(self) -> None:
        """The rate goes from 0 to the edge and beyond; behind it stays the colour of its fate."""
        self.say("sweep")
        self.remove(self.standing[0])
        self.add(self.curve, self.standing[0], self.live)
        high = float(self.line.rates[-1])
        stops = [0.0, *(rate for rate in self.curve.landmarks if rate < high), high]
        for here, there in pairwise(stops):
            self._sweep([self.curve, self.live], here, there, pacing.SWEEP_LEG_S)
        self.curve.point_at(0.0)
        if self.cost is None:
            self.fade([self.live], out=True)

    def show_cost(self) -> None:
        """The curve makes room for the plot of steps, which the rate draws on its way from 0 up."""
        if self.cost is None:
            return
        self.say("cost")
        self._make_room(self.cost)
        self._sweep([self.cost, self.live], 0.0, float(self.line.rates[-1]), pacing.COST_S)
        self.cost.point_at(0.0)
        self.fade([self.live], out=True)
        self.fade(self.cost.ends)
        self.hold(pacing.SETTLE_S)

    def _make_room(self, cost: CostPlot) -> None:
        """Let the curve stand above, as far as it is drawn, and the axes of the plot under it."""
        before = [*self.alone.furniture, self.rate_axes, self.alone.curve, self.alone.standing[0]]
        self.stage = self.above
        self.curve.point_at(float(self.line.rates[-1]))
        self.curve.point_at(0.0)
        self.standing[0].fallen = 1.0
        self.fade(before, out=True)
        self.fade([*self.stage.furniture, self.curve, *cost.furniture, cost, self.standing[0]])

    def _sweep(self, parts: Sequence[Swept], here: float, there: float, duration_s: float) -> None:
        """Move the rate that is looked at."""

        def show(share: float) -> None:
            for part in parts:
                part.point_at(here + share * (there - here))

        self.change([*parts, self.standing[0]], duration_s, show)

    def conclude(self) -> None:
        """Write the verdict; the rate goes once more from the end to the fastest, or to the scenario's own."""
        self.say("verdict")
        self.fade([self.verdict_box], pacing.VERDICT_S)
        self.curve.stem = False
        best = self.rate if self.line.best is None else float(self.line.best[0])
        self._sweep([self.curve], float(self.line.rates[-1]), best, pacing.LIGHT_S)
        self.hold(pacing.FINAL_HOLD_S)

    @property
    def rate(self) -> float:
        """The scenario's own learning rate."""
        return float(self.scenario.method.learning_rate[0])

    def set_others(self) -> None:
        """The other runs fall onto the curve, one after the other."""
        if len(self.standing) > 1:
            self.say("others")
        for i in range(1, len(self.standing)):
            self._set(i)

    def _set(self, i: int) -> None:
        """Let run i fall onto the curve and draw its iterates."""
        run = self.standing[i]
        fall = 0 if run.fallen else pacing.frames(pacing.DROP_S, self.tempo)
        block = self.blocks[i] if i < len(self.blocks) else None
        n_frames = fall + (pacing.frames(pacing.GROW_RUN_S, self.tempo) if block else 0)

        def show(frame: int) -> None:
            run.fallen = pacing.eased((frame + 1) / fall) if frame < fall else 1.0
            if block:
                block.reveal = max(frame + 1 - fall, 0) / max(n_frames - fall, 1)
                block.opacity = run.fallen

        self.drive([run, block] if block else [run], n_frames, show)


def _range(line: FateLine) -> tuple[float, float]:
    """Return the range of heights that the curve of fates is shown in."""
    if line.multipliers is not None:
        return 0.0, 1.06 * max(float(min(abs(line.multipliers).max(), 3.0)), 1.2)
    return 1.1 * max(float(line.growth.min()), ROUNDING) - 0.2, 1.1 * min(max(float(line.growth.max()), 1.0), 8.0)
