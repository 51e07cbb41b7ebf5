"""Which beats a clip has, by its picture and its run: what ``words`` may narrate."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gdcore.descent.trajectory import Trajectory
from gdcore.scenario import Scenario
from gdcore.studies.race import costs
from gdcore.text.notation import orders_of_magnitude

TAIL_FROM = 10
"""A run of more than twice as many steps has its further ones told apart."""
FEW = 6
"""How many evaluations a race of costs begins with."""
BLOWN_UP_ORDERS = 4.0
"""From so many orders of magnitude on, one picture of the surface cannot hold the run."""
WALK = ("introduce", "slope", "steps", "tail", "verdict")
CURVE = ("introduce", "slope", "steps", "rule", "verdict")
BLOW_UP = ("introduce", "slope", "steps", "pull_back", "log_view", "verdict")
COSTS = ("introduce", "slope", "steps", "arrivals", "verdict")
BEATS: Mapping[int, Mapping[str, tuple[str, ...]]] = {
    1: {
        "curve": CURVE,
        "race": ("introduce", "slope", "steps", "verdict"),
        "fate": ("introduce", "sweep", "cost", "others", "verdict"),
    },
    2: {
        "circle": ("introduce", "units", "slope", "line", "verdict"),
        "contour": WALK,
        "fate": ("introduce", "scan", "edge", "grow", "verdict"),
        "fit": WALK,
        "line": ("introduce", "turn", "shift", "steps", "verdict"),
        "momentum": ("introduce", "rule", "run_2", "run_3", "run_4", "verdict"),
        "noise": ("introduce", "slope", "steps", "tail", "seeds", "verdict"),
        "race": COSTS,
        "speeds": ("introduce", "split", "fast", "stuck", "slow", "verdict"),
        "surface": WALK,
        "trials": ("introduce", "enough", "slope", "steps", "tail", "verdict"),
    },
    3: {"fit": WALK, "race": COSTS},
}
"""By the number of parameters, 3 standing for all above two, and the view."""
ONLY_IF: Mapping[str, tuple[str, Callable[[Scenario], bool]]] = {
    "slope": ("a step is taken", lambda scenario: scenario.trajectory.n_steps > 0),
    "steps": ("more than one step is taken", lambda scenario: scenario.trajectory.n_steps > 1),
    "tail": (
        f"more than {2 * TAIL_FROM} steps are taken",
        lambda scenario: scenario.trajectory.n_steps > 2 * TAIL_FROM,
    ),
}
"""Beats of views for lessons that not every run has: what it needs, in words and as a test."""


def outgrows(run: Trajectory) -> bool:
    """Whether the loss outgrows every picture of its surface."""
    first, last = float(run.losses[0]), float(run.losses[-1])
    return float(run.losses.min()) > 0.0 and orders_of_magnitude(last, first) > BLOWN_UP_ORDERS


def blows_up(scenario: Scenario) -> bool:
    """Whether a surface is shown from ever farther away."""
    is_surface = scenario.objective.n_parameters == 2 and scenario.view in ("surface", "fit")
    return is_surface and outgrows(scenario.trajectory)


def beats_of_view(scenario: Scenario) -> tuple[str, ...]:
    """Return the beats that the clip of such a run may have."""
    if blows_up(scenario):
        return BLOW_UP
    return BEATS[min(scenario.objective.n_parameters, 3)][scenario.view]


def beats_of(scenario: Scenario) -> tuple[str, ...]:
    """Return the beats that its clip has, in their order."""
    return tuple(beat for beat in beats_of_view(scenario) if not _lacks(scenario, beat))


def _lacks(scenario: Scenario, beat: str) -> bool:
    if scenario.view == "race":
        return beat == "steps" and _length(scenario) <= (1 if scenario.objective.n_parameters == 1 else FEW)
    return (
        scenario.view in ("curve", "surface", "contour", "fit") and beat in ONLY_IF and not ONLY_IF[beat][1](scenario)
    )


def _length(scenario: Scenario) -> int:
    """Return the steps of the longest run of a race, or what its dearest run paid."""
    runs = [run.trajectory for run in scenario.runs]
    return max(run.n_steps if scenario.objective.n_parameters == 1 else int(costs(run)[-1]) for run in runs)
