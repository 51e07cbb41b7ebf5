"""What the prose says of steps beyond the edge: two that land all the same, and a run that a clip holds."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gdcore.descent.stochastic import sgd
from gdcore.descent.trajectory import descend
from gdcore.scenario import Scenario
from gdcore.studies.race import heights
from gdcore.text.language import grouped
from gdcore.text.notation import computed, rounded
from gdcore.theory.spectra import error_components
from valleyjump.markup.quantity import NBSP

OFF = 0.01
"""By which share a curvature is taken too large."""
SEEDS = 10


def numbers_beyond(runs: Mapping[str, Scenario]) -> dict[str, dict[str, object]]:
    """Return these numbers by topic."""
    return {
        "two_directions": _two_directions(runs["two-steps"]),
        "on_purpose": _on_purpose(runs["too-high-on-purpose"]) | _settled(runs["warmup-decay"]),
        "belt": _belt(runs["clipping"]),
    }


def _two_directions(run: Scenario) -> dict[str, object]:
    """What the long step does to the steep part, the first loss in the other order, and what a wrong curvature costs.

    A part is multiplied by the factors of both steps, in any order.
    """
    steep, flat = error_components(run.trajectory).eigenvalues.tolist()
    thrown = abs(1.0 - steep / flat)
    (other,) = run.companions
    return {
        "thrown": computed(thrown),
        "other_loss": computed(float(other.trajectory.losses[1])),
        "off_percent": f"{100.0 * OFF:g}{NBSP}%",
        "off": rounded(thrown * (1.0 - 1.0 / (1.0 + OFF))),
    }


def _on_purpose(run: Scenario) -> dict[str, object]:
    """How much nearer to the minimum the first run ends than constant rates: the best in the long run, and any."""
    chosen, constant, _ = (above[-1] for above in heights(run))
    parts = error_components(run.companions[0].trajectory)
    edges = np.linspace(0.0, 1.0, 10_001)[:, None]
    kept = 1.0 - 2.0 * edges * parts.eigenvalues / parts.eigenvalues.max()
    least = (kept ** (2 * run.steps) @ parts.losses[0]).min()
    return {
        "times": grouped(round(float(constant / chosen), -2)),
        "least_constant": computed(float(least)),
        "least_times": rounded(float(least / chosen)),
    }


def _settled(run: Scenario) -> dict[str, object]:
    """Of how many seeds decay ends lower than a constant rate, and with a warm-up lower still."""
    ends = np.array([[_above(one, seed) for one in run.runs] for seed in range(SEEDS)])
    constant, decay, warm = ends.T
    return {"seeds": SEEDS, "wins": int((decay < constant).sum()), "warm_wins": int((warm < decay).sum())}


def _above(run: Scenario, seed: int) -> float:
    method = sgd(run.method.schedule, seed=seed)
    return float(descend(run.objective, method, run.start, run.steps).losses[-1])


def _belt(run: Scenario) -> dict[str, object]:
    """Where the clipped run ends up, and how far the free one has gone."""
    near, far = sorted((float(x) for x in run.trajectory.iterates[-2:, 0]), key=abs)
    (free,) = run.companions
    return {
        "near": computed(near),
        "far": computed(far),
        "reach": rounded(abs(near) + abs(far)),
        "free_loss": computed(float(free.trajectory.losses[-1])),
    }
