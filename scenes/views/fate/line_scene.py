"""One parameter: the fate of every learning rate, and where the scenario's runs stand among them."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise

import numpy as np

from gdcore.descent.registry import is_plain
from gdcore.studies.fates import ROUNDING, FateLine, fate_line, first_iterates
from gdcore.text.language import tr
from gdcore.text.notation import rounded
from gdcore.theory.verdict_words import kind_word
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.style import LEFT
from scenes.painting.text import SmallText, Text, escaped
from scenes.plots.axes import Frame
from scenes.stage.base import DescentScene
from scenes.stage.verdict_box import VerdictBox
from scenes.views.fate.blocks import Block, LiveBlock
from scenes.views.fate.cost import CostPlot
from scenes.views.fate.curve import FateCurve, LineWords, RunOnLine, colours_of, role_of
from scenes.views.fate.rate_axes import RateAxes, UprightAxes

PICTURE = (LEFT + 0.75, 6.95)
"""Left and width of everything that stands over the axis of rates."""
UPPER, LOWER, WHOLE = (-0.5, 2.45), (-3.0, 1.5), (-2.45, 4.4)
"""Bottom and height of the curve, of the plot under it, and of the curve where there is none under it."""
TRAIL = 12
"""Iterates shown of each rate."""
LIVE = 131
"""Rates whose numbers are shown while the sweep goes by."""


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
        """Build the curve of fates, the plot of steps, and a block of numbers for each run."""
        super().setup()
        line = self.line
        high = float(line.rates[-1])
        bottom, height = UPPER if line.steps is not None else WHOLE
        self.frame = Frame(PICTURE[0], bottom, PICTURE[1], height, (0.0, high), _range(line))
        words = LineWords(line, self.frame, self.scenario)
        self.curve = FateCurve(line, self.frame, words, self.theme)
        self.cost = (
            CostPlot(line, self._cost_frame(high), self.scenario, self.theme) if line.steps is not None else None
        )
        self.furniture = self._furniture()
        self.standing = [
            RunOnLine(run, place, self.frame, label, self.theme)
            for run, place, label in zip(self.scenario.runs, words.places, words.runs, strict=True)
        ]
        self.blocks = [Block(run, i, TRAIL, self.theme) for i, run in enumerate(self.scenario.runs[: Block.most])]
        self.formula = Text(self._rule(), LEFT, style.FORMULA_Y, style.SMALL_FORMULA_SIZE, self.theme.label)
        self.verdict_box = VerdictBox(self._verdict(), self._colour)

    @cached_property
    def line(self) -> FateLine:
        """The fates of all rates, computed once per clip."""
        return fate_line(self.scenario)

    @cached_property
    def live(self) -> LiveBlock:
        """The block of the rate that the sweep is at."""
        chosen = np.linspace(0, len(self.line.rates), LIVE).round().astype(int)[1:] - 1
        trails = first_iterates(self.scenario, self.line.rates[chosen, None], TRAIL)
        return LiveBlock(self.line, chosen, trails, self.scenario, self.theme)

    def _cost_frame(self, high: float) -> Frame:
        return Frame(PICTURE[0], LOWER[0], PICTURE[1], LOWER[1], (0.0, high), (0.0, float(self.scenario.steps)))

    def _furniture(self) -> list[Painted]:
        """Return the axes and the words around them."""
        frame, theme = self.frame, self.theme
        above = SmallText(self._name(), frame.left, frame.bottom + frame.height + 0.24, theme)
        if self.cost is None:
            return [above, UprightAxes(frame, theme, ticks=(8, 6)), RateAxes(frame, theme)]
        return [above, UprightAxes(frame, theme, ticks=(8, 5))]

    def _name(self) -> str:
        """Return what the curve shows."""
        if self.line.multipliers is None:
            return tr("loss after the last step, orders of magnitude above or below the first")
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

    def _verdict(self) -> str:
        line = self.line
        if line.limit is None:
            rate = escaped(self.facts["rate"])
            return tr("*{verdict}* at the rate {rate}", verdict=kind_word(self.verdict.kind), rate=rate)
        limit = f"$eta = {rounded(line.limit).typst}$"
        if line.best is None:
            return tr("*converging* below {limit}", limit=limit)
        best = f"${rounded(line.best[0]).typst}$"
        return tr("*converging* below {limit} · fastest at {best}", limit=limit, best=best)

    def introduce(self) -> None:
        """The axes with the scenario's own run in its place, then its iterates."""
        self.say("introduce")
        self.add(self.title)
        lower = self.cost.furniture if self.cost else []
        own, block = self.standing[0], self.blocks[0]
        own.fallen, block.reveal = 1.0, 0.0
        self.fade([self.formula, *self.furniture, *lower, Block.caption(self.scenario, self.theme), own, block])
        self.hold(pacing.DROP_S)
        self._set(0)

    def sweep_rates(self) -> None:
        """The rate goes from 0 to the edge and beyond; behind it stays the colour of its fate."""
        self.say("sweep")
        self.remove(self.standing[0])
        self.add(*self.swept, self.standing[0], self.live)
        high = float(self.line.rates[-1])
        stops = [0.0, *(rate for rate in self.curve.landmarks if rate < high), high]
        for here, there in pairwise(stops):
            self._sweep(here, there, pacing.SWEEP_LEG_S)
        if self.cost is None:
            self._stop_sweeping()

    def show_cost(self) -> None:
        """Back to a rate that is too small: what the plot of steps says at its ends."""
        if self.cost is None:
            return
        self.say("cost")
        self._sweep(float(self.line.rates[-1]), self.cost.smallest, pacing.EDGE_DRAW_S)
        self.fade(self.cost.ends)
        self.hold(pacing.RULE_S)
        self._stop_sweeping()

    @property
    def swept(self) -> list[FateCurve | CostPlot]:
        """What the sweep draws."""
        return [self.curve] if self.cost is None else [self.curve, self.cost]

    def _sweep(self, here: float, there: float, duration_s: float) -> None:
        """Move the rate that is looked at."""

        def show(share: float) -> None:
            for part in (*self.swept, self.live):
                part.point_at(here + share * (there - here))

        self.change([*self.swept, self.standing[0], self.live], duration_s, show)

    def _stop_sweeping(self) -> None:
        for part in self.swept:
            part.point_at(0.0)
        self.fade([self.live], out=True)

    def set_others(self) -> None:
        """The other runs fall onto the curve, one after the other."""
        if len(self.standing) > 1:
            self.say("others")
        for i in range(1, len(self.standing)):
            self._set(i)

    def _set(self, i: int) -> None:
        """Let run i fall onto the curve and draw its iterates."""
        run = self.standing[i]
        fall = 0 if run.fallen else pacing.frames(pacing.DROP_S, self.fps)
        block = self.blocks[i] if i < len(self.blocks) else None
        n_frames = fall + (pacing.frames(pacing.GROW_RUN_S, self.fps) if block else 0)

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
