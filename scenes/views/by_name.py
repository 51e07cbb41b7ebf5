"""Which lesson shows which scenario."""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.narration.beats import blows_up, row_of
from gdcore.scenario import Scenario
from gdcore.scenarios import is_opening
from scenes.stage.base import DescentScene
from scenes.views.circle.scene import CircleScene
from scenes.views.contour.scene import ContourScene
from scenes.views.contour.several import MapRunsScene
from scenes.views.curve.scene import CurveScene
from scenes.views.curve.several import CurveRunsScene
from scenes.views.directions.scene import DirectionsScene
from scenes.views.fate.axis_scene import FateAxisScene
from scenes.views.fate.line_scene import FateScene
from scenes.views.fate.plane_scene import FatePlaneScene
from scenes.views.fit.features import FeaturesScene
from scenes.views.fit.scene import FitScene
from scenes.views.fit.several import FeatureRunsScene, FitRunsScene
from scenes.views.line.scene import LineScene
from scenes.views.memory.scene import MemoryMapScene, MemoryScene
from scenes.views.momentum.scene import MomentumScene
from scenes.views.noise.scene import NoiseScene
from scenes.views.race.cost_race import CostRaceScene
from scenes.views.race.scene import CurveRaceScene
from scenes.views.rates.scene import RatesScene
from scenes.views.schedule.scene import ScheduleScene
from scenes.views.speeds.scene import SpeedsScene
from scenes.views.surface.blowup import BlowupScene
from scenes.views.surface.opening import OpeningScene
from scenes.views.surface.scene import SurfaceScene
from scenes.views.surface.several import SurfaceRunsScene
from scenes.views.trials.scene import TrialsScene

LESSONS: Mapping[int, Mapping[str, type[DescentScene]]] = {
    1: {"curve": CurveScene, "race": CurveRaceScene, "fate": FateScene, "rates": RatesScene},
    2: {
        "circle": CircleScene,
        "contour": ContourScene,
        "directions": DirectionsScene,
        "fate": FatePlaneScene,
        "fit": FitScene,
        "line": LineScene,
        "momentum": MomentumScene,
        "noise": NoiseScene,
        "race": CostRaceScene,
        "speeds": SpeedsScene,
        "surface": SurfaceScene,
        "trials": TrialsScene,
    },
    3: {"fate": FateAxisScene, "fit": FeaturesScene, "race": CostRaceScene},
}
"""By the number of parameters, 3 standing for all above two, and the view."""
SEVERAL: Mapping[int, Mapping[str, type[DescentScene]]] = {
    1: {"curve": CurveRunsScene, "memory": MemoryScene, "schedule": ScheduleScene},
    2: {
        "contour": MapRunsScene,
        "fit": FitRunsScene,
        "memory": MemoryMapScene,
        "schedule": ScheduleScene,
        "surface": SurfaceRunsScene,
    },
    3: {"fit": FeatureRunsScene, "memory": MemoryScene, "schedule": ScheduleScene},
}
"""The same for several runs on one function."""


def lesson_for(scenario: Scenario) -> type[DescentScene]:
    """Return the scene class for a scenario's view and run."""
    if scenario.is_together:
        return SEVERAL[min(scenario.objective.n_parameters, 3)][scenario.view]
    if blows_up(scenario):
        return BlowupScene
    if is_opening(scenario):
        return OpeningScene
    return LESSONS[row_of(scenario)][scenario.view]
