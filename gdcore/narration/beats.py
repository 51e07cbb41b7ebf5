"""The beats of a clip, by view and run: the names that ``words`` may use."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from gdcore.descent.trajectory import Trajectory
from gdcore.scenario import Scenario
from gdcore.studies.edges import felt_edge, heavy_balls
from gdcore.studies.fate_axes import axes_of, picture
from gdcore.studies.race import clock_of, times
from gdcore.studies.seeds import arrival, divided
from gdcore.text.notation import orders_of_magnitude
from gdcore.theory.spectra import error_components
from gdcore.theory.speeds import stuck_step, turning_step

TAIL_FROM = 10
"""A run of more than twice as many steps has a beat of its own for the later ones."""
FIRST_ASKED = 2
"""Steps of a noisy run that are shown in full."""
FEW = 6
"""The number of evaluations in the first beat of runs on a clock of them."""
BLOWN_UP_ORDERS = 4.0
"""A loss that grows by this many orders of magnitude does not fit into one picture of the surface."""
WALK = ("introduce", "slope", "steps", "tail", "verdict")
CURVE = ("introduce", "slope", "steps", "rule", "verdict")
BLOW_UP = ("introduce", "slope", "steps", "pull_back", "log_view", "verdict")
SEVERAL = ("introduce", "slope", "steps", "verdict")
"""Those of several runs in one picture."""
COSTS = ("introduce", "slope", "steps", "arrivals", "verdict")
PLANE = ("introduce", "scan", "edge", "paths", "verdict")
BEATS: Mapping[int, Mapping[str, tuple[str, ...]]] = {
    1: {
        "curve": CURVE,
        "race": SEVERAL,
        "fate": ("introduce", "sweep", "cost", "others", "verdict"),
        "rates": ("introduce", "run_1", "verdict"),
        "schedule": SEVERAL,
        "memory": SEVERAL,
    },
    2: {
        "circle": ("introduce", "stretch", "centre", "scale", "slope", "verdict"),
        "contour": WALK,
        "directions": ("introduce", "slope", "steps", "other", "verdict"),
        "fate": PLANE,
        "fit": WALK,
        "line": ("introduce", "turn", "shift", "steps", "verdict"),
        "momentum": (*WALK[:-1], "edge", "past", "verdict"),
        "noise": ("introduce", "slope", "steps", "tail", "seeds", "band", "verdict"),
        "race": COSTS,
        "schedule": SEVERAL,
        "memory": SEVERAL,
        "speeds": ("introduce", "split", "fast", "stuck", "slow", "verdict"),
        "surface": WALK,
        "trials": ("introduce", "enough", "slope", "steps", "tail", "verdict"),
    },
    3: {
        "fate": ("introduce", "scan", "edge", "verdict"),
        "fit": WALK,
        "race": COSTS,
        "schedule": SEVERAL,
        "memory": SEVERAL,
    },
}
"""By number of parameters, where 3 stands for all above two, and view; of maps of fates by ``picture``. In ``rates``
each run has a beat."""
ONLY_IF: Mapping[str, tuple[str, Callable[[Scenario], bool]]] = {
    "slope": ("a step is taken", lambda scenario: scenario.trajectory.n_steps > 0),
    "steps": ("more than one step is taken", lambda scenario: scenario.trajectory.n_steps > 1),
    "tail": (
        f"more than {2 * TAIL_FROM} steps are taken",
        lambda scenario: scenario.trajectory.n_steps > 2 * TAIL_FROM,
    ),
}
"""Beats that depend on the run: the condition in words and as a test."""

STEPPED = ("curve", "surface", "contour", "fit", "momentum", "trials")
"""Views whose beats tell of the steps one after the other."""


def outgrows(run: Trajectory) -> bool:
    """Return whether the loss grows too much for any picture of its surface."""
    first, last = float(run.losses[0]), float(run.losses[-1])
    return float(run.losses.min()) > 0.0 and orders_of_magnitude(last, first) > BLOWN_UP_ORDERS


def blows_up(scenario: Scenario) -> bool:
    """Return whether the camera pulls back from the surface."""
    is_surface = scenario.objective.n_parameters == 2 and scenario.view in ("surface", "fit")
    return is_surface and not scenario.is_together and outgrows(scenario.trajectory)


def beats_of_view(scenario: Scenario) -> tuple[str, ...]:
    """Return the beats that a clip of this view may have."""
    if scenario.is_together:
        return SEVERAL
    if blows_up(scenario):
        return BLOW_UP
    first, *others = BEATS[row_of(scenario)][scenario.view]
    if scenario.view == "rates":
        return first, *(f"run_{i + 1}" for i in range(len(scenario.runs))), others[-1]
    return first, *others


def row_of(scenario: Scenario) -> int:
    """Return under which number the beats of a scenario's view are listed."""
    return picture(scenario) if scenario.view == "fate" else min(scenario.objective.n_parameters, 3)


def beats_of(scenario: Scenario) -> tuple[str, ...]:
    """Return the beats of the scenario's clip, in order."""
    return tuple(beat for beat in beats_of_view(scenario) if not _lacks(scenario, beat))


def _lacks(scenario: Scenario, beat: str) -> bool:
    if scenario.view == "fate":
        kinds = [axis.kind for axis in axes_of(scenario)]
        if beat == "paths":
            return kinds != ["start", "start"]
        return beat == "edge" and (felt_edge(scenario) is None or not {"rate", "rates"} & set(kinds))
    if beat == "enough":
        return scenario.trajectory.n_steps == 0
    if beat in ("edge", "past") and "past" in beats_of_view(scenario):
        outside, inside = heavy_balls(scenario)
        return not (outside and inside) if beat == "past" else not (outside or inside)
    if scenario.view in LACKING:
        return beat in LACKING[scenario.view](scenario)
    if scenario.view == "race" or scenario.is_together:
        length, by_steps = clock_length(scenario), clock_of(scenario) == "steps"
        still = scenario.is_together and length == 0
        return (beat == "steps" and length <= (1 if by_steps else FEW)) or (beat == "slope" and still)
    return scenario.view in STEPPED and beat in ONLY_IF and not ONLY_IF[beat][1](scenario)


def clock_length(scenario: Scenario) -> int:
    """Return the last tick of the clock of several runs: the steps of the longest, or the highest cost of one."""
    return math.ceil(max(float(time[-1]) for time in times(scenario)))


def _lacking_in_line(scenario: Scenario) -> set[str]:
    return set() if scenario.trajectory.n_steps else {"steps"}


def _lacking_in_speeds(scenario: Scenario) -> set[str]:
    parts = error_components(scenario.trajectory)
    turn, stuck = turning_step(parts), stuck_step(parts)
    lacking = {"stuck"} if stuck == turn else set()
    return lacking | ({"slow"} if stuck == scenario.trajectory.n_steps else set())


def _lacking_in_directions(scenario: Scenario) -> set[str]:
    n_steps = scenario.trajectory.n_steps
    lacking = {beat for beat, least in (("slope", 1), ("steps", 2)) if n_steps < least}
    return lacking | (set() if scenario.companions else {"other"})


def _lacking_in_noise(scenario: Scenario) -> set[str]:
    run = scenario.trajectory
    lacking = {"steps"} if arrival(run) <= FIRST_ASKED else set()
    return lacking | ({"tail"} if max(divided(run), FIRST_ASKED) >= run.n_steps else set())


LACKING: Mapping[str, Callable[[Scenario], set[str]]] = {
    "directions": _lacking_in_directions,
    "line": _lacking_in_line,
    "speeds": _lacking_in_speeds,
    "noise": _lacking_in_noise,
}
"""Of these views, the beats that a run lacks."""
