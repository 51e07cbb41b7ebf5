"""What a verdict says of a run, held against the same rule carried on for thousands of steps by a loop of its own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from gdcore.arrays import Array
from gdcore.scenario import Scenario
from tests.conftest import CASES
from tests.runs_drawn import scenarios

LONG = 6000
"""Steps beyond those that the judge looks at."""


@np.errstate(all="ignore")
def carried_on(scenario: Scenario, n_steps: int) -> Array:
    """Return the iterates of a linear method from the scenario's start, as far as they are numbers."""
    gradient, value = scenario.objective.gradient, scenario.objective.value
    rate, beta = scenario.method.learning_rate, scenario.method.momentum
    ahead = beta if scenario.method.name == "nesterov" else 0.0
    points, velocity = [np.array(scenario.start)], np.zeros(len(rate))
    for _ in range(n_steps):
        velocity = beta * velocity - rate * gradient(points[-1] + ahead * velocity)
        landed = points[-1] + velocity
        if not np.isfinite(landed).all() or not np.isfinite(value(landed)):
            break
        points.append(landed)
    return np.array(points)


def problem(scenario: Scenario) -> str:
    """Return what is wrong with a verdict; empty if the long run bears it out."""
    verdict, run = scenario.verdict, scenario.trajectory
    points = carried_on(scenario, run.n_steps + LONG)
    whole = len(points) == run.n_steps + LONG + 1
    tail = points[-1000:]
    steps, width = abs(np.diff(points, axis=0)), np.ptp(tail, axis=0)
    longest = np.where(steps.max(axis=0, initial=0.0) > 0.0, steps.max(axis=0, initial=0.0), 1.0)
    last = float((steps[-500:] / longest).max(initial=0.0))
    match verdict.kind:
        case "undefined":
            return "" if run.stopped == "domain" and len(points) == run.n_steps + 1 else "goes on"
        case "standing":
            return "" if (abs(points[: run.n_steps + 1] - points[0]) <= 1e-9).all() else "moves"
        case "diverging":
            away = abs(points - points[0]).max(axis=-1)
            return "" if not whole or away[-1] >= away.max() * (1 - 1e-9) else "stays"
        case "cycling":
            p = verdict.period or 2
            apart = abs(tail[p:] - tail[:-p]).max(axis=0)
            if not whole or last < 1e-9:
                return "does not go on for ever"
            return "" if (apart <= 1e-3 * width.max()).all() else f"does not come back in {p}"
        case "converging":
            falling = scenario.objective.value(points[-1]) < run.losses[-1] - 1e-12 * abs(run.losses[-1])
            return "" if whole and (last < 1e-3 or falling) else f"last steps {last:.2g}"
        case "wandering":
            return "" if not whole or last > 1e-4 else "settles"
    return "unknown"


@pytest.mark.more
@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenario=scenarios())
def test_the_long_run_bears_the_verdict_out(scenario: Scenario) -> None:
    if scenario.method.linear:
        assert problem(scenario) == "", scenario.verdict
