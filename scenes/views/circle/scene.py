"""A slanted valley: rates only stretch it, counting from the mean straightens it, and then one step lands."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from gdcore.descent.trajectory import Trajectory
from gdcore.expressions.written import typst_name
from gdcore.scenario import Scenario
from gdcore.sweeps.sweep import LEFT_SHARE
from gdcore.text.language import tr, tr_n
from gdcore.text.notation import rounded
from gdcore.theory.felt_condition import steps_to_leave
from gdcore.theory.standard_units import landing
from scenes.geometry import Place
from scenes.maps.map_descent import MapDescent
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.style import Theme
from scenes.painting.text import Readout
from scenes.plots.axes import Frame
from scenes.plots.two_pictures import MARGINS
from scenes.stage.arrangement import Needs, inside
from scenes.stage.base import DescentScene
from scenes.stage.hud import LINE, Column
from scenes.stage.symbols import kind_colour, subscript
from scenes.stage.verdict_box import VerdictBox, word_and_detail
from scenes.views.circle.counting import CountedDescent, CountedMap, Counting, Countings, axes_around
from scenes.views.circle.origin import CountedData

STRETCH = 2.2
"""By what the map is stretched, and pressed together, to show that its slant stays."""
ROOM_ABOVE = 1.12
"""The top of the map's colours, as a multiple of the highest loss."""
DIGITS = 4
"""Of a condition number."""


class CircleScene(DescentScene):
    """Shows a run on raw data, what other rates and another origin do to its valley, and a run in standard units."""

    needs: ClassVar[Needs] = Needs(formula=False, panel_width=4.9)

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.stretch()
        self.centre()
        self.scale()
        self.land()
        self.conclude()

    def setup(self) -> None:
        """Build the map in every counting, both runs on it, the data, and the numbers of both runs."""
        super().setup()
        (self.raw,) = self.scenario.companions
        raw, theme = self.raw.trajectory, self.theme
        self.landed = max(1, landing(self.run))
        self.column = Column(replace(self.scenario, steps=self.landed), self.places.panel, theme)
        self.countings = Countings(self.raw, self.run.objective)
        place = inside(self.places.picture, *MARGINS)
        self.map = CountedMap(self.countings, place, ROOM_ABOVE * float(raw.losses[0]), theme)
        self.raw_axes = self._raw_axes(place)
        standard = self.countings.frame(self.countings.standard, place)
        names = [f"${typst_name(name)}$" for name in self.run.objective.parameters]
        self.axes = axes_around(standard, names, self.run.objective.units, theme)
        self.raw_descent = CountedDescent(raw, self.map, theme)
        self.descent = MapDescent(self.run, standard, theme, arrow=True)
        self.raw_column = Column(self.raw, self.places.panel, theme)
        data = min((column.data for column in (self.raw_column, self.column)), key=lambda place: place[3])
        self.raw_data, self.data = CountedData(raw, data, theme), CountedData(self.run, data, theme)
        self.data.origin = self.countings.standard.origin
        self.passing = self.passing_numbers([self.countings.raw])
        self.verdict_box = VerdictBox(
            verdict_lines(self.run, self.raw, theme), kind_colour(self.verdict.kind, theme), self.places.verdict
        )
        self.moving = [*self.column.readouts, self.descent, self.data]

    def _raw_axes(self, place: Place) -> Painted:
        """Return the axes of the raw numbers, each to the scale of its rate: there a step looks as long as it acts."""
        names = [rf"${typst_name(name)} \/ sqrt(eta_{subscript(name)})$" for name in self.raw.objective.parameters]
        frame, unit = self.countings.frame(self.countings.raw, place), self.raw.objective.units[1]
        return axes_around(frame, names, [unit, unit], self.theme, self.raw.method.learning_rate[1] ** -0.5)

    def introduce(self) -> None:
        """The slanted valley, and the run that swings from wall to wall."""
        self.say("introduce")
        self.add(self.title)
        words = [self.passing.kappa, self.passing.words]
        furniture = [self.map, self.raw_axes, *words, *self.raw_column.static, *self.raw_data.furniture]
        moving = [*self.raw_column.readouts, self.raw_data, self.raw_descent]
        self.fade([*furniture, *moving])
        self.hold(pacing.FADE_S)
        durations = pacing.step_durations(self.raw.trajectory.n_steps, pacing.RAW_RUN_S, pacing.BRISK_S)
        self.take_steps(moving, pacing.moments(durations, self.tempo), shown=())
        self.hold(pacing.FADE_S)

    def stretch(self) -> None:
        """Other rates for both: the picture is pressed and stretched, and stays aslant."""
        self.say("stretch")
        self.fade([self.raw_axes, *self.raw_column.readouts], out=True)
        self.remove(*self.raw_column.static)
        raw = self.countings.raw
        narrow, wide = (self.countings.stretched(factor) for factor in (1.0 / STRETCH, STRETCH))

        def there(share: float) -> Counting:
            turn = math.sin(2.0 * math.pi * share)  # there and back on either side
            return raw.towards(narrow if turn > 0.0 else wide, abs(turn))

        self._pass(there, pacing.STRETCH_S)

    def centre(self) -> None:
        """The column is counted from its mean: the valley stands straight."""
        self.say("centre")
        self._pass(partial(self.countings.raw.towards, self.countings.centred), pacing.UNITS_S)
        self.hold(pacing.FADE_S)

    def scale(self) -> None:
        """Now other rates make the valley round."""
        self.say("scale")
        self._pass(partial(self.countings.centred.towards, self.countings.standard), pacing.UNITS_S)
        self.fade([self.raw_descent, self.raw_data, *self.passing.rates], out=True)
        self.fade([self.axes, self.data, self.descent, *self.column.static, *self.column.readouts])

    def _pass(self, way: Callable[[float], Counting], duration_s: float) -> None:
        """Pass from one counting to another, with the condition number and the rates of every moment."""
        n_frames = pacing.frames(duration_s, self.tempo)
        path = [way(pacing.eased((frame + 1) / n_frames)) for frame in range(n_frames)]
        self.remove(*self.passing.readouts)
        self.passing = self.passing_numbers(path)
        if not self.rehearsing:
            for number in self.passing.readouts:
                number.prepare([Moment(frame) for frame in range(n_frames)])

        def show(frame: int) -> None:
            self.map.count(path[frame])
            self.raw_descent.stand_on(self.map)
            self.raw_data.origin = path[frame].origin
            for number in self.passing.readouts:
                number.at(Moment(frame))

        self.drive([self.map, self.raw_descent, self.raw_data, *self.passing.readouts], n_frames, show)

    def passing_numbers(self, path: Sequence[Counting]) -> PassingNumbers:
        """Return what is read of each counting."""
        return PassingNumbers(
            self.raw, path, self.countings, self.map.frame, self.raw_data, self.places.panel, self.theme
        )

    def land(self) -> None:
        """The first step, told slowly, and any others to where it lands; of what comes after, nothing could be seen."""
        self.say("slope")
        asked, taken = pacing.asked(0, pacing.POINT_S, self.tempo), pacing.taken(0, pacing.LAND_S, self.tempo)
        self.take_steps(self.moving, [*asked, *taken])
        self.take_evenly(self.moving, 1, self.landed, pacing.REST_S)
        self.note_steps([self.run.n_steps])
        if self.landed == 1:
            self.hold(pacing.REST_S)

    def conclude(self) -> None:
        """Where the column was counted from, and from where it is counted now; the verdict."""
        self.say("verdict")

        def remember(share: float) -> None:
            self.data.remembered = share

        self.change([self.data], pacing.ORIGINS_S, remember)
        self.fade([self.verdict_box], pacing.VERDICT_S)
        self.hold(pacing.FINAL_HOLD_S)


class PassingNumbers:
    """What is read while the counting changes: condition number, place of origin, and the rates for each parameter."""

    def __init__(
        self,
        raw: Scenario,
        path: Sequence[Counting],
        countings: Countings,
        frame: Frame,
        data: CountedData,
        panel: Place,
        theme: Theme,
    ) -> None:
        inks = [theme.ink] * len(path)
        right, top = frame.left + frame.width, frame.bottom + frame.height + 0.14
        felt = [_condition(countings.felt(counting)) for counting in path]
        self.kappa = Readout(felt, right, top, style.VALUE_SIZE, inks, "right")
        words = [data.words(counting.origin) for counting in path]
        self.words = Readout(words, *data.words_at, style.LABEL_SIZE, inks)
        names, last = raw.objective.parameters, float(raw.method.learning_rate[1])
        rates = [[last / counting.unit**2 for counting in path], [last] * len(path)]
        self.rates = [
            Readout(
                [f"$eta_{subscript(name)} = {rounded(rate).typst}$" for rate in rates[i]],
                panel[0],
                panel[1] + panel[3] - (i + 1) * LINE * style.VALUE_SIZE,
                style.VALUE_SIZE,
                inks,
            )
            for i, name in enumerate(names)
        ]

    @property
    def readouts(self) -> list[Readout]:
        """All of them."""
        return [self.kappa, self.words, *self.rates]


def _condition(number: float | None) -> str:
    kappa = "oo" if number is None else rounded(number, DIGITS).typst
    return tr("condition number {kappa}", kappa=f"$kappa = {kappa}$")


def verdict_lines(run: Trajectory, raw: Scenario, theme: Theme) -> list[str]:
    """Return the last word as Typst markup: the steps it took, and how many the raw numbers take to come near."""
    taken = landing(run)
    landed = tr_n("landed in {steps} step", "landed in {steps} steps", taken, steps=taken)
    rates, percent = raw.method.learning_rate, rounded(100.0 * LEFT_SHARE).plain
    before = steps_to_leave(LEFT_SHARE, raw.objective, rates, raw.start, raw.trajectory.n_steps)
    if not math.isfinite(before):
        return word_and_detail(landed, tr("from 0: never"), theme)
    return word_and_detail(
        landed, tr("from 0: {steps} steps to {percent} %", steps=int(before), percent=percent), theme
    )
