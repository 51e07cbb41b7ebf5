"""The same stochastic run under several seeds: how far the draws alone scatter its losses."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.descent.stochastic import steps_by_row
from gdcore.descent.trajectory import Trajectory
from gdcore.scenario import Scenario

MIDDLE = (10.0, 90.0)
"""The percentiles between which a seed counts as an ordinary one."""
DIVIDED = 1.0 / 3.0
NEAR = 2.0
"""A run has arrived where its loss is below so many times the least."""


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
        """How many of the runs lie between ``low`` and ``high`` at the end."""
        last = self.losses[:, -1]
        return int(np.count_nonzero((last >= self.low[-1]) & (last <= self.high[-1])))


def spread_of(scenario: Scenario) -> Spread:
    """Return the spread of a run and those companions that go by the same method, as far as all of them went."""
    runs = [one.trajectory for one in scenario.runs if one.method.name == scenario.method.name]
    n = min(len(run.losses) for run in runs)
    losses = frozen([run.losses[:n] for run in runs])
    low, median, high = np.percentile(losses, [MIDDLE[0], 50.0, MIDDLE[1]], axis=0)
    return Spread(losses, frozen(low), frozen(median), frozen(high))


def reference_of(scenario: Scenario) -> Trajectory | None:
    """Return the run beside the seeds that goes by another method, where there is one."""
    others = (one.trajectory for one in scenario.companions if one.method.name != scenario.method.name)
    return next(others, None)


def opposed(run: Trajectory, k: int) -> int:
    """Return for how many rows the step of all rows at iterate k would raise, to first order, the row's own error."""
    rate = run.method.learning_rate
    own = steps_by_row(run.objective, rate, run.iterates[k])
    return int(np.count_nonzero(own @ (-run.gradients[k]) < 0.0))


def divided(run: Trajectory) -> int:
    """Return the first step from ``arrival`` on before which a third of the rows is ``opposed``; else the arrival."""
    assert run.objective.rows is not None
    first, n_rows = arrival(run), run.objective.rows.n_rows
    return next((k for k in range(first, run.n_steps) if opposed(run, k) >= DIVIDED * n_rows), first)


def arrival(run: Trajectory) -> int:
    """Return the first step after which the loss is below ``NEAR`` times the least; the last one if none is.

    Without a known minimum the least is the lowest loss of the run.
    """
    least = float(run.losses.min()) if run.objective.minimum is None else run.objective.minimum
    near = np.flatnonzero(run.losses < NEAR * least)
    return int(near[0]) if len(near) else run.n_steps
