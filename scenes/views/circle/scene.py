"""Standard units: the ellipse becomes a circle, and one step lands."""

from __future__ import annotations

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.scenario import Scenario
from gdcore.text.language import tr, tr_n
from gdcore.text.notation import rounded
from gdcore.theory.standard_units import landing
from gdcore.theory.verdict import condition_number
from scenes.maps.map_descent import MapDescent
from scenes.painting import pacing, style
from scenes.painting.canvas import Painted
from scenes.painting.pacing import Moment
from scenes.painting.style import LEFT, Theme
from scenes.painting.text import Readout
from scenes.plots.axes import Frame
from scenes.plots.data_plot import BESIDE_MAP, SmallData
from scenes.plots.losses import LossPlot
from scenes.stage import hud
from scenes.stage.base import DescentScene
from scenes.stage.hud import Column, inset_frame
from scenes.stage.symbols import kind_colour
from scenes.stage.verdict_box import VerdictBox, word_and_detail
from scenes.views.circle.morph import Units, UnitsDescent, UnitsMap
from scenes.views.circle.two_descriptions import BothLines, change_of_units

MAP_PLACE = (LEFT + 1.06, -2.9, 4.95, 4.85)
"""Left, bottom, width and height of the map."""
KAPPA_AT = (-0.95, style.FORMULA_Y)
RAW_REACH, REACH = 1.6, 1.13
"""How far the maps reach around the minimiser, as a multiple of the start's distance."""
ROOM_ABOVE = 1.12
"""The top of the map's colours, as a multiple of the highest loss."""


class CircleScene(DescentScene):
    """Shows a run in raw units, the change of units, and the same start in standard ones."""

    column_x = 3.5

    def construct(self) -> None:
        """List the beats."""
        self.introduce()
        self.change_units()
        self.land()
        self.name_line_twice()
        self.conclude()

    def setup(self) -> None:
        """Build the map for both units, both runs on it, the data, and the numbers of both runs."""
        super().setup()
        (self.raw,) = self.scenario.companions
        raw = self.raw.trajectory
        self.units = Units(self.run.objective, around(raw, RAW_REACH), around(self.run, REACH, round_=True))
        self.map = UnitsMap(self.units, raw.objective, ROOM_ABOVE * float(raw.losses.max()), self.theme)
        self.raw_descent = UnitsDescent(raw, self.units, self.theme)
        self.descent = MapDescent(self.run, self.units.frames[1], self.theme, arrow=True)
        self.raw_data = SmallData(raw, BESIDE_MAP, self.theme)
        self.data = SmallData(self.run, BESIDE_MAP, self.theme)
        self.both = BothLines(self.run, self.data.frame, self.theme)
        self.raw_numbers = numbers(self.raw, self)
        self.definition = change_of_units(self.run.objective, self.theme)
        self.verdict_box = VerdictBox(
            verdict_source(self.run, raw.n_steps, self.theme), kind_colour(self.verdict.kind, self.theme)
        )
        self.moving = [*self.column.readouts, self.inset, self.descent, self.data]

    def introduce(self) -> None:
        """The valley in raw units, and a run that needs two rates and does not arrive."""
        self.say("introduce")
        self.kappa = self.condition_line([0.0])
        self.add(self.title)
        furniture = [self.map, self.kappa, *self.raw_data.furniture, *self.raw_numbers]
        self.fade([*furniture, self.raw_data, self.raw_descent])
        moving = [part for part in self.raw_numbers if isinstance(part, Readout | LossPlot)]
        durations = pacing.step_durations(self.raw.trajectory.n_steps, pacing.RAW_RUN_S, pacing.BRISK_S)
        self.take_steps([*moving, self.raw_data, self.raw_descent], pacing.moments(durations, self.fps), shown=())
        self.hold(pacing.SETTLE_S)

    def change_units(self) -> None:
        """The map from raw to standard units, with the condition number of every moment."""
        self.say("units")
        self.fade([*self.raw_numbers, self.raw_data, self.kappa], out=True)
        n_frames = pacing.frames(pacing.UNITS_S, self.fps)
        shares = [pacing.eased((frame + 1) / n_frames) for frame in range(n_frames)]
        self.kappa = self.condition_line(shares)

        def show(frame: int) -> None:
            self.map.show_units(shares[frame])
            self.raw_descent.show_units(shares[frame])
            self.kappa.at(Moment(frame))

        self.add(self.definition)
        self.drive([self.map, self.raw_descent, self.kappa], n_frames, show)
        self.fade([self.raw_descent], out=True)
        self.fade([*self.display[1:], self.data, self.descent])

    def condition_line(self, shares: list[float]) -> Readout:
        """Return the condition number at each of ``shares``, above the data."""
        conditions = [condition_number(self.units.between(share)) for share in shares]
        sources = [
            tr("condition number {kappa}", kappa=f"$kappa = {rounded(number or 1.0).typst}$") for number in conditions
        ]
        return Readout(sources, *KAPPA_AT, style.POINT_SIZE, [self.theme.ink] * len(sources))

    def land(self) -> None:
        """One step, told slowly; the others change nothing."""
        self.say("slope")
        asked, taken = pacing.asked(0, pacing.POINT_S, self.fps), pacing.taken(0, pacing.LAND_S, self.fps)
        self.take_steps(self.moving, [*asked, *taken])
        self.hold(pacing.REST_S)
        self.take_evenly(self.moving, 1, self.run.n_steps, pacing.REST_S)

    def name_line_twice(self) -> None:
        """The line by its numbers in both units."""
        self.say("line")
        self.fade([self.definition], out=True)
        self.fade([self.both])
        self.hold(pacing.READ_S)


def around(run: Trajectory, reach: float, *, round_: bool = False) -> Frame:
    """Return the map's frame with the minimiser in its middle, ``reach`` times as far as the run goes.

    With ``round_`` both axes have one scale: a circle is drawn as one.
    """
    left, bottom, width, height = MAP_PLACE
    middle = run.objective.minimiser
    assert middle is not None  # standardised data have one
    far = reach * abs(run.iterates - middle).max(axis=0)
    if round_:
        far = far.max() * np.array([width / height, 1.0])
    low, high = (middle - far).tolist(), (middle + far).tolist()
    return Frame(left, bottom, width, height, (low[0], high[0]), (low[1], high[1]))


def numbers(scenario: Scenario, scene: DescentScene) -> list[Painted]:
    """Return everything of the head-up display that belongs to ``scenario``, the title left out."""
    column = Column(scenario, scene.column_x, scene.theme)
    losses = LossPlot(scenario.trajectory, inset_frame(column), scene.theme)
    return [
        hud.formula(scenario, scene.theme, scene.formula_room),
        *column.static,
        *losses.furniture,
        *column.readouts,
        losses,
    ]


def verdict_source(run: Trajectory, raw_steps: int, theme: Theme) -> str:
    """Return the last word as Typst markup: the steps it took, where ``raw_steps`` in raw units were not enough."""
    taken = landing(run)
    landed = tr_n("landed in {steps} step", "landed in {steps} steps", taken, steps=taken)
    return word_and_detail(landed, tr("raw units: not in {steps}", steps=raw_steps), theme)
