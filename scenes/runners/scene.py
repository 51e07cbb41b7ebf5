"""A scene of several runs in one picture on one clock: mixed into the scene that shows one run there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from gdcore.studies.race import heights, minimum_known, starts_differ, times
from gdcore.text.language import tr
from scenes.geometry import Place
from scenes.painting import pacing
from scenes.painting.canvas import Painted
from scenes.painting.fitting import unit_text
from scenes.painting.pen import Mark
from scenes.plots.losses import LossPlot, lines
from scenes.runners.clock import CommonClock
from scenes.runners.lines import RunLines, colours_of, runners
from scenes.runners.loss_axes import LossAxes
from scenes.runners.loss_frame import loss_frame
from scenes.runners.run_list import RunList
from scenes.runners.together import MARKS, RunPart, RunsTogether
from scenes.stage.arrangement import UNDER_TITLE
from scenes.stage.base import DescentScene

MOST_STEPS = 4
"""Numbers along the clock's axis."""


class RunsScene(DescentScene):
    """Shows all runs of a scenario in the picture of the scene that it is mixed into, which asks it for its parts."""

    column: RunList
    moving: list[Painted]
    clock_ticks: ClassVar[int] = MOST_STEPS
    introduce: Callable[[], None]
    """The beat that shows the picture and the starts: that of the scene which this is mixed into."""

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.first_step()
        self.further_steps()
        self.conclude()

    def setup(self) -> None:
        """Build the picture, the list of the runs, and the losses of all on one clock."""
        self.clock, self.colours = CommonClock(self.scenario), colours_of(self.scenario, self.theme)
        super().setup()
        of_one = {*self.column.readouts, self.inset}
        pictures = [part for part in self.moving if part not in of_one]
        above, marks = heights(self.scenario), self.marks
        self.runners = runners(self.scenario, times(self.scenario), above, self.theme, marks)
        self.column = RunList(self.scenario, self.runners, marks, self.clock, self.panel, self.theme)
        losses = loss_frame(
            self.loss_place,
            float(max(self.clock.last, 2 - self.clock.counts_steps)),
            above,
            measured=minimum_known(self.scenario),
            log_clock=not self.clock.counts_steps,
            even=True,
        )
        self.inset = RunLines(self.runners, losses, self.theme, named=False)
        self.inset.furniture = [LossAxes(losses, self.theme, self._names(), (self.clock_ticks, lines(losses.frame)))]
        self.moving = [*self.column.readouts, self.inset, *pictures]
        for part in self.moving:
            part.at(pacing.Moment(self.clock.first))

    def make_inset(self, place: Place) -> Painted:
        """Return the losses of the first run, in whose place those of all come."""
        return LossPlot(self.run, place, self.theme)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The mark of each run."""
        return MARKS[: len(self.scenario.runs)]

    @property
    def panel(self) -> Place:
        """The place beside the picture, from the title down to the captions: no verdict stands apart."""
        left, _, width, _ = self.places.panel
        low = self.places.verdict[1]
        return left, low, width, UNDER_TITLE - low

    @property
    def loss_place(self) -> Place:
        """The place of the losses of all runs, within the numbers and names of its axes."""
        return self.column.chart

    def together(self, parts: Sequence[RunPart]) -> RunsTogether:
        """Return the runs in one picture, given the part of each."""
        return RunsTogether(parts, self.clock, self.colours, self.theme, one_start=self.one_start)

    @property
    def one_start(self) -> bool:
        """Whether all runs have the same start."""
        return not starts_differ(self.scenario)

    def _names(self) -> tuple[str, str]:
        symbol, unit = self.scenario.objective.symbol, unit_text(self.scenario.objective.value_unit)
        above = minimum_known(self.scenario) and self.scenario.objective.minimum != 0.0
        name = f"{symbol} - {symbol}^*" if above else symbol
        across = tr("steps") if self.clock.counts_steps else tr("evaluations")
        return across, f"${name}$" + (f" #h(0.2em) ({unit})" if unit else "")

    def first_step(self) -> None:
        """The first step of all, or the first few evaluations, slowly."""
        if self.clock.last > self.clock.first:
            self.say("slope")
            self._run(self.clock.first_moments(self.tempo))
            self.hold(pacing.SETTLE_S)

    def further_steps(self) -> None:
        """All later ones, on the same clock."""
        if self.clock.last > self.clock.turn:
            self.say("steps")
            self._run(self.clock.further_moments(self.tempo))

    def _run(self, moments: list[pacing.Moment]) -> None:
        self.take_steps(self.moving, moments, [self.clock.of(0, moment).k for moment in moments])

    def conclude(self) -> None:
        """Write what became of each run at its name, one after the other."""
        self.say("verdict")
        self.change([*self.column.rows, *self.column.losses], pacing.LIGHT_S, self.column.tell, even=True)
        self.hold(pacing.FINAL_HOLD_S)
