"""Which lesson shows which scenario."""

from __future__ import annotations

from collections.abc import Mapping

from gdcore.notation import orders_of_magnitude
from gdcore.scenario import Scenario
from scenes.base import DescentScene
from scenes.blowup import BlowupScene
from scenes.curve import CurveScene
from scenes.fit import FitScene
from scenes.valley import SurfaceScene

BLOWN_UP_ORDERS = 4.0
"""From so many orders of magnitude on, one picture of the surface cannot hold the run."""


LESSONS: Mapping[str, type[DescentScene]] = {
    "curve": CurveScene,
    "fit": FitScene,
    "surface": SurfaceScene,
}
"""By view."""


def lesson_for(scenario: Scenario) -> type[DescentScene]:
    """Return the scene class for a scenario's view and run."""
    if scenario.view not in ("surface", "fit"):
        return LESSONS[scenario.view]
    first, last = float(scenario.trajectory.losses[0]), float(scenario.trajectory.losses[-1])
    if min(first, last) > 0.0 and orders_of_magnitude(last, first) > BLOWN_UP_ORDERS:
        return BlowupScene
    return LESSONS[scenario.view]
