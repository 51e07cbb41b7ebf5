"""The ranges that the surface view shows of a run, of one that blows up its first steps."""

from __future__ import annotations

import numpy as np

from gdcore.narration.beats import outgrows
from gdcore.scenario import Scenario
from scenes.painting.space import Box
from scenes.shown_range.boxes import reached, shared_box, shown_box
from scenes.stage.growth import NEAR_ORDERS, growth


def surface_box(scenario: Scenario) -> Box:
    """Return the ranges of the whole run, or of the first steps of one that blows up, shared with its sibling clips."""
    return shared_box(scenario, near_box)


def near_box(scenario: Scenario) -> Box:
    """Return the same for this run alone."""
    run = scenario.trajectory
    if not outgrows(run):
        return shown_box(*reached(run), run.objective)
    n_near = max(1, int(np.flatnonzero(growth(run) <= NEAR_ORDERS)[-1])) + 1
    return shown_box(run.iterates[:n_near], float(run.losses[:n_near].max()), run.objective)
