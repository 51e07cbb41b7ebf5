"""A stochastic run under several seeds: how much its losses scatter."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.descent.stochastic import steps_by_row
from gdcore.descent.trajectory import Trajectory
from gdcore.scenario import Scenario

MIDDLE = (10.0, 90.0)
"""The percentiles that bound the band of ordinary seeds."""
DIVIDED = 1.0 / 3.0
NEAR = 2.0
"""A run has arrived when its loss is below this multiple of the least."""


@dataclass(frozen=True, eq=False)
class Spread:
    """The losses of all seeds by step, ``(n_seeds, n_steps + 1)``; ``low``, ``median``, ``high`` ``(n_steps + 1,)``.

    ``low`` and ``high`` are the 10th and the 90th percentile.
    """

    losses: Array = field(repr=False)
    low: Array = field(repr=False)
    median: Array = field(repr=False)
    high: Array = field(repr=False)

    @property
    def n_seeds(self) -> int:
        """The number of runs."""
        return len(self.losses)

    @property
    def n_middle(self) -> int:
        """The number of runs between ``low`` and ``high`` at the end."""
        last = self.losses[:, -1]
        return int(np.count_nonzero((last >= self.low[-1]) & (last <= self.high[-1])))


def spread_of(scenario: Scenario) -> Spread:
    """Return the spread of a run and its companions with the same method, up to the end of the shortest."""
    runs = [one.trajectory for one in scenario.runs if one.method.name == scenario.method.name]
    n = min(len(run.losses) for run in runs)
    losses = frozen([run.losses[:n] for run in runs])
    low, median, high = np.percentile(losses, [MIDDLE[0], 50.0, MIDDLE[1]], axis=0)
    return Spread(losses, frozen(low), frozen(median), frozen(high))


def reference_of(scenario: Scenario) -> Trajectory | None:
    """Return the companion with another method, if any."""
    others = (one.trajectory for one in scenario.companions if one.method.name != scenario.method.name)
    return next(others, None)


def opposed(run: Trajectory, k: int) -> int:
    """Return the number of rows whose own error, to first order, the step of all rows at iterate k would raise."""
    own = steps_by_row(run.objective, run.method.schedule.rate(k), run.iterates[k])
    return int(np.count_nonzero(own @ (-run.gradients[k]) < 0.0))


def divided(run: Trajectory) -> int:
    """Return the first step from ``arrival`` on that a third of the rows is ``opposed`` to; else the arrival."""
    assert run.objective.rows is not None
    first, n_rows = arrival(run), run.objective.rows.n_rows
    return next((k for k in range(first, run.n_steps) if opposed(run, k) >= DIVIDED * n_rows), first)


def arrival(run: Trajectory) -> int:
    """Return the first step after which the loss is below ``NEAR`` times the least; the last step if none is.

    If the minimum is unknown, the least is the lowest loss of the run.
    """
    least = float(run.losses.min()) if run.objective.minimum is None else run.objective.minimum
    near = np.flatnonzero(run.losses < NEAR * least)
    return int(near[0]) if len(near) else run.n_steps


def near_unsettled(scenario: Scenario) -> bool:
    """Whether a run came near before its end, has not left for good, and went up again after that."""
    run, near = scenario.trajectory, arrival(scenario.trajectory)
    return scenario.verdict.kind != "diverging" and near < run.n_steps and bool(run.rose[near:].any())
