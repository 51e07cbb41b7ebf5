"""What the prose says of steps beyond the edge: two that land all the same, and a run that a clip holds."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gdcore.scenario import Scenario
from gdcore.text.notation import computed, rounded
from gdcore.theory.spectra import error_components
from valleyjump.markup.quantity import NBSP

OFF = 0.01
"""By which share a curvature is taken too large."""


def numbers_beyond(runs: Mapping[str, Scenario]) -> dict[str, dict[str, object]]:
    """Return these numbers by topic."""
    return {"two_directions": _two_directions(runs["two-steps"]), "belt": _belt(runs["clipping"], runs["mse-blowup"])}


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


def _belt(run: Scenario, houses: Scenario) -> dict[str, object]:
    """Where the clipped run ends up, how far the free one has gone, and whose slope a clip on the houses would see."""
    near, far = sorted((float(x) for x in run.trajectory.iterates[-2:, 0]), key=abs)
    (free,) = run.companions
    slopes = houses.trajectory.gradients[0]
    share = abs(float(slopes[0])) / float(np.hypot(*slopes))
    return {
        "near": computed(near),
        "far": computed(far),
        "reach": rounded(abs(near) + abs(far)),
        "free_loss": computed(float(free.trajectory.losses[-1])),
        "share": f"{rounded(100.0 * share, 6)}{NBSP}%",
    }
