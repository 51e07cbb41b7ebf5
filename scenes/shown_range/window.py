"""What a picture of a function shows: the run, its surroundings, the minimiser nearby, and what was asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gdcore.arrays import Array
from gdcore.descent.trajectory import Trajectory
from gdcore.objectives.objective import Objective
from gdcore.scenario import Scenario
from gdcore.theory.surroundings import minimiser_under, staying
from scenes.geometry import Points
from scenes.shown_range.heights import heights
from scenes.shown_range.ranges import defined_part, part_under, ranges_around
from scenes.shown_range.together import STRETCHED, Part, part_of, shared


@dataclass(frozen=True, eq=False)
class Window:
    """The ranges ``low`` to ``high`` of the parameters ``(d,)``, the heights from ``base`` to ``top``, and ``lowest``.

    ``lowest`` is the minimiser nearby, if there is one; ``n_seen`` is how many iterates belong in the picture.
    ``points`` ``(n, d)`` are what all runs that share the window show in it, ``deepest`` the lowest minimiser of these.
    """

    low: Points
    high: Points
    base: float
    top: float
    lowest: Array | None
    n_seen: int
    points: Points
    deepest: Array | None


def is_own(objective: Objective) -> bool:
    """Whether an objective is a user's function: neither the parabola nor the error of a fit."""
    return objective.table is None and objective.name != "parabola"


def with_lowest(objective: Objective, window: Window) -> Objective:
    """Return the objective with the minimiser found nearby, for a picture that marks it."""
    if window.lowest is None or objective.minimiser is not None:
        return objective
    return replace(objective, minimiser=window.lowest)


@np.errstate(all="ignore")
def window_of(scenario: Scenario) -> Window:
    """Return the window for a scenario's run; a ``domain`` overrides what would be chosen."""
    run, objective = scenario.trajectory, scenario.objective
    low, high, members = shared(scenario, _alone)
    if scenario.domain is not None:
        given = np.isfinite(scenario.domain)
        low, high = (np.where(given[:, i], scenario.domain[:, i], end) for i, end in enumerate((low, high)))
    else:
        low, high = defined_part(objective, low, high)
    runs = [member.trajectory for member in members]
    bottoms = [bottom for one in runs if (bottom := _lowest(one, staying(one))) is not None]
    deepest = min(bottoms, key=lambda point: float(objective.value(point)), default=None)
    base, top = _heights_of(objective, low, high, runs, deepest)
    if scenario.domain is None and len(low) == 1:
        low, high = part_under(objective, low, high, top)
    points = np.concatenate([one.iterates[: n_shown(one, low, high, top)] for one in runs])
    return Window(
        low, high, base, top, _lowest(run, staying(run)), n_shown(run, low, high, top), points, deepest
    )  # fmt: skip


def _heights_of(
    objective: Objective, low: Points, high: Points, runs: list[Trajectory], lowest: Array | None
) -> tuple[float, float]:
    """Return the heights that show several runs, those that leave only as far as they do not dwarf the others."""
    stay = [one for one in runs if staying(one).all()]
    losses = np.concatenate([one.losses[: n_shown(one, low, high)] for one in stay or runs])
    base, top = heights(objective, low, high, losses, lowest)
    limit = base + STRETCHED**2 * (top - base)
    further = [one.losses[: n_shown(one, low, high, limit)] for one in runs if stay and one not in stay]
    return heights(objective, low, high, np.concatenate([losses, *further]), lowest) if further else (base, top)


def n_shown(run: Trajectory, low: Points, high: Points, top: float = np.inf) -> int:
    """Return the number of iterates before the run leaves for good, or leaves the picture; at least 1."""
    seen = staying(run)
    if not seen.all():  # what comes back belongs to the picture
        seen &= ((run.iterates >= low) & (run.iterates <= high)).all(axis=1) & (run.losses <= top)
    return max(1, int(np.append(seen, False).argmin()))


def _alone(scenario: Scenario) -> Part:
    """Return the ranges that a picture of this run alone would show."""
    run = scenario.trajectory
    seen = staying(run)
    points = np.array([*run.iterates[seen], *_trials(run, seen)])
    return part_of(scenario, *ranges_around(run.objective, points, _lowest(run, seen)))


def _trials(run: Trajectory, seen: np.ndarray) -> list[Points]:
    """Return the rejected trials that lie not far above the run."""
    losses = run.losses[seen]
    limit = float(losses.max()) + 3.0 * float(np.ptp(losses))
    return [trial.point for trial in run.rejected if seen[trial.k] and trial.loss <= limit]


def _lowest(run: Trajectory, seen: np.ndarray) -> Array | None:
    """Return the minimiser below the best iterate that is seen, or the known one where that lies there."""
    best = run.iterates[int(np.argmin(np.where(seen, run.losses, np.inf)))]
    objective = run.objective
    if objective.quadratic and objective.minimiser is not None:
        return objective.minimiser
    found = minimiser_under(objective, best)
    known = objective.minimiser
    if known is not None and (found is None or np.allclose(found, known, rtol=1e-3, atol=1e-3)):
        return known
    return found
