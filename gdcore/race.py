"""Several runs against each other: what each has paid for, and how far above the best loss it then stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdcore.language import tr
from gdcore.objectives import Array, frozen
from gdcore.scenario import Scenario
from gdcore.trajectory import Trajectory

SHARE = 0.01
"""A run has arrived when its loss is within this share of the minimum."""
ROUNDING = 1e-12
"""Losses that differ by a smaller share than this differ by rounding only."""


@dataclass(frozen=True)
class Goal:
    """What counts as arrived: a loss no more than ``gap`` above the best one."""

    gap: float
    of_minimum: bool
    """Whether ``gap`` is a share of the minimum; else it is one of the distance at the start."""

    @property
    def words(self) -> str:
        """The goal as a sentence says it."""
        share = f"{100.0 * SHARE:g} %"
        if self.of_minimum:
            return tr("{share} above the minimum", share=share)
        return tr("{share} of the first distance", share=share)


def costs(run: Trajectory) -> NDArray[np.int64]:
    """Return the evaluations, of the loss and of the gradient together, that each iterate took: ``(n_steps + 1,)``."""
    total: NDArray[np.int64] = run.evaluations.sum(axis=1)
    return total


def gaps(scenario: Scenario) -> tuple[Array, ...]:
    """Return, for each run, its losses above its minimum, ``(n_steps + 1,)``; zero where rounding hides the rest.

    Where a minimum is not known, the best loss of all runs stands for it.
    """
    best = min(float(run.trajectory.losses.min()) for run in scenario.runs)
    return tuple(_above(run.trajectory.losses, _least(run, best)) for run in scenario.runs)


def goal(scenario: Scenario) -> Goal:
    """Return the goal of a race: near its minimum if that is above zero, else a small part of the first distance."""
    least = scenario.objective.minimum
    if least is not None and least > 0.0:
        return Goal(SHARE * least, of_minimum=True)
    return Goal(SHARE * float(gaps(scenario)[0][0]), of_minimum=False)


def arrivals(scenario: Scenario) -> tuple[int | None, ...]:
    """Return, for each run, the evaluations after which it first reached the goal; None if it never did."""
    limit = goal(scenario).gap
    return tuple(
        _first(costs(run.trajectory), gap <= limit) for run, gap in zip(scenario.runs, gaps(scenario), strict=True)
    )


def landing(run: Trajectory) -> int | None:
    """Return the first step that ended exactly at the minimum; None without one, or if the run began there."""
    least = run.objective.minimum
    there = np.flatnonzero(run.losses == least) if least is not None else np.array([])
    return int(there[0]) if len(there) and there[0] > 0 else None


def _least(scenario: Scenario, best: float) -> float:
    known = scenario.objective.minimum
    return best if known is None else known


def _above(losses: Array, least: float) -> Array:
    gap = np.maximum(losses - least, 0.0)
    return frozen(np.where(gap <= ROUNDING * abs(least), 0.0, gap))


def _first(paid: NDArray[np.int64], reached: NDArray[np.bool_]) -> int | None:
    return int(paid[reached.argmax()]) if reached.any() else None
