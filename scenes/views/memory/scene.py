"""Any number of parameters and runs: the rates that memory makes, step by step; of two parameters beside the map."""

from __future__ import annotations

import numpy as np

from gdcore.expressions.written import typst_name
from gdcore.studies.memory_shown import MOST_NAMED, edge_shown, lines_shown
from gdcore.text.language import tr
from scenes.geometry import Place
from scenes.painting import pacing, style
from scenes.painting.pacing import Moment
from scenes.runners.scene import RunsScene
from scenes.runners.together import RunsTogether, widths
from scenes.shown_range.window import is_own
from scenes.stage.arrangement import Needs, inside
from scenes.stage.base import DescentScene
from scenes.views.contour.several import MapRunsScene
from scenes.views.memory.rates_chart import EffectiveChart, EffectiveRates

MARGINS = (0.86, 0.94, 0.1, 0.5)
"""Room around the chart for the numbers and names of its axes."""
MAP_MARGINS = (1.15, 0.94, 0.1, 0.5)


class EffectiveOverSteps(DescentScene):
    """The picture: the effective rates of all runs over their steps."""

    chart: EffectiveChart
    rates: RunsTogether

    def needed(self) -> Needs:
        """Return what the frame holds."""
        return Needs(formula=is_own(self.run.objective))

    def setup(self) -> None:
        """Build what stands beside the chart."""
        super().setup()
        self.moving = [*self.column.readouts, self.inset]

    def introduce(self) -> None:
        """The chart with all that is to come, and the starts."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.chart, *self.display[1:], self.rates])
        self.hold(2.0 * pacing.SETTLE_S + pacing.FADE_S)


class MemoryScene(RunsScene, EffectiveOverSteps):
    """Shows the effective rates of all runs step by step, and their losses."""

    def setup(self) -> None:
        """Build the chart and the lines of each run."""
        super().setup()
        self.chart, self.rates = rates_of_runs(self)
        self.moving.append(self.rates)


class MemoryMapScene(MapRunsScene):
    """The same for two parameters, beside the runs on the map."""

    def needed(self) -> Needs:
        """Return what the frame holds."""
        return Needs(pictures=(1.0, 1.0), formula=is_own(self.run.objective))

    @property
    def map_place(self) -> Place:
        """The place of the map within its axes."""
        return inside(self.places.picture, *MAP_MARGINS)

    def setup(self) -> None:
        """Build map and chart."""
        super().setup()
        self.chart, self.rates = rates_of_runs(self)
        self.moving.append(self.rates)

    def introduce(self) -> None:
        """The map, the chart with all that is to come, and the starts."""
        self.say("introduce")
        self.add(self.title)
        self.fade([self.map, self.chart, *self.display[1:], self.shown[0], self.rates])
        self.hold(2.0 * pacing.SETTLE_S + pacing.FADE_S)


def rates_of_runs(scene: RunsScene) -> tuple[EffectiveChart, RunsTogether]:
    """Return the chart in the last picture of a scene, and on it the lines of its runs; some runs may have none."""
    runs, parameters = [run.trajectory for run in scene.scenario.runs], scene.run.objective.parameters
    lines = [np.zeros((0, 1)) if found is None else found for found in map(lines_shown, runs)]
    few = len(parameters) <= MOST_NAMED
    names = [f"${typst_name(name)}$" for name in parameters] if few else [tr("highest"), tr("lowest")]
    place = inside(scene.places.pictures[-1], *MARGINS)
    chart = EffectiveChart(lines, [edge_shown(run) for run in runs], names, place, scene.theme)
    parts = [
        EffectiveRates(one, chart, colour, stroke)
        for one, colour, stroke in zip(lines, scene.colours, widths(len(runs), style.PATH_WIDTH), strict=True)
    ]
    together = scene.together(parts)
    together.at(Moment(scene.clock.first))
    return chart, together
