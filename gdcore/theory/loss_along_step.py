"""The loss along one step: a cut through the objective from an iterate in the direction of its step.

Heights are shares of the decrease that the slope predicts for the whole step, so that the cuts of all steps fit one
picture: each begins at 0 with slope -1, and the condition of ``backtracking`` is always the line -c*t.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdcore.arrays import Array
from gdcore.descent.trajectory import Trajectory
from gdcore.objectives.objective import Objective


def step_taken(run: Trajectory, k: int) -> Array:
    """Return step ``k`` as the run took it, shape ``(d,)``; zeros if the run ended before it."""
    step: Array = run.iterates[min(k + 1, run.n_steps)] - run.iterates[k]
    return step


@dataclass(frozen=True)
class Trial:
    """A trial point: its ``share`` of the full step, the ``change`` of the loss there, and the loss itself."""

    share: float
    change: float
    loss: float
    accepted: bool


@dataclass(frozen=True, eq=False)
class Cut:
    """The cut along step ``k`` from ``point`` in the ``direction`` of the full step, each ``(d,)``.

    ``promised`` is minus the slope of the loss at t = 0: the decrease over the full step if the slope stayed constant.
    """

    k: int
    objective: Objective = field(repr=False)
    point: Array
    direction: Array
    loss: float
    promised: float
    trials: tuple[Trial, ...]

    def at(self, t: ArrayLike) -> Array:
        """Return the points at shares ``t`` ``(...)`` of the full step, shape ``(..., d)``."""
        points: Array = self.point + np.asarray(t)[..., None] * self.direction
        return points

    def change(self, t: ArrayLike) -> NDArray[np.float64]:
        """Return the change of the loss at shares ``t`` ``(...)``, as a share of the predicted decrease."""
        return (np.asarray(self.objective.value(self.at(t))) - self.loss) / self.promised


def cuts(run: Trajectory) -> tuple[Cut, ...]:
    """Return the cut of every step that ``run`` took with a line search, in order."""
    shrink = run.method.hyperparameters.get("shrink", 0.5)
    rejected: dict[int, list[tuple[float, bool]]] = {}
    for trial in run.rejected:
        rejected.setdefault(trial.k, []).append((trial.loss, False))
    return tuple(
        _cut(run, k, [*rejected.get(k, []), (float(run.losses[k + 1]), True)], shrink) for k in range(run.n_steps)
    )


def _cut(run: Trajectory, k: int, tried: list[tuple[float, bool]], shrink: float) -> Cut:
    direction = -run.method.schedule.rate(k) * run.gradients[k]
    # The objective's gradient is that of ``gradient_scale`` times the loss.
    promised = -float(run.gradients[k] @ direction) / run.objective.gradient_scale
    loss = float(run.losses[k])
    trials = tuple(
        Trial(shrink**i, (found - loss) / promised, found, accepted) for i, (found, accepted) in enumerate(tried)
    )
    return Cut(k, run.objective, run.iterates[k], direction, loss, promised, trials)
