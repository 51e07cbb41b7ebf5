"""Races between several runs: the cost of each, its height above the minimum, and when it arrives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdcore.arrays import Array, frozen
from gdcore.descent.stochastic import row_share
from gdcore.descent.trajectory import Trajectory
from gdcore.scenario import Clock, Scenario
from gdcore.text.language import grouped, tr
from gdcore.text.notation import rounded

SHARE = 0.01
"""A run has arrived when its loss is within this share of the minimum."""
ROUNDING = 1e-12
"""Relative differences of losses below this are rounding errors."""
SAME = 1e-9
"""Minima are one where they differ by less, relative to the losses."""
RESTING = 0.01
"""A step is next to nothing if it is shorter than this share of the way to the minimum."""
NEAR = 1e-4
"""Places are one where they differ by less."""
WHOLE = 100.0
"""From this many evaluations on, fractions are not shown."""


@dataclass(frozen=True)
class Goal:
    """The definition of arrival: a loss at most ``gap`` above the best one."""

    gap: float
    of_minimum: bool
    """Whether ``gap`` is a share of the minimum; else it is one of the initial distance, the largest of all runs."""
    of_one_start: bool = True
    """Whether that is the initial distance of all runs."""

    @property
    def words(self) -> str:
        """The goal as part of a sentence."""
        share = f"{100.0 * SHARE:g} %"
        if self.of_minimum:
            return tr("{share} above the minimum", share=share)
        if not self.of_one_start:
            return tr("{share} of the largest first distance", share=share)
        return tr("{share} of the first distance", share=share)


def costs(run: Trajectory) -> Array:
    """Return the loss and gradient evaluations together up to each iterate: ``(n_steps + 1,)``.

    A gradient over m of n rows counts as m/n.
    """
    losses, gradients = run.evaluations.T
    return frozen(losses + row_share(run.method, run.objective) * gradients)


def amount(cost: float) -> str:
    """Return a number of evaluations as text, with its fraction if it is small."""
    return grouped(cost) if cost >= WHOLE or float(cost).is_integer() else str(rounded(cost))


def start_of(run: Scenario) -> Array:
    """Return where a run starts in the data's own units, ``(d,)``."""
    return _in_own_units(run, run.start)


def starts_differ(scenario: Scenario) -> bool:
    """Return whether the runs of a scenario have more than one start."""
    return len(places_of_start(scenario)) > 1


def places_of_start(scenario: Scenario) -> list[Array]:
    """Return the different starts of a scenario's runs, ``(d,)`` each."""
    return _different([start_of(run) for run in scenario.runs], SAME)


def rests_on_saddle(run: Scenario) -> bool:
    """Return whether a run has all but come to rest where the loss falls on one side, far from the minimum below."""
    minimiser, iterates = run.verdict.minimiser, run.trajectory.iterates
    if minimiser is None or run.trajectory.n_steps == 0 or not np.isfinite(iterates[-1]).all():
        return False
    with np.errstate(all="ignore"):
        hessian = run.objective.hessian(iterates[-1])
        step, to_go = (float(np.hypot.reduce(way)) for way in (iterates[-1] - iterates[-2], minimiser - iterates[-1]))
    return bool(np.isfinite(hessian).all() and np.linalg.eigvalsh(hessian)[0] < 0.0 and step < RESTING * to_go)


def minima_tended_to(scenario: Scenario) -> list[Array]:
    """Return the different minimisers that those runs tend to which converge, as far as they are known."""
    found = [(run, run.verdict.minimiser) for run in scenario.runs if run.verdict.kind == "converging"]
    tending = [(run, point) for run, point in found if point is not None and not rests_on_saddle(run)]
    return _different([_in_own_units(run, point) for run, point in tending], NEAR)


def _in_own_units(run: Scenario, point: Array) -> Array:
    standard = run.objective.standard
    return point if standard is None else standard.original(point)


def _different(points: Sequence[Array], least: float) -> list[Array]:
    found: list[Array] = []
    for point in points:
        if not any(np.allclose(point, other, rtol=least, atol=least) for other in found):
            found.append(point)
    return found


def clock_of(scenario: Scenario) -> Clock:
    """Return what the runs of a scenario are compared by."""
    if scenario.view == "race":
        return "steps" if scenario.objective.n_parameters == 1 else "evaluations"
    return scenario.clock or "steps"


def times(scenario: Scenario) -> list[Array]:
    """Return when each run is at its iterates on the common clock, ``(n_steps + 1,)`` each."""
    if clock_of(scenario) == "evaluations":
        return [costs(run.trajectory) for run in scenario.runs]
    return [np.arange(run.trajectory.n_steps + 1.0) for run in scenario.runs]


def minimum_known(scenario: Scenario) -> bool:
    """Return whether every run has a known minimum to measure its losses from, the same, and none goes below it."""
    least, first = scenario.objective.minimum, abs(float(scenario.trajectory.losses[0]))
    return all(
        least is not None
        and run.objective.minimum is not None
        and abs(run.objective.minimum - least) <= SAME * max(abs(least), first)
        and run.trajectory.losses.min() >= run.objective.minimum - ROUNDING * abs(run.trajectory.losses[0])
        for run in scenario.runs
    )


def heights(scenario: Scenario) -> tuple[Array, ...]:
    """Return the losses of each run above the minimum, ``(n_steps + 1,)``; 0 where only rounding is left.

    If a minimum is unknown, these are the losses themselves.
    """
    if not minimum_known(scenario):
        return tuple(run.trajectory.losses for run in scenario.runs)
    return tuple(_above(run.trajectory.losses, run.objective.minimum or 0.0) for run in scenario.runs)


def goal(scenario: Scenario) -> Goal | None:
    """Return the goal of a race: near its minimum if that is above zero, else a small share of the initial distance.

    None if the minimum is unknown.
    """
    if not minimum_known(scenario):
        return None
    least, first = scenario.objective.minimum or 0.0, float(scenario.trajectory.losses[0])
    if least > ROUNDING * abs(first):
        return Goal(SHARE * least, of_minimum=True)
    if starts_differ(scenario):
        return Goal(SHARE * max(float(height[0]) for height in heights(scenario)), of_minimum=False, of_one_start=False)
    return Goal(SHARE * float(heights(scenario)[0][0]), of_minimum=False)


def reached(scenario: Scenario) -> tuple[int | None, ...]:
    """Return for each run the step after which it first was within the goal; None if it never was."""
    limit = goal(scenario)
    if limit is None:
        return (None,) * len(scenario.runs)
    return tuple(_first(height <= limit.gap) for height in heights(scenario))


def arrivals(scenario: Scenario) -> tuple[float | None, ...]:
    """Return for each run the evaluations after which it first reached the goal; None if it never did."""
    return tuple(
        None if k is None else float(costs(run.trajectory)[k])
        for run, k in zip(scenario.runs, reached(scenario), strict=True)
    )


def landing(run: Trajectory) -> int | None:
    """Return the step that landed at the minimum, if the run then stayed there; else None.

    A run that shrinks until rounding ends it has not landed, nor has one that started at the minimum or passed through.
    """
    least = run.objective.minimum
    if least is None or run.objective.minimum_is == "found":
        return None  # a search knows a minimum to the last digits, in which every run ends
    above = np.where(run.losses < least, 0.0, _above(run.losses, least))
    k = int(np.flatnonzero(above)[-1]) + 1 if above.any() else 0
    return k if 0 < k <= run.n_steps and above[k - 1] > ROUNDING * above[0] else None


def _above(losses: Array, least: float) -> Array:
    gap = np.maximum(losses - least, 0.0)
    return frozen(np.where(gap <= ROUNDING * abs(least), 0.0, gap))


def _first(there: NDArray[np.bool_]) -> int | None:
    return int(there.argmax()) if there.any() else None
