"""What a method remembers of its run, step by step: velocities, moments, effective rates."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from gdcore.arrays import frozen
from gdcore.descent.trajectory import Trajectory


@np.errstate(all="ignore")
def memory(run: Trajectory) -> Mapping[str, NDArray[np.float64]]:
    """Return what the method of ``run`` remembers, by name, each of shape ``(n_steps + 1, d)``; nothing for many.

    Row k is what it knows at iterate k, after k steps; of an effective rate it is that of the step to iterate k, so
    that row 0 is NaN. The run is not made anew: its steps are taken once more, each from its iterate.

    >>> from gdcore import descend, momentum, parabola
    >>> memory(descend(parabola(), momentum([0.25], 0.5), [-1.0], 3))["velocity"].ravel().tolist()
    [0.0, 0.5, 0.5, 0.25]
    """
    method, objective = run.method, run.objective
    state = method.init(objective, run.start)
    rows = [method.remembers(state)]
    if not rows[0]:
        return {}
    for k in range(run.n_steps):
        rates, gradient = method.schedule.rate(k), run.gradients[k]
        state = method.step(objective, run.iterates[k], float(run.losses[k]), gradient, state, rates).state
        rows.append(method.remembers(state))
    return {name: frozen([row[name] for row in rows]) for name in rows[0]}
