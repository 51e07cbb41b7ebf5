"""Which lesson shows which scenario."""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.beats import blows_up
from gdcore.scenario import Scenario
from scenes.base import DescentScene
from scenes.blowup import BlowupScene
from scenes.circle import CircleScene
from scenes.contour_scene import ContourScene
from scenes.cost_race import CostRaceScene
from scenes.curve import CurveScene
from scenes.fate import FateScene
from scenes.fate_plane import FatePlaneScene
from scenes.features import FeaturesScene
from scenes.fit import FitScene
from scenes.line import LineScene
from scenes.momentum import MomentumScene
from scenes.noise import NoiseScene
from scenes.race import CurveRaceScene
from scenes.speeds import SpeedsScene
from scenes.trials import TrialsScene
from scenes.valley import SurfaceScene

LESSONS: Mapping[int, Mapping[str, type[DescentScene]]] = {
    1: {"curve": CurveScene, "race": CurveRaceScene, "fate": FateScene},
    2: {
        "circle": CircleScene,
        "contour": ContourScene,
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
    3: {"fit": FeaturesScene, "race": CostRaceScene},
}
"""By the number of parameters, 3 standing for all above two, and the view."""


def lesson_for(scenario: Scenario) -> type[DescentScene]:
    """Return the scene class for a scenario's view and run."""
    if blows_up(scenario):
        return BlowupScene
    return LESSONS[min(scenario.objective.n_parameters, 3)][scenario.view]
