"""The running count of orders of magnitude by which a loss has grown, for views that a run leaves."""

from __future__ import annotations

import numpy as np

from gdcore.descent.trajectory import Trajectory
from gdcore.scenario import Scenario
from gdcore.text.notation import orders_of_magnitude
from scenes.geometry import Points
from scenes.painting import style
from scenes.painting.style import Theme
from scenes.painting.text import Each, Readout
from scenes.stage.hud import BESIDE_FORMULA
from scenes.stage.symbols import orders_up
from scenes.typesetting.typeset import typeset

NEAR_ORDERS = 1.5
"""A picture that a run leaves shows the iterates whose loss is within this many orders of magnitude of the first."""


def growth(run: Trajectory) -> Points:
    """Return the whole orders of magnitude by which each loss lies above the first, at least 0, ``(n_steps + 1,)``."""
    whole: Points = np.floor(_orders(run))
    return whole


def _orders(run: Trajectory) -> Points:
    first = float(run.losses[0])
    if first <= 0.0:
        return np.zeros(len(run.losses))
    return np.array([orders_of_magnitude(float(loss), first) if loss > first else 0.0 for loss in run.losses])


def is_counted(scenario: Scenario) -> bool:
    """Whether orders of magnitude are counted: of a run that grows by one, if the picture shows no other."""
    return not scenario.is_together and bool(growth(scenario.trajectory).max() >= 1.0)


def orders_counter(run: Trajectory, right: float, theme: Theme) -> Readout:
    """Return the running count, its end at ``right`` on the line under the title; it says nothing below one."""
    orders = _orders(run)
    words = Each(len(orders), lambda k: _up_by(float(orders[k])))
    return Readout(words, right, style.FORMULA_Y, style.SMALL_FORMULA_SIZE, [theme.rose] * len(orders), "right")


def room_for_count(scenario: Scenario) -> float:
    """Return how much of the line under the title the running count takes, with the gap before it."""
    if not is_counted(scenario):
        return 0.0
    highest = float(_orders(scenario.trajectory).max())
    widest = max(outline.width for outline in typeset([_up_by(1.0), _up_by(highest)]))
    return widest * style.SMALL_FORMULA_SIZE + BESIDE_FORMULA


def _up_by(orders: float) -> str:
    return orders_up(orders) if orders >= 1.0 else ""
