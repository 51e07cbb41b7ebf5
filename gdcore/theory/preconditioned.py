"""The edge of methods that give each parameter an effective rate: that of the Hessian as these rates scale it.

J. M. Cohen et al., Adaptive gradient methods at the edge of stability (2022), arXiv:2207.14484: with full gradients the
largest eigenvalue of P^-1 H, P = diag(sqrt(v^) + epsilon), comes to hover at the edge of Adam with a fixed P, (2 + 2
beta1)/((1 - beta1) rate). Here it is multiplied by the rate, as diag(rate) P^-1 holds the effective rates: 38 for Adam
with its usual numbers, 2 for Adagrad, RMSProp and plain descent.
"""

from __future__ import annotations

import numpy as np

from gdcore.arrays import Array, frozen
from gdcore.descent.memory import memory
from gdcore.descent.method import Method
from gdcore.descent.trajectory import Trajectory
from gdcore.methods.adaptive import EFFECTIVE
from gdcore.methods.registry import family_of


@np.errstate(all="ignore")
def preconditioned_sharpness(run: Trajectory) -> Array | None:
    """Return the largest eigenvalue of diag(effective rates) H for each step of ``run``, at its start ``(n_steps,)``.

    The effective rates of a method without such are its learning rates; None for one whose steps do not multiply the
    parts of a slope, as Newton's. NaN where there is no Hessian.
    """
    effective = memory(run).get(EFFECTIVE.name)
    if effective is None:
        if not run.method.by_slope:
            return None
        rates = np.broadcast_to(run.method.schedule.rate(np.arange(run.n_steps)), run.iterates[1:].shape)
    else:
        rates = effective[1:]
    root = np.sqrt(rates)
    scaled = root[:, :, None] * run.objective.hessian(run.iterates[:-1]) * root[:, None, :]
    finite = np.asarray(np.isfinite(scaled).all(axis=(-2, -1)))
    largest = np.linalg.eigvalsh(np.where(finite[:, None, None], scaled, 0.0))[:, -1]
    return frozen(np.where(finite, largest, np.nan))


def stable_below(method: Method) -> float | None:
    """Return what ``preconditioned_sharpness`` must stay below for a run to be stable there; None if nobody knows.

    A run with a sharpness above it is driven out until its effective rates are lower: adaptive methods come back.
    """
    family = family_of(method)
    if family is None or method.noisy:
        return None
    return family.rule.edge(method.momentum) if family.rule is not None else family.edge and family.edge(method)
